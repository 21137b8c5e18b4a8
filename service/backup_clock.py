"""Asks for the scheduled backups while the app is served; a worker makes them, as any job."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field

from scheduler.errors import PaibanError
from service.backups import BackupPlan, newest
from service.desk import HOUSE, Desk, Person
from store.database import Database
from store.job_tasks import BackupTask, JobKind

log = logging.getLogger("paiban.backup")
LOOK_S = 60.0  # between two looks whether one is due
AGAIN = dt.timedelta(minutes=15)  # after one that failed, or lies where this computer cannot see
CLOCK = "paiban"


def this_moment() -> dt.datetime:
    """Return the present moment."""
    return dt.datetime.now(dt.UTC)


@dataclass(slots=True)
class BackupClock:
    """
    Puts backups in line when they are due, in a thread of its own.

    Parameters
    ----------
    url, plan
        Of which database, and when.
    now
        The clock.
    """

    url: str
    plan: BackupPlan
    now: Callable[[], dt.datetime] = this_moment
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look whether one is due."""
        self._thread = threading.Thread(target=self._run, name="backups", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End; a backup under way is the worker's."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def step(self) -> int | None:
        """Put a backup in line if one is due; return the job's number, None: none was asked for."""
        try:
            now = self.now()
            if not self.plan.is_due(newest(self.url, self.plan), now):
                return None
            with closing(Database(self.url)) as database:
                return _asked(Desk(database, HOUSE, Person(CLOCK), now, origin="clock"), self.plan)
        except (PaibanError, OSError) as error:
            log.error("no backup could be asked for: %s", error)
            return None

    def _run(self) -> None:
        while True:
            self.step()
            if self._stop.wait(LOOK_S):
                return


def _asked(desk: Desk, plan: BackupPlan) -> int | None:
    """Put a backup in line unless one is there, or was asked for just now."""
    with desk.read() as unit:
        last = unit.jobs.latest_of_kind(JobKind.BACKUP)
    if last is not None and not (last.state.is_over and abs(desk.now - last.started.at) >= AGAIN):
        return None
    task = BackupTask(str(plan.folder.absolute()), plan.daily, plan.weekly, plan.monthly)
    with desk.write("backup_started", unseen="it changes nothing") as unit:
        number = unit.jobs.add(JobKind.BACKUP, HOUSE, task, desk.stamp)
        unit.note(plan.folder.name, {"job": str(number)})
    log.info("a backup is due: job %d", number)
    return number
