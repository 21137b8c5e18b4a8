"""When good weeks are put together exactly (``master``) beside the search, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.solve.master import COLUMNS, MOST_COLUMNS, Answer, Pool, Program, pool

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future, ThreadPoolExecutor

    from scheduler.solve.bound import Bound
    from scheduler.solve.plan import Plan
    from scheduler.solve.rows import Rows
    from scheduler.solve.search import Search
    from scheduler.solve.tables import Tables

FROM = 0.12  # share of a run before which the search is left alone
SHARE = 0.5  # of the time left that one program may take at most
FIRST_S = 20.0  # seconds of the first program; each that runs out of them doubles them
LEAST_S = 2.0
MOST_AGENTS = 300


class Assembly:
    """
    The programs of one run, one after the other.

    Only runs that time limits have them: the solver counts no work, and a limit on its nodes alone
    lets a node of a week with many alike people take minutes.

    Parameters
    ----------
    tables, rows, grain
        The problem as arrays.
    """

    def __init__(self, tables: Tables, rows: Rows, grain: float) -> None:
        self._tables, self._rows, self._grain = tables, rows, grain
        self._columns, self._cost = COLUMNS, float("inf")
        self._pool: Pool | None = None
        self._future: Future[Answer] | None = None
        self._program: Program | None = None
        self._is_stopped, self._was_whole = False, True
        self._seconds = FIRST_S
        self.is_over = len(tables.kind_of) > MOST_AGENTS
        self.is_proven = False

    @property
    def is_running(self) -> bool:
        """Return whether a program is being solved beside the search."""
        return self._future is not None

    def is_due(self, share: float) -> bool:
        """Return whether the next program should begin at a share of the run."""
        return share >= FROM and not (self.is_over or self.is_running)

    def listed(self, bound: Bound, chains: Sequence[Search], cost: float) -> bool:
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
        self.is_over = self._pool is None
        return not self.is_over

    def seconds_of(self, left: float) -> float:
        """Return how long the next program may take when so many seconds are left."""
        return max(LEAST_S, min(self._seconds, SHARE * left))

    def solve(self, start: Plan, seconds: float) -> Answer:
        """Solve the program now, within some seconds."""
        assert self._pool is not None
        self._program = Program(self._tables, self._rows, self._pool, start)
        if self._is_stopped:
            return None, False
        return self._program.solve(seconds=seconds)

    def begin(self, start: Plan, seconds: float, beside: ThreadPoolExecutor) -> None:
        """Let a program run beside the search."""
        self._future = beside.submit(self.solve, start, seconds)

    def ended(self, *, at_once: bool) -> Answer | None:
        """Return the answer of the program that ran beside; None: none, or not done."""
        if self._future is None or not (at_once or self._future.done()):
            return None
        if at_once:
            self._is_stopped = True
            if self._program is not None:
                self._program.stop()
        answer, self._future = self._future.result(), None
        return answer

    def take(self, answer: Answer) -> Plan | None:
        """Note what an answer proves; return its roster."""
        plan, is_best = answer
        assert self._pool is not None
        self._was_whole = is_best
        if not is_best:
            self._seconds *= 2
        if is_best and self._pool.is_whole:
            self.is_proven = self.is_over = True
        return plan
