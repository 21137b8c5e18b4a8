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
from functools import lru_cache, partial
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import scheduler
from scheduler.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor
    from multiprocessing.process import BaseProcess
    from multiprocessing.synchronize import Event

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
    with hands(processes=processes, cluster=cluster) as mine:
        for number, answer in mine.answers(work, tasks, stop):
            yield tasks[number], answer


@contextmanager
def hands(*, processes: int, cluster: str = "") -> Iterator[Hired]:
    """
    Give who does one batch of tasks after the other; arguments and errors as of ``answers``.

    Yields
    ------
    hands
        This process, some of this machine, or a cluster's workers.
    """
    if cluster:
        with _cluster(cluster) as (begin, size):
            yield Hired(size, begin, tries=1)  # a cluster has tried before it gives up
    elif processes == 1:
        yield Hired(1, None)
    else:
        asked = multiprocessing.get_context("spawn").Event()
        mine = Hired(processes, partial(_begun, processes, asked), asked=asked)
        try:
            yield mine
        finally:
            mine.end()


def _begun(processes: int, asked: Event) -> Executor:
    spawned = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes, spawned, _serve_parent, (asked,))


class Hired:
    """
    Who does tasks.

    Parameters
    ----------
    many
        How many tasks are done at once.
    begin
        Gives processes as an executor, anew where some were ended; None: this process does it.
    tries
        Of a task whose process was ended, before it counts as lost.
    asked
        Set when a stop is asked for, which the processes see (``stop_asked``); None: they do not.
    """

    def __init__(
        self,
        many: int,
        begin: Callable[[], Executor] | None,
        tries: int = TRIES,
        asked: Event | None = None,
    ) -> None:
        self.many, self._begin, self._tries, self._asked = many, begin, tries, asked
        self._at: Executor | None = None

    def answers(
        self, work: Callable[[Task], Answer], tasks: Sequence[Task], stop: StopAsked
    ) -> Iterator[tuple[int, Answer | None]]:
        """Yield the numbers of tasks with their answers, as the function ``answers`` does."""
        if self._begin is None:
            for number, task in enumerate(tasks):
                if stop():
                    return
                yield number, work(task)
            return
        told = partial(self._told, stop)
        left, ended = list(range(len(tasks))), Counter[int]()
        while left and not stop():
            self._at = self._at or self._begin()
            for number, answer in _of_pool(
                self._at, work, tasks, left=tuple(left), processes=self.many, stop=told
            ):
                ended[number] += answer is None
                if answer is not None or ended[number] >= self._tries:
                    left.remove(number)
                    yield number, answer
            if left:
                self.end()

    def all_of(
        self, work: Callable[[Task], Answer], tasks: Sequence[Task], stop: StopAsked
    ) -> list[Answer | None]:
        """Return the answers in the order of the tasks; None: lost, or not begun after a stop."""
        found = dict(self.answers(work, tasks, stop))
        return [found.get(number) for number in range(len(tasks))]

    def stop_for(self, stop: StopAsked) -> StopAsked:
        """Return what a task may ask, wherever it is done, for what ``stop`` says here."""
        return stop if self._begin is None else stop_asked

    def _told(self, stop: StopAsked) -> bool:
        """Ask whether to stop, and let the processes know."""
        if (is_asked := stop()) and self._asked is not None:
            self._asked.set()
        return is_asked

    def end(self) -> None:
        """Let the processes go."""
        if self._at is not None:
            self._at.shutdown(cancel_futures=True)
            self._at = None


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
    while not (is_over := stop() or not waiting) or running:
        try:
            while waiting and len(running) < processes and not is_over:
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
def _cluster(address: str) -> Iterator[tuple[Callable[[], Executor], int]]:
    """Give what makes a cluster's workers an executor, and how many tasks they do at once."""
    try:
        dask = import_module("distributed")  # optional: the extra ``cluster``
    except ImportError:
        raise InputError(Fault("cluster_not_installed", value=address)) from None
    try:
        client = _client(dask, address)
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
        yield client.get_executor, sum(client.nthreads().values())


def _client(dask: Any, address: str) -> Any:  # noqa: ANN401 - of an optional library
    """Return what speaks to a cluster; asked twice, as its thread may have had no turn for 10 s."""
    try:
        return dask.Client(address, timeout=ANSWER_S)
    except AssertionError:
        return dask.Client(address, timeout=ANSWER_S)


@lru_cache(maxsize=1)
def program() -> str:
    """Return the version of the program, with a mark of the sources that answers rest on."""
    mark, root = hashlib.sha256(), Path(scheduler.__file__).parent
    for path in sorted(root.rglob("*.py")):
        mark.update(path.read_bytes())
    return f"{version('paiban')}-{mark.hexdigest()[:12]}"


_asked: list[Event] = []  # in a process that was begun for tasks


def stop_asked() -> bool:
    """Return whether a process that does tasks was asked to stop; on a cluster it never is."""
    return any(each.is_set() for each in _asked)


def _serve_parent(asked: Event) -> None:
    """Leave Ctrl+C, sent to all by a terminal, to whoever asked; end when that one is gone."""
    _asked.append(asked)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)  # killed by force: nobody waits for an answer
