"""A database in which a worker writes for its job: a transaction holds the lease, or nothing."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from typing import TYPE_CHECKING

from store.database import Database
from store.kept_job import JobState, Lease

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.unit import Unit


class HeldDatabase(Database):
    """
    The database of a job's process.

    A worker that slept while its job went to another can write nothing here: each transaction
    asks first whether the job's row bears its token, and keeps the row until it ends.

    Parameters
    ----------
    url
        Where the database lies.
    lease
        The claim.
    """

    def __init__(self, url: str, lease: Lease) -> None:
        super().__init__(url)
        self.lease = lease

    @contextmanager
    def write(self) -> Iterator[Unit]:
        """Hand out the repositories; raises LeaseLostError where the job is another's by now."""
        with super().write() as unit:
            unit.jobs.hold(self.lease)
            yield unit


class EndingDatabase(HeldDatabase):
    """The same for work of one transaction: it ends the job too, so that it is done once."""

    @contextmanager
    def write(self) -> Iterator[Unit]:
        """Hand out the repositories; on the way out the job is done, with the line it left."""
        with super().write() as unit:
            yield unit
            job = unit.jobs.get(self.lease.job)
            left = unit.actions.last_of(job.shop_id, job.started.by)
            unit.jobs.end(self.lease, JobState.DONE, dt.datetime.now(dt.UTC), action_id=left)
