"""
Rosters out of the linear program over weeks: fix a week, solve anew, and so on to the end.

A full dive begins with everybody open; what it fixes is the largest share, stirred by chance. A
partial one keeps most people at the best roster's weeks and opens those whose weeks cost most
against the relaxation, and some more. A dive is over as soon as its program costs too much to
end below the best roster; it may take back a few of its choices first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.solve.columns import ColumnProgram

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.solve.meter import Meter
    from scheduler.solve.plan import Plan
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Floats, Ints, Tables

WHOLE = 1.0 - 1e-6  # a share that needs no choice
ROUNDS, LEAST_ROUNDS = 24, 8  # of pricing a block after each choice: few while many are open
ROOT_ROUNDS = 2_000
FULL_EVERY = 8  # dives, of which one is full
STIR = 0.3  # of chance in a full dive's choices; none in the first
FEWEST_OPEN, MOST_OPEN = 6, 16  # people a partial dive opens
ALONE = 30  # so many open people are fixed one by one, twice as many four at a time, and so on
TAKEN_BACK = 4  # choices in a dive
MOST_EACH = 60  # columns of a person on average; more slow every program down
LEAST_GAIN = 1e-6


class Diver:
    """
    Dives, one after the other.

    Parameters
    ----------
    tables, rows, grain
        The problem as arrays, and what all costs are multiples of.
    seed
        Of the choices.
    stop
        Asked between two linear programs; True ends what is going on.
    """

    def __init__(
        self,
        tables: Tables,
        rows: Rows,
        grain: float,
        *,
        seed: np.random.SeedSequence,
        stop: Callable[[], bool],
    ) -> None:
        self._tables, self._rows, self._stop = tables, rows, stop
        self._gain = max(grain, LEAST_GAIN) - LEAST_GAIN / 2
        self._chance = np.random.default_rng(seed)
        self._made = 0

    def settle(self, plan: Plan, meter: Meter | None = None) -> Floats | None:
        """
        Solve the relaxation, from the weeks of a roster, and count the work.

        Returns
        -------
        Floats | None
            What a person is worth in each row; None: stopped before the end.
        """
        columns = self._columns = ColumnProgram(self._tables, self._rows, plan)
        columns.meter = meter or columns.meter
        if not columns.converge(ROOT_ROUNDS, self._stop):
            return None
        self._values, self._worth = columns.values.copy(), columns.worth.copy()
        return self._values

    def dive(self, best: Plan, cost: float, meter: Meter | None = None) -> Plan | None:
        """Return a roster cheaper than the best so far, which costs ``cost``; None: not found."""
        if self._columns.size > MOST_EACH * best.shape[1]:
            self._columns = self._thinned(best)
        columns = self._columns
        columns.meter = meter or columns.meter
        columns.release()
        number = [columns.add(agent, best[:, agent]) for agent in range(best.shape[1])]
        is_full = self._made % FULL_EVERY == 0
        stir = STIR if self._made else 0.0
        self._made += 1
        if not is_full:
            for agent in self._closed(best):
                columns.keep(agent, number[agent])
        return self._down(cost - self._gain, stir)

    def _down(self, limit: float, stir: float) -> Plan | None:
        """Fix one week after the other; return the roster, or None when it costs too much."""
        columns, back, last = self._columns, TAKEN_BACK, None
        while True:
            many = len(columns.open_agents())
            columns.converge(max(LEAST_ROUNDS, ROUNDS - many // 6), self._stop)
            if self._stop():
                return None
            if columns.cost > limit:
                if last is None or back == 0:
                    return None
                columns.reopen(*last)
                back, last = back - 1, None
                continue
            last = self._fix(stir)
            if last is None:
                return columns.plan()

    def _fix(self, stir: float) -> tuple[int, int] | None:
        """Fix the open weeks that are whole, and the largest others; return the least of these."""
        whole, parts = [], []
        for agent in self._columns.open_agents():
            shares = self._columns.shares(agent)
            number = int(shares.argmax())
            if shares[number] >= WHOLE:
                whole.append((agent, number))
            else:
                weight = float(shares[number]) + stir * self._chance.random()
                parts.append((weight, agent, number))
        largest = [choice for _, *choice in sorted(parts, reverse=True)]
        largest = largest[: max(1, round((len(parts) / ALONE) ** 2))]
        for agent, number in (*whole, *largest):
            self._columns.keep(agent, number)
        return (largest[-1][0], largest[-1][1]) if largest else None

    def _closed(self, best: Plan) -> Ints:
        """Return who keeps the week of the best roster in a partial dive."""
        agents = best.shape[1]
        excess = np.array([self._excess(agent, best[:, agent]) for agent in range(agents)])
        weight = np.maximum(excess, 0.0) + max(float(excess.mean()), LEAST_GAIN)
        closed = max(0, agents - int(self._chance.integers(FEWEST_OPEN, MOST_OPEN + 1)))
        order = np.argsort(self._chance.exponential(size=agents) / weight)
        return order[agents - closed :]

    def _excess(self, agent: int, week: Ints) -> float:
        """Return by how much a week is dearer than the cheapest at the relaxation's values."""
        return self._columns.price_at(agent, week, self._values) - float(self._worth[agent])

    def _thinned(self, best: Plan) -> ColumnProgram:
        """Return the columns without those that are dear at the relaxation's values."""
        old = self._columns
        listed = [
            (self._excess(agent, week), agent, number)
            for agent, weeks in enumerate(old.weeks)
            for number, week in enumerate(weeks)
        ]
        fewer = ColumnProgram(self._tables, self._rows, best)
        for _, agent, number in sorted(listed)[: MOST_EACH * best.shape[1] // 2]:
            fewer.add(agent, old.weeks[agent][number])
        return fewer
