"""One solver the engine is compared with, on one week: its rosters as files, its curve as JSON."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from scheduler.solve.result import SolveParams
from scheduler.solve.strategy import solve
from scheduler.verify.checker import verify
from store.files.week import read_week, write_roster

MARKS_S = (10, 30, 60, 120, 300, 600)
LOOK_BACK = 10  # a solver's own order of rosters may differ a little from that of their true costs


@dataclass(frozen=True, eq=False)
class Found:
    """
    A roster that was the solver's best so far.

    Parameters
    ----------
    seconds
        Since the call.
    roster
        What was found.
    """

    seconds: float
    roster: Roster


Rival = Callable[[RosterProblem, float, int, int, Roster | None], list[Found]]


def run_rival(rival: Rival, about: str | None) -> None:
    """Solve the week named on the command line; write the roster that stood at each mark."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("folder", type=Path, help="week folder")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--from-ours", action="store_true", help="begin from the engine's first")
    parser.add_argument("--json", type=Path, required=True, help="curve; rosters go beside it")
    args = parser.parse_args()
    problem = read_week(args.folder).problem()
    start = first_of_ours(problem, args.seed) if args.from_ours else None
    found = rival(problem, args.seconds, args.seed, args.threads, start)
    marks = {}
    for mark in [mark for mark in MARKS_S if mark <= args.seconds]:
        seen = [each for each in found if each.seconds <= mark][-LOOK_BACK:]
        judged = [(verify(problem, each.roster), each) for each in seen]
        clean = [(verdict.cost.total, each) for verdict, each in judged if verdict.is_clean]
        if clean:
            cost, best = min(clean, key=lambda pair: pair[0])
            path = args.json.with_name(f"{args.json.stem}_{mark}.csv")
            write_roster(best.roster, path, problem.horizon.clock)
            marks[str(mark)] = {"cost": cost, "roster": path.name}
    record = {"seconds_to_first": found[0].seconds if found else None, "marks": marks}
    if start is not None:
        record["begun_at"] = verify(problem, start).cost.total
    args.json.write_text(json.dumps(record, indent=1), encoding="utf-8")


def first_of_ours(problem: RosterProblem, seed: int) -> Roster:
    """Return the first roster the engine finds, which takes it a fraction of a second."""
    first = solve(problem, SolveParams(seed=seed, time_limit_s=None, work_limit=1, workers=1))
    if first.roster is None:
        msg = "the engine has no first roster"
        raise ValueError(msg)
    return first.roster
