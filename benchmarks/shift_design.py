"""
Which shifts there should be: the public instances of minimum shift design, and the demo's curve.

``python -m benchmarks.shift_design [--instances DIR] [--seconds 60] [--rows 1,2,3,4,5,demo]``

An instance gives people needed in each interval of a week that repeats, and families of shifts by
start and length. Its cost is minutes under and over the need, and a price for each distinct shift.
The demo's rows are menus of named types for its next week, each with a bound no menu is below.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scheduler.design.exact import ExactMenu, ExactParams, exact_menu
from scheduler.design.question import DesignQuestion, People
from scheduler.horizon import Clock, Horizon
from scheduler.shift_type import ShiftType
from tests.builders import MONDAY

KNOWN = {1: 480, 2: 300, 3: 600, 4: 450, 5: 480}
MINUTES = 60  # an agent-hour too few or too many, in minutes


@dataclass(frozen=True, slots=True)
class Instance:
    """
    One instance as its file says it.

    Parameters
    ----------
    interval, days
        Minutes of an interval, and days of the week that repeats.
    demand
        People needed, interval by interval.
    shifts
        Start and length of each shift there may be, in intervals.
    shift_price
        Of each distinct shift used, in minutes.
    """

    interval: int
    days: int
    demand: tuple[int, ...]
    shifts: tuple[tuple[int, int], ...]
    shift_price: int


def read_instance(path: Path) -> Instance:
    """Return the instance of a file of ``name = value;`` lines."""
    text = path.read_text(encoding="utf-8")
    said = {name: json.loads(value) for name, value in re.findall(r"(\w+) = ([^;]+);", text)}
    for price in ("weightUnderCover", "weightOverCover"):
        assert said[price] == 1, f"{path.name}: {price} is {said[price]}, not 1"
    families = zip(
        *(said[name] for name in ("minStart", "maxStart", "minLength", "maxLength")), strict=True
    )
    shifts = tuple(
        (start, length)
        for first, last, shortest, longest in families
        for start in range(first, last + 1)
        for length in range(shortest, longest + 1)
    )
    price = said["weightShiftInstances"]
    return Instance(said["interval"], said["days"], tuple(said["demand"]), shifts, price)


def question(instance: Instance) -> DesignQuestion:
    """Return an instance as a question: people without number, each for one day."""
    step, days = instance.interval, instance.days
    horizon = Horizon(Clock("Asia/Shanghai"), MONDAY, days, step)
    need = np.array([instance.demand], dtype=float)
    types = tuple(
        (ShiftType(str(place), start * step, length * step),)
        for place, (start, length) in enumerate(instance.shifts)
    )
    people = People(
        sum(instance.demand),
        (0,),
        (0,) * len(types),
        tuple((day,) for day in range(days)),
    )
    return DesignQuestion.of_types(
        horizon,
        posts=("all",),
        need=need,
        least=np.zeros_like(need),
        people=(people,),
        types=types,
        prices=(MINUTES, MINUTES),
    )


def solved(instance: Instance, seconds: float, workers: int) -> ExactMenu:
    """Return the best menu of an instance."""
    params = ExactParams(seed=1, work_limit=seconds, seconds=seconds, workers=workers)
    return exact_menu(question(instance), instance.shift_price, len(instance.shifts), params)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    shared = Path(os.environ.get("PAIBAN_SHARED", ".")) / "benchmarks" / "shift_design"
    parser.add_argument("--instances", type=Path, default=shared)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rows", default="1,2,3,4,5")
    args = parser.parse_args()
    print("| Instance | Shifts | Cost | Bound | Known best | Seconds |\n|" + "---|" * 6)
    for number in map(int, args.rows.split(",")):
        begin = time.perf_counter()
        found = solved(
            read_instance(args.instances / f"RandomExample{number}.dzn"), args.seconds, args.workers
        )
        took = time.perf_counter() - begin
        cells = (number, len(found.starts), f"{found.cost:g}", f"{found.bound:g}", KNOWN[number])
        print("| " + " | ".join(map(str, cells)) + f" | {took:.1f} |", flush=True)


if __name__ == "__main__":
    main()
