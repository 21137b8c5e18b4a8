"""
Editing a week's table: how long it takes until an edit is checked and priced.

``python -m benchmarks.grid_editing --instances DIR [--only cc200] [--rounds 10]``

Each edit is made of the instance's known roster and looked at whole: shifts that go and come, every
rule of the roster with it, its cost, what of the breaches is of law. What the checker says of the
roster before is known, as it is kept with a version. Seconds are by the clock, and the processor's.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.edited import edited_by
from scheduler.grid_edit import EditKind, GridEdit, RosterCell
from scheduler.roster import RosterVersion
from scheduler.verify.checker import verify_present
from service.roster.leading import led_to
from service.roster.question import problem_key
from store.files.rules_preset import house_prices
from store.files.week import read_roster, read_week
from store.rosters import Checked, KeptVersion, Origin
from store.stamp import Stamp

if TYPE_CHECKING:
    from scheduler.house_price import HousePrice
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster

Record = dict[str, Any]


def edits_of(problem: RosterProblem, roster: Roster) -> dict[str, GridEdit]:
    """Return an edit of each kind: one cell, two people for a week, a day of everybody."""
    people, dates = [agent.id for agent in problem.agents], problem.horizon.dates
    on = problem.horizon.clock.date_of
    one = roster.shifts[0]
    here = RosterCell(one.agent_id, on(one.start_min))
    first, second = (tuple(RosterCell(who, day) for day in dates) for who in people[:2])
    monday, sunday = (
        tuple(RosterCell(who, day) for who in people) for day in (dates[0], dates[-1])
    )
    working = {RosterCell(s.agent_id, on(s.start_min)) for s in roster.shifts if s.meal}
    fed = tuple(cell for cell in monday if cell in working)
    return {
        "move a shift to somebody": GridEdit(
            EditKind.MOVE, (here,), (RosterCell(people[-1], here.date),)
        ),
        "swap two people": GridEdit(EditKind.SWAP, first, second),
        "copy a day of everybody": GridEdit(EditKind.COPY, monday, sunday),
        "move the meals of a day": GridEdit(
            EditKind.MEAL, fed, minutes=problem.horizon.interval_min
        ),
        "empty a day of everybody": GridEdit(EditKind.CLEAR, monday),
    }


def timed(
    problem: RosterProblem, kept: KeptVersion, edit: GridEdit, prices: tuple[HousePrice, ...]
) -> tuple[float, float, int]:
    """Return seconds by the clock and of the processor, and how many breaches are new."""
    begun, busy = time.perf_counter(), time.process_time()
    moved = edited_by(problem, kept.version.roster, (edit,))
    found, _ = led_to(problem, kept, moved, prices)
    return time.perf_counter() - begun, time.process_time() - busy, len(found.new)


def main() -> None:
    """Run the edits of an instance and print a record a line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--instances", type=Path, required=True)
    parser.add_argument("--only", default="cc200")
    parser.add_argument("--rounds", type=int, default=10)
    asked = parser.parse_args()
    folder = asked.instances / asked.only
    problem = read_week(folder).problem()
    roster = read_roster(folder / "known_roster.csv", problem)
    stamp = Stamp("bench", datetime(2026, 11, 30, tzinfo=UTC))
    checked = Checked(verify_present(problem, roster), problem_key(problem))
    version = RosterVersion(1, roster)
    kept = KeptVersion(1, 1, version, Origin.SOLVED, stamp, stamp, checked)
    prices = house_prices()
    for name, edit in edits_of(problem, roster).items():
        runs = [timed(problem, kept, edit, prices) for _ in range(asked.rounds)]
        wall, busy = ([run[place] for run in runs] for place in (0, 1))
        record: Record = {
            "edit": name,
            "cells": len(edit.cells),
            "agents": len(problem.agents),
            "median_s": round(statistics.median(wall), 3),
            "most_s": round(max(wall), 3),
            "cpu_s": round(statistics.median(busy), 3),
            "new_breaches": runs[0][2],
        }
        print(json.dumps(record, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
