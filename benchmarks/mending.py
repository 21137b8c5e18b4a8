"""
A published week after absences: proposals to mend it, beside solving it anew.

``python -m benchmarks.mending --instances DIR [--only cc200] [--away 3] [--days 0] [--seconds 30]``

On each day asked for, so many people who work that day fall ill half a day before it begins. The
proposals are timed from the call; then the whole week is solved anew from what is left, and the
days of people whose hours changed are counted in both, those of the ill left out.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.agent import Absence
from scheduler.announced import changes
from scheduler.mend.moves import MendParams
from scheduler.mend.proposals import left_of, propose
from scheduler.solve.result import SolveParams
from scheduler.solve.strategy import solve
from scheduler.verify.cost import cost_of_present
from store.files.week import read_roster, read_week

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster

HALF_DAY_MIN = 720
FIRST, STEP = 5, 45  # whose shifts of the day fall out, by place
HOURS = frozenset({"start", "come_in", "freed"})  # kinds of moves that change hours
Record = dict[str, Any]


def ill_on(problem: RosterProblem, roster: Roster, day: int, away: int) -> RosterProblem:
    """Return a week in which some of those who work on a day are away for all of it."""
    horizon = problem.horizon
    on = [s.agent_id for s in roster.shifts if horizon.day_of(s.start_min) == day]
    who = on[FIRST :: max(1, min(STEP, (len(on) - FIRST) // away))][:away]
    span = horizon.day_starts_min[day], horizon.day_starts_min[day + 1]
    more = (Absence(agent_id, *span, "sick") for agent_id in who)
    return replace(problem, absences=(*problem.absences, *more))


def mended(problem: RosterProblem, roster: Roster, day: int) -> Iterator[Record]:
    """Yield what each proposal does, and when it was there."""
    begun, busy = time.perf_counter(), time.process_time()
    left = left_of(problem, roster)
    params = MendParams(problem.horizon.day_starts_min[day] - HALF_DAY_MIN)
    yield {"rung": "nothing", "people": 0, "short_hours": left.cost.short_hours}
    for one in propose(problem, left, params):
        yield {
            "rung": one.rung.value,
            "seconds": round(time.perf_counter() - begun, 2),
            "cpu_s": round(time.process_time() - busy, 2),
            "people": len(one.people),
            "days_of_hours": sum(move.kind.value in HOURS for move in one.moves),
            "weight": round(one.weight, 2),
            "gap": round(one.gap, 2),
            "short_hours": one.cost.short_hours,
            "breaches": len(one.broken),
        }
    seconds, cpu = time.perf_counter() - begun, time.process_time() - busy
    yield {"rung": "end", "seconds": round(seconds, 2), "cpu_s": round(cpu, 2)}


def anew(problem: RosterProblem, roster: Roster, seconds: float) -> Record:
    """Return what solving the week anew changes and reaches."""
    left = left_of(problem, roster)
    found = solve(problem, SolveParams(seed=1, time_limit_s=seconds), start=left.roster)
    if found.roster is None:
        return {"rung": "anew", "seconds": seconds, "short_hours": None}
    away = {shift.agent_id for shift in left.lost}
    told = [
        change
        for change in changes(problem.horizon, roster.shifts, found.roster.shifts)
        if change.agent_id not in away
    ]
    return {
        "rung": "anew",
        "seconds": seconds,
        "people": len({change.agent_id for change in told}),
        "days_of_hours": sum(change.is_of_hours for change in told),
        "short_hours": cost_of_present(problem, found.roster).short_hours,
    }


def main() -> None:
    """Run the weeks that are asked for and print a record a line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--instances", type=Path, required=True)
    parser.add_argument("--only", default="cc200")
    parser.add_argument("--away", type=int, default=3)
    parser.add_argument("--days", default="0,1,3")
    parser.add_argument("--seconds", type=float, default=30.0)
    told = parser.parse_args()
    for name in told.only.split(","):
        folder = told.instances / name
        whole = read_week(folder).problem()
        roster = read_roster(folder / "known_roster.csv", whole)
        for day in map(int, told.days.split(",")):
            problem = ill_on(whole, roster, day, told.away)
            for record in mended(problem, roster, day):
                print(json.dumps({"week": name, "day": day} | record))
            if told.seconds > 0:
                print(json.dumps({"week": name, "day": day} | anew(problem, roster, told.seconds)))


if __name__ == "__main__":
    main()
