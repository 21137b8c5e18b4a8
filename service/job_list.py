"""The jobs of a shop for whoever looks after them: what each is about, stop, and try again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scheduler.errors import require
from service.jobs import is_alive
from store.headcount_task import PeopleTask
from store.job_tasks import BackupTask, DesignTask, ImportTask, JobKind, PayoutTask
from store.kept_job import JobState, KeptJob

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from service.desk import Desk
    from store.unit import Unit

__all__ = ["JobKind", "JobState", "KeptJob"]

MOST = 200
ABOUT: Mapping[type[Any], Callable[[Any], str]] = {
    PayoutTask: lambda task: str(task.month),
    ImportTask: lambda task: task.file,
    DesignTask: lambda task: task.week,
    PeopleTask: lambda task: ", ".join(task.weeks),
    BackupTask: lambda task: task.folder,
}
"""What a job is about that is of no what-if; others are of their week."""


@dataclass(frozen=True, slots=True)
class ListedJob:
    """
    A job, and what it is about: a week, a what-if, a month, a file or a folder.

    Parameters
    ----------
    job, about
        The two.
    """

    job: KeptJob
    about: str

    @property
    def can_retry(self) -> bool:
        """Return whether it ended without being done."""
        return self.job.state in (JobState.FAILED, JobState.STOPPED, JobState.LOST)


@dataclass(frozen=True, slots=True)
class JobList:
    """
    The newest jobs of a shop.

    Parameters
    ----------
    jobs
        Newest first.
    workers
        How many live that do this shop's.
    """

    jobs: tuple[ListedJob, ...]
    workers: int

    @property
    def going(self) -> bool:
        """Return whether any is not over."""
        return any(not one.job.state.is_over for one in self.jobs)

    def count(self, state: JobState) -> int:
        """Return how many are in a state."""
        return sum(one.job.state is state for one in self.jobs)


def job_list(desk: Desk) -> JobList:
    """Return a shop's newest jobs, and how many workers do them."""
    with desk.read() as unit:
        found = unit.jobs.of_shop(desk.shop_id, MOST)
        lives = [
            one
            for one in unit.workers.all()
            if one.shop_id in (None, desk.shop_id) and is_alive(one, desk.now)
        ]
        return JobList(tuple(ListedJob(job, _about(unit, job)) for job in found), len(lives))


def _about(unit: Unit, job: KeptJob) -> str:
    if job.scenario_id is not None:
        return unit.scenarios.by_id(job.scenario_id).name
    if about := ABOUT.get(type(job.task)):
        return about(job.task)
    return "" if job.week_id is None else unit.weeks.by_id(job.week_id).label


def stop_listed(desk: Desk, one: ListedJob) -> None:
    """Ask anybody's job to stop."""
    with desk.write("job_stopped", unseen="stopping loses nothing") as unit:
        unit.jobs.ask_stop(one.job.id, desk.now)
        unit.note(one.about, {"job": str(one.job.id)})


def retry_listed(desk: Desk, one: ListedJob) -> None:
    """
    Put a job in line again that ended without being done.

    Raises
    ------
    InputError
        ``job_running``, where its week or what-if has another that goes on, or somebody else did
        it already.
    """
    with desk.write("job_retried", unseen="what it does is done once") as unit:
        job = unit.jobs.get(one.job.id)
        newest = _newest(unit, job)
        require(newest is None or newest.state.is_over, "job_running", value=one.about)
        require(unit.jobs.retry(job.id), "job_running", value=one.about)
        unit.note(one.about, {"job": str(job.id)})


def _newest(unit: Unit, job: KeptJob) -> KeptJob | None:
    if job.scenario_id is not None:
        return unit.jobs.latest_of_scenario(job.scenario_id)
    if job.week_id is None:
        return None
    if job.kind in {JobKind.DESIGN, JobKind.WHY, JobKind.PEOPLE, JobKind.SWEEP}:
        return unit.jobs.latest_of_kind(job.kind, week_id=job.week_id)
    return unit.jobs.latest(job.week_id)
