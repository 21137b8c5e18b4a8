"""
The work of jobs that cannot stop half-way: they are done as a whole or not at all.

What writes does so in one transaction that ends the job too (``EndingDatabase``): killed before
it, the job is begun again; killed after it, it is done. Nothing is done twice.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import tempfile
from collections.abc import Callable
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from service.backups import BackupPlan, take
from service.desk import Desk, Person
from service.file_kinds import KINDS
from service.looked import looked_at
from service.month.months import score
from service.roster.designing import DesignAsked, design
from service.roster.question import problem_key, question_key
from service.roster.unsolvable import why_week
from service.roster.weeks import problem
from service.shop.importing import ImportKind
from store.files.told import as_told
from store.held import EndingDatabase
from store.job_tasks import (
    BackupAnswer,
    DesignAnswer,
    DesignTask,
    ImportTask,
    PayoutTask,
    WhyAnswer,
    WhyTask,
)
from store.kept_job import JobState

if TYPE_CHECKING:
    from service.job_listener import JobListener
    from store.database import Database
    from store.held import HeldDatabase
    from store.job_tasks import Answer
    from store.kept_job import KeptJob

Keep = Callable[[], None]


def desk_of(database: Database, job: KeptJob) -> Desk:
    """Return the desk of whoever asked for a job."""
    person = Person(job.started.by)
    return Desk(database, job.shop_id, person, dt.datetime.now(dt.UTC), origin=f"job {job.id}")


def pay_month(database: HeldDatabase, job: KeptJob, _heart: JobListener) -> Keep:
    """Score and pay a month as it stood when that was asked: a change since is told, not paid."""
    task = job.task
    assert isinstance(task, PayoutTask)
    with database.read() as unit:
        began = unit.actions.start_of(job.shop_id, job.id)

    def pay(desk: Desk) -> None:
        seen = dataclasses.replace(desk, seen=began)
        score(seen, task.month, pay=task.pay, correction=task.correction)

    return _once(database, job, pay)


def take_file(database: HeldDatabase, job: KeptJob, _heart: JobListener) -> Keep:
    """Take a file in that is kept with the job."""
    task = job.task
    assert isinstance(task, ImportTask)

    def take(desk: Desk) -> None:
        with desk.read() as unit:
            content = unit.jobs.file_of(job.id)
        meant = nullcontext() if task.reason is None else looked_at(task.reason)
        with tempfile.TemporaryDirectory() as folder, meant, as_told(task.told):
            path = Path(folder) / task.file
            path.write_bytes(content)
            KINDS[ImportKind(task.kind)].take(desk, path)

    return _once(database, job, take)


def _once(database: HeldDatabase, job: KeptJob, do: Callable[[Desk], object]) -> Keep:
    """Return what does an action of one transaction that ends its job."""

    def keep() -> None:
        with closing(EndingDatabase(database.url, database.lease)) as ending:
            do(desk_of(ending, job))

    return keep


def design_types(database: HeldDatabase, job: KeptJob, _heart: JobListener) -> Keep:
    """Find the curve of menus of a week."""
    task = job.task
    assert isinstance(task, DesignTask)
    told = dataclasses.asdict(task)
    found = problem(desk_of(database, job), told.pop("week"))
    curve = design(found, DesignAsked(**told))
    return _answered(database, DesignAnswer(curve, question_key(found)))


def find_why(database: HeldDatabase, job: KeptJob, _heart: JobListener) -> Keep:
    """Find why a week has no roster."""
    task = job.task
    assert isinstance(task, WhyTask)
    why = why_week(desk_of(database, job), task.week, task.seconds)
    return _answered(database, WhyAnswer(why.told, problem_key(why.problem)))


def copy_database(database: HeldDatabase, job: KeptJob, _heart: JobListener) -> Keep:
    """Write a backup, prove it, and delete older ones that are no longer kept."""
    told = dataclasses.asdict(job.task)
    plan = BackupPlan(Path(told.pop("folder")), **told)
    done = take(database.url, plan, dt.datetime.now(dt.UTC))
    gone, proof = tuple(map(str, done.deleted)), done.proof
    return _answered(database, BackupAnswer(str(done.path), gone, proof.lines, len(proof.months)))


def _answered(database: HeldDatabase, answer: Answer) -> Keep:
    def keep() -> None:
        with database.write() as unit:
            now = dt.datetime.now(dt.UTC)
            unit.jobs.end(database.lease, JobState.DONE, now, answer=answer)

    return keep
