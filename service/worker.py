"""
A worker: it takes jobs out of the line, does each in a process of its own, and sees to the lost.

What it promises is in the rows, not in its memory: it may be killed at any moment, and another
takes up what it left. Each job bears a token that the claim gave it (``store.jobs``); the process
of a job that was given to another can keep nothing. Whether a job is lost is seen by its signs of
life standing still, look after look, by the worker's own clock (``service.watch``), and only while
the worker itself can write: a database that is locked or away loses nobody's job.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import secrets
import signal
import socket
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.errors import Fault, StoreError
from service import job_process
from service.job_process import GRACE_S, TEMPORARY
from service.parent import when_gone
from service.running_log import in_job, set_up
from service.settings import settings
from service.watch import StillWatch
from store.address import default_url
from store.database import Database, open_database
from store.job_tasks import PROCESS, Failure
from store.kept_job import JobState, KeptJob, Lease, Taking
from store.workers import KeptWorker

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from store.unit import Unit

log = logging.getLogger("paiban.worker")

TICK_S = 0.25
LOOK_S = 1.0
OVER_S = 60.0  # after the longest time a job may take, until its process is ended
FORGIVEN = {"job_killed", "job_gone"}  # what may go well the next time


@dataclass(frozen=True, slots=True)
class WorkerParams:
    """
    Limits of a worker.

    Parameters
    ----------
    places
        Jobs at once.
    per_person
        Of one person's at once, by all workers.
    memory_mb
        A job that holds more is ended.
    longest_s
        A job that takes longer is asked to stop with the best it has.
    attempts
        How often a job whose process or worker is lost is begun, in all.
    lease_s
        A job that gives no sign of life for so long is lost.
    """

    places: int = max(2, (os.cpu_count() or 2) // 2)
    per_person: int = 2
    memory_mb: int = 4096
    longest_s: float = 7200.0
    attempts: int = 3
    lease_s: float = 15.0


@dataclass(slots=True)
class _Child:
    lease: Lease
    process: subprocess.Popen[bytes]
    begun: float = field(default_factory=time.monotonic)
    ended_for: Fault | None = None


class Worker:
    """
    Does the jobs of a database.

    Parameters
    ----------
    url
        Of the database.
    shop_id
        Only this shop's; None: those of all.
    params
        Its limits.
    """

    def __init__(
        self, url: str, *, shop_id: str | None = None, params: WorkerParams | None = None
    ) -> None:
        self.params = params or WorkerParams()
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
        self._taking = Taking(self.name, shop_id, self.params.per_person)
        self._database = Database(url)
        self._children: dict[int, _Child] = {}
        self._watch = StillWatch()
        self._looked = 0.0
        self._trouble = ""

    def run(self, stop: threading.Event) -> None:
        """Work until asked to stop; then what is being done is handed back, within seconds."""
        while not stop.is_set():
            self._try(self.step)
            stop.wait(TICK_S)
        self._leave()
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def step(self) -> None:
        """See to what has ended, to what is lost, and to what waits."""
        self._reap()
        if time.monotonic() - self._looked >= LOOK_S:
            self.look()
        self._hold_limits()
        while len(self._children) < self.params.places and self._claim():
            pass

    def _try(self, do: Callable[[], None]) -> bool:
        """Do something with the database; say once why it could not be done, and go on."""
        try:
            do()
        except StoreError as error:
            if str(error) != self._trouble:  # not four times a second for a whole night
                self._trouble = str(error)
                log.warning("the database cannot be used now: %s", error)
            self._database.close()
            self._database = Database(self._database.url)  # it may be another file by now
            return False
        if self._trouble:
            self._trouble = ""
            log.info("the database can be used again")
        return True

    def look(self) -> None:
        """Give a sign of life, and take what others left lying."""
        now = dt.datetime.now(dt.UTC)
        own = KeptWorker(self.name, self._taking.shop_id, self.params.places, now)
        with self._database.write() as unit:
            unit.workers.beat(own)
            lives = [c.lease for c in self._children.values() if c.process.poll() is None]
            unit.jobs.renew(lives)  # whatever holds up the hearts of their own processes
            jobs = {job.id: job for job in unit.jobs.running()}
            marks: dict[Hashable, object] = {
                number: (job.token, job.beats) for number, job in jobs.items()
            }
            marks |= {worker.name: worker.beats for worker in unit.workers.all()}
            still = self._watch.look(marks)
            gone = {key for key, seconds in still.items() if seconds >= self.params.lease_s}
            unit.workers.remove(key for key in gone if isinstance(key, str))
            for job in (job for number, job in jobs.items() if number in gone):
                self._give_up(unit, job, job_process.end_of(job))
        self._looked = time.monotonic()

    def _give_up(self, unit: Unit, job: KeptJob, failure: Failure) -> None:
        code = failure.faults[0].code
        again = code in FORGIVEN and job.attempts < self.params.attempts
        if code in FORGIVEN and not again:
            often = Fault("job_given_up", value=str(job.attempts))
            failure = Failure(failure.kind, failure.text, (*failure.faults, often))
        now = dt.datetime.now(dt.UTC)
        state = unit.jobs.give_up(job, failure, now, again=again)
        with in_job(job.id):
            log.warning("job %d was lost (%s): %s", job.id, code, state or "it lives")

    def _reap(self) -> None:
        """See to the processes that ended; a job whose process left no word is lost."""
        for number, child in tuple(self._children.items()):
            code = child.process.poll()
            if code is None:
                continue
            with self._database.read() as unit:
                job = unit.jobs.get(number)
            if job.lease == child.lease and job.state is JobState.RUNNING:
                with self._database.write() as unit:
                    self._give_up(unit, job, _why(child, job, code))
            else:
                job_process.forget(job)
            job_process.closed(self._children.pop(number).process)

    def _claim(self) -> bool:
        """Take the next job and start its process; return whether there was one."""
        with self._database.read() as unit:
            if not unit.jobs.is_any_queued(self._taking.shop_id):
                return False
        with self._database.write() as unit:
            lease = unit.jobs.claim(self._taking, dt.datetime.now(dt.UTC))
            if lease is None:
                return False
            job = unit.jobs.get(lease.job)
        self._children[lease.job] = _Child(lease, job_process.start(self._database.url, job))
        return True

    def _hold_limits(self) -> None:
        """Ask what takes too long to stop; end what holds too much, or does not stop."""
        for number, child in self._children.items():
            took_s = time.monotonic() - child.begun
            if memory_mb(child.process.pid) > self.params.memory_mb:
                self._end(child, Fault("job_too_large", value=str(self.params.memory_mb)))
            elif took_s > self.params.longest_s + OVER_S:
                self._end(child, Fault("job_too_long", value=str(round(took_s))))
            elif took_s > self.params.longest_s:
                with self._database.write() as unit:
                    unit.jobs.ask_stop(number, dt.datetime.now(dt.UTC))

    def _end(self, child: _Child, fault: Fault) -> None:
        child.ended_for = child.ended_for or fault
        child.process.kill()

    def _leave(self) -> None:
        """Let every job be handed back, and end those that take too long for it."""
        for child in self._children.values():
            child.process.terminate()
        until = time.monotonic() + GRACE_S
        for child in self._children.values():
            while child.process.poll() is None and time.monotonic() < until:
                time.sleep(TICK_S / 5)
            child.process.kill()
            job_process.closed(child.process)
        for _ in range(round(GRACE_S)):
            if self._try(self._hand_back):
                return
            time.sleep(LOOK_S)

    def _hand_back(self) -> None:
        """Put in line again what was cut short, and take the own name out."""
        with self._database.write() as unit:
            for child in self._children.values():
                unit.jobs.hand_back(child.lease, None)
            unit.workers.remove([self.name])


def _why(child: _Child, job: KeptJob, code: int) -> Failure:
    if child.ended_for is not None:
        return Failure(PROCESS, "", (child.ended_for,))
    if code == TEMPORARY:
        return Failure(PROCESS, "", (Fault("job_gone"),))
    return job_process.end_of(job, code)


def memory_mb(pid: int) -> float:
    """Return the memory a process holds; 0 where the system does not say (no ``/proc``)."""
    try:
        text = Path(f"/proc/{pid}/statm").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(text.split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def work(
    url: str,
    *,
    shop_id: str | None = None,
    params: WorkerParams | None = None,
    with_parent: bool = False,
) -> None:
    """
    Work until SIGTERM or an interrupt.

    Parameters
    ----------
    url
        Of the database; it is made or upgraded if needed.
    shop_id, params
        As for ``Worker``.
    with_parent
        End when the process that started this one is gone too.
    """
    open_database(url).close()
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    if with_parent:
        when_gone(stop.set, then_end_s=2 * GRACE_S)
    Worker(url, shop_id=shop_id, params=params).run(stop)


if __name__ == "__main__":  # as a server starts it beside itself
    set_up(settings().log)
    work(default_url(), with_parent=True)
