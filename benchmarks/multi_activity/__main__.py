"""
The public weeks of several activities and tasks, beside CP-SAT and SCIP on one program.

``python -m benchmarks.multi_activity DIR --seconds 60 --json OUT [--rivals]``

A rival gets the week whole, from nothing, the same seconds; CP-SAT two workers, SCIP is one by
nature. Compiling is not timed.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.multi_activity.instance import read_week
from benchmarks.multi_activity.judge import judged
from benchmarks.multi_activity.program import solve_pieces
from benchmarks.multi_activity.solve import first_plan, solve_week

if TYPE_CHECKING:
    from benchmarks.multi_activity.instance import PieceWeek

RIVALS = {"sat": "num_workers: 2", "scip": ""}
WARM_S = 0.1


def measure(week: PieceWeek, seconds: float, seed: int) -> dict[str, Any]:
    """Return cost, bound, gap and breaches of our own."""
    solve_week(week, WARM_S, seed)
    found = solve_week(week, seconds, seed)
    verdict = judged(week, found.plan)
    return {
        "cost": verdict.cost,
        "bound": found.bound,
        "gap": round(verdict.cost / found.bound - 1.0, 4) if found.bound else None,
        "breaches": len(verdict.breaches),
        "seconds": round(found.seconds, 1),
    }


def rival(week: PieceWeek, solver: str, seconds: float) -> dict[str, Any]:
    """Return what a solver finds and proves of the whole week."""
    every, plan = range(len(week.begin)), first_plan(week)
    found = solve_pieces(
        week,
        plan,
        every,
        solver=solver,
        seconds=seconds,
        parameters=RIVALS[solver],
        is_hinted=False,
    )
    if found.plan is None:
        return {"cost": None}
    verdict = judged(week, found.plan)
    return {"cost": verdict.cost, "bound": found.bound, "breaches": len(verdict.breaches)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--rivals", action="store_true")
    parser.add_argument("--only", default="", help="part of a file's name")
    args = parser.parse_args()
    records = []
    for path in sorted(each for each in args.folder.glob("PF_*") if args.only in each.name):
        week = read_week(path)
        record: dict[str, Any] = {"week": path.name, "own": measure(week, args.seconds, args.seed)}
        for name in RIVALS if args.rivals else ():
            record[name] = rival(week, name, args.seconds)
        records.append(record)
        print(json.dumps(record), flush=True)
        args.json.write_text(json.dumps(records, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
