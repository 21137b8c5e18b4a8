"""A job as it is kept: how far it is, whose it is, and the claim that a worker has to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from scheduler.errors import StoreError
from scheduler.solve.result import Progress
from store.job_tasks import Failure, JobKind
from store.stamp import Stamp


class JobState(StrEnum):
    """How far a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    STOPPED = "stopped"  # by a person; the best until then is kept
    DONE = "done"
    FAILED = "failed"
    LOST = "lost"  # its process was gone, before jobs were taken up again

    @property
    def is_over(self) -> bool:
        """Return whether nothing more will come."""
        return self not in (JobState.QUEUED, JobState.RUNNING)


class LeaseLostError(StoreError):
    """A job is no longer this worker's: it was closed, or another has taken it up."""


@dataclass(frozen=True, slots=True)
class Lease:
    """
    A claim to a job.

    Parameters
    ----------
    job
        Its number.
    token
        What its row bears as long as the claim holds.
    """

    job: int
    token: int


@dataclass(frozen=True, slots=True)
class Taking:
    """
    Who takes jobs, and which.

    Parameters
    ----------
    worker
        Its name.
    shop_id
        Only those of this shop; None: of all.
    per_person
        How many of one person's may run at once.
    """

    worker: str
    shop_id: str | None = None
    per_person: int = 2


@dataclass(frozen=True, slots=True)
class KeptJob:
    """
    A job with all that is kept of it.

    Parameters
    ----------
    id, shop_id, week_id, scenario_id
        Its number in the database, whose it is, for which week, and for which scenario of it;
        None: for none.
    state
        How far it is.
    task
        What was asked, of the class that ``store.job_tasks.TASKS`` says for its kind.
    pid
        Its process; None: not started yet.
    progress
        What it last told.
    stop_asked
        Whether it was asked to stop.
    beat_at
        When it last gave a sign of life.
    started
        By whom it was asked, and when.
    kind
        What is done.
    token
        Of its last claim; 0: never claimed.
    beats
        Signs of life it gave, of all claims.
    worker
        Who does it; None: nobody now.
    attempts
        How often it was begun and not handed back.
    ended_at
        When it ended; None: not yet.
    answer
        What came out, of the class that ``ANSWERS`` says for its kind; None: nothing yet, or it
        is kept where it belongs. Of work that goes on: the best so far.
    failure
        Why it failed; None: it did not.
    version_id
        The draft made of its answer; None: none yet.
    action_id
        Number of the line in the log that its result left; None: none.
    """

    id: int
    shop_id: str
    week_id: int | None
    scenario_id: int | None
    state: JobState
    task: Any
    pid: int | None
    progress: Progress
    stop_asked: bool
    beat_at: dt.datetime
    started: Stamp
    kind: JobKind = JobKind.SOLVE
    token: int = 0
    beats: int = 0
    worker: str | None = None
    attempts: int = 0
    ended_at: dt.datetime | None = None
    answer: Any = None
    failure: Failure | None = None
    version_id: int | None = None
    action_id: int | None = None

    @property
    def lease(self) -> Lease:
        """Return the claim the row bears."""
        return Lease(self.id, self.token)
