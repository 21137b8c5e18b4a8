"""
How far a sweep goes with more workers: its costs measured, and a model that adds them up.

``python -m benchmarks.fan_out --instances DIR --week cc200 --size 24`` times the work of scenarios
in this process, what handing one out and taking its row costs the process that does so (packing the
question, writing the row), and what a new worker takes before its first: seconds of the processor.
The model plays that: one that hands out, one task at a time; workers that hold one each; works
drawn from those measured. With ``--clock`` it stands beside the clock of one and two processes, on
a machine with nothing else to do; for 8 and 32 workers it is all there is.
"""

from __future__ import annotations

import argparse
import heapq
import pickle
import resource
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

    from scheduler.sweep import Scenario
    from service.trial.sweeping import SweptWeek

WORKERS = (1, 2, 8, 32)
HERE = 2  # of them that this machine has cores for
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
        begun = time.process_time()
        packed = pickle.dumps((work, scenario))
        handed = time.process_time()
        called, task = pickle.loads(packed)
        row = called(task)
        ended = time.process_time()
        with out.open("a", encoding="utf-8") as rows:
            rows.write(to_document(pickle.loads(pickle.dumps(row))) + "\n")
        works.append(ended - handed)
        hands += handed - begun
        takes += time.process_time() - ended
    many = len(file.scenarios)
    before = _children_s()
    _clock(file.week, file.scenarios[:2], 2)
    start = max(0.0, (_children_s() - before - sum(works[:2])) / 2)
    return FanCosts(tuple(works), hands / many, takes / many, start)


def _children_s() -> float:
    """Return the processor's seconds of processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _clock(week: SweptWeek, scenarios: Sequence[Scenario], processes: int) -> float:
    begun = time.monotonic()
    found = list(answers(partial(row_of, week), scenarios, processes=processes, stop=lambda: False))
    assert len(found) == len(scenarios)
    return time.monotonic() - begun


def lines_of(file: SweepFile, costs: FanCosts, *, with_clock: bool) -> list[str]:
    """Return a line for each number of workers: the model, and the clock where there is one."""
    drawn = Random(SEED).choices(costs.works, k=PLAYED)
    lines = []
    for workers in WORKERS:
        here = costs if workers > 1 else FanCosts(costs.works, 0.0, costs.take_s, 0.0)
        model = played(here, costs.works, workers)
        is_timed = with_clock and workers <= HERE
        clock = f"{_clock(file.week, file.scenarios, workers):.1f}" if is_timed else ""
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
    parser.add_argument("--clock", action="store_true", help="time 1 and 2 processes too")
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
        print(*lines_of(file, costs, with_clock=asked.clock), sep="\n")


if __name__ == "__main__":
    main()
