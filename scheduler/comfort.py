"""
What a steadier roster costs: the same week under rules from free starts to one type a week.

Every line asks what the week asks but for starts and days off: limits of hours, days and nights
stay. Prices of comfort itself (another type, uneven starts) are left out of all lines, so that
their costs count the same things: people missing and too many, wishes, fair shares. Whoever stands
by counts as at work in all lines.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from scheduler.errors import require
from scheduler.horizon import DAY_MIN
from scheduler.work_plan import DAY_WORDS, WorkPlan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.agent import Agent
    from scheduler.problem import RosterProblem
    from scheduler.ruleset import RuleSet
    from scheduler.shift import ShiftShape

CLOSE_MIN = 60
NIGHT_STEP_MIN = 5


class Comfort(StrEnum):
    """
    How steady the weeks of everybody are.

    ``FREE``: any start on any day. ``CLOSE``: starts of a week within an hour of its middle.
    ``ONE_TYPE``: one shift type a week; where the week has no types, one start. ``ROTATION``: that,
    the types of a person coming round by the clock, week by week. ``OFF_TOGETHER``: one type, and
    two days off together.
    """

    FREE = "free"
    CLOSE = "close"
    ONE_TYPE = "one_type"
    ROTATION = "rotation"
    OFF_TOGETHER = "off_together"


FREE_STARTS = {Comfort.FREE: None, Comfort.CLOSE: 2 * CLOSE_MIN}
"""Lines of no types, and the most minutes between the starts of a week; None: any."""


class Between(NamedTuple):
    """
    Between what the cost of the best roster of a line lies.

    Parameters
    ----------
    bound
        Proven: no roster of it costs less.
    cost
        Of a roster that is one of the line too; None: none is known.
    """

    bound: float
    cost: float | None


class Dearer(NamedTuple):
    """
    By how much the best roster of one line costs more than that of another: proven bounds.

    Parameters
    ----------
    least, most
        In the unit of the cost; ``least`` may lie below 0 where the two are not told apart.
    """

    least: float
    most: float


def dearer(base: Between, line: Between) -> Dearer | None:
    """Return between what the best of a line lies above a base's; None: one has no roster."""
    if base.cost is None or line.cost is None:
        return None
    return Dearer(line.bound - base.cost, line.cost - base.bound)


def together(found: Mapping[Comfort, Between], rules: RuleSet) -> dict[Comfort, Between]:
    """
    Return what lines tell of one another: bounds raised, costs lowered.

    A roster of a stricter line is one of the looser too, so its cost holds there, and the bound of
    the looser holds for the stricter.
    """
    told = {}
    for line, own in found.items():
        looser = [found[each] for each in found if _is_looser(each, line, rules)]
        stricter = [found[each] for each in found if _is_looser(line, each, rules)]
        costs = [each.cost for each in (own, *stricter) if each.cost is not None]
        bound = max(each.bound for each in (own, *looser))
        told[line] = Between(bound, min(costs, default=None))
    return told


def _is_looser(one: Comfort, other: Comfort, rules: RuleSet) -> bool:
    """Return whether every roster of the other line is one of the first."""
    order = list(Comfort)
    if one is Comfort.ROTATION or order.index(one) >= order.index(other):
        return False
    return one is not Comfort.CLOSE or _widest_start(rules) <= 2 * CLOSE_MIN


def _widest_start(rules: RuleSet) -> int:
    """Return the most minutes between starts of a week of one type, as plans and types allow."""
    window = max((each.starts[-1] - each.starts[0] for each in rules.types), default=0)
    spreads = [plan.max_start_spread_min for plan in rules.plans]
    if not rules.work_plan:
        spreads.append(None)
    return max(window if spread is None else min(window, spread) for spread in spreads)


def with_comfort(problem: RosterProblem, comfort: Comfort, name: str = "comfort") -> RosterProblem:
    """Return a problem on a line; prices of comfort itself are 0, and nobody stands by."""
    types = (replace(each, is_standby=False, min_people=0) for each in problem.rules.types)
    problem = replace(problem, rules=replace(problem.rules, types=tuple(types)), calls=())
    rules = comfort_rules(problem.rules, comfort, name)
    plain = replace(rules.weights, type_change=0.0, steady_start_per_hour=0.0)
    found = replace(problem, rules=replace(rules, weights=plain))
    return rotating(found) if comfort is Comfort.ROTATION else found


def lines_of(rules: RuleSet) -> tuple[Comfort, ...]:
    """Return the lines that rules allow: types must be there to come round."""
    return tuple(each for each in Comfort if each is not Comfort.ROTATION or len(rules.types) > 1)


