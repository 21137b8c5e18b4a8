"""
A published week after absences: proposals to mend it, beside solving it anew.

``python -m benchmarks.mending --instances DIR [--only cc200] [--away 3] [--days 0] [--seconds 30]``
``python -m benchmarks.mending --demo [--pairs 3] [--seconds 10,20] [--first 20] [--work 6000]``

On each day asked for, so many people who work that day fall ill half a day before it begins. The
proposals are timed from the call; then the whole week is solved anew from what is left, and the
days of people whose hours changed are counted in both, those of the ill left out. ``--demo`` takes
the demo shop's next week, solved for so many seconds, and pairs of people ill on its Monday; with
``--work`` (and ``--first`` in the same units) solves end by counted work, the same everywhere.
Solving anew also makes better what was short before anybody fell ill. ``--demo`` therefore solves
the published week anew with nobody ill too, to the same limits: what an illness costs is, mended,
the hours short less those of the published week, and anew, less those of that control.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from scheduler.agent import Absence
from scheduler.announced import changes
from scheduler.mend.few import FewPeople
from scheduler.mend.moves import MendParams
from scheduler.mend.proposals import left_of, propose
from scheduler.solve.result import SolveParams
from scheduler.solve.strategy import solve
from scheduler.verify.cost import cost_of_present
from scheduler.verify.cover import people_at_work
from service import demo
from service.demand.forecasting import forecast_week
from service.demand.staffing import staff_week
from service.desk import Desk, Person
from service.roster import weeks
from store.database import open_database
from store.files.week import read_roster, read_week

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster

HALF_DAY_MIN = 720
LONG_S = 3600.0
FIRST, STEP = 5, 45  # whose shifts of the day fall out, by place
PAIRS_APART = 4  # places between the first of a pair and that of the next
HOURS = frozenset({"start", "come_in", "freed"})  # kinds of moves that change hours
DAYS_OFF = frozenset({"come_in", "freed"})
Record = dict[str, Any]


def ill_on(
    problem: RosterProblem, roster: Roster, day: int, away: int, first: int = FIRST
) -> RosterProblem:
    """Return a week in which some of those who work on a day are away for all of it."""
    horizon = problem.horizon
    on = [s.agent_id for s in roster.shifts if horizon.day_of(s.start_min) == day]
    who = on[first :: max(1, min(STEP, (len(on) - first) // away))][:away]
    span = horizon.day_starts_min[day], horizon.day_starts_min[day + 1]
    more = (Absence(agent_id, *span, "sick") for agent_id in who)
    return replace(problem, absences=(*problem.absences, *more))


def short_on(problem: RosterProblem, roster: Roster, day: int) -> float:
    """Return the agent-hours missing on a day."""
    horizon = problem.horizon
    short = np.maximum(0.0, problem.requirement.agents - people_at_work(problem, roster))
    cells = slice(horizon.first_interval(day), horizon.first_interval(day + 1))
    return float(np.nansum(short[:, cells])) * horizon.interval_hours


def mended(problem: RosterProblem, roster: Roster, day: int) -> Iterator[Record]:
    """Yield what each proposal does, and when it was there."""
    begun, busy = time.perf_counter(), time.process_time()
    left = left_of(problem, roster)
    params = MendParams(problem.horizon.day_starts_min[day] - HALF_DAY_MIN)
    yield {
        "rung": "nothing",
        "people": 0,
        "short_hours": left.cost.short_hours,
        "short_that_day": short_on(problem, left.roster, day),
    }
    for one in propose(problem, left, params):
        yield {
            "rung": one.rung.value,
            "seconds": round(time.perf_counter() - begun, 2),
            "cpu_s": round(time.process_time() - busy, 2),
            "people": len(one.people),
            "days_of_hours": sum(move.kind.value in HOURS for move in one.moves),
            "weight": round(one.weight, 2),
            "gap": round(one.gap, 2),
            "days_off": sum(move.kind.value in DAYS_OFF for move in one.moves),
            "short_hours": one.cost.short_hours,
            "short_that_day": short_on(problem, one.roster, day),
            "breaches": len(one.broken),
        }
    seconds, cpu = time.perf_counter() - begun, time.process_time() - busy
    yield {"rung": "end", "seconds": round(seconds, 2), "cpu_s": round(cpu, 2)}


def least_short(problem: RosterProblem, roster: Roster, day: int) -> Record:
    """
    Return how few agent-hours can be short with as few people touched, changes free of charge.

    The bound is over all changes of single days that a person's rules allow alone, and of whole
    weeks to one start; where a plan asks for one start a week that is all that keeps days off.
    """
    weights = replace(problem.rules.weights, surplus_per_agent_hour=0.0, preference=0.0)
    pure = replace(problem, rules=replace(problem.rules, weights=weights))
    left = left_of(pure, roster)
    params = MendParams(problem.horizon.day_starts_min[day] - HALF_DAY_MIN, program_s=10.0)
    few = FewPeople(pure, left.roster, frozenset(left.days), params, 0.0)
    found = few.best()
    hour = weights.shortage_per_agent_hour
    return {
        "rung": "least",
        "people": len({column.moves[0].agent_id for column in found.columns}),
        "short_hours": round(found.cost / hour, 2),
        "bound_hours": round(found.bound / hour, 2),
    }


def anew(problem: RosterProblem, roster: Roster, day: int, limit: SolveParams) -> Record:
    """Return what solving the week anew changes and reaches."""
    left = left_of(problem, roster)
    told = {"rung": "anew", "seconds": limit.time_limit_s, "work": limit.work_limit}
    found = solve(problem, limit, start=left.roster)
    if found.roster is None:
        return told | {"short_hours": None}
    away = {shift.agent_id for shift in left.lost}
    moved = [
        change
        for change in changes(problem.horizon, roster.shifts, found.roster.shifts)
        if change.agent_id not in away
    ]
    return told | {
        "people": len({change.agent_id for change in moved}),
        "days_of_hours": sum(change.is_of_hours for change in moved),
        "short_hours": cost_of_present(problem, found.roster).short_hours,
        "short_that_day": short_on(problem, found.roster, day),
    }


def demo_week(limit: SolveParams) -> tuple[RosterProblem, Roster]:
    """Return the demo's next week, forecast and staffed, and a roster of it solved to a limit."""
    with tempfile.TemporaryDirectory() as scratch:
        database = open_database(f"sqlite:///{scratch}/paiban.db")
        demo.load_demo(database)
        desk = Desk(database, demo.SHOP, Person(demo.BY), demo.NOW)
        forecast_week(desk, demo.WEEK)
        staff_week(desk, demo.WEEK)
        problem = weeks.problem(desk, demo.WEEK)
        database.close()
    found = solve(problem, limit)
    assert found.roster is not None
    return problem, found.roster


