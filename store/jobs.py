"""Long work in processes of its own: what was asked, how far it is, what came out."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from scheduler.errors import Fault
from scheduler.shift import Shift
from scheduler.simulate.params import SimulationParams
from scheduler.solve.result import Progress, SolveParams, SolveResult
from store import tables as t
from store.documents import from_document, to_document
from store.repository import Repository
from store.simulations import SimulatedMeasure
from store.stamp import Stamp
from store.table_rows import columns_of, value_of

if TYPE_CHECKING:
    from sqlalchemy import Row


class JobState(StrEnum):
    """How far a job is."""

    STARTING = "starting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    DIED = "died"  # its process is gone and said nothing

    @property
    def is_over(self) -> bool:
        """Return whether nothing more will come."""
        return self not in (JobState.STARTING, JobState.RUNNING)


GOING = tuple(state.value for state in JobState if not state.is_over)


@dataclass(frozen=True, slots=True)
class SolveTask:
    """
    What a solve was asked.

    Parameters
    ----------
    params
        Its limits.
    use_draft
        Start from the week's latest version.
    accept
        Keep the answer as a new draft at once, without asking.
    simulation
        Of a scenario: simulate its roster too; None: do not. Of rounds: how each is simulated.
    rounds
        Rosters to make at most, each asked for more people where the last missed its targets in
        simulation; 0: a plain solve.
    """

    params: SolveParams
    use_draft: bool = True
    accept: bool = False
    simulation: SimulationParams | None = None
    rounds: int = 0


@dataclass(frozen=True, slots=True)
class LoopRound:
    """
    What one roster of several rounds came to.

    Parameters
    ----------
    asked_hours, rostered_hours
        Agent-hours it was asked for, and those its shifts work; None: there is no roster.
    cost
        For the week's own requirement; None: there is no roster.
    breaches
        Hard rules it breaks.
    hours_met
        Hours with chats, of all posts, in which the people required are there.
    held_share
        Share of those that reach their target.
    hours_missed
        Those below it by more than their interval.
    level
        Share answered in time, of all posts; None: there is no roster.
    """

    asked_hours: float
    rostered_hours: float | None
    cost: float | None
    breaches: int
    hours_met: int
    held_share: float
    hours_missed: int
    level: SimulatedMeasure | None


@dataclass(frozen=True, slots=True)
class SolveAnswer:
    """
    What came out of a solve, and of which question.

    Parameters
    ----------
    result
        The answer.
    question_key
        Key of the problem without its pins.
    pins
        The pins it had.
    rounds
        What each round came to; empty: it was a plain solve.
    best
        Number of the round, from 0, whose roster this is.
    """

    result: SolveResult
    question_key: str
    pins: tuple[Shift, ...]
    rounds: tuple[LoopRound, ...] = ()
    best: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """
    Why a job failed.

    Parameters
    ----------
    kind
        Name of the error's class.
    text
        Its message, for the log.
    faults
        What is wrong with the input, when that was it.
    """

    kind: str
    text: str
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptJob:
    """
    A job with all that is kept of it.

    Parameters
    ----------
    id, shop_id, week_id, scenario_id
        Its number in the database, whose it is, for which week, and for which scenario of it;
        None: for the week itself.
    state
        How far it is.
    task
        What was asked.
    pid
        Its process; None: not started yet.
    progress
        What it last told.
    stop_asked
        Whether it was asked to stop.
    beat_at
        When it last gave a sign of life.
    started
        By whom and when.
    ended_at
        When it ended; None: not yet.
    answer
        What came out; None: nothing yet. Of rounds that go on: the best so far.
    failure
        Why it failed; None: it did not.
    version_id
        The draft made of its answer; None: none yet.
    """

    id: int
    shop_id: str
    week_id: int
    scenario_id: int | None
    state: JobState
    task: SolveTask
    pid: int | None
    progress: Progress
    stop_asked: bool
    beat_at: dt.datetime
    started: Stamp
    ended_at: dt.datetime | None = None
    answer: SolveAnswer | None = None
    failure: Failure | None = None
    version_id: int | None = None

    def died(self) -> KeptJob:
        """Return the job as one whose process is gone."""
        return dataclasses.replace(self, state=JobState.DIED)


def _job(row: Row[Any]) -> KeptJob:
    progress = Progress(row.phase, row.seconds, row.cost, row.bound)
    answer = None if row.result is None else from_document(SolveAnswer, row.result)
    return value_of(KeptJob, row, progress=progress, answer=answer)


class Jobs(Repository):
    """The jobs of the shops."""

    def add(
        self,
        shop_id: str,
        week_id: int,
        task: SolveTask,
        stamp: Stamp,
        *,
        scenario_id: int | None = None,
    ) -> int:
        """Note a job that is about to start and return its number."""
        new = KeptJob(
            id=0,
            shop_id=shop_id,
            week_id=week_id,
            scenario_id=scenario_id,
            state=JobState.STARTING,
            task=task,
            pid=None,
            progress=Progress("starting", 0.0, None, None),
            stop_asked=False,
            beat_at=stamp.at,
            started=stamp,
        )
        return self._added(t.job, columns_of(t.job, new.progress) | columns_of(t.job, new))

    def get(self, number: int) -> KeptJob:
        """Return a job; raises InputError when there is none of that number."""
        return _job(self._needed("unknown_job", t.job, id=number))

    def latest(self, week_id: int) -> KeptJob | None:
        """Return the newest job for a week itself; None when there was none."""
        return self._newest(week_id=week_id, scenario_id=None)

    def latest_of_scenario(self, scenario_id: int) -> KeptJob | None:
        """Return a scenario's newest job; None when there was none."""
        return self._newest(scenario_id=scenario_id)

    def _newest(self, **held: int | None) -> KeptJob | None:
        of = [t.job.c[name] == value for name, value in held.items()]
        row = self._first(t.job, *of, by=[t.job.c.id.desc()])
        return None if row is None else _job(row)

    def unfinished(self) -> tuple[KeptJob, ...]:
        """Return the jobs that are not over, of all shops."""
        return tuple(map(_job, self._rows(t.job, t.job.c.state.in_(GOING))))

    def close_lost(self, job: KeptJob, failure: Failure | None = None) -> None:
        """Note that a process is gone and why, unless it gave a sign of life since it was read."""
        quiet = (t.job.c.id == job.id, t.job.c.beat_s == int(job.beat_at.timestamp()))
        why = None if failure is None else to_document(failure)
        values = {"state": JobState.DIED.value, "ended_s": t.job.c.beat_s, "failure": why}
        self._change(t.job, values, *quiet, t.job.c.state.in_(GOING))

    def started(self, number: int, pid: int) -> None:
        """Note the process of a job."""
        self._set(number, pid=pid)

    def beat(self, number: int, progress: Progress, at: dt.datetime) -> bool:
        """Note a sign of life; return whether the job should stop: it was asked to, or closed."""
        beat = {"state": JobState.RUNNING.value, "beat_s": int(at.timestamp())}
        row = columns_of(t.job, progress) | beat
        if self._change(t.job, row, t.job.c.state.in_(GOING), id=number) == 0:
            return True
        return bool(self._cells(t.job.c.stop_asked, id=number)[0])

    def ask_stop(self, number: int) -> None:
        """Ask a job to stop with the best it has."""
        self._set(number, stop_asked=True)

    def so_far(self, number: int, answer: SolveAnswer) -> None:
        """Note the best there is while a job goes on."""
        self._set(number, result=to_document(answer))

    def end(
        self,
        number: int,
        state: JobState,
        at: dt.datetime,
        *,
        answer: SolveAnswer | None = None,
        failure: Failure | None = None,
    ) -> None:
        """Note how a job ended."""
        self._set(
            number,
            state=state.value,
            ended_s=int(at.timestamp()),
            result=None if answer is None else to_document(answer),
            failure=None if failure is None else to_document(failure),
        )

    def accepted(self, number: int, version_id: int) -> None:
        """Note the draft that was made of a job's answer."""
        self._set(number, version_id=version_id)

    def _set(self, number: int, **values: object) -> None:
        self._change(t.job, values, id=number)
