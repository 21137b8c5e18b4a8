"""
The fewest people of seeded shops: bound, witness, and what one person fewer comes to.

``python -m benchmarks.fewest_people --instances DIR --seconds 120 --json OUT``

A folder holds week folders (``generate.py OUT 60 SEED --posts 3`` of the contact-centre set, made
liveable by ``liveable_weeks.made`` with ``--liveable``). The witness is judged by ``verify`` again,
and the search is asked once more with one person fewer than the witness: the roster nearest to
holding the week is told, in agent-hours missing against those that may be.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.liveable_weeks import Variant, made
from scheduler.headcount.asked import HeadcountAsked
from scheduler.headcount.fewest import fewest
from scheduler.solve.warm_up import warm_up
from scheduler.verify.checker import verify
from store.files.week import read_week

Record = dict[str, Any]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=Path, required=True, help="folder of week folders")
    parser.add_argument("--seconds", type=float, default=120.0, help="time limit of each week")
    parser.add_argument("--short", type=float, default=0.01, help="share that may be missing")
    parser.add_argument("--liveable", action="store_true", help="named types, one a week")
    parser.add_argument("--only", default="", help="names, separated by commas")
    parser.add_argument("--json", type=Path, required=True, help="where the records go")
    return parser.parse_args()


def measure(folder: Path, asked: HeadcountAsked) -> Record:
    """Return what a week's search comes to."""
    begun = time.process_time()
    shown = fewest(read_week(folder).problem(), asked)
    found = shown.told
    below = [
        each.short_hours
        for each in found.tries
        if each.short_hours is not None and each.people == (found.people or 0) - 1
    ]
    clean = None
    if shown.problem is not None and shown.roster is not None:
        clean = verify(shown.problem, shown.roster).is_clean
    return {
        "name": folder.name,
        "today": found.people_today,
        "bound": found.bound,
        "people": found.people,
        "apart": found.apart,
        "witness_is_clean": clean,
        "required_hours": found.required_hours,
        "allowed_hours": found.allowed_hours,
        "short_hours": found.short_hours,
        "short_with_one_fewer": min(below, default=None),
        "seconds": round(found.seconds, 1),
        "processor_s": round(time.process_time() - begun, 1),
        "load": os.getloadavg()[0],
    }


def main() -> None:
    args = arguments()
    asked = HeadcountAsked(args.short, args.seconds)
    names = set(filter(None, args.only.split(",")))
    warm_up()
    records = []
    with tempfile.TemporaryDirectory() as scratch:
        for folder in sorted(args.instances.iterdir()):
            if not (folder / "rules.toml").is_file() or (names and folder.name not in names):
                continue
            week = folder
            if args.liveable:
                week = made(Variant(folder.name, folder.name), args.instances, Path(scratch))
            records.append(measure(week, asked))
            print(records[-1], flush=True)
            args.json.write_text(json.dumps(records, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
