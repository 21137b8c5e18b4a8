"""A sweep of a week that a worker does: asked for, stopped, gone on with, its rows so far kept."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import require
from scheduler.solve.result import Progress
from scheduler.sweep import scenarios_of
from scheduler.sweep_row import SweepRow, without_wages
from service.asked_jobs import latest_asked
from service.demand.own_speeds import mark_of, own_speeds
from service.jobs import KeptJob, require_free, week_of
from service.settings import settings
from service.trial.fan_out import program
from service.trial.scenario_result import WeekAsIs, week_as_is
from service.whole_jobs import desk_of
from store.job_tasks import JobKind
from store.kept_job import JobState
from store.sweep_task import SweepAnswer, SweepTask

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.desk import Desk
    from service.job_listener import JobListener
    from store.held import HeldDatabase

__all__ = ["SweepAnswer", "SweepTask"]

KEEP_EACH_S = 1.0  # at most so often are the rows so far written
KEEP_SHARE = 10  # and never more than a tenth of the time goes into that


def start_sweep(desk: Desk, label: str, task: SweepTask) -> KeptJob:
    """
    Ask for many what-ifs of a week, worked out by a worker, and return the job.

    Raises
    ------
    InputError
        When the week has no requirement or forecast, the plan does not fit it or is too large, no
        cluster is set where one is asked for, or a sweep of the week goes on.
    """
    require(bool(settings().cluster) or not task.on_cluster, "cluster_not_set")
    with desk.write("sweep_started", unseen="it changes nothing") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        scenarios_of(task.plan, week_as_is(unit, desk.shop_id, label).problem)
        require_free(unit.jobs.latest_of_kind(JobKind.SWEEP, week_id=week.id), label)
        number = unit.jobs.add(JobKind.SWEEP, desk.shop_id, task, desk.stamp, week_id=week.id)
        unit.note(label, {"job": str(number)})
        return unit.jobs.get(number)


def resume_sweep(desk: Desk, label: str) -> None:
    """Let the newest sweep of a week go on where it stopped; raises InputError while it goes on."""
    with desk.write("sweep_resumed", unseen="it changes nothing") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        job = unit.jobs.latest_of_kind(JobKind.SWEEP, week_id=week.id)
        going = job is not None and unit.jobs.retry(job.id)
        require(going, "job_running", value=label)
        assert job is not None
        unit.note(label, {"job": str(job.id)})


@dataclass(frozen=True, slots=True)
class SweepStands:
    """
    The newest sweep of a week.

    Parameters
    ----------
    job
        As it stands.
    rows
        So far, in the order of the plan; without wages for whoever may not see them.
    is_outdated
        Whether the week, or the program, is another now than when the rows were worked out.
    """

    job: KeptJob
    rows: tuple[SweepRow, ...]
    is_outdated: bool


def latest_sweep(desk: Desk, label: str) -> SweepStands | None:
    """Return the newest sweep of a week; None: none was asked for."""
    job = latest_asked(desk, JobKind.SWEEP, label)
    if job is None or job.answer is None:
        return None if job is None else SweepStands(job, (), is_outdated=False)
    rows = job.answer.rows if desk.may("wages") else tuple(map(without_wages, job.answer.rows))
    with desk.database.read() as unit:  # the key alone, of the week as the job saw it
        now = (week_as_is(unit, desk.shop_id, label).key, program())
    is_outdated = (job.answer.week_key, job.answer.program) != now
    return SweepStands(job, rows, is_outdated=is_outdated)


def make_sweep(database: HeldDatabase, job: KeptJob, heart: JobListener) -> Callable[[], None]:
    """Work out what is left of a sweep; rows so far are kept meanwhile."""
    # slow to load; the heart beats
    from service.trial.sweeping import SweptWeek, rows_of  # noqa: PLC0415 - as told above

    desk = desk_of(database, job)
    with desk.read() as unit:
        week = week_as_is(unit, job.shop_id, week_of(unit, job).label)
    task: SweepTask = job.task
    learnt = None if task.to_simulate is None else own_speeds(desk).speeds
    kept = _Kept(database, job, week, mark_of(learnt))
    scenarios = scenarios_of(task.plan, week.problem)
    left = [each for each in scenarios if each.number not in kept.rows]
    question = SweptWeek(
        week.problem, week.forecast, task.to_solve, task.to_simulate, None, week.load, learnt
    )
    cluster = settings().cluster if task.on_cluster else ""
    begun, before = time.monotonic(), len(kept.rows)
    heart.tell(Progress("sweep", 0.0))
    for row in rows_of(
        question, left, processes=task.at_once, cluster=cluster, stop=heart.stop_asked
    ):
        seconds = time.monotonic() - begun
        done = len(kept.rows) + 1 - before
        kept.add(row, seconds / done * (len(left) - done))
        heart.tell(Progress("sweep", seconds))
    return lambda: _end(database, heart, kept.answer)


class _Kept:
    """The rows so far, written now and then; of another week, program or speeds do not count."""

    def __init__(self, database: HeldDatabase, job: KeptJob, week: WeekAsIs, speeds: str) -> None:
        old: SweepAnswer | None = job.answer
        self.database, self.key, self.speeds = database, (program(), week.key), speeds
        mine = (*self.key, speeds)
        is_same = old is not None and (old.program, old.week_key, old.speeds) == mine
        self.rows: dict[int, SweepRow] = {}
        if old is not None and is_same:
            self.rows = {row.number: row for row in old.rows}
        self.size = 1 + job.task.plan.size
        self.left_s: float | None = None
        self.next_at = 0.0

    @property
    def answer(self) -> SweepAnswer:
        rows = tuple(self.rows[number] for number in sorted(self.rows))
        return SweepAnswer(rows, self.size, *self.key, self.left_s, self.speeds)

    def add(self, row: SweepRow, left_s: float) -> None:
        self.rows[row.number] = row
        self.left_s = left_s
        began = time.monotonic()
        if began < self.next_at:
            return
        with self.database.write() as unit:
            unit.jobs.so_far(self.database.lease, self.answer)
        took = time.monotonic() - began
        self.next_at = time.monotonic() + max(KEEP_EACH_S, KEEP_SHARE * took)


def _end(database: HeldDatabase, heart: JobListener, answer: SweepAnswer) -> None:
    with database.write() as unit:
        if heart.is_handed_back and answer.left:
            unit.jobs.hand_back(database.lease, answer)
            return
        state = JobState.STOPPED if answer.left else JobState.DONE
        unit.jobs.end(database.lease, state, dt.datetime.now(dt.UTC), answer=answer)
