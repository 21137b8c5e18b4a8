"""
Instances of Curtois and Qu, mapped to the engine; judged by the evaluator from the public rules.

``python -m benchmarks.curtois24 --instances DIR --seconds 600 --json OUT [--only 1,2] [--resume]``
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import Any

from benchmarks.contact_centre import at_mark
from benchmarks.curtois24.evaluator import judge
from benchmarks.curtois24.instance import read_instance
from benchmarks.curtois24.mapping import plan_of, problem_of
from scheduler.solve.result import SolveParams
from scheduler.solve.strategy import solve

STEM = "Instance"
MARKS_S = (10, 30, 60, 120, 300, 600)
Record = dict[str, Any]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=Path, required=True, help="folder of InstanceN.txt")
    parser.add_argument("--seconds", type=float, default=600.0, help="time limit of each instance")
    parser.add_argument("--json", type=Path, required=True, help="where the records go")
    parser.add_argument("--only", default="", help="numbers, separated by commas")
    parser.add_argument("--resume", action="store_true", help="keep the records already there")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def instances(folder: Path, only: str) -> list[Path]:
    """Return the files, by number."""
    wanted = set(filter(None, only.split(",")))
    found = {int(path.stem.removeprefix(STEM)): path for path in folder.glob(f"{STEM}*.txt")}
    return [found[number] for number in sorted(found) if not wanted or str(number) in wanted]


def measure(path: Path, seconds: float, seed: int) -> Record:
    """Solve one instance and return its record; ``solve`` compiles before its seconds count."""
    instance = read_instance(path)
    problem = problem_of(instance)
    result = solve(problem, SolveParams(seed=seed, time_limit_s=seconds))
    clean = [moment for moment in result.trace if moment.cost is not None]
    record: Record = {
        "name": path.stem,
        "status": result.status.value,
        "cost": result.cost,
        "bound": result.bound,
        "gap": result.gap,
        "breaches": None,
        "seconds": round(result.seconds, 2),
        "seconds_to_first": round(clean[0].seconds, 3) if clean else None,
        "curve": {str(mark): at_mark(result.trace, mark) for mark in MARKS_S if mark <= seconds},
        "seed": seed,
        "time_limit": seconds,
    }
    if result.roster is not None:
        judgement = judge(instance, plan_of(instance, problem, result.roster))
        record |= {"judged_cost": judgement.cost, "breaches": len(judgement.breaches)}
    return record


def published(folder: Path) -> dict[str, dict[str, str]]:
    """Return the published columns by instance, as far as the files beside the instances say."""
    rows: dict[str, dict[str, str]] = {}
    for name in ("best_known.csv", "later_results.csv"):
        if (folder / name).is_file():
            with (folder / name).open(encoding="utf-8-sig", newline="") as file:
                for row in csv.DictReader(file):
                    rows.setdefault(row["instance"], {}).update(row)
    return rows


def main() -> None:
    args = arguments()
    records: list[Record] = []
    if args.resume and args.json.is_file():
        records = json.loads(args.json.read_text(encoding="utf-8"))
    done = {record["name"] for record in records}
    known = published(args.instances)
    for path in instances(args.instances, args.only):
        if path.stem not in done:
            record = measure(path, args.seconds, args.seed) | {
                "published": known.get(path.stem, {})
            }
            records.append(record)
            args.json.write_text(json.dumps(records, indent=1), encoding="utf-8")
            print(
                f"{record['name']}: cost {record.get('judged_cost')}, bound {record['bound']}, "
                f"breaches {record['breaches']}, first after {record['seconds_to_first']} s, "
                f"best known {record['published'].get('best_known')}",
                flush=True,
            )


if __name__ == "__main__":
    main()
