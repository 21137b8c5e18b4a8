"""
Solves that workers do.

What is asked, what a worker reports and whether it should stop passes through the database, so
that any page, in any session, sees it; it goes on when the page is closed, and its answer waits to
be accepted. Who does it, and who takes it up when a worker is gone: ``service.worker``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from scheduler.solve.result import Progress, SolveParams
from scheduler.verify.checker import verify_present
from service.roster.question import problem_key, problem_of
from store.job_tasks import Failure, JobKind, SolveAnswer, SolveTask
from store.kept_job import JobState, KeptJob
from store.rosters import Checked, Origin, Proof
from store.writing import change_fault

if TYPE_CHECKING:
    import datetime as dt

    from service.desk import Desk
    from store.job_tasks import Task
    from store.unit import Unit
    from store.weeks import KeptWeek
    from store.workers import KeptWorker
    from store.writing import Writing

__all__ = ["Failure", "JobState", "KeptJob", "Progress", "SolveAnswer", "SolveTask"]

DISMISSED = "answer_dismissed"
WORKER_QUIET_S = 15  # a live worker beats every second


@dataclass(frozen=True, slots=True)
class Waiting:
    """
    Why a job does not go on.

    Parameters
    ----------
    ahead
        Jobs that were asked for before it and are not over.
    has_worker
        Whether anybody lives who does such jobs.
    """

    ahead: int
    has_worker: bool


def start_solve(
    desk: Desk,
    label: str,
    params: SolveParams,
    *,
    use_draft: bool = True,
    accept: bool | None = None,
) -> KeptJob:
    """
    Ask for a week's roster, made by a worker, and return the job; pins stay as they are.

    Parameters
    ----------
    use_draft
        Start from the week's latest version.
    accept
        Keep the answer as a new draft without asking; None: only if the week has no roster yet.

    Raises
    ------
    InputError
        When the week has no requirement, or is being solved already.
    """
    stamp = desk.stamp
    with desk.write("solve_started", unseen="only its answer changes a draft") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        problem_of(unit, week)
        require_free(unit.jobs.latest(week.id), label)
        at_once = unit.rosters.number(week.id) == 0 if accept is None else accept
        task = SolveTask(params, use_draft, at_once)
        number = unit.jobs.add(JobKind.SOLVE, desk.shop_id, task, stamp, week_id=week.id)
        unit.note(label, {"job": str(number)})
        return unit.jobs.get(number)


def require_free(job: KeptJob | None, name: str) -> None:
    """Raise InputError while a job goes on or waits."""
    require(job is None or job.state.is_over, "job_running", value=name)


def begun(unit: Writing, kind: JobKind, label: str, task: Task) -> KeptJob:
    """
    Ask a worker for something of a week, and note it; return the job.

    Raises
    ------
    InputError
        While a job of the kind goes on for the week, or waits.
    """
    week = unit.weeks.get(unit.shop_id, label)
    require_free(unit.jobs.latest_of_kind(kind, week_id=week.id), label)
    number = unit.jobs.add(kind, unit.shop_id, task, unit.stamp, week_id=week.id)
    unit.note(label, {"job": str(number)})
    return unit.jobs.get(number)


def job(desk: Desk, number: int) -> KeptJob:
    """Return a job as it stands."""
    with desk.read() as unit:
        return unit.jobs.get(number)


def latest_job(desk: Desk, label: str) -> KeptJob | None:
    """Return the newest job for a week's roster as it stands; None when there was none."""
    with desk.read() as unit:
        return unit.jobs.latest(unit.weeks.get(desk.shop_id, label).id)


def waiting(desk: Desk, job: KeptJob) -> Waiting | None:
    """Return what a job waits for; None: it does not wait, and whoever does it lives."""
    if job.state.is_over:
        return None
    with desk.read() as unit:
        lives = _has_worker(unit, job.shop_id, desk.now)
        if lives and job.state is JobState.RUNNING:
            return None
        return Waiting(unit.jobs.ahead_of(job.id), has_worker=lives)


def has_worker(desk: Desk) -> bool:
    """Return whether anybody lives who does the jobs of a shop."""
    with desk.read() as unit:
        return _has_worker(unit, desk.shop_id, desk.now)


def _has_worker(unit: Unit, shop_id: str, now: dt.datetime) -> bool:
    return any(
        each.shop_id in (None, shop_id) and is_alive(each, now) for each in unit.workers.all()
    )


