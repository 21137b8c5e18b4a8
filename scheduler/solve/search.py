"""One chain of simulated annealing over whole rosters, and its best roster so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scheduler.solve.anneal_kernel import Mix, anneal
from scheduler.solve.listed_kernel import anneal_listed
from scheduler.solve.options_kernel import NOISE, workspace
from scheduler.solve.plan import charges_of, empty_plan, people_of, wishes_of
from scheduler.solve.posts_kernel import change_costs
from scheduler.solve.rows import open_rows, price, softened
from scheduler.solve.search_kernel import MODULUS, Board, State, refresh_all, respond
from scheduler.solve.ways import has_few_shifts

if TYPE_CHECKING:
    from scheduler.solve.plan import Plan
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Floats, Ints, Tables

BREACH = 30.0  # times the dearest missing person: a person below the minimum
LEAST_BREACH = 2.0  # the same where the price is softened
RESPOND, TRADE = 4, 200  # of a thousand moves
RESPOND_OFTEN = 60  # where a single shift can hardly move: few starts, one type a week


class Listed(NamedTuple):
    """
    Everybody's weeks to choose from.

    Parameters
    ----------
    weeks
        Starts and shapes by day; shape (agents, most, 2, days).
    many
        How many of them each agent has; shape (agents,).
    begun
        Share of the run at which they were listed.
    """

    weeks: Ints
    many: Ints
    begun: float


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
        self._is_typed = has_few_shifts(tables)
        self._dearest = breach_of(rows) / BREACH
        self._best, self._best_cost, self._best_missing = empty_plan(tables), np.inf, 0
        self.load(self._best)

    def load(self, plan: Plan) -> None:
        """Go on from a plan, at the true price; it is kept when it is the best."""
        start, shape, post, meal = (table.copy() for table in plan)
        people = people_of(self._tables, self._rows, plan)
        gain, loss = np.zeros(len(people)), np.zeros(len(people))
        self._state = State(people, gain, loss, start, shape, post, meal)
        self._set_price(1.0, gain)
        self._keep()

    def offer(self, plan: Plan) -> None:
        """Keep a plan when it is the best; go on from where the chain stands."""
        before, self._best = self._best, plan.copy()
        self._measure_best(before)

    @property
    def plan(self) -> Plan:
        """Return the plan as it stands."""
        state = self._state
        return np.stack([state.start, state.shape, state.post, state.meal])

    @property
    def best(self) -> Plan:
        """Return the cheapest plan seen."""
        return self._best.copy()

    @property
    def best_cost(self) -> float:
        """Return the cost of the cheapest plan seen, people below a minimum priced."""
        return float(self._best_cost)

    @property
    def best_price(self) -> float:
        """Return the cost of the cheapest plan seen, people below a minimum not priced."""
        return float(self._best_cost) - BREACH * self._dearest * self._best_missing

    @property
    def best_missing(self) -> int:
        """Return how many people the cheapest plan lacks below the minimums."""
        return self._best_missing

    def build(self) -> None:
        """Give every agent the days that are cheapest after those before."""
        for agent in range(len(self._state.start)):
            respond(self._board, agent, self._tables.fixed_start[agent] < 0, 0.0)
        self._keep()

    def run(
        self,
        moves: int,
        heat: tuple[float, float],
        own: float,
        value: Floats,
        listed: Listed | None = None,
    ) -> None:
        """
        Make moves.

        Parameters
        ----------
        moves
            How many moves are made.
        heat
            Noise at the begin and at the end, in cost.
        own
            Share of the true price, in (0, 1]; the rest is the linear one of ``value``.
        value
            What one person is worth in each row; shape (rows,).
        listed
            Weeks of which moves take whole ones; None: moves of single shifts.
        """
        self._set_price(own, value)
        if listed is not None:
            self._take_listed(listed, moves, heat, own)
            return
        mix = Mix(RESPOND_OFTEN if self._is_typed else RESPOND, TRADE)
        if own < 1.0:  # softened costs tell nothing of the best
            anneal(self._board, self._best, (0.0, -np.inf), moves, heat, mix)
            return
        costs = (self._full_cost(), self._best_cost)
        before = self._best.copy()
        _, found = anneal(self._board, self._best, costs, moves, heat, mix)
        if found < self._best_cost:
            self._measure_best(before)

    def _take_listed(
        self, listed: Listed, moves: int, heat: tuple[float, float], own: float
    ) -> None:
        """Make moves of whole weeks; where it ends is kept when it is the best, at any price."""
        costs = (0.0, -np.inf) if own < 1.0 else (self._full_cost(), self._best_cost)
        spare = np.zeros((4, listed.weeks.shape[-1]), dtype=np.int64)
        weeks = (listed.weeks, listed.many, spare)
        before = self._best.copy()
        _, found = anneal_listed(self._board, weeks, self._best, costs, moves, heat)
        if own >= 1.0 and found < self._best_cost:
            self._measure_best(before)
        self._keep()

    def _set_price(self, own: float, value: Floats) -> None:
        rows = self._rows if own >= 1.0 else softened(self._rows, value, 1.0 - own)
        days, agents = self._state.start.shape[::-1]
        self._breach = self._dearest * max(BREACH * own, LEAST_BREACH)
        self._board = Board(
            tables=self._tables,
            rows=rows,
            state=self._state,
            breach=self._breach,
            noise=self._noise,
            spread=self._spread,
            seed=self._seed,
            work=self._work,
            free=np.zeros(days, dtype=np.bool_),
            changed=np.zeros(agents, dtype=np.bool_),
            stack=np.zeros(agents, dtype=np.int64),
        )
        refresh_all(self._board)

    def _keep(self) -> None:
        if self._full_cost() < self._best_cost:
            before, self._best = self._best, self.plan
            self._measure_best(before)

    def _measure_best(self, before: Plan) -> None:
        """Measure the best; the one before stays if no dearer, but one without open posts wins."""
        people = people_of(self._tables, self._rows, self._best)
        missing = open_rows(self._rows, people)
        cover = price(self._rows, people) + BREACH * self._dearest * missing
        cost = cover + self._personal(self._best)
        was_clean = np.isfinite(self._best_cost) and self._best_missing == 0
        is_better = cost < self._best_cost if was_clean == (missing == 0) else not was_clean
        if not is_better:
            self._best = before
        else:
            self._best_cost, self._best_missing = cost, missing

    def _full_cost(self) -> float:
        """Return the true cost of the roster as it stands, people below a minimum priced."""
        people = self._state.people
        missing = BREACH * self._dearest * open_rows(self._rows, people)
        return price(self._rows, people) + missing + self._personal(self.plan)

    def _personal(self, plan: Plan) -> float:
        """Return what people's days cost: wishes, changes of post, what days together cost."""
        own = wishes_of(self._tables, plan) + float(change_costs(self._tables, plan))
        return own + charges_of(self._tables, plan)


def breach_of(rows: Rows) -> float:
    """Return the price of a person below a minimum."""
    return BREACH * max(float(rows.short.max(initial=0.0)), 1.0)
