"""
What an estimate takes and proves, and what a second process gains.

``python -m benchmarks.estimates --instances DIR --only cc20,cc50,cc200 --sweep 24`` estimates each
week anew and again with a tenth more volume and five people more, beginning at the first; then lays
a sweep of the first week over one and two processes. Seconds are of the processor, those of the
sweep also of the clock. ``DIR`` holds the contact-centre weeks; ``liveable:NAME`` is the liveable
variant of one (``benchmarks.liveable``).
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.liveable import ROWS
from benchmarks.liveable_weeks import made
from scheduler.changes import Changes
from scheduler.solve.estimate import estimate
from scheduler.solve.warm_up import warm_up
from scheduler.sweep import Lever, SweepPlan, from_own_requirement
from service.trial.sweep import SweepFile
from store.files.week import read_week

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.solve.estimate import WeekEstimate, Worth
    from store.files.week import Week

MORE = 1.1
PEOPLE = 5


def timed(problem: RosterProblem, start: Worth | None = None) -> tuple[WeekEstimate, float]:
    """Return an estimate and the processor's seconds it took."""
    begun = time.process_time()
    found = estimate(problem, start)
    return found, time.process_time() - begun


def rows_of(name: str, week: Week) -> list[str]:
    """Return the lines of one week: anew, with more need, with more people."""
    problem = week.problem()
    base, seconds = timed(problem)
    changes = {
        f"volume × {MORE}": Changes(volume=dict.fromkeys(problem.post_by_id, MORE)),
        f"{PEOPLE} people more": Changes(agents={problem.posts[0].id: PEOPLE}),
    }
    asked = {
        f"{name}, {what}": from_own_requirement(problem, week.forecast, each)[0].problem
        for what, each in changes.items()
        if week.forecast is not None
    }
    lines = [f"| {name} | {len(problem.agents)} | {base.cost:,.0f} | {seconds:.2f} | | |"]
    for what, each in asked.items():
        anew, first_s = timed(each)
        again, then_s = timed(each, base.worth)
        lines.append(
            f"| {what} | {len(each.agents)} | {anew.cost:,.0f} | {first_s:.2f} "
            f"| {again.cost:,.0f} | {then_s:.2f} |"
        )
    return lines


def fanned_out(folder: Path, size: int) -> list[str]:
    """Return the lines of a sweep by one and by two processes."""
    plan = SweepPlan((Lever("volume", values=tuple(1 + step / 100 for step in range(size))),))
    lines, rows = [], []
    for processes in (1, 2):
        with tempfile.TemporaryDirectory() as out:
            begun, before = time.monotonic(), _processor_s()
            found = SweepFile(folder, plan, out=Path(out) / "rows.jsonl").run(processes=processes)
            clock, processor = time.monotonic() - begun, _processor_s() - before
        rows.append(found.rows)
        lines.append(f"| {processes} | {len(found.rows)} | {processor:.1f} | {clock:.1f} |")
    lines.append(f"the same rows: {rows[0] == rows[1]}")
    return lines


def _processor_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=Path, required=True)
    parser.add_argument("--only", default="cc20,cc50,cc200,liveable:cc50")
    parser.add_argument("--sweep", type=int, default=0, help="scenarios; 0: none")
    asked = parser.parse_args()
    warm_up()
    names = asked.only.split(",")
    print("| week | people | cost at least | s | from the week's | s |")
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            kind, _, row = name.partition(":")
            place = made(ROWS[row].variant, asked.instances, Path(folder)) if row else None
            print(*rows_of(name, read_week(place or asked.instances / kind)), sep="\n", flush=True)
    if asked.sweep:
        print("| processes | scenarios | processor s | clock s |")
        print(*fanned_out(asked.instances / names[0], asked.sweep), sep="\n")


if __name__ == "__main__":
    main()
