"""
How long a table of codes takes: 200 people, 28 days, written and read again.

    python -m benchmarks.code_table [--people 200] [--days 28] [--seed 1]
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scheduler.agent import Agent, Certificate, Contract
from scheduler.demand import Requirement
from scheduler.horizon import Clock, Horizon
from scheduler.post import Post
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from scheduler.ruleset import RuleSet
from scheduler.shift import Shift, Span
from scheduler.shift_type import ShiftType
from service.roster.export import keep_workbook
from service.roster.export_cells import RosterCells
from service.roster.export_marks import HandedOut
from store.files.week import read_roster
from ui.export_words import words_of
from ui.look import export_colours

if TYPE_CHECKING:
    from collections.abc import Iterator

POSTS = ("presales", "aftersales")
TYPES = (
    ShiftType("早", 510, 480, meal_min=60),
    ShiftType("中", 720, 480, meal_min=60),
    ShiftType("晚", 960, 480, latest_start_clock=1020, meal_min=60),
    ShiftType("夜", 1380, 480),
)
DAYS_OF_WORK = 5 / 7


def week_of(people: int, days: int) -> RosterProblem:
    """Return a question nobody is needed in, of people on two posts."""
    horizon = Horizon(Clock("Asia/Shanghai"), dt.date(2026, 11, 30), days, 30)
    held = tuple(map(Certificate, POSTS))
    agents = tuple(Agent(f"KF{n:04}", f"客服{n}", "", held, Contract(40)) for n in range(people))
    need = Requirement(horizon, POSTS, np.zeros((len(POSTS), horizon.intervals)))
    return RosterProblem(horizon, tuple(map(Post, POSTS)), agents, RuleSet((), types=TYPES), need)


def shifts_of(problem: RosterProblem, seed: int) -> Iterator[Shift]:
    """Yield a shift of a type on about five days in seven, meal and post at random."""
    luck = random.Random(seed)
    for agent in problem.agents:
        for date in problem.horizon.dates:
            kind = luck.choice(TYPES)
            start = problem.horizon.clock.at(date, luck.choice(kind.starts))
            begins = start + 30 * luck.randint(4, 8)
            meal = Span(begins, begins + 60) if kind.meal_min else None
            if luck.random() < DAYS_OF_WORK:
                end = start + kind.length_min
                yield Shift(agent.id, start, end, luck.choice(POSTS), meal)


def main() -> None:
    """Print the seconds of writing and reading, of the clock and of the processor."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("people", 200), ("days", 28), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args()
    problem = week_of(asked.people, asked.days)
    roster = Roster(tuple(shifts_of(problem, asked.seed)))
    told = HandedOut(problem, roster.shifts, None)
    words, colours = words_of(told, "shop", "zh"), export_colours(problem)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "codes.xlsx"
        _timed("written", lambda: keep_workbook(path, RosterCells(told, words, colours)))
        for _ in range(3):
            again = _timed("read", lambda: read_roster(path, problem))
            print("the same" if again == roster else "NOT the same", len(roster.shifts), "shifts")


def _timed(name: str, act: object) -> object:
    assert callable(act)
    wall, own = time.perf_counter(), time.process_time()
    found = act()
    took, used = time.perf_counter() - wall, time.process_time() - own
    print(f"{name}: {took:.2f} s, {used:.2f} s of the processor")
    return found


if __name__ == "__main__":
    main()
