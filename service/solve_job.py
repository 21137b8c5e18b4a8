"""The process of one solve, a week or scenario: ``python -m service.solve_job NUMBER``."""

from __future__ import annotations

import dataclasses
import datetime as dt
import signal
import sys
import threading
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING

from scheduler.errors import InputError, StoreError
from scheduler.solve.result import Progress
from service.desk import Desk, Person
from service.job_process import ended_well
from service.jobs import keep_answer
from service.roster.overriding import overrides_in, set_by_hand
from service.roster.question import problem_of, question_key
from service.trial.loop_job import close_rounds
from service.trial.scenario_result import compute
from store.database import Database, default_url
from store.jobs import Failure, JobState, SolveAnswer

if TYPE_CHECKING:
    from scheduler.solve.result import SolveResult
    from store.jobs import KeptJob
    from store.scenarios import ScenarioResult

BEAT_S = 0.5


class Heart:
    """
    Tells the database how far the solve is, and hears from it whether to stop.

    Parameters
    ----------
    database, number
        Where the job is kept, and under which number.
    """

    def __init__(self, database: Database, number: int) -> None:
        self._database = database
        self._number = number
        self.progress = Progress("starting", 0.0)
        self._stop = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> Heart:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def tell(self, progress: Progress) -> None:
        """Note progress; the next beat writes it."""
        self.progress = progress

    def finish(self, result: SolveResult | ScenarioResult) -> None:
        """Note what came out as the last progress."""
        self.progress = dataclasses.replace(
            self.progress, seconds=result.seconds, cost=result.cost, bound=result.bound
        )

    def ask_stop(self) -> None:
        """Ask the solve to stop."""
        self._stop.set()

    def stop_asked(self) -> bool:
        """Return whether the solve should stop."""
        return self._stop.is_set()

    def _beat(self) -> None:
        while not self._over.is_set():
            with suppress(StoreError), self._database.write() as unit:  # busy: the next beat tells
                if unit.jobs.beat(self._number, self.progress, dt.datetime.now(dt.UTC)):
                    self._stop.set()
            self._over.wait(BEAT_S)


def run(database: Database, number: int) -> None:
    """Solve what a job asks, and keep the answer or why there is none."""
    answer, failure = None, None
    with Heart(database, number) as heart:
        signal.signal(signal.SIGTERM, lambda *_: heart.ask_stop())
        try:
            answer = _answer(database, number, heart)
        except InputError as error:
            failure = Failure("InputError", str(error), error.faults)
        except Exception as error:  # the process ends here: whatever it was must be kept
            failure = Failure(type(error).__name__, traceback.format_exc())
    with database.write() as unit:
        unit.jobs.beat(number, heart.progress, dt.datetime.now(dt.UTC))
    _keep(database, number, answer, failure)
    with database.read() as unit:
        ended_well(unit.jobs.get(number))


def _keep(
    database: Database, number: int, answer: SolveAnswer | None, failure: Failure | None
) -> None:
    """
    Keep how a job ended and, where that was asked, its roster as a draft: both or neither.

    A job that was closed meanwhile, as its process seemed gone, stays closed: somebody may have
    started another.
    """
    now = dt.datetime.now(dt.UTC)
    state = JobState.DONE if failure is None else JobState.FAILED
    with database.read() as unit:
        job = unit.jobs.get(number)
        began = unit.actions.start_of(job.shop_id, number)
    desk = dataclasses.replace(_desk(database, job), seen=began)
    try:
        with desk.write(
            "answer_accepted",
            unseen="each job ends once",
        ) as unit:
            if unit.jobs.get(number).state.is_over:
                return
            unit.jobs.end(number, state, now, answer=answer, failure=failure)
            has_roster = answer is not None and answer.result.roster is not None
            if job.task.accept and has_roster:
                keep_answer(unit, unit.jobs.get(number))
    except InputError as error:  # the week changed meanwhile
        with database.write() as unit:
            if error.faults[0].code == "changed_meanwhile":  # the answer waits: a person decides
                unit.jobs.end(number, state, now, answer=answer, failure=failure)
                return
            failure = Failure("InputError", str(error), error.faults)
            unit.jobs.end(number, JobState.FAILED, now, answer=answer, failure=failure)


def _desk(database: Database, job: KeptJob) -> Desk:
    """Return the desk of whoever started a job."""
    return Desk(database, job.shop_id, Person(job.started.by), dt.datetime.now(dt.UTC))


def _answer(database: Database, number: int, heart: Heart) -> SolveAnswer | None:
    """Return the answer of a week's job; a scenario's result is kept with the scenario instead."""
    with database.read() as unit:
        job = unit.jobs.get(number)
        scenario = None if job.scenario_id is None else unit.scenarios.by_id(job.scenario_id)
    if job.task.rounds:
        return close_rounds(database, job, heart)
    if scenario is None:
        return _solve(database, number, heart)
    result = compute(
        _desk(database, job),
        scenario,
        job.task.params,
        simulation=job.task.simulation,
        listener=heart.tell,
        stop=heart.stop_asked,
    )
    heart.finish(result)
    with database.write() as unit:
        unit.scenarios.save_result(scenario.id, result)
    return None


def _solve(database: Database, number: int, heart: Heart) -> SolveAnswer:
    # slow to load; the heart beats
    from scheduler.repair import with_facts  # noqa: PLC0415 - as told above
    from scheduler.solve.strategy import solve  # noqa: PLC0415 - as told above

    with database.read() as unit:
        job = unit.jobs.get(number)
        week = unit.weeks.by_id(job.week_id)
        problem = problem_of(unit, week)
        latest = unit.rosters.latest(week.id)
        told = [one.value for one in overrides_in(unit, job.shop_id, week.label)]
    start = latest.version.roster if latest is not None and job.task.use_draft else None
    if problem.pins and latest is not None:
        by_hand = set_by_hand(problem, latest.version.roster, told)
        now_min = int(dt.datetime.now(dt.UTC).timestamp()) // 60
        problem = with_facts(dataclasses.replace(problem, overruled=by_hand), now_min)
    result: SolveResult = solve(
        problem, job.task.params, listener=heart.tell, stop=heart.stop_asked, start=start
    )
    heart.finish(result)
    return SolveAnswer(result, question_key(problem), problem.pins)


if __name__ == "__main__":
    run(Database(default_url()), int(sys.argv[1]))
