"""The work of jobs that make rosters: of a week, in rounds, of a scenario."""

from __future__ import annotations

import dataclasses
import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from scheduler.errors import InputError
from service.jobs import keep_answer, week_of
from service.roster.overriding import overrides_in, set_by_hand
from service.roster.question import problem_of, question_key
from service.trial.loop_job import close_rounds
from service.trial.scenario_result import compute
from service.whole_jobs import desk_of
from store.job_tasks import Failure, SolveAnswer
from store.kept_job import JobState

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.roster import Roster
    from scheduler.solve.result import SolveParams, SolveResult
    from service.job_listener import JobListener
    from store.held import HeldDatabase
    from store.kept_job import KeptJob
    from store.scenarios import ScenarioResult
    from store.unit import Unit

LEAST_S = 1.0  # for a solve that was handed back just before its end


def solve_week(database: HeldDatabase, job: KeptJob, heart: JobListener) -> Callable[[], None]:
    """Make a week's roster, from the best there was where the job was handed back."""
    # slow to load; the heart beats
    from scheduler.repair import with_facts  # noqa: PLC0415 - as told above
    from scheduler.solve.strategy import solve  # noqa: PLC0415 - as told above

    with database.read() as unit:
        week = week_of(unit, job)
        problem = problem_of(unit, week)
        latest = unit.rosters.latest(week.id)
        told = [one.value for one in overrides_in(unit, job.shop_id, week.label)]
    start = latest.version.roster if latest is not None and job.task.use_draft else None
    if problem.pins and latest is not None:
        by_hand = set_by_hand(problem, latest.version.roster, told)
        now_min = int(dt.datetime.now(dt.UTC).timestamp()) // 60
        problem = with_facts(dataclasses.replace(problem, overruled=by_hand), now_min)
    params, best = _left(job)
    result: SolveResult = solve(
        problem, params, listener=heart.tell, stop=heart.stop_asked, start=best or start
    )
    heart.finish(result)
    return _ended(database, job, heart, SolveAnswer(result, question_key(problem), problem.pins))


def _left(job: KeptJob) -> tuple[SolveParams, Roster | None]:
    """Return what is left of a job's limits, and the best it had when it was handed back."""
    best = None if job.answer is None else job.answer.result.roster
    limit_s = job.task.params.time_limit_s
    if best is None or limit_s is None:
        return job.task.params, best
    left_s = max(LEAST_S, limit_s - job.progress.seconds)
    return dataclasses.replace(job.task.params, time_limit_s=left_s), best


def make_rounds(database: HeldDatabase, job: KeptJob, heart: JobListener) -> Callable[[], None]:
    """Make a week's roster in rounds; those done so far are kept meanwhile."""
    return _ended(database, job, heart, close_rounds(database, job, heart))


def compute_scenario(
    database: HeldDatabase, job: KeptJob, heart: JobListener
) -> Callable[[], None]:
    """Compute a scenario; what came out is kept with it."""
    assert job.scenario_id is not None
    with database.read() as unit:
        scenario = unit.scenarios.by_id(job.scenario_id)
    result = compute(
        desk_of(database, job),
        scenario,
        job.task.params,
        simulation=job.task.simulation,
        listener=heart.tell,
        stop=heart.stop_asked,
    )
    heart.finish(result)
    return partial(_keep_scenario, database, heart, scenario.id, result)


def _keep_scenario(
    database: HeldDatabase, heart: JobListener, scenario_id: int, result: ScenarioResult
) -> None:
    with database.write() as unit:
        if heart.is_handed_back:
            unit.jobs.hand_back(database.lease, None)
            return
        unit.scenarios.save_result(scenario_id, result)
        unit.jobs.end(database.lease, _state(heart), dt.datetime.now(dt.UTC))


def _state(heart: JobListener) -> JobState:
    return JobState.STOPPED if heart.is_stopped else JobState.DONE


def _ended(
    database: HeldDatabase, job: KeptJob, heart: JobListener, answer: SolveAnswer
) -> Callable[[], None]:
    """Return what keeps an answer: as the end of the job, or as the best so far for another."""
    if not heart.is_handed_back or not answer.result.ended_by_clock:
        return partial(keep, database, job, answer, state=_state(heart))

    def back() -> None:
        best = answer if answer.result.roster is not None else None
        with database.write() as unit:
            unit.jobs.hand_back(database.lease, best)

    return back


def keep(database: HeldDatabase, job: KeptJob, answer: SolveAnswer, *, state: JobState) -> None:
    """
    Keep how a job ended and, where that was asked, its roster as a draft: both or neither.

    Raises
    ------
    LeaseLostError
        When the job is another's by now, or closed.
    """
    now = dt.datetime.now(dt.UTC)
    with database.read() as unit:
        began = unit.actions.start_of(job.shop_id, job.id)
    desk = dataclasses.replace(desk_of(database, job), seen=began)
    try:
        with desk.write("answer_accepted", unseen="each job ends once") as unit:
            unit.jobs.end(database.lease, state, now, answer=answer)
            if job.task.accept and answer.result.roster is not None:
                keep_answer(unit, unit.jobs.get(job.id))
    except InputError as error:  # the week changed meanwhile
        with database.write() as plain:
            _end_without_draft(plain, database, answer, error, state)


def _end_without_draft(
    unit: Unit, database: HeldDatabase, answer: SolveAnswer, error: InputError, state: JobState
) -> None:
    now = dt.datetime.now(dt.UTC)
    if error.faults[0].code == "changed_meanwhile":  # the answer waits: a person decides
        unit.jobs.end(database.lease, state, now, answer=answer)
        return
    failure = Failure("InputError", str(error), error.faults)
    unit.jobs.end(database.lease, JobState.FAILED, now, answer=answer, failure=failure)