def side_by_side(
    head: Record, problem: RosterProblem, roster: Roster, day: int, again: list[SolveParams]
) -> None:
    """Print what proposals do with a week, and what solving it anew to some limits does."""
    for record in mended(problem, roster, day):
        print(json.dumps(head | record), flush=True)
    for limit in again:
        print(json.dumps(head | anew(problem, roster, day, limit)), flush=True)


def controls(problem: RosterProblem, roster: Roster, again: list[SolveParams]) -> None:
    """Print what is short in a published week, and after solving it anew with nobody ill."""
    head: Record = {"week": "demo", "pair": "nobody ill"}
    published = {
        "rung": "published",
        "short_hours": cost_of_present(problem, roster).short_hours,
        "short_that_day": short_on(problem, roster, 0),
    }
    print(json.dumps(head | published), flush=True)
    for limit in again:
        print(json.dumps(head | anew(problem, roster, 0, limit)), flush=True)


def limits(seconds: str, work: str) -> list[SolveParams]:
    """Return the limits of solves: seconds, or counted work, which gives the same everywhere."""
    if work:
        return [
            SolveParams(seed=1, time_limit_s=LONG_S, work_limit=int(each), workers=1)
            for each in work.split(",")
        ]
    timed = (float(each) for each in seconds.split(","))
    return [SolveParams(seed=1, time_limit_s=each) for each in timed if each > 0]


def main() -> None:
    """Run the weeks that are asked for and print a record a line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--instances", type=Path)
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--first", default="20")
    parser.add_argument("--only", default="cc200")
    parser.add_argument("--away", type=int, default=3)
    parser.add_argument("--days", default="0,1,3")
    parser.add_argument("--seconds", default="30")
    parser.add_argument("--work", default="")
    told = parser.parse_args()
    again = limits(told.seconds, told.work)
    if told.demo:
        (first,) = limits(told.first, told.first if told.work else "")
        problem, roster = demo_week(first)
        controls(problem, roster, again)
        for pair in range(told.pairs):
            ill = ill_on(problem, roster, 0, 2, FIRST + PAIRS_APART * pair)
            head = {"week": "demo", "pair": pair}
            side_by_side(head, ill, roster, 0, again)
            print(json.dumps(head | least_short(ill, roster, 0)))
        return
    for name in told.only.split(","):
        folder = told.instances / name
        whole = read_week(folder).problem()
        roster = read_roster(folder / "known_roster.csv", whole)
        for day in map(int, told.days.split(",")):
            problem = ill_on(whole, roster, day, told.away)
            side_by_side({"week": name, "day": day}, problem, roster, day, again)


if __name__ == "__main__":
    main()
