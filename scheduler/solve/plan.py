"""Plans of the search and rosters of people: one turned into the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.roster import Roster
from scheduler.shift import Shift, Span
from scheduler.solve.bound_kernel import count_all
from scheduler.solve.days_kernel import POST, SHAPE, START, price_all_days, price_days_of
from scheduler.solve.posts_kernel import POSTS, is_allowed
from scheduler.solve.stints import code_of, posts_of, stints_of
from scheduler.verify.cost import broken_wishes

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.solve.rows import Rows
    from scheduler.solve.tables import Tables

Plan = npt.NDArray[np.int64]  # start, shape, posts, meal; shape (4, agents, days)


def empty_plan(tables: Tables) -> Plan:
    """Return the plan with nothing but the pins, whose cover the rows hold already."""
    plan = np.full((4, *tables.fixed_start.shape), -1, dtype=np.int64)
    plan[START], plan[SHAPE] = tables.fixed_start, tables.fixed_shape
    return plan


def people_of(tables: Tables, rows: Rows, plan: Plan) -> npt.NDArray[np.int64]:
    """Return the people a plan puts at work, the past and pins included; shape (rows,)."""
    people = rows.base.copy()
    count_all(tables, plan, people)
    return people


def wishes_of(tables: Tables, plan: Plan) -> float:
    """Return the price of the wishes a plan breaks, those of pins left out."""
    agents, days = np.nonzero((plan[START] >= 0) & (plan[POST] >= 0))
    return float(tables.wish[agents, plan[START, agents, days], plan[SHAPE, agents, days]].sum())


def price_of_pins(problem: RosterProblem) -> float:
    """Return the price of pins whatever else is done, which no plan counts: wishes, changes."""
    pins = tuple(pin for pin in problem.pins if pin not in problem.overruled)
    days = {(pin.agent_id, problem.horizon.clock.date_of(pin.start_min)) for pin in pins}
    broken = (
        one for one in broken_wishes(problem, Roster(pins)) if (one.agent_id, one.date) in days
    )
    changes = sum(max(0, len(pin.stints) - 1) for pin in problem.pins)
    weights = problem.rules.weights
    return weights.preference * sum(one.weight for one in broken) + weights.change_of_post * changes


def charges_of(tables: Tables, plan: Plan) -> float:
    """Return what days together cost, pins included; infinite where somebody's are not allowed."""
    return float(price_all_days(tables, plan[START], plan[SHAPE]))


def roster_of(problem: RosterProblem, plan: Plan) -> Roster:
    """Return the shifts of a plan, the pins as they were fixed."""
    shifts = list(problem.pins)
    for agent, day in np.argwhere((plan[START] >= 0) & (plan[POST] >= 0)):
        first, shape, posts, meal = (int(value) for value in plan[:, agent, day])
        form = problem.rules.forms[shape]
        start = problem.horizon.minute(first)
        eaten = None
        if form.meal_min:
            eaten = Span(problem.horizon.minute(meal), problem.horizon.minute(meal) + form.meal_min)
        span = Span(start, start + form.length_min)
        stints = stints_of(problem, span, eaten, posts)
        own = problem.requirement.posts[posts_of(posts)[0]]
        name = problem.agents[agent].id
        shifts.append(Shift(name, start, span.end_min, own, eaten, stints=stints))
    return Roster(tuple(shifts))


def plan_of(problem: RosterProblem, tables: Tables, roster: Roster) -> Plan:
    """Return the plan of a roster; the days of agents it cannot hold by the rules are left out."""
    plan = empty_plan(tables)
    number = {agent.id: index for index, agent in enumerate(problem.agents)}
    for agent_id, shifts in roster.by_agent().items():
        agent = number.get(agent_id)
        if agent is not None:
            kept = plan[:, agent].copy()
            good = all(_put(problem, tables, plan, agent, shift) for shift in shifts)
            if not good or not np.isfinite(
                price_days_of(tables, agent, plan[START, agent], plan[SHAPE, agent])
            ):
                plan[:, agent] = kept
    return plan


def has_breaks(problem: RosterProblem) -> bool:
    """Return whether any shape has breaks."""
    return any(shape.breaks for shape in problem.rules.forms)


def _may_serve(tables: Tables, agent: int, day: int, one: tuple[int, int, int, int]) -> bool:
    """Return whether an agent may be on the posts of a shift, changing as it does, all open."""
    first, shape, posts, meal = one
    if posts < POSTS:
        offset = meal - first if tables.shape_meal[shape] else 0
        low, high = (table[posts, first, shape] for table in (tables.open_first, tables.open_last))
        return bool(tables.post_ok[agent, day, posts] and low <= offset <= high)
    return bool(is_allowed(tables, agent, day, first, shape, meal, posts))


def _put(problem: RosterProblem, tables: Tables, plan: Plan, agent: int, shift: Shift) -> bool:
    """Write a shift into a plan; return whether it could be."""
    horizon = problem.horizon
    if shift in problem.pins:
        return True
    if shift.start_min not in horizon or not horizon.on_grid(shift.start_min):
        return False
    if shift.breaks and not has_breaks(problem):  # others are placed anew
        return False
    day, cell = horizon.day_of(shift.start_min), horizon.interval_of(shift.start_min)
    posts = code_of(problem, shift)
    if plan[START, agent, day] >= 0 or posts is None:
        return False
    for shape, form in enumerate(problem.rules.forms):
        meal = shift.meal.start_min - shift.start_min if shift.meal else 0
        fits = (shift.work_min, shift.span.length_min) == (form.work_min, form.length_min)
        offset = meal // horizon.interval_min
        kind = tables.kind_of[agent]
        window = (tables.meal_first[kind, cell, shape], tables.meal_last[kind, cell, shape])
        eats_at = cell + offset if form.meal_min else -1
        if (
            fits
            and np.isfinite(tables.wish[agent, cell, shape])
            and bool(form.meal_min) == (shift.meal is not None)
            and window[0] <= offset <= window[1]
            and meal % horizon.interval_min == 0
            and _may_serve(tables, agent, day, (cell, shape, posts, eats_at))
        ):
            plan[:, agent, day] = (cell, shape, posts, eats_at)
            return True
    return False