def rotating(problem: RosterProblem) -> RosterProblem:
    """
    Return a problem in which everybody's types come round by the clock, a week each.

    A plan's own rotation stays. People whose contract or protection allows not all types have a
    plan of their own for those they may work. Whose place is not known has the proposed one.
    """
    plans, agents = list(problem.rules.plans), []
    for agent in problem.agents:
        plan = problem.plan_of(agent)
        codes = types_of(problem, agent)
        if plan is None or plan.rotation or agent.fixed_week or len(codes) < 2:
            agents.append(agent)
            continue
        own = replace(plan, name=f"{plan.name} {'-'.join(codes)}", rotation=codes, teams=())
        if own not in plans:
            plans.append(own)
        agents.append(replace(agent, work_plan=own.name))
    rules = replace(problem.rules, plans=tuple(plans))
    found = replace(problem, rules=rules, agents=tuple(agents))
    proposed = found.cycles.proposed
    placed = (
        replace(agent, cycle_start=proposed[agent.id].start) if agent.id in proposed else agent
        for agent in found.agents
    )
    return replace(found, agents=tuple(placed))


def rotation_for_all(problem: RosterProblem) -> RuleSet:
    """
    Return rules in which the plan of all has everybody's types come round.

    Raises
    ------
    InputError
        When not everybody's types come round in one way.
    """
    found = rotating(problem)
    plans = [found.plan_of(agent) for agent in found.agents if not agent.fixed_week]
    orders = {() if plan is None else plan.rotation for plan in plans}
    require(len(orders) == 1, "rotation_differs", value=len(orders))
    (codes,) = orders
    turned = tuple(replace(plan, rotation=codes) for plan in problem.rules.plans)
    return replace(problem.rules, plans=turned)


def types_of(problem: RosterProblem, agent: Agent) -> tuple[str, ...]:
    """Return the codes of the types an agent may work, by the clock."""
    allowed = {shape.code for shape in problem.forms_of(agent)}
    night = problem.rules.hours.night
    ordered = sorted(problem.rules.types, key=lambda each: (each.start_clock, each.code))
    return tuple(
        each.code
        for each in ordered
        if each.code in allowed
        and not (
            agent.no_nights
            and any(
                (each.start_clock + minute) % DAY_MIN in night
                for minute in range(0, each.length_min, NIGHT_STEP_MIN)
            )
        )
    )


def comfort_rules(rules: RuleSet, comfort: Comfort, name: str) -> RuleSet:
    """
    Return rules on a line.

    Every work plan takes the line's starts and days off and keeps the rest; who has none is given
    one.

    Parameters
    ----------
    rules
        Of the week.
    comfort
        The line.
    name
        Of the plan for those who have none.
    """
    has_menu = bool(rules.types) and comfort not in FREE_STARTS
    plans = tuple(_plan(each, comfort, has_menu=has_menu) for each in rules.plans)
    if not rules.work_plan:
        others = tuple(each for each in plans if each.name != name)
        plans = (*others, _plan(WorkPlan(name), comfort, has_menu=has_menu))
    return replace(
        rules,
        shapes=() if has_menu else _free(rules),
        plans=plans,
        work_plan=rules.work_plan or name,
    )


def _plan(plan: WorkPlan, comfort: Comfort, *, has_menu: bool) -> WorkPlan:
    parts: dict[str, Any] = {
        "types": plan.types if has_menu else (),
        "is_one_type": has_menu,
        "max_start_spread_min": plan.max_start_spread_min if has_menu else 0,
        "days_off_together": 1,
        "days_off_together_price": None,
        "is_week_round": False,
        "rotation": plan.rotation if comfort is Comfort.ROTATION else (),
    }
    if not has_menu:  # a day of a cycle may be worked by any type
        days = (day if day in DAY_WORDS else "on" for day in plan.day_cycle)
        parts["day_cycle"] = tuple(days)
    if comfort in FREE_STARTS:
        parts["max_start_spread_min"] = FREE_STARTS[comfort]
    if comfort is Comfort.OFF_TOGETHER:
        parts["days_off_together"] = max(2, plan.days_off_together)
        parts["is_week_round"] = plan.is_week_round
    return replace(plan, **parts)


def _free(rules: RuleSet) -> tuple[ShiftShape, ...]:
    """Return the free shapes, and those of the types as if they might start at any time."""
    found = list(rules.shapes)
    for each in rules.types:
        for shape in each.shapes:
            free = replace(shape, starts=(), code="")
            if free not in found:
                found.append(free)
    return tuple(found)
