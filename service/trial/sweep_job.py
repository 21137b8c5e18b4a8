"""A sweep of a week that a worker does: asked for, stopped, gone on with, its rows so far kept."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.errors import require
from scheduler.solve.result import Progress
from scheduler.sweep import scenarios_of
from scheduler.sweep_row import SweepRow, without_wages
from scheduler.sweep_search import SearchFound
from scheduler.whatif import unpriced
from service.asked_jobs import latest_asked
from service.demand.own_speeds import mark_of, own_speeds
from service.jobs import KeptJob, begun, week_of
from service.settings import settings
from service.trial.fan_out import program
from service.trial.scenario_result import WeekAsIs, week_as_is
from service.whole_jobs import desk_of
from store.job_tasks import JobKind
from store.kept_job import JobState
from store.sweep_task import SweepAnswer, SweepTask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from scheduler.sweep import Scenario
    from service.desk import Desk
    from service.job_listener import JobListener
    from service.trial.sweep_search import PlanSearch
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
        cluster is set where one is asked for, a budget is given and an hourly cost is not known, or
        a sweep of the week goes on.
    """
    require(bool(settings().cluster) or not task.on_cluster, "cluster_not_set")
    with desk.write("sweep_started", unseen="it changes nothing") as unit:
        problem = week_as_is(unit, desk.shop_id, label).problem
        scenarios_of(task.plan, problem)
        is_free = task.goal is None or task.goal.budget is None
        require(is_free or not unpriced(problem), "search_unpriced")
        return begun(unit, JobKind.SWEEP, label, task)


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
    found
        What a search came to so far; None: nothing is looked for.
    """

    job: KeptJob
    rows: tuple[SweepRow, ...]
    is_outdated: bool
    found: SearchFound | None = None

    @property
    def size(self) -> int:
        """Return how many scenarios there are, of a search at most."""
        answer: SweepAnswer | None = self.job.answer
        task: SweepTask = self.job.task
        return 1 + task.plan.size if answer is None else answer.size


def latest_sweep(desk: Desk, label: str) -> SweepStands | None:
    """Return the newest sweep of a week; None: none was asked for."""
    job = latest_asked(desk, JobKind.SWEEP, label)
    if job is None or job.answer is None:
        return None if job is None else SweepStands(job, (), is_outdated=False)
    rows, found = job.answer.rows, job.answer.found
    if not desk.may("wages"):
        rows = tuple(map(without_wages, rows))
        found = None if found is None else _without_wages(found)
    with desk.database.read() as unit:  # the key alone, of the week as the job saw it
        now = (week_as_is(unit, desk.shop_id, label).key, program())
    is_outdated = (job.answer.week_key, job.answer.program) != now
    return SweepStands(job, rows, is_outdated, found)


def _without_wages(found: SearchFound) -> SearchFound:
    """Return what a search found as whoever may not see wages sees it."""
    return replace(
        found,
        best=None if found.best is None else without_wages(found.best),
        proven_cost=None if found.is_money else found.proven_cost,
        front=tuple(map(without_wages, found.front)),
    )


def make_sweep(database: HeldDatabase, job: KeptJob, heart: JobListener) -> Callable[[], None]:
    """Work out what is left of a sweep; rows so far are kept meanwhile."""
    # slow to load; the heart beats
    from service.trial.sweep_search import PlanSearch  # noqa: PLC0415 - as told above
    from service.trial.sweeping import SweptWeek, rows_of  # noqa: PLC0415 - as told above

    desk = desk_of(database, job)
    with desk.read() as unit:
        week = week_as_is(unit, job.shop_id, week_of(unit, job).label)
    task: SweepTask = job.task
    learnt = None if task.to_simulate is None else own_speeds(desk).speeds
    kept = _Kept(database, job, week, mark_of(learnt))
    scenarios = scenarios_of(task.plan, week.problem)
    question = SweptWeek(
        week.problem, week.forecast, task.to_solve, task.to_simulate, None, week.load, learnt
    )
    cluster = settings().cluster if task.on_cluster else ""
    parts: Iterable[Sequence[Scenario]] = (scenarios,)
    if task.goal is not None:
        kept.search = PlanSearch(scenarios, question, task.goal)
        parts = kept.search.parts(kept.rows, 0 if cluster else task.at_once)
    begun, before = time.monotonic(), len(kept.rows)
    heart.tell(Progress("sweep", 0.0))
    for part in parts:
        left = [each for each in part if each.number not in kept.rows]
        for row in rows_of(
            question, left, processes=task.at_once, cluster=cluster, stop=heart.stop_asked
        ):
            seconds = time.monotonic() - begun
            done = len(kept.rows) + 1 - before
            kept.add(row, seconds / done)
            heart.tell(Progress("sweep", seconds))
        if heart.stop_asked():
            break
    else:
        kept.is_over = True
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
        self.search: PlanSearch | None = None
        self.is_over = False
        self.left_s: float | None = None
        self.next_at = 0.0

    @property
    def answer(self) -> SweepAnswer:
        rows = tuple(self.rows[number] for number in sorted(self.rows))
        if self.search is None:
            return SweepAnswer(rows, self.size, *self.key, self.left_s, self.speeds)
        size = len(rows) if self.is_over else max(len(rows) + 1, len(self.search.order))
        found = self.search.found(self.rows)
        return SweepAnswer(rows, size, *self.key, self.left_s, self.speeds, found)

    def add(self, row: SweepRow, seconds_each: float) -> None:
        self.rows[row.number] = row
        most = self.size if self.search is None else len(self.search.order)
        self.left_s = seconds_each * max(0, most - len(self.rows))
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
