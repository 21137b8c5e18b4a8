"""Asking workers for what is no roster: a month's payout, a file, a design."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from scheduler.errors import require
from service.file_kinds import KINDS
from service.jobs import begun, require_free, week_of
from service.roster.question import problem_of, question_key
from service.shop.importing import ImportKind
from store.files.told import NOBODY_SAYS, NamesTold
from store.job_tasks import DesignTask, ImportTask, JobKind, PayoutTask, WhyTask

if TYPE_CHECKING:
    from pathlib import Path

    from kpi.month import Month
    from service.desk import Desk
    from service.roster.designing import DesignAsked
    from store.kept_job import KeptJob
    from store.unit import Unit

__all__ = ["JobKind"]

LATE = dt.timedelta(days=1)
MOST = 200  # the newest jobs of a shop that are looked through for its files


def start_payout(desk: Desk, month: Month, *, pay: bool = True, correction: str = "") -> KeptJob:
    """
    Ask for a month to be scored and paid from what is known of it now.

    Raises
    ------
    InputError
        When it is being scored already, or changed since the person looked; where it changes before
        a worker takes the job, the job fails with that.
    """
    task = PayoutTask(month, pay, correction)
    with desk.write("payout_started", unseen="only its run changes the month") as unit:
        unit.expect(("month", month))
        require_free(_payout_in(unit, desk.shop_id, month), str(month))
        number = unit.jobs.add(JobKind.PAYOUT, desk.shop_id, task, desk.stamp)
        unit.note(str(month), {"job": str(number)})
        return unit.jobs.get(number)


def latest_payout(desk: Desk, month: Month) -> KeptJob | None:
    """Return the newest payout asked for a shop, where it is of this month; else None."""
    with desk.read() as unit:
        return _payout_in(unit, desk.shop_id, month)


def _payout_in(unit: Unit, shop_id: str, month: Month) -> KeptJob | None:
    job = unit.jobs.latest_of_kind(JobKind.PAYOUT, shop_id=shop_id)
    return job if job is not None and job.task.month == month else None


def start_import(
    desk: Desk, kind: str, file: Path, *, reason: str | None = None, told: NamesTold = NOBODY_SAYS
) -> KeptJob:
    """
    Ask for a file to be taken in; its content is kept with the job until that is done.

    Parameters
    ----------
    kind
        Name of an ``ImportKind``.
    reason
        Why unusual numbers in it are meant; None: with such numbers it is refused.
    told
        What is said of how it calls things, beside what the shop said before.

    Raises
    ------
    InputError
        When there is no such kind. What is wrong with the file is told by the job.
    """
    require(kind in set(ImportKind), "job_file_kind", value=kind)
    assert ImportKind(kind) in KINDS
    task = ImportTask(kind, file.name, reason, told)
    content = file.read_bytes()
    with desk.write("import_started", unseen="only what the file holds changes anything") as unit:
        number = unit.jobs.add(JobKind.IMPORT, desk.shop_id, task, desk.stamp)
        unit.jobs.keep_file(number, content)
        unit.note(file.name, {"job": str(number)})
        return unit.jobs.get(number)


def imports_of_late(desk: Desk) -> tuple[KeptJob, ...]:
    """Return the files left to workers that are not taken in yet or were asked for within a day."""
    with desk.read() as unit:
        found = unit.jobs.of_shop(desk.shop_id, MOST)
    return tuple(
        one
        for one in found
        if one.kind is JobKind.IMPORT
        and one.shop_id == desk.shop_id
        and (not one.state.is_over or desk.now - one.started.at < LATE)
    )


def start_design(desk: Desk, label: str, asked: DesignAsked) -> KeptJob:
    """
    Ask for the curve of a week's menus.

    Raises
    ------
    InputError
        When it has no requirement, or is being designed already.
    """
    clocks = (asked.first_clock, asked.last_clock, asked.step_min)
    task = DesignTask(label, asked.most, *clocks, asked.seconds)
    with desk.write("design_started", unseen="it changes nothing") as unit:
        problem_of(unit, unit.weeks.get(desk.shop_id, label))
        return begun(unit, JobKind.DESIGN, label, task)


def start_why(desk: Desk, label: str, seconds: float) -> KeptJob:
    """
    Ask why a week has no roster.

    Raises
    ------
    InputError
        When it has no requirement, or that is being looked for already.
    """
    with desk.write("why_started", unseen="it changes nothing") as unit:
        problem_of(unit, unit.weeks.get(desk.shop_id, label))
        return begun(unit, JobKind.WHY, label, WhyTask(label, seconds))


def latest_asked(desk: Desk, kind: JobKind, label: str) -> KeptJob | None:
    """Return the newest job of a kind asked for on a week's page; None: none was asked for."""
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        return unit.jobs.latest_of_kind(kind, week_id=week.id)


def is_design_outdated(desk: Desk, job: KeptJob) -> bool:
    """Return whether people, rules or requirement of its week are others than a design's."""
    with desk.read() as unit:
        problem = problem_of(unit, week_of(unit, job))
    return job.answer is None or job.answer.question_key != question_key(problem)
