"""The one job that is done beside the search, and when it is taken up."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TYPE_CHECKING, NamedTuple

from scheduler.solve.meter import Meter

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from scheduler.solve.clock import SolveClock
    from scheduler.solve.plan import Plan
    from scheduler.solve.tables import Floats

ASK_S = 0.2  # seconds between two questions whether to stop


class Found(NamedTuple):
    """
    What a job ended with.

    Parameters
    ----------
    plan
        A roster; None: none.
    values
        What a person is worth in each row, from the relaxation.
    is_best
        Whether a program's roster is the cheapest of its weeks.
    bound
        No roster cheaper than the best known costs less; None: nothing is proven.
    is_end
        Whether the values are those of the relaxation over all weeks.
    note
        What is to be remembered of it once it is taken up.
    """

    plan: Plan | None = None
    values: Floats | None = None
    is_best: bool = False
    bound: float | None = None
    is_end: bool = True
    note: Callable[[], None] | None = None


Job = Callable[[Meter], Found]


class _Begun(NamedTuple):
    """A job: its answer, its work, and where the run stood when it began."""

    future: Future[Found]
    meter: Meter
    units: int
    share: float


class Beside:
    """
    One job at a time.

    In a run that its work limit ends, a job is taken up when the search has worked as long since
    it began as the job did, both counted: so the run is the same on whatever machine.

    Parameters
    ----------
    clock
        Of the run.
    stop
        Ends the job that is going on.
    """

    def __init__(self, clock: SolveClock, stop: Callable[[], None]) -> None:
        self._clock, self._stop = clock, stop
        self._job: _Begun | None = None

    @property
    def is_running(self) -> bool:
        """Return whether a job was begun and not taken up."""
        return self._job is not None

    def begin(self, job: Job, apart: ThreadPoolExecutor | None) -> None:
        """Let a job run on a thread apart; None: now, before anything else goes on."""
        clock, future = self._clock, Future[Found]()
        begun = _Begun(future, Meter(is_counted=clock.is_counted), clock.units, clock.share)
        self._job = begun
        if apart is None:
            _work(job, begun)
        else:
            apart.submit(_work, job, begun)

    def share(self) -> float:
        """Return the share of the run that is over, asked from within the job."""
        clock, job = self._clock, self._job
        if job is None or clock.params.work_limit is None:
            return clock.share
        return min(1.0, job.share + job.meter.spent / (clock.unit_s * clock.params.work_limit))

    def ended(self, *, at_once: bool) -> Found | None:
        """Return what the job found; None: there is none, or it is not time to take it up."""
        job = self._job
        if job is None or not (at_once or self._is_due(job)):
            return None
        if at_once and (self._clock.cut or not self._clock.is_counted):
            self._stop()
        while not wait([job.future], timeout=ASK_S).done:
            self._ask()
        self._job = None
        return job.future.result()

    def _is_due(self, job: _Begun) -> bool:
        if not self._clock.is_counted:
            return job.future.done()
        seconds = self._clock.unit_s * (self._clock.units - job.units)
        return job.meter.is_over_by(seconds, self._ask, ASK_S)

    def _ask(self) -> None:
        """End the job where a stop or the clock ends the run."""
        if self._clock.is_cut():
            self._stop()


def _work(job: Job, begun: _Begun) -> None:
    """Do a job; whoever takes it up is told of its errors."""
    try:
        begun.future.set_result(job(begun.meter))
    except BaseException as error:
        begun.future.set_exception(error)
    finally:
        begun.meter.end()
