"""
Weeks of a contact centre: cost, proven gap and how soon, for every instance of a folder.

``python -m benchmarks.contact_centre --instances DIR --seconds 60 --json OUT``; with
``--work-limit N`` the work ends a run instead of the clock, and each instance is solved twice: the
record says whether roster and bound were the same. With ``--parts N`` each is solved in so many
parts on ``--workers`` processes or a ``--cluster``, and the record says where the time went.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.in_parts import TimedHands
from scheduler.parts.whole import solve_in_parts
from scheduler.solve.result import SolveParams
from scheduler.solve.strategy import solve
from scheduler.solve.warm_up import warm_up
from scheduler.verify.checker import verify
from service.trial.fan_out import hands
from store.files.week import read_week, write_roster

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.solve.result import Progress, SolveResult

MARKS_S = (10, 30, 60, 120, 300, 600, 1200)
Record = dict[str, Any]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=Path, required=True, help="folder of week folders")
    parser.add_argument("--seconds", type=float, default=60.0, help="time limit of each instance")
    parser.add_argument("--work-limit", type=int, help="units of work, instead of seconds")
    parser.add_argument("--json", type=Path, required=True, help="where the records go")
    parser.add_argument("--only", default="", help="names, separated by commas")
    parser.add_argument("--resume", action="store_true", help="keep the records already there")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parts", type=int, default=0, help="0: in one piece")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--cluster", default="", help="address of a Dask scheduler")
    return parser.parse_args()


def instances(folder: Path, only: str) -> list[Path]:
    """Return the week folders, smallest first."""
    names = set(filter(None, only.split(",")))
    found = [each for each in folder.iterdir() if (each / "rules.toml").is_file()]
    chosen = [each for each in found if not names or each.name in names]
    return sorted(chosen, key=lambda each: ((each / "agents.csv").stat().st_size, each.name))


Way = Callable[["RosterProblem", SolveParams], tuple["SolveResult", Record]]


def in_one_piece(problem: RosterProblem, params: SolveParams) -> tuple[SolveResult, Record]:
    return solve(problem, params), {}


def in_parts(
    parts: int, cluster: str, problem: RosterProblem, params: SolveParams
) -> tuple[SolveResult, Record]:
    """Solve an instance in parts; the record says where the time went."""
    with hands(processes=params.workers, cluster=cluster) as mine:
        noted = TimedHands(mine)
        result = solve_in_parts(problem, params, parts, noted)
    return result, {"parts": parts, "in_parts": noted.report()}


def processor_s() -> float:
    """Return the processor seconds of this process and those it has begun and ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def measure(folder: Path, params: SolveParams, way: Way = in_one_piece) -> Record:
    """Solve one instance, untimed compiling first, and return its record."""
    problem, seconds = read_week(folder).problem(), params.time_limit_s or 0.0
    warm_up()
    cpu = processor_s()
    result, more = way(problem, params)
    cpu = processor_s() - cpu
    clean = [moment for moment in result.trace if moment.cost is not None]
    record: Record = {
        "name": folder.name,
        "status": result.status.value,
        "cost": result.cost,
        "bound": result.bound,
        "gap": result.gap,
        "breaches": None,
        "seconds": round(result.seconds, 2),
        "seconds_to_first": round(clean[0].seconds, 3) if clean else None,
        "curve": {str(mark): at_mark(result.trace, mark) for mark in MARKS_S if mark <= seconds},
        "cpu_s": round(cpu, 1),
        "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "memory_largest_child_mib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "seed": params.seed,
        "time_limit": params.time_limit_s,
        "work_limit": params.work_limit,
        **more,
    }
    if params.work_limit is not None:
        again, _ = way(problem, params)
        record["is_same_twice"] = (again.roster, again.bound) == (result.roster, result.bound)
    if result.roster is not None:
        record |= judged(folder, problem, result.roster)
    return record


def at_mark(trace: tuple[Progress, ...], mark: float) -> Record:
    """Return the cost and bound that stood when a mark was passed."""
    seen = [moment for moment in trace if moment.seconds <= mark]
    costs = [moment.cost for moment in seen if moment.cost is not None]
    bounds = [moment.bound for moment in seen if moment.bound is not None]
    return {"cost": min(costs, default=None), "bound": max(bounds, default=None)}


def judged(folder: Path, problem: RosterProblem, roster: Roster) -> Record:
    """Return breaches and cost by the referee beside the instances, else by the checker."""
    referee = folder.parent / "referee.py"
    if not referee.is_file():
        verdict = verify(problem, roster)
        return {"breaches": len(verdict.violations), "judged_by": "verify"}
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "roster.csv"
        write_roster(roster, path, problem.horizon.clock)
        run = subprocess.run(
            [sys.executable, str(referee), str(folder), str(path)],
            capture_output=True,
            text=True,
            check=False,  # it exits with 1 where a rule is broken
        )
    said = json.loads(run.stdout)
    return {"breaches": said["breaches"], "judged_cost": said["cost"], "judged_by": "referee.py"}


def main() -> None:
    args = arguments()
    seconds = None if args.work_limit else args.seconds
    params = SolveParams(args.seed, seconds, args.work_limit, args.workers)
    way = partial(in_parts, args.parts, args.cluster) if args.parts else in_one_piece
    records: list[Record] = []
    if args.resume and args.json.is_file():
        records = json.loads(args.json.read_text(encoding="utf-8"))
    done = {record["name"] for record in records}
    for folder in instances(args.instances, args.only):
        if folder.name not in done:
            record = measure(folder, params, way)
            records.append(record)
            args.json.write_text(json.dumps(records, indent=1), encoding="utf-8")
            gap = record["cost"] - record["bound"] if record["cost"] is not None else None
            print(
                f"{record['name']}: cost {record['cost']}, bound {record['bound']}, gap {gap}, "
                f"breaches {record['breaches']}, first after {record['seconds_to_first']} s, "
                f"{record['cpu_s']} s of processor, same twice: {record.get('is_same_twice')}",
                flush=True,
            )


if __name__ == "__main__":
    main()
