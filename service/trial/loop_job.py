"""Rosters made in rounds, by a worker: simulated, asked for more, made again."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

from scheduler.errors import require
from scheduler.limits import require_within
from service.jobs import KeptJob, require_free, week_of
from service.roster.question import problem_of, question_key
from store.job_tasks import JobKind, LoopRound, SolveAnswer, SolveTask
from store.simulations import SimulatedMeasure

if TYPE_CHECKING:
    from scheduler.simulate.params import SimulationParams
    from scheduler.solve.result import Progress, SolveParams
    from service.desk import Desk
    from service.job_listener import JobListener
    from service.trial.closing import Closed, SolvedRound
    from store.held import HeldDatabase

__all__ = ["LoopRound"]


def start_rounds(
    desk: Desk, label: str, params: SolveParams, *, rounds: int, simulation: SimulationParams
) -> KeptJob:
    """
    Ask for a week's roster in rounds, done by a worker, and return the job.

    Each roster is simulated; where it misses its target, the next is asked for more people, where
    it lies far above for fewer. The best waits to be accepted; the week's requirement stays as it
    is.

    Parameters
    ----------
    params
        Limits of each round.
    rounds
        At most, at least 1.
    simulation
        Of each round, the same customers for all.

    Raises
    ------
    InputError
        When the week has no requirement or no forecast, or is being solved already.
    """
    require(rounds >= 1, "not_positive", column="rounds", value=rounds)
    require_within("rounds", rounds, column="rounds")
    stamp = desk.stamp
    with desk.write("rounds_started", unseen="only its answer changes a draft") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        problem_of(unit, week)
        unit.demand.forecast_of(week)
        require_free(unit.jobs.latest(week.id), label)
        task = SolveTask(params, simulation=simulation, rounds=rounds)
        number = unit.jobs.add(JobKind.ROUNDS, desk.shop_id, task, stamp, week_id=week.id)
        unit.note(label, {"job": str(number)})
        return unit.jobs.get(number)


def close_rounds(database: HeldDatabase, job: KeptJob, heart: JobListener) -> SolveAnswer:
    """Return the best roster of the rounds a job asks for; what is done so far is kept."""
    from service.trial.closing import close_loop  # noqa: PLC0415 - slow to load; the heart beats

    with database.read() as unit:
        week = week_of(unit, job)
        problem = problem_of(unit, week)
        forecast_id = week.forecast_id
        assert forecast_id is not None
        forecast = unit.demand.forecast(forecast_id).forecast
        simulation = job.task.simulation
    assert simulation is not None
    key, began = question_key(problem), dt.datetime.now(dt.UTC)

    def tell(progress: Progress) -> None:
        seconds = (dt.datetime.now(dt.UTC) - began).total_seconds()
        heart.tell(dataclasses.replace(progress, seconds=seconds))

    def keep(closed: Closed) -> None:
        with database.write() as unit:
            unit.jobs.so_far(database.lease, _answer(closed, key))

    closed = close_loop(
        problem,
        forecast,
        job.task.params,
        simulation=simulation,
        rounds=job.task.rounds,
        listener=tell,
        tried=keep,
        stop=heart.stop_asked,
    )
    heart.finish(closed.best.solved.result)
    return _answer(closed, key)


def _answer(closed: Closed, key: str) -> SolveAnswer:
    return SolveAnswer(
        closed.best.solved.result,
        key,
        closed.best.solved.problem.pins,
        tuple(_round(each) for each in closed.rounds),
        closed.rounds.index(closed.best),
    )


def _round(each: SolvedRound) -> LoopRound:
    result, verdict, levels = each.solved.result, each.solved.verdict, each.levels
    roster, found = result.roster, each.simulation
    return LoopRound(
        asked_hours=each.required.hours,
        rostered_hours=None if roster is None else sum(s.work_min for s in roster.shifts) / 60,
        cost=result.cost,
        breaches=0 if verdict is None else len(verdict.stretches),
        hours_met=0 if levels is None else int(levels.is_met.sum()),
        held_share=0.0 if levels is None else levels.held_share,
        hours_missed=0 if levels is None else int((levels.missed & levels.is_met).sum()),
        level=None if found is None else SimulatedMeasure.of(found.total.service_level, ()),
        hours=0 if levels is None else int(levels.counts.sum()),
        all_held_share=None if levels is None else levels.all_held_share,
        held_chats=None if levels is None else levels.all_held_chats,
        hours_short=0 if levels is None else int(levels.missed_short.sum()),
    )
