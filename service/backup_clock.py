"""Makes the scheduled backups while the app is served."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from scheduler.errors import PaibanError
from service.backups import BackupPlan, newest, take

log = logging.getLogger("paiban.backup")
LOOK_S = 60.0  # between two looks whether one is due
AGAIN_S = 900.0  # after one that failed
PATIENCE_S = 30.0  # for one under way when the program ends


def this_moment() -> dt.datetime:
    """Return the present moment."""
    return dt.datetime.now(dt.UTC)


@dataclass(slots=True)
class BackupClock:
    """
    Makes backups when they are due, in a thread of its own.

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
        """End, after a backup that is under way."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(PATIENCE_S)

    def step(self) -> float:
        """Make a backup if one is due; return how many seconds to wait before the next look."""
        try:
            now = self.now()
            if self.plan.is_due(newest(self.url, self.plan), now):
                done = take(self.url, self.plan, now)
                told = (done.path.name, len(done.proof.months), len(done.deleted))
                log.info("backup %s made, %d months recomputed, %d old ones deleted", *told)
        except (PaibanError, OSError) as error:
            log.error("backup failed: %s", error)
            return AGAIN_S
        return LOOK_S

    def _run(self) -> None:
        wait_s = 0.0
        while not self._stop.wait(wait_s):
            wait_s = self.step()
