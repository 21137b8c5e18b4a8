"""Asking workers for what is no roster: a month's payout, a file, a design."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import require
from service.file_kinds import KINDS
from service.roster.question import problem_of
from service.shop.importing import ImportKind
from store.job_tasks import DesignTask, ImportTask, JobKind, PayoutTask

if TYPE_CHECKING:
    from pathlib import Path

    from kpi.month import Month
    from service.desk import Desk
    from service.roster.designing import DesignAsked
    from store.kept_job import KeptJob


def start_payout(desk: Desk, month: Month, *, pay: bool = True, correction: str = "") -> KeptJob:
    """Ask for a month to be scored and paid from what is known when a worker takes it."""
    task = PayoutTask(month, pay, correction)
    with desk.write("payout_started", unseen="only its run changes the month") as unit:
        number = unit.jobs.add(JobKind.PAYOUT, desk.shop_id, task, desk.stamp)
        unit.note(str(month), {"job": str(number)})
        return unit.jobs.get(number)


def start_import(desk: Desk, kind: str, file: Path, *, reason: str | None = None) -> KeptJob:
    """
    Ask for a file to be taken in; its content is kept with the job until that is done.

    Parameters
    ----------
    kind
        Name of an ``ImportKind``.
    reason
        Why unusual numbers in it are meant; None: with such numbers it is refused.

    Raises
    ------
    InputError
        When there is no such kind. What is wrong with the file is told by the job.
    """
    require(kind in set(ImportKind), "job_file_kind", value=kind)
    assert ImportKind(kind) in KINDS
    task = ImportTask(kind, file.name, reason)
    content = file.read_bytes()
    with desk.write("import_started", unseen="only what the file holds changes anything") as unit:
        number = unit.jobs.add(JobKind.IMPORT, desk.shop_id, task, desk.stamp)
        unit.jobs.keep_file(number, content)
        unit.note(file.name, {"job": str(number)})
        return unit.jobs.get(number)


def start_design(desk: Desk, label: str, asked: DesignAsked) -> KeptJob:
    """Ask for the curve of a week's menus; raises InputError where it has no requirement."""
    clocks = (asked.first_clock, asked.last_clock, asked.step_min)
    task = DesignTask(label, asked.most, *clocks, asked.seconds)
    with desk.write("design_started", unseen="it changes nothing") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        problem_of(unit, week)
        number = unit.jobs.add(JobKind.DESIGN, desk.shop_id, task, desk.stamp, week_id=week.id)
        unit.note(label, {"job": str(number)})
        return unit.jobs.get(number)
