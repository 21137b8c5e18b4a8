"""The process of one job: ``python -m service.job_run NUMBER TOKEN``, started by a worker."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
import threading
import time
import traceback
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from scheduler.errors import InputError, StoreError
from service.job_kinds import CAN_STOP, WORK
from service.job_process import GRACE_S, TEMPORARY
from service.parent import when_gone
from store.address import default_url
from store.held import HeldDatabase
from store.job_tasks import Failure
from store.kept_job import JobState, Lease, LeaseLostError

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.solve.result import Progress, SolveResult
    from store.kept_job import KeptJob
    from store.scenarios import ScenarioResult

BEAT_S = 0.5
AGAIN_S = 1.0
PATIENCE_S = 600.0  # in which a database that is locked, full or away may come back

Result = TypeVar("Result")


class Heart:
    """
    Tells the database how far a job is, and hears from it whether to stop.

    Parameters
    ----------
    database
        In which the job is held.
    job
        As it was when it was taken up.
    """

    def __init__(self, database: HeldDatabase, job: KeptJob) -> None:
        self._database = database
        self._can_stop = job.kind in CAN_STOP
        self.begun_s = job.progress.seconds
        self._began = time.monotonic()
        self.progress = replace(job.progress, phase="starting")
        self.is_handed_back = False  # the process must end, the job goes on elsewhere
        self.is_stopped = False  # by a person
        self._stop = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Heart:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def tell(self, progress: Progress) -> None:
        """Note progress; the next beat writes it."""
        self.progress = replace(progress, seconds=self.begun_s + progress.seconds)

    def finish(self, result: SolveResult | ScenarioResult) -> None:
        """Note what came out as the last progress."""
        seconds = self.begun_s + result.seconds
        self.progress = replace(
            self.progress, seconds=seconds, cost=result.cost, bound=result.bound
        )

    def hand_back(self) -> None:
        """Ask for an end within seconds: the job is put in line again with what there is."""
        self.is_handed_back = True
        self._stop.set()

    def stop_asked(self) -> bool:
        """Return whether the work should stop."""
        return self._stop.is_set()

    def beat(self) -> None:
        """Tell it once, at this moment; of work that tells nothing itself, how long it takes."""
        if not self._can_stop:
            seconds = self.begun_s + time.monotonic() - self._began
            self.progress = replace(self.progress, seconds=seconds)
        with self._database.write() as unit:
            now = dt.datetime.now(dt.UTC)
            if not unit.jobs.beat(self._database.lease, self.progress, now, os.getpid()):
                return
            self.is_stopped = True
            self._stop.set()
            if not self._can_stop:
                unit.jobs.end(self._database.lease, JobState.STOPPED, now)
        if not self._can_stop:
            os._exit(0)  # in the midst of it: what it has not kept yet never was

    def _beat(self) -> None:
        while not self._over.is_set():
            try:
                self.beat()
            except LeaseLostError:  # nothing done here will be kept
                self._stop.set()
                return
            except StoreError:  # busy or away: the next beat tells
                pass
            self._over.wait(BEAT_S)


def patiently(do: Callable[[], Result], *, patience_s: float = PATIENCE_S) -> Result:
    """Do something with the database, again and again where it is locked, full or away."""
    until = time.monotonic() + patience_s
    while True:
        try:
            return do()
        except LeaseLostError:
            raise
        except StoreError:
            if time.monotonic() >= until:
                raise
            time.sleep(AGAIN_S)


def run(database: HeldDatabase, begun: Callable[[Heart], None]) -> int:
    """
    Do a job and keep what comes out, or why nothing does; return the process's exit code.

    Parameters
    ----------
    begun
        Told the job's heart before the work begins.
    """
    try:
        _run(database, begun)
    except LeaseLostError:
        return 0  # it is another's, or over: nothing of ours counts
    except StoreError:
        traceback.print_exc()
        return TEMPORARY
    return 0


def _run(database: HeldDatabase, begun: Callable[[Heart], None]) -> None:
    with database.read() as unit:
        job = unit.jobs.get(database.lease.job)
    with Heart(database, job) as heart:
        begun(heart)
        try:
            keep = WORK[job.kind](database, job, heart)
            patiently(heart.beat)
            patiently(keep)
            return
        except StoreError:
            raise
        except InputError as error:
            failure = Failure("InputError", str(error), error.faults)
        except Exception as error:  # the process ends here: whatever it was must be kept
            failure = Failure(type(error).__name__, traceback.format_exc())
    patiently(lambda: _keep_failure(database, failure))


def _keep_failure(database: HeldDatabase, failure: Failure) -> None:
    with database.write() as unit:
        unit.jobs.end(database.lease, JobState.FAILED, dt.datetime.now(dt.UTC), failure=failure)


def _heed(heart: Heart) -> None:
    """Hand the job back when this process is asked to end, or its worker is gone."""
    signal.signal(signal.SIGTERM, lambda *_: heart.hand_back())
    when_gone(heart.hand_back, then_end_s=GRACE_S)


if __name__ == "__main__":
    lease = Lease(int(sys.argv[1]), int(sys.argv[2]))
    sys.exit(run(HeldDatabase(default_url(), lease), _heed))
