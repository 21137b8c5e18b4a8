"""
Solve one week with Timefold.

``python -m benchmarks.timefold_model DIR --seconds 60 --json OUT`` (extra ``bench``, Java 17)
"""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

from _jpyinterpreter import unwrap_python_like_object
from jpype import JImplements, JOverride
from timefold.solver import SolverFactory
from timefold.solver.config import (
    Duration,
    EnvironmentMode,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)

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
from benchmarks.timefold_model.constraints import rules
from benchmarks.timefold_model.domain import AgentDay, Cell, Choice, Person, Stretch, Week, Wish
from scheduler.horizon import WEEK_DAYS
from scheduler.roster import Roster

if TYPE_CHECKING:
    from scheduler.agent import Agent
    from scheduler.problem import RosterProblem


class Build:
    """A problem as Timefold facts, and the way back."""

    def __init__(self, problem: RosterProblem) -> None:
        self.problem = problem
        self.cells: dict[tuple[int, int], Cell] = {}
        self.options: list[Option] = []
        self.known: dict[tuple[int, ...], Choice] = {}
        self._prices()
        self._cells()
        self.people = [
            Person(agent.id, int(problem.week_limit_min(agent))) for agent in problem.agents
        ]
        self.week = Week(
            self.people,
            list(self.cells.values()),
            [each for pair in self._people() for each in self._stretches(*pair)],
            [each for pair in self._people() for each in self._days(*pair)],
        )
        for number, day in enumerate(self.week.days):
            day.id = number

    def _people(self) -> list[tuple[Agent, Person]]:
        return list(zip(self.problem.agents, self.people, strict=True))

    def _prices(self) -> None:
        problem, weights = self.problem, self.problem.rules.weights
        needs = map(_exact, open_needs(problem).values())
        self.unit = lcm(*(need.denominator for need in needs))
        hour = Fraction(problem.horizon.interval_min, 60) / self.unit
        self.short = hour * _exact(weights.shortage_per_agent_hour)
        self.over = hour * _exact(weights.surplus_per_agent_hour)
        self.wish = _exact(weights.preference)
        parts = [self.short, self.over]
        parts += [self.wish * _exact(wish.weight) for wish in problem.wishes]
        self.scale = lcm(*(part.denominator for part in parts))

    def _cells(self) -> None:
        problem, past = self.problem, covered_by_past(self.problem)
        for (post, cell), need in open_needs(problem).items():
            self.cells[post, cell] = Cell(
                id=len(self.cells),
                need=int(_exact(need) * self.unit),
                unit=self.unit,
                short=int(self.short * self.scale),
                over=int(self.over * self.scale),
                floor=problem.min_agents(problem.requirement.posts[post]),
                past=past.get((post, cell), 0),
            )

    def _stretches(self, agent: Agent, person: Person) -> list[Stretch]:
        most = self.problem.rules.hours.max_consecutive_days
        found, days = [], self.problem.horizon.days
        for first in range(-run_before(self.problem, agent), days - most):
            last = first + most
            found.append(Stretch(person, first, last, last - max(first, 0)))
        return found

    def _days(self, agent: Agent, person: Person) -> list[AgentDay]:
        problem, horizon = self.problem, self.problem.horizon
        choices = defaultdict(list)
        for option in options_of(problem, agent):
            for post in posts_on(problem, agent, option.day):
                for meal in option.meals or (NO_MEAL,):
                    choices[option.day].append(self._choice(option, post, meal))
        wishes = defaultdict(list)
        for wish in problem.wishes_by_agent.get(agent.id, ()):
            day, price = horizon.day(wish.date), self.wish * _exact(wish.weight) * self.scale
            low, high = (horizon.intervals * 2, -1)
            if wish.window is not None:
                low, high = (
                    (horizon.clock.at(wish.date, clock) - horizon.start_min) / horizon.interval_min
                    for clock in wish.window
                )
            wishes[day].append(Wish(-int(-low // 1), int(high // 1), int(price)))
        return [
            AgentDay(
                id=-1,
                person=person,
                day=day,
                week=day // WEEK_DAYS,
                most_days=len(horizon.weeks()[day // WEEK_DAYS])
                - problem.rules.hours.min_days_off_per_week,
                wishes=wishes[day],
                choices=choices[day],
            )
            for day in range(horizon.days)
            if choices[day]
        ]

    def _choice(self, option: Option, post: int, meal: int) -> Choice:
        """Return the shift, the same object for all agents who may work it."""
        key = option.first, option.length, option.work_min, post, meal, option.meal_length
        if key not in self.known:
            step = self.problem.horizon.interval_min
            rest = -(-self.problem.rules.hours.min_rest_min // step)
            pause = () if meal == NO_MEAL else range(meal, meal + option.meal_length)
            cells = range(option.first, option.first + option.length)
            self.known[key] = Choice(
                first=option.first,
                end=option.first + option.length,
                ready=option.first + option.length + rest,
                work=option.work_min,
                cells=[
                    self.cells[post, cell]
                    for cell in cells
                    if cell not in pause and (post, cell) in self.cells
                ],
                option=len(self.options),
                post=post,
                meal=meal,
            )
            self.options.append(option)
        return self.known[key]

    def roster(self, week: Week) -> Roster:
        """Return the roster of a solution."""
        agent_of = self.problem.agent_by_id
        shifts = [
            shift_of(
                self.problem,
                agent_of[day.person.id],
                self.options[day.choice.option],
                day.choice.post,
                day.choice.meal,
            )
            for day in week.days
            if day.choice is not None
        ]
        return Roster(tuple(shifts))


@dataclass
class Watcher:
    """
    Keeps the first week without breach and the last before each mark, as Java objects.

    Timefold's own listener copies each week into Python while the search waits, for seconds.
    """

    begun: float
    first: tuple[float, Any] | None = None
    last: dict[int, tuple[float, Any]] = field(default_factory=dict)

    def see(self, event: Any) -> None:
        if not event.isNewBestSolutionInitialized() or event.getNewBestScore().hardScore() < 0:
            return
        seen = time.perf_counter() - self.begun, event.getNewBestSolution()
        self.first = self.first or seen
        mark = next((mark for mark in MARKS_S if seen[0] <= mark), MARKS_S[-1] + 1)
        self.last[mark] = seen

    def listener(self) -> object:
        """Return this as what Java may call."""
        from ai.timefold.solver.core.api.solver.event import (  # noqa: PLC0415 - there once Java runs
            SolverEventListener,
        )

        see = self.see

        @JImplements(SolverEventListener)
        class Listener:
            @JOverride
            def bestSolutionChanged(self, event: Any) -> None:
                see(event)

        return Listener()


def solve_timefold(problem: RosterProblem, seconds: float, seed: int) -> list[Found]:
    """Return the rosters without breach that stood first and at the marks."""
    config = SolverConfig(
        solution_class=Week,
        entity_class_list=[AgentDay],
        environment_mode=EnvironmentMode.NO_ASSERT,
        random_seed=seed,
        score_director_factory_config=ScoreDirectorFactoryConfig(
            constraint_provider_function=rules
        ),
    )
    factory = SolverFactory.create(config)  # starts Java, compiles: not timed
    begun = time.perf_counter()
    build = Build(problem)
    left = max(1.0, seconds - (time.perf_counter() - begun))
    config.termination_config = TerminationConfig(
        spent_limit=Duration(milliseconds=int(left * 1e3))
    )
    factory = SolverFactory.create(config)
    solver = factory.build_solver()
    watcher = Watcher(begun)
    solver._delegate.addEventListener(watcher.listener())
    solver.solve(build.week)
    seen = [watcher.first, *watcher.last.values()] if watcher.first else []
    return [Found(when, build.roster(unwrap_python_like_object(week))) for when, week in seen]


def _exact(number: float) -> Fraction:
    return Fraction(float(number)).limit_denominator(1_000_000)


if __name__ == "__main__":
    run_rival(solve_timefold, __doc__)
