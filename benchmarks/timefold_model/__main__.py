"""
Solve one week with Timefold, whose model is in Java; its jars come with the Python package.

``python -m benchmarks.timefold_model DIR --seconds 60 --json OUT [--threads 2] [--from-ours]``
(extra ``bench``, a Java 17 development kit). Two threads are two solves beside each other, the
better one counts: more for one solve need the commercial edition.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from fractions import Fraction
from math import lcm
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.rival import MARKS_S, Found, run_rival
from benchmarks.shift_options import (
    NO_MEAL,
    Option,
    covered_by_past,
    open_needs,
    options_of,
    posts_on,
    run_before,
    shift_of,
)
from scheduler.horizon import WEEK_DAYS
from scheduler.roster import Roster

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.agent import Agent
    from scheduler.problem import RosterProblem

HERE = Path(__file__).parent
Row = tuple[int, ...]


class Facts:
    """A problem as the rows of numbers that ``Domain.java`` reads, and the way back."""

    def __init__(self, problem: RosterProblem, start: Roster | None) -> None:
        self.problem = problem
        self.choices: list[tuple[Option, int, int]] = []
        self.known: dict[Row, int] = {}
        self.shifts: list[Row] = []
        self.days: list[tuple[Agent, Row]] = []
        started = {shift: None for shift in start.shifts} if start else {}
        self.cells = self._cells()
        self.number = {cell: number for number, cell in enumerate(self.cells)}
        self.stretches: list[Row] = []
        for person, agent in enumerate(problem.agents):
            self.stretches += self._stretches(agent, person)
            self.days += [(agent, row) for row in self._days(agent, person, started)]
        if len(started) != sum(row[-1] >= 0 for _, row in self.days):
            msg = "a shift of the roster to begin from is none of the model's"
            raise ValueError(msg)

    def write(self, path: Path) -> None:
        limits = [(int(self.problem.week_limit_min(agent)),) for agent in self.problem.agents]
        parts: list[Sequence[Row]] = [limits, list(self.cells.values()), self.shifts]
        parts += [self.stretches, [row for _, row in self.days]]
        with path.open("w", encoding="ascii") as file:
            for rows in parts:
                file.write(f"{len(rows)}\n")
                file.writelines(" ".join(map(str, row)) + "\n" for row in rows)

    def roster(self, chosen: Iterable[int]) -> Roster:
        """Return the roster of the numbers chosen for the days; -1: none."""
        return Roster(
            tuple(
                shift_of(self.problem, agent, *self.choices[choice])
                for (agent, _), choice in zip(self.days, chosen, strict=True)
                if choice >= 0
            )
        )

    def _cells(self) -> dict[tuple[int, int], Row]:
        problem, weights = self.problem, self.problem.rules.weights
        needs, past = open_needs(problem), covered_by_past(problem)
        unit = lcm(*(_exact(need).denominator for need in needs.values()))
        hour = Fraction(problem.horizon.interval_min, 60) / unit
        short = hour * _exact(weights.shortage_per_agent_hour)
        over = hour * _exact(weights.surplus_per_agent_hour)
        self.wish = _exact(weights.preference)
        parts = [short, over, *(self.wish * _exact(wish.weight) for wish in problem.wishes)]
        self.scale = lcm(*(part.denominator for part in parts))
        return {
            (post, cell): (
                int(_exact(need) * unit),
                unit,
                int(short * self.scale),
                int(over * self.scale),
                problem.min_agents(problem.requirement.posts[post]),
                past.get((post, cell), 0),
            )
            for (post, cell), need in needs.items()
        }

    def _stretches(self, agent: Agent, person: int) -> list[Row]:
        most = self.problem.rules.hours.max_consecutive_days
        first_days = range(-run_before(self.problem, agent), self.problem.horizon.days - most)
        return [(person, day, day + most, day + most - max(day, 0)) for day in first_days]

    def _days(self, agent: Agent, person: int, started: dict) -> Iterable[Row]:
        problem, horizon = self.problem, self.problem.horizon
        choices, begun = defaultdict(list), {}
        for option in options_of(problem, agent):
            for post in posts_on(problem, agent, option.day):
                for meal in option.meals or (NO_MEAL,):
                    choice = self._choice(option, post, meal)
                    choices[option.day].append(choice)
                    if started and shift_of(problem, agent, option, post, meal) in started:
                        begun[option.day] = choice
        wishes = self._wishes(agent)
        for day in filter(choices.__contains__, range(horizon.days)):
            week = day // WEEK_DAYS
            most = len(horizon.weeks()[week]) - problem.rules.hours.min_days_off_per_week
            mine = [number for wish in wishes[day] for number in wish]
            yield (
                *(person, day, week, most, len(wishes[day]), *mine),
                *(len(choices[day]), *choices[day], begun.get(day, -1)),
            )

    def _wishes(self, agent: Agent) -> dict[int, list[Row]]:
        horizon, wishes = self.problem.horizon, defaultdict(list)
        for wish in self.problem.wishes_by_agent.get(agent.id, ()):
            day, price = horizon.day(wish.date), self.wish * _exact(wish.weight) * self.scale
            low, high = (float(horizon.intervals * 2), -1.0)
            if wish.window is not None:
                low, high = (
                    (horizon.clock.at(wish.date, clock) - horizon.start_min) / horizon.interval_min
                    for clock in wish.window
                )
            wishes[day].append((-int(-low // 1), int(high // 1), int(price)))
        return wishes

    def _choice(self, option: Option, post: int, meal: int) -> int:
        """Return the shift's number, the same for all agents who may work it."""
        key = option.first, option.length, option.work_min, post, meal, option.meal_length
        if key not in self.known:
            step = self.problem.horizon.interval_min
            rest = -(-self.problem.rules.hours.min_rest_min // step)
            pause = () if meal == NO_MEAL else range(meal, meal + option.meal_length)
            end = option.first + option.length
            here = [(post, cell) for cell in range(option.first, end) if cell not in pause]
            cells = [self.number[cell] for cell in here if cell in self.number]
            self.known[key] = len(self.choices)
            self.choices.append((option, post, meal))
            self.shifts.append((option.first, end, end + rest, option.work_min, len(cells), *cells))
        return self.known[key]


def solve_timefold(
    problem: RosterProblem, seconds: float, seed: int, threads: int, start: Roster | None
) -> list[Found]:
    """Return the rosters without breach that stood first and at the marks."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        java = _compiled(folder)  # not timed
        begun = time.perf_counter()
        facts = Facts(problem, start)
        facts.write(folder / "facts")
        built = time.perf_counter() - begun
        told = [folder / "facts", folder / "found", seconds - built, seed, threads]
        told += [int(start is not None), *(mark - built for mark in MARKS_S if mark <= seconds)]
        subprocess.run([*java, *map(str, told)], check=True)
        lines = [line.split() for line in (folder / "found").read_text().splitlines()]
    moves = [line[1] for line in lines if line[0] == "moves"]
    print("moves a second:", ", ".join(moves), file=sys.stderr)
    found = [
        Found(float(when) + built, facts.roster(map(int, chosen)))
        for when, *chosen in lines
        if when != "moves"
    ]
    return sorted(found, key=lambda each: each.seconds)


def _compiled(folder: Path) -> list[str]:
    """Compile the model; return the command that runs it."""
    spec = importlib.util.find_spec("timefold.solver")
    if spec is None or spec.origin is None:
        msg = "Timefold's jars are missing: pip install -e '.[bench]'"
        raise RuntimeError(msg)
    jars = (Path(spec.origin).parent / "jars").glob("*.jar")
    needed = ":".join(str(jar) for jar in jars if not jar.name.startswith("logback"))
    sources = map(str, HERE.glob("*.java"))
    subprocess.run(["javac", "-cp", needed, "-d", str(folder), *sources], check=True)
    return ["java", "-Xmx8g", "-cp", f"{folder}:{needed}", "rival.Solve"]


def _exact(number: float) -> Fraction:
    return Fraction(float(number)).limit_denominator(1_000_000)


if __name__ == "__main__":
    run_rival(solve_timefold, __doc__)
