"""One chain of simulated annealing over whole rosters, and its best roster so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.solve.anneal_kernel import Mix, anneal
from scheduler.solve.rows import open_rows, price
from scheduler.solve.search_kernel import MODULUS, State, refresh_all, respond
from scheduler.solve.swap_kernel import days_allowed
from scheduler.solve.week_kernel import NOISE, workspace

if TYPE_CHECKING:
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Tables

Plan = npt.NDArray[np.int64]  # start, shape, post, meal; shape (4, agents, days)
BREACH_FACTOR = 30.0  # times the dearest missing person: a person below the minimum
MIX = Mix(respond=4, trade=200)


class Search:
    """
    A roster that changes move by move.

    Parameters
    ----------
    tables, rows
        The problem as arrays.
    seed
        Of the moves.
    """

    def __init__(self, tables: Tables, rows: Rows, seed: np.random.SeedSequence) -> None:
        self._tables, self._rows = tables, rows
        chance = np.random.default_rng(seed)
        gumbel = chance.gumbel(size=NOISE)
        self._noise = gumbel - gumbel.mean()
        self._spread = chance.exponential(size=NOISE)
        self._seed = np.array([int(chance.integers(1, MODULUS))])
        self._work = workspace(tables)
        self._breach = BREACH_FACTOR * max(float(rows.short.max(initial=0.0)), 1.0)
        self._best, self._best_cost = empty_plan(tables), np.inf
        self.load(self._best)

    def load(self, plan: Plan) -> None:
        """Go on from a plan; the best one is kept when it is better."""
        self._state = state_of(self._tables, self._rows, plan)
        refresh_all(self._rows, self._state, self._breach)
        self._cost = self._full_cost()
        if self._cost < self._best_cost:
            self._best, self._best_cost = plan.copy(), self._cost

    @property
    def plan(self) -> Plan:
        """Return the plan as it stands."""
        state = self._state
        return np.stack([state.start, state.shape, state.post, state.meal])

    @property
    def cost(self) -> float:
        """Return the cost as it stands, breaches of cover priced."""
        return float(self._cost)

    @property
    def best(self) -> Plan:
        """Return the cheapest plan seen."""
        return self._best.copy()

    @property
    def best_cost(self) -> float:
        """Return the cost of the cheapest plan seen, breaches of cover priced."""
        return float(self._best_cost)

    def best_missing(self) -> int:
        """Return how many people the best plan lacks below the minimums."""
        return open_rows(self._rows, state_of(self._tables, self._rows, self._best).people)

    def build(self) -> None:
        """Give every agent the days that are cheapest after those before."""
        for agent in range(len(self._state.start)):
            free = self._tables.fixed_start[agent] < 0
            respond(
                self._tables,
                self._rows,
                self._state,
                agent,
                free,
                self._noise,
                0.0,
                0,
                self._breach,
                self._work,
            )
        self._cost = self._full_cost()
        if self._cost < self._best_cost:
            self._best, self._best_cost = self.plan, self._cost

    def run(self, moves: int, hot: float, cold: float) -> None:
        """Make moves while the noise cools from ``hot`` to ``cold``."""
        _, self._best_cost = anneal(
            self._tables,
            self._rows,
            self._state,
            self._best,
            self._cost,
            self._best_cost,
            moves,
            (hot, cold),
            MIX,
            self._breach,
            self._noise,
            self._spread,
            self._seed,
            self._work,
        )
        self._cost = self._full_cost()

    def _full_cost(self) -> float:
        state = self._state
        agents, days = np.nonzero((state.start >= 0) & (state.post >= 0))
        wishes = self._tables.wish[agents, state.start[agents, days], state.shape[agents, days]]
        missing = open_rows(self._rows, state.people)
        return price(self._rows, state.people) + float(wishes.sum()) + self._breach * missing


def empty_plan(tables: Tables) -> Plan:
    """Return the plan with nothing but the pins."""
    plan = np.full((4, *tables.fixed_start.shape), -1, dtype=np.int64)
    plan[0], plan[1] = tables.fixed_start, tables.fixed_shape
    return plan


def state_of(tables: Tables, rows: Rows, plan: Plan) -> State:
    """Return a plan with its people counted, marginal prices still to be filled."""
    count = rows.base.copy()
    cells = tables.wish.shape[1]
    for agent, day in np.argwhere((plan[0] >= 0) & (plan[2] >= 0)):
        first, shape, post, meal = plan[:, agent, day]
        held = tables.seal_class[agent, day]
        covered = np.arange(first, min(cells, first + tables.shape_len[shape]))
        rest = tables.shape_meal[shape]
        covered = covered[(covered < meal) | (covered >= meal + rest)] if meal >= 0 else covered
        count[post * cells + covered] += 1
        more = tables.extra[held, post, covered]
        np.add.at(count, more[more >= 0], 1)
    prices = np.zeros((2, len(count)))
    start, shape, post, meal = (np.ascontiguousarray(table) for table in plan.copy())
    return State(count, prices[0], prices[1], start, shape, post, meal)


def is_allowed(tables: Tables, agent: int, plan: Plan) -> bool:
    """Return whether the personal rules allow an agent's days of a plan."""
    return bool(days_allowed(tables, agent, plan[0, agent], plan[1, agent]))
