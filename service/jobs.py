"""
Solves that run in processes of their own.

What a solve reports and whether it should stop passes through the database, so that any page, in
any session, sees it; it goes on when the page is closed, and its answer waits to be accepted.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from scheduler.solve.result import Progress, SolveParams
from scheduler.verify.checker import verify_present
from service import job_process
from service.roster.question import problem_key, problem_of
from store.jobs import Failure, JobState, KeptJob, SolveAnswer, SolveTask
from store.rosters import Checked, Origin, Proof
from store.writing import change_fault

if TYPE_CHECKING:
    import datetime as dt

    from service.desk import Desk
    from store.database import Database
    from store.unit import Unit
    from store.writing import Writing

__all__ = ["Failure", "JobState", "KeptJob", "Progress", "SolveAnswer", "SolveTask"]

DISMISSED = "answer_dismissed"
QUIET_S = 5  # a live process beats twice a second
LOST_S = 300  # longer than anything that could hold up its heart


def start_solve(
    desk: Desk,
    label: str,
    params: SolveParams,
    *,
    use_draft: bool = True,
    accept: bool | None = None,
) -> KeptJob:
    """
    Start solving a week in a process of its own and return the job; pins stay as they are.

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
    close_lost(desk.database, desk.now)
    with desk.write("solve_started", unseen="only its answer changes a draft") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        problem_of(unit, week)
        require_free(unit.jobs.latest(week.id), label, desk.now)
        at_once = unit.rosters.number(week.id) == 0 if accept is None else accept
        number = unit.jobs.add(desk.shop_id, week.id, SolveTask(params, use_draft, at_once), stamp)
        unit.note(label, {"job": str(number)})
    return launch(desk.database, number)


def require_free(job: KeptJob | None, name: str, now: dt.datetime) -> None:
    """Raise InputError while a job goes on."""
    busy = job is not None and not as_it_stands(job, now).state.is_over
    require(not busy, "job_running", value=name)


def launch(database: Database, number: int) -> KeptJob:
    """Start the process of a job that was noted, and return the job."""
    with database.read() as unit:
        pid = job_process.start(database.url, unit.jobs.get(number))
    with database.write() as unit:
        unit.jobs.started(number, pid)
        return unit.jobs.get(number)


def job(desk: Desk, number: int) -> KeptJob:
    """Return a job as it stands; one whose process is gone without a word has state ``died``."""
    close_lost(desk.database, desk.now)
    with desk.read() as unit:
        found = unit.jobs.get(number)
    return _told(desk, found)


def latest_job(desk: Desk, label: str) -> KeptJob | None:
    """Return a week's newest job as it stands; None when there was none."""
    close_lost(desk.database, desk.now)
    with desk.read() as unit:
        found = unit.jobs.latest(unit.weeks.get(desk.shop_id, label).id)
    return None if found is None else _told(desk, found)


def _told(desk: Desk, found: KeptJob) -> KeptJob:
    """Return a job as it stands, which is what the table says then: it may have died just now."""
    stands = as_it_stands(found, desk.now)
    if stands.state is not found.state:
        close_lost(desk.database, desk.now)
    return stands


def close_lost(database: Database, now: dt.datetime) -> None:
    """Note in the table which jobs' processes are gone, whoever looks first; of all shops."""
    with database.read() as unit:
        lost = [one for one in unit.jobs.unfinished() if not _seems_alive(one, now)]
    if lost:
        with database.write() as unit:
            for one in lost:
                unit.jobs.close_lost(one, job_process.end_of(one))


def as_it_stands(job: KeptJob, now: dt.datetime) -> KeptJob:
    """Return a job with the state its process is really in, and why it ended if it died."""
    if job.state.is_over or _seems_alive(job, now):
        return job
    return dataclasses.replace(job.died(), failure=job_process.end_of(job))


def _seems_alive(job: KeptJob, now: dt.datetime) -> bool:
    quiet_s = (now - job.beat_at).total_seconds()
    if quiet_s <= QUIET_S:
        return True
    return quiet_s <= LOST_S and (job.pid is None or job_process.is_alive(job.pid))


def stop_job(desk: Desk, number: int) -> None:
    """Ask a solve to stop; it ends soon, with the best roster it has."""
    with desk.write("solve_stopped", unseen="stopping loses nothing") as unit:
        unit.jobs.get(number)
        unit.jobs.ask_stop(number)
        unit.note("", {"job": str(number)})


def answer_outdated(desk: Desk, job: KeptJob) -> Fault | None:
    """Return who changed the week's draft after a job began, and when; None: nobody did."""
    with desk.read() as unit:
        return _outdated(unit, job, unit.actions.start_of(job.shop_id, job.id))


def _outdated(unit: Unit, job: KeptJob, since: int) -> Fault | None:
    """Return the last change of a job's draft after an action; 0: it is not in the log."""
    draft = ("draft", unit.weeks.by_id(job.week_id).label)
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


def keep_answer(unit: Writing, job: KeptJob) -> int:
    """Keep a job's roster as a draft, inside a transaction; return the draft's number."""
    if job.answer is None or job.answer.result.roster is None:
        raise InputError(Fault("job_without_roster", value=str(job.id)))
    require(job.version_id is None, "answer_accepted", value=job.id)
    result = job.answer.result
    assert result.roster is not None
    week = unit.weeks.by_id(job.week_id)
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
        unit.note(unit.weeks.by_id(job.week_id).label, {"job": str(job.id)})


def is_dismissed(desk: Desk, job: KeptJob) -> bool:
    """Return whether somebody put a job's answer aside, on whatever screen."""
    with desk.read() as unit:
        done = unit.actions.of(job.shop_id, unit.weeks.by_id(job.week_id).label)
    return any(one.name == DISMISSED and one.details["job"] == str(job.id) for one in done)
