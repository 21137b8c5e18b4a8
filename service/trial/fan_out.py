"""Independent work on processes here or on a cluster: answers as they come, a lost one again."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import threading
from collections import Counter
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import scheduler
from scheduler.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor
    from multiprocessing.process import BaseProcess

    from scheduler.solve.result import StopAsked

Task = TypeVar("Task")
Answer = TypeVar("Answer")
TRIES = 3  # of a task whose process was ended, before it counts as lost
ASK_S = 0.2
ANSWER_S = 8  # that a cluster may take to answer
KILLED = "KilledWorker"  # what Dask calls a task whose workers were ended three times


def answers(
    work: Callable[[Task], Answer],
    tasks: Sequence[Task],
    *,
    processes: int,
    stop: StopAsked,
    cluster: str = "",
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
    cluster
        Address of a Dask scheduler (``tcp://…``) whose workers do it; empty: processes here.

    Raises
    ------
    InputError
        When the cluster does not answer, has no workers, or workers of another program.

    Yields
    ------
    task, answer
        None: the process that was at it was ended ``TRIES`` times.
    """
    if cluster:
        with _cluster(cluster) as (pool, size):
            every = range(len(tasks))
            for number, answer in _of_pool(
                pool, work, tasks, left=every, processes=size, stop=stop
            ):
                yield tasks[number], answer
        return
    if processes == 1:
        for task in tasks:
            if stop():
                return
            yield task, work(task)
        return
    left, ended = list(range(len(tasks))), Counter[int]()
    while left and not stop():
        with ProcessPoolExecutor(
            processes, multiprocessing.get_context("spawn"), _serve_parent
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
    pool: Executor,
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
        except BrokenExecutor:
            waiting.clear()
        done, _ = wait(running, timeout=ASK_S, return_when=FIRST_COMPLETED)
        for each in done:
            number = running.pop(each)
            error = _error_of(each)
            if isinstance(error, BrokenExecutor):
                waiting.clear()
            is_lost = isinstance(error, BrokenExecutor) or type(error).__name__ == KILLED
            yield number, None if is_lost else each.result()


def _error_of(future: Future[Answer]) -> BaseException | None:
    """Return what ended a task; raises InputError when the cluster itself has gone."""
    try:
        return future.exception()
    except CancelledError:
        raise InputError(Fault("cluster_lost")) from None


@contextmanager
def _cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """Give a cluster's workers as an executor, and how many tasks they do at once."""
    try:
        dask = import_module("distributed")  # optional: the extra ``cluster``
    except ImportError:
        raise InputError(Fault("cluster_not_installed", value=address)) from None
    try:
        client = dask.Client(address, timeout=ANSWER_S)
    except (OSError, ValueError):
        raise InputError(Fault("cluster_silent", value=address)) from None
    with client:
        told = client.run(program, on_error="return")
        if not told:
            raise InputError(Fault("cluster_empty", value=address))
        others = {worker: each for worker, each in told.items() if each != program()}
        if others:
            raise InputError(
                Fault(
                    "cluster_other",
                    value=worker,
                    details={"theirs": str(each), "ours": program()},
                )
                for worker, each in sorted(others.items())
            )
        yield client.get_executor(), sum(client.nthreads().values())


@lru_cache(maxsize=1)
def program() -> str:
    """Return the version of the program, with a mark of the sources that answers rest on."""
    mark, root = hashlib.sha256(), Path(scheduler.__file__).parent
    for path in sorted(root.rglob("*.py")):
        mark.update(path.read_bytes())
    return f"{version('paiban')}-{mark.hexdigest()[:12]}"


def _serve_parent() -> None:
    """Leave Ctrl+C, sent to all by a terminal, to whoever asked; end when that one is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)  # killed by force: nobody waits for an answer
