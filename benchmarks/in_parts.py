"""
What a week in parts takes: its batches timed task by task, and played on more workers.

The model: batches follow one another, and between them the one process that asks works alone. In a
batch, tasks are begun in their order by whoever is free; each takes the processor time it took
here, and a message (``MESSAGE_S``, or as measured) there and back. Nothing else is different on
other machines: their processors are taken to be as fast, and the first sending of the people (some
MB a part) is left out.
"""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from scheduler.parts.pricing import Hands

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WORKERS = (1, 2, 4, 8, 16, 32)


def timed(work: Callable[[Any], Any], task: Any) -> tuple[float, Any]:
    """Return the seconds a task took where it was done, with its answer."""
    begun = time.perf_counter()
    answer = work(task)
    return time.perf_counter() - begun, answer


@dataclass
class TimedHands:
    """Hands that note how long each task of each batch took, and each batch in all."""

    inner: Hands
    tasks_s: list[list[float]] = field(default_factory=list)
    batch_s: list[float] = field(default_factory=list)

    @property
    def many(self) -> int:
        return self.inner.many

    def all_of(
        self, work: Callable[[Any], Any], tasks: Sequence[Any], stop: Callable[[], bool]
    ) -> list[Any]:
        begun = time.perf_counter()
        found = self.inner.all_of(partial(timed, work), tasks, stop)
        if tasks:
            self.batch_s.append(time.perf_counter() - begun)
            self.tasks_s.append([each[0] for each in found if each is not None])
        return [each and each[1] for each in found]

    def stop_for(self, stop: Callable[[], bool]) -> Callable[[], bool]:
        return self.inner.stop_for(stop)

    def report(self, seconds: float) -> dict[str, Any]:
        """Return where the time of a run went, and what it would be on more workers."""
        batches = list(zip(self.tasks_s, self.batch_s, strict=True))
        alone = seconds - sum(self.batch_s)
        over = [took - spread(tasks, self.many, 0.0) for tasks, took in batches]
        message = sorted(over)[len(over) // 2] / max(1, len(self.tasks_s[-1]) / self.many)
        return {
            "workers": self.many,
            "alone_s": round(alone, 2),
            "pricing_steps": len(batches) - 1,
            "pricing_s": round(sum(self.batch_s[:-1]), 2),
            "solving_s": round(self.batch_s[-1], 2),
            "message_s": round(message, 5),
            "played_s": {
                workers: round(
                    alone + sum(spread(tasks, workers, message) for tasks in self.tasks_s), 1
                )
                for workers in WORKERS
            },
        }


def spread(tasks_s: Sequence[float], workers: int, message_s: float) -> float:
    """Return how long a batch takes: each task begun in its order by whoever is free first."""
    free = [0.0] * workers
    for each in tasks_s:
        heapq.heapreplace(free, free[0] + each + message_s)
    return max(free)
