"""
Instances of Curtois and Qu, mapped to the engine; judged by the evaluator from the public rules.

``python -m benchmarks.curtois24 --instances DIR --seconds 600 --json OUT [--only 1,2] [--resume]``
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from pathlib import Path
from typing import Any

from benchmarks.contact_centre import at_mark
from benchmarks.curtois24.instance import read_instance
from benchmarks.curtois24.rounds import solve_in_rounds
from scheduler.solve.warm_up import warm_up

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
    """Solve one instance and return its record; compiling is not timed."""
    instance = read_instance(path)
    warm_up()
    begun = time.perf_counter()
    answer = solve_in_rounds(instance, seconds, seed)
    taken = time.perf_counter() - begun
    judged = answer.judgement
    clean = [moment for moment in answer.trace if moment.cost is not None]
    return {
        "name": path.stem,
        "cost": None if judged is None else judged.cost,
        "bound": answer.bound,
        "gap": None if judged is None or not judged.cost else 1 - answer.bound / judged.cost,
        "breaches": None if judged is None else len(judged.breaches),
        "seconds": round(taken, 2),
        "seconds_to_first": round(clean[0].seconds, 3) if clean else None,
        "curve": {str(mark): at_mark(answer.trace, mark) for mark in MARKS_S if mark <= seconds},
        "rounds": answer.rounds,
        "seed": seed,
        "time_limit": seconds,
    }


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
                f"{record['name']}: cost {record['cost']}, bound {record['bound']}, "
                f"breaches {record['breaches']}, first after {record['seconds_to_first']} s, "
                f"best known {record['published'].get('best_known')}",
                flush=True,
            )


if __name__ == "__main__":
    main()
