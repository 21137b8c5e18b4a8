"""Asks for the scheduled backups while the app is served; a worker makes them, as any job."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from scheduler.errors import PaibanError
from service.backups import BackupPlan, newest
from service.desk import HOUSE, Desk, Person
from store.database import Database
from store.job_tasks import BackupTask, JobKind

log = logging.getLogger("paiban.backup")
AGAIN = dt.timedelta(minutes=15)  # after one that failed, or lies where this computer cannot see
CLOCK = "paiban"


def this_moment() -> dt.datetime:
    """Return the present moment."""
    return dt.datetime.now(dt.UTC)


@dataclass(slots=True)
class BackupClock:
    """
    Puts backups in line when they are due.

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
