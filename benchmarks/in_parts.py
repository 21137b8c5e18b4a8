"""
What a week in parts takes: its batches timed task by task, and played on more workers.

The model, in seconds of the processor, which other work on the machine does not change: batches
follow one another, and between them the one process that asks works alone. In a batch, tasks are
begun in their order by whoever is free, and the asking process spends what packing a question and
unpacking its answer took here on one after the other. Nothing else is different on other machines:
their processors are taken to be as fast, and the network between them is left out, as is the first
sending of the people (some MB a part).
"""

from __future__ import annotations

import heapq
import os
import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from scheduler.parts.pricing import Hands

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WORKERS = (1, 2, 8, 32)


class Timed(NamedTuple):
    """An answer, the processor seconds it took, and the process that gave it."""

    seconds: float
    process: int
    answer: Any


def timed(work: Callable[[Any], Any], task: Any) -> Timed:
    """Return a task's answer and what it took where it was done."""
    begun = time.process_time()
    answer = work(task)
    return Timed(time.process_time() - begun, os.getpid(), answer)


@dataclass
class TimedHands:
    """Hands that note how long each task of each batch took, and the asking process beside them."""

    inner: Hands
    begun: float = field(default_factory=time.process_time)
    tasks_s: list[list[float]] = field(default_factory=list)
    asking_s: list[float] = field(default_factory=list)
    here_s: float = 0.0

    @property
    def many(self) -> int:
        return self.inner.many

    def all_of(
        self, work: Callable[[Any], Any], tasks: Sequence[Any], stop: Callable[[], bool]
    ) -> list[Any]:
        begun = time.process_time()
        found = self.inner.all_of(partial(timed, work), tasks, stop)
        if tasks:
            done = [each for each in found if each is not None]
            here = sum(each.seconds for each in done if each.process == os.getpid())
            self.here_s += here
            self.asking_s.append(max(0.0, time.process_time() - begun - here))
            self.tasks_s.append([each.seconds for each in done])
        return [each and each.answer for each in found]

    def stop_for(self, stop: Callable[[], bool]) -> Callable[[], bool]:
        return self.inner.stop_for(stop)

    def report(self) -> dict[str, Any]:
        """Return where the work of a run went, and what it would take on more workers."""
        asking = sum(self.asking_s)
        alone = time.process_time() - self.begun - asking - self.here_s
        played = {
            workers: alone + asking + sum(spread(each, workers) for each in self.tasks_s)
            for workers in WORKERS
        }
        return {
            "alone_s": round(alone, 2),
            "asking_s": round(asking, 2),
            "pricing_steps": len(self.tasks_s) - 1,
            "pricing_s": round(sum(map(sum, self.tasks_s[:-1])), 2),
            "solving_s": round(sum(self.tasks_s[-1]), 2),
            "played_s": {workers: round(took, 1) for workers, took in played.items()},
        }


def spread(tasks_s: Sequence[float], workers: int) -> float:
    """Return how long a batch takes: each task begun in its order by whoever is free first."""
    free = [0.0] * workers
    for each in tasks_s:
        heapq.heapreplace(free, free[0] + each)
    return max(free)
