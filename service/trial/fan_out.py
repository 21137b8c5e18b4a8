"""Independent work on the processes of this machine: answers as they come, a lost one again."""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from scheduler.solve.result import StopAsked

Task = TypeVar("Task")
Answer = TypeVar("Answer")
TRIES = 3  # of a task whose process was ended, before it counts as lost
ASK_S = 0.2


def answers(
    work: Callable[[Task], Answer],
    tasks: Sequence[Task],
    *,
    processes: int,
    stop: StopAsked,
) -> Iterator[tuple[Task, Answer | None]]:
    """
    Yield each task with its answer, in the order in which they come; after a stop no new ones.

    A process that is ended costs only what it was at, which runs again.

    Parameters
    ----------
    work, tasks
        A function of a module, and what it is called with; both travel to the processes.
    processes
        How many; 1: in this one.
    stop
        Asked several times a second; what has begun ends first.

    Yields
    ------
    task, answer
        None: the process that was at it was ended ``TRIES`` times.
    """
    if processes == 1:
        for task in tasks:
            if stop():
                return
            yield task, work(task)
        return
    left, ended = list(range(len(tasks))), Counter[int]()
    while left and not stop():
        with ProcessPoolExecutor(
            processes, multiprocessing.get_context("spawn"), _without_interrupts
        ) as pool:
            for number, answer in _of_pool(
                pool, work, tasks, left=left, processes=processes, stop=stop
            ):
                if answer is not None:
                    left.remove(number)
                    yield tasks[number], answer
                    continue
                ended[number] += 1
                if ended[number] >= TRIES:
                    left.remove(number)
                    yield tasks[number], None


def _of_pool(
    pool: ProcessPoolExecutor,
    work: Callable[[Task], Answer],
    tasks: Sequence[Task],
    *,
    left: Iterable[int],
    processes: int,
    stop: StopAsked,
) -> Iterator[tuple[int, Answer | None]]:
    """Yield answers until all are there or a process is ended; None for what was under way then."""
    waiting, running = list(left), dict[Future[Answer], int]()
    while running or (waiting and not stop()):
        try:
            while waiting and len(running) < processes and not stop():
                running[pool.submit(work, tasks[waiting[0]])] = waiting[0]
                waiting.pop(0)
        except BrokenProcessPool:
            waiting.clear()
        done, _ = wait(running, timeout=ASK_S, return_when=FIRST_COMPLETED)
        for each in done:
            number = running.pop(each)
            if isinstance(each.exception(), BrokenProcessPool):
                waiting.clear()
                yield number, None
            else:
                yield number, each.result()


def _without_interrupts() -> None:
    """Leave Ctrl+C, which a terminal sends to all, to the process that asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
