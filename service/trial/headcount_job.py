"""The fewest people of weeks, found by a worker: asked for, done, and whether it still stands."""

from __future__ import annotations

import datetime as dt
import time
from functools import partial
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError
from scheduler.solve.result import Progress
from service.jobs import begun
from service.roster.question import problem_of, question_key
from service.whole_jobs import desk_of
from store.headcount_task import PeopleAnswer, PeopleTask, PeopleWeek
from store.job_tasks import JobKind
from store.kept_job import JobState

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.desk import Desk
    from service.job_listener import JobListener
    from store.held import HeldDatabase
    from store.kept_job import KeptJob

__all__ = ["PeopleAnswer", "PeopleTask", "PeopleWeek"]


def start_people(desk: Desk, opened: str, task: PeopleTask) -> KeptJob:
    """
    Ask for the fewest people of weeks.

    Parameters
    ----------
    opened
        Label of the week on whose page that is asked; its answer is found there.

    Raises
    ------
    InputError
        When no week is named, one has no requirement, or it is being looked for already.
    """
    if not task.weeks:
        raise InputError(Fault("headcount_no_week", column="weeks"))
    with desk.write("people_started", unseen="it changes nothing") as unit:
        for label in task.weeks:
            problem_of(unit, unit.weeks.get(desk.shop_id, label))
        return begun(unit, JobKind.PEOPLE, opened, task)


def changed_since(desk: Desk, answer: PeopleAnswer) -> list[str]:
    """Return the weeks of an answer whose people, rules or requirement are others by now."""
    with desk.read() as unit:
        return [
            each.line.week
            for each in answer.weeks
            if question_key(problem_of(unit, unit.weeks.get(desk.shop_id, each.line.week)))
            != each.question_key
        ]


def find_people(database: HeldDatabase, job: KeptJob, heart: JobListener) -> Callable[[], None]:
    """Look for the fewest people of each week; a stop keeps what is known by then."""
    from service.trial.headcount import headcount_week  # noqa: PLC0415 - slow to load; the heart beats

    task = job.task
    assert isinstance(task, PeopleTask)
    begun, phase = time.monotonic(), ["headcount_bound"]

    def hear(progress: Progress) -> None:
        phase[0] = progress.phase

    def stop() -> bool:
        heart.tell(Progress(phase[0], time.monotonic() - begun))
        return heart.stop_asked()

    found: list[PeopleWeek] = []
    for label in task.weeks:
        if heart.stop_asked():
            break
        week = headcount_week(
            desk_of(database, job),
            label,
            task.asked,
            vendor=task.vendor,
            level=task.level,
            listener=hear,
            stop=stop,
        )
        found.append(PeopleWeek(week.line, week.shown.roster, week.question_key))
    return partial(_keep, database, heart, PeopleAnswer(tuple(found)))


def _keep(database: HeldDatabase, heart: JobListener, answer: PeopleAnswer) -> None:
    with database.write() as unit:
        if heart.is_handed_back:
            unit.jobs.hand_back(database.lease, None)
            return
        state = JobState.STOPPED if heart.is_stopped else JobState.DONE
        unit.jobs.end(database.lease, state, dt.datetime.now(dt.UTC), answer=answer)
