"""
How far a sweep goes with more workers: its costs measured, and a model that adds them up.

``python -m benchmarks.fan_out --instances DIR --week cc200 --size 24`` times the work of scenarios
in this process, what handing one out and taking its row costs the process that does so (packing the
question, writing the row), and how long a new worker takes to its first row. The model plays that:
one that hands out, one task at a time; workers that hold one each; works drawn from those measured.
It is printed beside the clock of one and two processes, and for 8 and 32, where it is all there is.
"""

from __future__ import annotations

import argparse
import heapq
import pickle
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from scheduler.solve.result import SolveParams
from scheduler.solve.warm_up import warm_up
from scheduler.sweep import Lever, SweepPlan
from service.trial.fan_out import answers
from service.trial.sweep import SweepFile
from service.trial.sweeping import row_of
from store.documents import to_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.trial.sweeping import SweptWeek

WORKERS = (1, 2, 8, 32)
PLAYED = 1000  # scenarios of the sweep that is played
SEED = 18


@dataclass(frozen=True, slots=True)
class FanCosts:
    """
    What a scenario and a worker cost, in seconds.

    Parameters
    ----------
    works
        Of scenarios, on a worker.
    hand_s, take_s
        Of one, for the process that hands out: before its work and after it.
    start_s
        From the start of a worker to its first work.
    """

    works: tuple[float, ...]
    hand_s: float
    take_s: float
    start_s: float

    @property
    def mean_s(self) -> float:
        """Return the work of a scenario on average."""
        return sum(self.works) / len(self.works)

    @property
    def most_workers(self) -> float:
        """Return how many workers keep the process that hands out busy all the time."""
        return self.mean_s / (self.hand_s + self.take_s)


def played(costs: FanCosts, works: Sequence[float], workers: int) -> float:
    """Return the seconds that works take on so many workers; one is handed out at a time."""
    free, ended = [costs.start_s] * workers, list[float]()
    now = 0.0
    for work in works:
        now = max(now, heapq.heappop(free))
        while ended and ended[0] <= now:
            now = max(now, heapq.heappop(ended)) + costs.take_s
        now += costs.hand_s
        heapq.heappush(free, now + work)
        heapq.heappush(ended, now + work)
    while ended:
        now = max(now, heapq.heappop(ended)) + costs.take_s
    return now


def measured(file: SweepFile, out: Path) -> FanCosts:
    """Return the costs of a plan's scenarios on this machine."""
    work, works, hands, takes = partial(row_of, file.week), list[float](), 0.0, 0.0
    row_of(file.week, file.scenarios[0])  # what is prepared once is
    for scenario in file.scenarios:
        begun = time.perf_counter()
        packed = pickle.dumps((work, scenario))
        handed = time.perf_counter()
        called, task = pickle.loads(packed)
        row = called(task)
        ended = time.perf_counter()
        with out.open("a", encoding="utf-8") as rows:
            rows.write(to_document(pickle.loads(pickle.dumps(row))) + "\n")
        works.append(ended - handed)
        hands += handed - begun
        takes += time.perf_counter() - ended
    many = len(file.scenarios)
    start = max(0.0, _clock(file.week, file.scenarios[:2], 2) - max(works[:2]))
    return FanCosts(tuple(works), hands / many, takes / many, start)


def _clock(week: SweptWeek, scenarios: Sequence[object], processes: int) -> float:
    begun = time.monotonic()
    work, tasks = partial(row_of, week), list(scenarios)
    found = list(answers(work, tasks, processes=processes, stop=lambda: False))  # type: ignore[arg-type]
    assert len(found) == len(tasks)
    return time.monotonic() - begun


def lines_of(file: SweepFile, costs: FanCosts) -> list[str]:
    """Return a line for each number of workers: the model, and the clock where there is one."""
    drawn = Random(SEED).choices(costs.works, k=PLAYED)
    lines = []
    for workers in WORKERS:
        here = costs if workers > 1 else FanCosts(costs.works, 0.0, costs.take_s, 0.0)
        model = played(here, costs.works, workers)
        clock = f"{_clock(file.week, file.scenarios, workers):.1f}" if workers <= 2 else ""
        long = played(here, drawn, workers)
        speed, share = PLAYED / long * 3600, sum(drawn) / long / workers
        lines.append(f"| {workers} | {model:.1f} | {clock} | {speed:,.0f} | {share:.0%} |")
    return lines


def main() -> None:
    """Print the costs and the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=Path, required=True)
    parser.add_argument("--week", default="cc200")
    parser.add_argument("--size", type=int, default=24, help="scenarios that are timed")
    parser.add_argument("--work-limit", type=float, default=0, help="of each roster; 0: estimates")
    asked = parser.parse_args()
    warm_up()
    limit = asked.work_limit
    params = SolveParams(seed=1, time_limit_s=None, work_limit=limit, workers=1) if limit else None
    values = tuple(1 + step / 100 for step in range(asked.size))
    plan = SweepPlan((Lever("volume", values=values),))
    with tempfile.TemporaryDirectory() as place:
        rows = Path(place) / "rows.jsonl"
        file = SweepFile(asked.instances / asked.week, plan, out=rows, params=params)
        costs = measured(file, rows)
        print(f"a scenario {costs.mean_s:.2f} s ({min(costs.works):.2f}-{max(costs.works):.2f})")
        print(f"handed out {1000 * costs.hand_s:.1f} ms, taken {1000 * costs.take_s:.1f} ms")
        print(
            f"a worker's start {costs.start_s:.1f} s; busy with {costs.most_workers:,.0f} workers"
        )
        print(
            "| workers | this sweep by the model, s | by the clock, s | scenarios an hour | used |"
        )
        print(*lines_of(file, costs), sep="\n")


if __name__ == "__main__":
    main()
