"""
Whole weeks handed round: who works which of the weeks a plan holds, chosen exactly.

Cover does not change when people of the same certificates change weeks, wishes do. The search
trades days between two people at a time; this looks at all people at once, as a linear assignment
(OR-Tools). In large weeks it finds what pairwise trades have not come to yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from ortools.graph.python import linear_sum_assignment

from scheduler.solve.days_kernel import START
from scheduler.solve.stints import posts_of

if TYPE_CHECKING:
    from scheduler.solve.plan import Plan
    from scheduler.solve.tables import Bools, Floats, Ints, Tables

MILLI = 1000  # the assignment counts in whole numbers: a thousandth of the cost's unit
MOST_AT_ONCE = 3000  # people


def exchanged(tables: Tables, plan: Plan) -> Plan:
    """
    Return a plan with the same weeks, worked by whom they cost least; pinned people keep theirs.

    Of very many people some are looked at at a time: the pairs of people and weeks grow with their
    square.

    Parameters
    ----------
    tables
        The problem's people as arrays.
    plan
        A roster in which every agent's week is allowed.
    """
    free = np.flatnonzero((tables.fixed_start < 0).all(axis=1))
    parts = -(-len(free) // MOST_AT_ONCE)
    changed = plan.copy()
    for first in range(parts):
        some = free[first::parts]
        changed[:, some] = plan[:, _handed_round(tables, plan, some)]
    return changed


def _handed_round(tables: Tables, plan: Plan, free: Ints) -> Ints:
    """Return whose week each of some people has, all together at least cost."""
    prices = np.stack([_prices(tables, plan[:, owner], int(owner), free) for owner in free], axis=1)
    agents, weeks = np.nonzero(np.isfinite(prices))
    assignment = linear_sum_assignment.SimpleLinearSumAssignment()
    costs = np.rint(prices[agents, weeks] * MILLI).astype(np.int64)
    assignment.add_arcs_with_cost(agents, weeks, costs)
    if assignment.solve() != assignment.OPTIMAL:
        return free
    week_of = np.array([assignment.right_mate(agent) for agent in range(len(free))])
    everybody = np.arange(len(free))
    if prices[everybody, week_of].sum() >= np.trace(prices):
        return free
    owners: Ints = free[week_of]
    return owners


def _prices(tables: Tables, week: Ints, owner: int, agents: Ints) -> Floats:
    """Return what the wishes broken by a week cost each agent; infinite where not allowed."""
    days = np.flatnonzero(week[START] >= 0)
    start, shape, post, meal = week[:, days]
    wish: Floats = tables.wish[agents[:, None], start, shape].sum(axis=1)
    charge = _charges(tables, agents, week)
    allowed = (
        np.isfinite(wish + charge)
        & _may_serve(tables, agents, days, post)
        & _meals_fit(tables, agents, start, shape, meal)
        & (True if len(days) == 0 else tables.ready_of[agents] <= start[0])
        & _seals_alike(tables, agents, owner, days)
    )
    return np.where(allowed | (agents == owner), wish + charge, np.inf)


def _may_serve(tables: Tables, agents: Ints, days: Ints, posts: Ints) -> Bools:
    """Return who is certified for all posts of a week."""
    may: Bools = np.ones(len(agents), dtype=np.bool_)
    for day, code in zip(days, posts.tolist(), strict=True):
        may &= tables.post_ok[agents, day][:, posts_of(code)].all(axis=1)
    return may


def _meals_fit(tables: Tables, agents: Ints, start: Ints, shape: Ints, meal: Ints) -> Bools:
    kind = tables.kind_of[agents][:, None]
    after = meal - start
    inside = (tables.meal_first[kind, start, shape] <= after) & (
        after <= tables.meal_last[kind, start, shape]
    )
    fits: Bools = (inside | (tables.shape_meal[shape] == 0)).all(axis=1)
    return fits


def _charges(tables: Tables, agents: Ints, week: Ints) -> Floats:
    """Walk each agent's automaton through the week; what links two days is alike for everybody."""
    counting = tables.counting
    machine = counting.of[agents]
    state = np.zeros(len(agents), dtype=np.int64)
    charge = np.zeros(len(agents))
    for day, (start, shape) in enumerate(week[:2].T.tolist()):
        label = counting.label_of[start, shape] if start >= 0 else 0
        row = np.where(state >= 0, counting.first_row[machine, day] + state, 0)
        charge += np.where(state >= 0, counting.prices[row, label], np.inf)
        state = np.where(state >= 0, counting.steps[row, label], -1)
        if start < 0:
            charge += tables.off_price[agents, day]
    return np.where(state >= 0, charge, np.inf)


def _seals_alike(tables: Tables, agents: Ints, owner: int, days: Ints) -> Bools:
    """Return who holds shared minimums on these days as the owner does."""
    alike: Bools = (tables.seal_class[agents][:, days] == tables.seal_class[owner, days]).all(
        axis=1
    )
    return alike