def limit_before(desk: Desk) -> float | None:
    """Return how many seconds the shop's newest solve was given; None: none was, or no limit."""
    with desk.read() as unit:
        newest = unit.jobs.latest_of_shop(desk.shop_id)
    return None if newest is None else newest.task.params.time_limit_s


def is_alive(worker: KeptWorker, now: dt.datetime) -> bool:
    """Return whether a worker gave a sign of life just now."""
    return abs((now - worker.beat_at).total_seconds()) <= WORKER_QUIET_S


def stop_job(desk: Desk, number: int) -> None:
    """Ask a job to stop; it ends soon, with the best it has; one that waits ends at once."""
    with desk.write("solve_stopped", unseen="stopping loses nothing") as unit:
        unit.jobs.get(number)
        unit.jobs.ask_stop(number, desk.now)
        unit.note("", {"job": str(number)})


def answer_outdated(desk: Desk, job: KeptJob) -> Fault | None:
    """Return who changed the week's draft after a job began, and when; None: nobody did."""
    with desk.read() as unit:
        return _outdated(unit, job, unit.actions.start_of(job.shop_id, job.id))


def _outdated(unit: Unit, job: KeptJob, since: int) -> Fault | None:
    """Return the last change of a job's draft after an action; 0: it is not in the log."""
    draft = ("draft", week_of(unit, job).label)
    found = unit.changes.since(job.shop_id, draft, since) if since else None
    return None if found is None else change_fault(unit, job.shop_id, found, "answer_outdated")


def accept_answer(desk: Desk, number: int, *, over: int | None = None) -> int:
    """
    Keep a solve's roster as the week's new draft and return the draft's number.

    The roster is checked against the week as it is now: what changed since the solve began shows
    as violations.

    Parameters
    ----------
    over
        Version of the draft that the person was told of (``answer_outdated``) and lets the answer
        follow; None: they were told of no change.

    Raises
    ------
    InputError
        When the job has no roster, it was accepted before, or anybody, the person too, changed the
        draft after the solve began or after ``over``: the answer holds nothing of that.
    """
    with desk.write("answer_accepted", ("job", number)) as unit:
        job = unit.jobs.get(number)
        require(job.version_id is None, "answer_accepted", value=job.id)
        since = unit.actions.start_of(job.shop_id, number) if over is None else over
        outdated = _outdated(unit, job, since)
        if outdated is not None:
            raise InputError(outdated)
        return keep_answer(unit, job)


def week_of(unit: Unit, job: KeptJob) -> KeptWeek:
    """Return the week a job makes a roster of; raises InputError where it makes none."""
    if job.week_id is None:
        raise InputError(Fault("job_without_roster", value=str(job.id)))
    return unit.weeks.by_id(job.week_id)


def keep_answer(unit: Writing, job: KeptJob) -> int:
    """Keep a job's roster as a draft, inside a transaction; return the draft's number."""
    if job.answer is None or job.answer.result.roster is None:
        raise InputError(Fault("job_without_roster", value=str(job.id)))
    require(job.version_id is None, "answer_accepted", value=job.id)
    result = job.answer.result
    assert result.roster is not None
    week = week_of(unit, job)
    unit.touch(("draft", week.label))
    problem = problem_of(unit, week)
    version_id = unit.rosters.add(
        week.id,
        result.roster,
        origin=Origin.SOLVED,
        checked=Checked(verify_present(problem, result.roster), problem_key(problem)),
        proof=Proof(
            result.status,
            result.bound,
            result.seconds,
            result.ended_by_clock,
            job.task.params.seed,
            job.answer.question_key,
            job.answer.pins,
        ),
        stamp=unit.stamp,
    )
    unit.jobs.accepted(job.id, version_id)
    number = unit.rosters.number(week.id)
    unit.note(week.label, {"number": str(number), "job": str(job.id)})
    return number


def dismiss_job(desk: Desk, job: KeptJob) -> None:
    """Note that a job's answer, or how it failed, was seen and is not taken; it stays kept."""
    with desk.write("answer_dismissed", ("job", job.id)) as unit:
        unit.note(week_of(unit, job).label, {"job": str(job.id)})


def is_dismissed(desk: Desk, job: KeptJob) -> bool:
    """Return whether somebody put a job's answer aside, on whatever screen."""
    with desk.read() as unit:
        done = unit.actions.of(job.shop_id, week_of(unit, job).label)
    return any(one.name == DISMISSED and one.details["job"] == str(job.id) for one in done)
