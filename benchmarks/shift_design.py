"""
Which shifts there should be: the public instances of minimum shift design, and the demo's curve.

``python -m benchmarks.shift_design [--instances DIR] [--seconds 60] [--rows 1,2,3,4,5,demo]``

An instance gives people needed in each interval of a week that repeats, and families of shifts by
start and length. Its cost is minutes under and over the need, and a price for each distinct shift.
``demo``: menus of two to eight types for the demo's next week, each with a bound none is below;
``day``: the same people and need, open from 8 to 24 o'clock; ``cc20``, ``cc50``: those weeks.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.closed_loop import demo_shop
from scheduler.design.exact import ExactMenu, ExactParams, exact_menu
from scheduler.design.question import DesignQuestion, People
from scheduler.horizon import Clock, Horizon, format_clock
from scheduler.shift_type import ShiftType
from service.roster.designing import DesignAsked, design, knee
from store.files.week import read_week
from tests.builders import MONDAY

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem

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


def asked_of(row: str, instances: Path) -> tuple[RosterProblem, DesignAsked]:
    """Return the week of a row, and the menus asked for."""
    if row == "demo":
        return demo_shop()[0], DesignAsked()
    if row == "day":  # the demo's people and need, open from 8 to 24 o'clock
        return _by_day(demo_shop()[0]), DesignAsked(first_clock=8 * 60)
    return read_week(instances.parent / "contact_centre" / row).problem(), DesignAsked()


def _by_day(problem: RosterProblem) -> RosterProblem:
    requirement, horizon = problem.requirement, problem.horizon
    agents = requirement.agents.copy()
    clocks = [horizon.clock.clock_of(horizon.minute(at)) for at in range(horizon.intervals)]
    agents[:, np.array(clocks) < 8 * 60] = np.nan
    return replace(problem, requirement=replace(requirement, agents=agents))


def curve(row: str, instances: Path, most: int, seconds: float) -> None:
    """Print the curve of a week, in agent-hours; processor seconds by the menu are not told."""
    problem, asked = asked_of(row, instances)
    clock, work = time.perf_counter(), time.process_time()
    found = design(problem, replace(asked, most=most, seconds=seconds or None))
    took, work = time.perf_counter() - clock, time.process_time() - work
    print(f"{row}\n\n| Types | Starts | Short | Cost | Bound | Gap |\n|" + "---|" * 6)
    for menu in found:
        starts = " ".join(dict.fromkeys(format_clock(each.start_clock) for each in menu.types))
        hours = (menu.short_hours, menu.cost_hours, menu.bound_hours)
        cells = (menu.size, starts, *(f"{each:,.1f}" for each in hours), f"{menu.gap:.2%}")
        print("| " + " | ".join(map(str, cells)) + " |", flush=True)
    print(f"\n{took:.0f} s, {work:.0f} s of processor in all; knee at {knee(found).size}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    shared = Path(os.environ.get("PAIBAN_SHARED", ".")) / "benchmarks" / "shift_design"
    parser.add_argument("--instances", type=Path, default=shared)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rows", default="1,2,3,4,5,demo")
    parser.add_argument("--most", type=int, default=8)
    parser.add_argument("--curve-seconds", type=float, default=60, help="in all; 0: no limit")
    args = parser.parse_args()
    rows = args.rows.split(",")
    for row in [each for each in rows if not each.isdigit()]:
        rows.remove(row)
        curve(row, args.instances, args.most, args.curve_seconds)
    if rows:
        print("| Instance | Shifts | Cost | Bound | Known best | Seconds |\n|" + "---|" * 6)
    for number in map(int, rows):
        begin = time.perf_counter()
        found = solved(
            read_instance(args.instances / f"RandomExample{number}.dzn"), args.seconds, args.workers
        )
        took = time.perf_counter() - begin
        cells = (number, len(found.starts), f"{found.cost:g}", f"{found.bound:g}", KNOWN[number])
        print("| " + " | ".join(map(str, cells)) + f" | {took:.1f} |", flush=True)


if __name__ == "__main__":
    main()
