"""
What puts weeks together beside the search: a relaxation, dives and exact programs.

Where a day has few shifts to choose from, the relaxation over weeks is solved first (``columns``),
then dives and programs take turns: dives (``dive``) as long as they help, a program over good weeks
(``master``) when they stop. Elsewhere programs alone are tried, once the bound knows good weeks;
of few people whose bound stays far below the roster, the relaxation first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.solve.beside import Beside, Found
from scheduler.solve.columns import ColumnProgram
from scheduler.solve.dive import Diver
from scheduler.solve.master import COLUMNS, MOST_COLUMNS, Pool, Program, pool
from scheduler.solve.polish import LIST_S, Polisher, StartingPoint
from scheduler.solve.schedule import LISTED_UNTIL
from scheduler.solve.search import breach_of
from scheduler.solve.ways import has_few_shifts, has_few_ways, has_windows, is_countable
from scheduler.solve.windows import WindowPolisher

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import ThreadPoolExecutor

    from scheduler.solve.beside import Job
    from scheduler.solve.bound import Bound
    from scheduler.solve.clock import SolveClock
    from scheduler.solve.meter import Meter
    from scheduler.solve.plan import Plan
    from scheduler.solve.rows import Rows
    from scheduler.solve.search import Listed, Search
    from scheduler.solve.tables import Tables

FROM = 0.12  # share of a run before which the search is left alone, where there are no dives
SPARE_S = 5.0  # seconds left below which no exact program begins
SHARE = 0.5  # of the time left that one program may take at most
FIRST_S = 20.0  # seconds of the first program; each that runs out of them doubles them
LEAST_S = 2.0
MOST_AGENTS = 300
RELAX_UNTIL = 0.6  # share of a run at which it is given up
CLOSINGS, CLOSE_SHARE = 2, 0.2  # tries to close posts left open, of the time left each
LEAST_POLISH_S = 0.2  # seconds of one that opens some people's weeks
SPARE_END_S = 1.0  # left after the proof
MANY_AGENTS, RELAX_FROM = 100, 0.05  # whose weeks are listed when their values are known a little
RELAX_SHARE = 0.4  # of the time left that the relaxation may take
AGAIN_S, AGAIN_AFTER = 20.0, 0.4  # left, and share of it after which a proof begins again
FEW_AGENTS, FAR_APART = 40, 0.1  # that, of the cost, the bound lies lower: relaxed when settled
SETTLE_SHARE = 0.2  # of the time left that this may take
IDLE_DIVES = 16  # in a row that found nothing, before a program


class Assembly:
    """
    The jobs of one run, one after the other.

    In a run that its work limit ends, all seconds are counted ones (``meter``).

    Parameters
    ----------
    tables, rows, grain
        The problem as arrays.
    seed
        Of the dives.
    clock
        Of the run.
    """

    def __init__(
        self,
        tables: Tables,
        rows: Rows,
        grain: float,
        *,
        seed: np.random.SeedSequence,
        clock: SolveClock,
    ) -> None:
        self._tables, self._rows, self._grain, self._clock = tables, rows, grain, clock
        self._columns, self._cost = COLUMNS, float("inf")
        self._pool: Pool | None = None
        self._beside = Beside(clock, self.stop)
        self._program: Program | None = None
        self._is_stopped, self._was_whole = False, True
        self._seconds = FIRST_S
        self._idle, self._last_cost = 0, float("inf")
        self._is_relaxed = self._is_proving = self._is_tight = False
        self._closings = CLOSINGS
        self._has_programs = len(tables.kind_of) <= MOST_AGENTS
        self._diver: Diver | None = None
        self._polisher: Polisher | None = None
        self._windows: WindowPolisher | None = None
        if has_windows(tables):
            self._windows = WindowPolisher(tables, rows, breach_of(rows), seed=seed)
        elif is_countable(tables):
            self._polisher = Polisher(tables, rows, breach_of(rows), seed=seed)
        elif self._has_programs and has_few_ways(tables) and not has_few_shifts(tables):
            self._diver = Diver(tables, rows, grain, seed=seed, stop=self._is_late)
        self.is_proven = False
        self.listed: Listed | None = None

    @property
    def is_running(self) -> bool:
        """Return whether a job is being done beside the search."""
        return self._beside.is_running

    @property
    def is_relaxing(self) -> bool:
        """Return whether the job beside the search is the relaxation, which bounds as well."""
        return self.is_running and self._diver is not None and not self._is_relaxed

    def next_job(self, bound: Bound, chains: Sequence[Search]) -> Job | None:
        """Return what to do next from the best roster of the chains; None: nothing now."""
        if self.is_running or self.is_proven:
            return None
        leader = min(chains, key=lambda chain: chain.best_cost)
        best, cost = leader.best, leader.best_cost
        if self._windows is not None or self._polisher is not None:
            return self._counted_job(_starting(bound, leader))
        if self._diver is not None:
            if not self._is_relaxed:
                return lambda meter: self._relax(best, meter)
            if self._should_dive(cost):
                return lambda meter: self._dive(best, cost, meter)
        elif self._clock.share < FROM:
            return None
        return self._settle_job(bound, leader) or self._program_job(
            bound, chains, best, cost, is_open=leader.best_missing > 0
        )

    def begin(self, job: Job, apart: ThreadPoolExecutor | None) -> None:
        """Let a job run beside the search; None: at once."""
        self._beside.begin(job, apart)

    def stop(self) -> None:
        """End what is going on."""
        self._is_stopped = True
        for solver in (self._program, self._polisher, self._windows):
            if solver is not None:
                solver.stop()

    def ended(self, *, at_once: bool) -> Found | None:
        """Return what the job beside found; None: there is none, or it is not done."""
        found = self._beside.ended(at_once=at_once)
        if found is not None and found.note is not None:
            found.note()
        return found

    def _is_late(self) -> bool:
        """Return whether a relaxation or dive should end."""
        clock = self._clock
        if clock.params.workers == 1 and clock.stop is not None and clock.stop():
            return True
        until = 1.0 if self._is_relaxed else RELAX_UNTIL
        return self._is_stopped or self._beside.share() >= until

    def _relax(self, plan: Plan, meter: Meter) -> Found:
        """Solve the relaxation; without its end there are no dives."""
        assert self._diver is not None
        values = self._diver.settle(plan, meter)
        return Found(values=values, note=lambda: self._note_relaxed(has_dives=values is not None))

    def _note_relaxed(self, *, has_dives: bool = True) -> None:
        self._is_relaxed = True
        if not has_dives:
            self._diver = None

    @property
    def takes_over(self) -> bool:
        """Return whether programs that count do better from now on than the search's moves."""
        is_far = self._clock.share >= LISTED_UNTIL or self._is_tight
        return self._polisher is not None and is_far and self._is_proving

    def polish(self, bound: Bound, leader: Search, meter: Meter) -> Found:
        """Better the best roster by a program that opens some people's weeks."""
        assert self._polisher is not None
        most_s = max(LEAST_POLISH_S, self._clock.job_s_left)
        return Found(self._polisher.improve(_starting(bound, leader), most_s, meter).plan)

    def _counted_job(self, at: StartingPoint) -> Job | None:
        """Return what is next: a window, or values, lists, what closes posts, two proofs."""
        if self._windows is not None:
            return self._window_job(self._windows, at)
        assert self._polisher is not None
        polisher, left = self._polisher, self._clock.job_s_left
        if left < LEAST_S or not np.isfinite(at.gap):
            return None
        if not self._is_relaxed:
            is_early = len(self._tables.kind_of) > MANY_AGENTS and self._clock.share < RELAX_FROM
            return None if is_early else lambda meter: self._relax_counted(polisher, at, meter)
        if not at.is_clean and self._closings > 0 and (self.listed or self._closings == CLOSINGS):
            self._closings -= 1
            return lambda meter: self._close(polisher, at, CLOSE_SHARE * left, meter)
        if self.listed is None:
            share = self._clock.share
            return lambda meter: self._list(polisher, at, share, meter)
        again = not self._is_proving and left > AGAIN_S
        self._is_proving = True
        seconds = AGAIN_AFTER * left if again else left - SPARE_END_S
        return lambda meter: self._proven(polisher, at, max(LEAST_S, seconds), meter)

    def _window_job(self, windows: WindowPolisher, at: StartingPoint) -> Job | None:
        """Return the next window; None where there is no time for one."""
        seconds = self._clock.job_s_left - SPARE_END_S
        if seconds <= 0.0 or not np.isfinite(at.gap):
            return None
        return lambda meter: Found(windows.improve(at, seconds, meter))

    def _relax_counted(self, polisher: Polisher, at: StartingPoint, meter: Meter) -> Found:
        """Solve the relaxation; where weeks were left out its values are a step on the way."""
        values = polisher.relax(at, RELAX_SHARE * self._clock.job_s_left, meter)
        return Found(values=values, is_end=polisher.is_whole, note=self._note_relaxed)

    def _close(self, polisher: Polisher, at: StartingPoint, seconds: float, meter: Meter) -> Found:
        """Close posts that the search left open; where programs alone can, they go on at once."""
        answer = polisher.close(at, seconds, meter)

        def note() -> None:
            self._is_tight = answer.plan is not None
            self._closings = 0 if answer.is_best else self._closings

        return Found(answer.plan, note=note)

    def _list(self, polisher: Polisher, at: StartingPoint, share: float, meter: Meter) -> Found:
        """List weeks, of which the search's moves take whole ones from now on."""
        listed = polisher.listed(at, share, meter)

        def note() -> None:
            self.listed = listed

        return Found(note=note)

    @staticmethod
    def _proven(polisher: Polisher, at: StartingPoint, seconds: float, meter: Meter) -> Found:
        """Return what a program of everybody's weeks found and proves."""
        answer = polisher.prove(at, seconds, meter)
        proves = polisher.is_whole and np.isfinite(answer.bound)
        return Found(answer.plan, bound=answer.bound if proves else None)

    def _settle_job(self, bound: Bound, leader: Search) -> Job | None:
        """
        Return the job that solves the relaxation from the weeks the bound's steps pass by.

        None where it is done, or the steps, which are quicker, have shown that the roster is good.
        """
        is_small = len(self._tables.kind_of) <= FEW_AGENTS and self._tables.most_changes == 0
        is_ready = bound.is_settled and not (self._is_relaxed or leader.best_missing)
        plan, cost, value, raw = leader.best, leader.best_cost, bound.values, bound.raw
        left = self._clock.job_s_left
        if not (is_small and is_ready) or cost - raw <= FAR_APART * cost or left < SPARE_S:
            return None

        def job(meter: Meter) -> Found:
            columns = ColumnProgram(self._tables, self._rows, plan)
            columns.meter = meter
            columns.gather(value, raw, cost)
            values = columns.settle(
                value, raw, lambda: self._is_stopped or meter.spent > SETTLE_SHARE * left
            )
            return Found(values=values, note=self._note_relaxed)

        return job

    def _should_dive(self, cost: float) -> bool:
        """Return whether dives still help, or nothing else is left; count those that did not."""
        self._idle = 0 if cost < self._last_cost else self._idle + 1
        self._last_cost = cost
        if self._idle < IDLE_DIVES or not self._has_programs:
            return True
        self._idle = 0
        return False

    def _dive(self, best: Plan, cost: float, meter: Meter) -> Found:
        assert self._diver is not None
        return Found(self._diver.dive(best, cost, meter))

    def _program_job(
        self, bound: Bound, chains: Sequence[Search], best: Plan, cost: float, *, is_open: bool
    ) -> Job | None:
        """Return the next program, once the bound knows good weeks; None: not now."""
        left = self._clock.job_s_left
        if not (self._has_programs and bound.is_settled) or is_open or left < SPARE_S:
            return None
        if not self._listed(bound, chains, cost):
            return None
        seconds = max(LEAST_S, min(self._seconds, SHARE * left))
        return lambda meter: self._solve(best, seconds, meter)

    def _listed(self, bound: Bound, chains: Sequence[Search], cost: float) -> bool:
        """List the weeks of the next program; return whether there is anything to solve."""
        if cost >= self._cost and self._was_whole:  # the best of the last list: look further
            self._columns *= 2
        self._cost, self._pool = cost, None
        plans = [plan for chain in chains for plan in (chain.best, chain.plan)]
        while self._pool is None and self._columns <= MOST_COLUMNS:
            self._pool = pool(
                self._tables,
                len(self._rows.need),
                bound.values,
                gap=cost - bound.raw,
                grain=self._grain,
                plans=plans,
                columns=self._columns,
            )
            if self._pool is None:
                self._columns *= 2
        self._has_programs = self._pool is not None
        return self._has_programs

    def _solve(self, start: Plan, seconds: float, meter: Meter) -> Found:
        """Solve the program now, within some seconds, and note what its answer proves."""
        assert self._pool is not None
        self._program = Program(self._tables, self._rows, self._pool, start)
        if self._is_stopped:
            return Found()
        meter.work(LIST_S * sum(map(len, self._pool.weeks)))
        plan, is_best = self._program.solve(seconds=seconds, meter=meter)
        is_proven = is_best and self._pool.is_whole

        def note() -> None:
            self._was_whole, self.is_proven = is_best, is_proven
            self._seconds *= 1 if is_best else 2

        return Found(plan, is_best=is_best, note=note)


def _starting(bound: Bound, leader: Search) -> StartingPoint:
    """Return where a run stands."""
    gap, is_clean = leader.best_cost - bound.raw, leader.best_missing == 0
    return StartingPoint(bound.values, gap, leader.best, is_clean)
