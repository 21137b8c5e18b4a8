"""
The fewest people of seeded shops: bound, witness, and what one person fewer comes to.

``python -m benchmarks.fewest_people --instances DIR --seconds 120 --json OUT``

A folder holds week folders (``generate.py OUT 60 SEED --posts 3`` of the contact-centre set, made
liveable by ``liveable_weeks.made`` with ``--liveable``). Seconds are of the processor with
``--processor``. The witness is judged by ``verify`` again. With ``--check SECONDS`` the full solve
of a roster is asked too, which shares no program with the search: of the people found, beginning at
the witness, and of one person fewer, everybody with all the posts that anybody of their contract
holds. What it misses at the least, and what it proves to be missing, is told in agent-hours.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.liveable_weeks import Variant, made
from scheduler.headcount.asked import HeadcountAsked
from scheduler.headcount.counted import strongest
from scheduler.headcount.fewest import fewest
from scheduler.headcount.kinds import kinds_to_hire, people_of, places_of
from scheduler.solve.result import SolveParams
from scheduler.solve.strategy import solve
from scheduler.solve.warm_up import warm_up
from scheduler.verify.checker import verify
from store.files.week import read_week

if TYPE_CHECKING:
    from scheduler.agent import Agent
    from scheduler.headcount.kinds import KindPlace
    from scheduler.headcount.outcome import FewestFound
    from scheduler.problem import RosterProblem

Record = dict[str, Any]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=Path, required=True, help="folder of week folders")
    parser.add_argument("--seconds", type=float, default=120.0, help="time limit of each week")
    parser.add_argument("--short", type=float, default=0.01, help="share that may be missing")
    parser.add_argument("--processor", action="store_true", help="seconds of the processor")
    parser.add_argument("--check", type=float, default=0.0, help="seconds of each full solve")
    parser.add_argument("--liveable", action="store_true", help="named types, one a week")
    parser.add_argument("--only", default="", help="names, separated by commas")
    parser.add_argument("--json", type=Path, required=True, help="where the records go")
    return parser.parse_args()


def measure(folder: Path, asked: HeadcountAsked, check_s: float, *, processor: bool) -> Record:
    """Return what a week's search comes to."""
    problem = read_week(folder).problem()
    clock = time.process_time if processor else time.monotonic
    begun, at = time.process_time(), time.monotonic()
    shown = fewest(problem, asked, clock=clock)
    found = shown.told
    clean = None
    if shown.problem is not None and shown.roster is not None:
        clean = verify(shown.problem, shown.roster).is_clean
    record: Record = {
        "name": folder.name,
        "today": found.people_today,
        "bound": found.bound,
        "people": found.people,
        "apart": found.apart,
        "witness_is_clean": clean,
        "required_hours": found.required_hours,
        "allowed_hours": found.allowed_hours,
        "short_hours": found.short_hours,
        "tried": [each.people for each in found.tries],
        "clock_s": round(time.monotonic() - at, 1),
        "processor_s": round(time.process_time() - begun, 1),
        "load": round(os.getloadavg()[0], 1),
    }
    if check_s:
        record |= checked(problem, shown, check_s)
    return record


def checked(problem: RosterProblem, shown: FewestFound, seconds: float) -> Record:
    """Return what the full solve misses, and proves to be missing, with the people and one less."""
    if shown.problem is None or shown.roster is None:
        return {}
    params = SolveParams(seed=1, time_limit_s=seconds)
    own = solve(shown.problem, params, start=shown.roster)
    fewer = solve(replace(shown.problem, agents=one_fewer(problem, shown)), params)
    return {
        "solved_short": own.cost,
        "solved_bound": own.bound,
        "one_fewer_short": fewer.cost,
        "one_fewer_bound": fewer.bound,
    }


def one_fewer(problem: RosterProblem, shown: FewestFound) -> tuple[Agent, ...]:
    """Return one person less than were found, all with as many posts as their contract has."""
    places = places_of(problem, kinds_to_hire(problem))
    strong = [places[number] for number in strongest(places)]
    hired: Counter[KindPlace] = Counter()
    for one in shown.told.counts:
        kind = one.kind
        best = next(
            place
            for place in strong
            if set(kind.posts) <= set(place.kind.posts)
            and (place.kind.contract.hours_week, place.kind.work_plan)
            == (kind.contract.hours_week, kind.work_plan)
        )
        hired[best] += one.people
    hired[hired.most_common(1)[0][0]] -= 1
    return people_of(hired)


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
            records.append(measure(week, asked, args.check, processor=args.processor))
            print(records[-1], flush=True)
            args.json.write_text(json.dumps(records, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
