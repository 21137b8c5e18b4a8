"""
What a steadier roster costs: the same week under rules from free starts to one type a week.

Every line asks what the week asks but for starts and days off: limits of hours, days and nights
stay. Prices of comfort itself (another type, uneven starts) are left out of all lines, so that
their costs count the same things: people missing and too many, wishes, fair shares.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from scheduler.work_plan import WorkPlan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.problem import RosterProblem
    from scheduler.ruleset import RuleSet
    from scheduler.shift import ShiftShape

CLOSE_MIN = 60


class Comfort(StrEnum):
    """
    How steady the weeks of everybody are.

    ``FREE``: any start on any day. ``CLOSE``: starts of a week within an hour of its middle.
    ``ONE_TYPE``: one shift type a week; where the week has no types, one start. ``OFF_TOGETHER``:
    that, and two days off together.
    """

    FREE = "free"
    CLOSE = "close"
    ONE_TYPE = "one_type"
    OFF_TOGETHER = "off_together"


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
    if order.index(one) >= order.index(other):
        return False
    widest = max((each.starts[-1] - each.starts[0] for each in rules.types), default=0)
    return one is not Comfort.CLOSE or widest <= 2 * CLOSE_MIN


def with_comfort(problem: RosterProblem, comfort: Comfort, name: str = "comfort") -> RosterProblem:
    """Return a problem on a line; prices of comfort itself are 0."""
    rules = comfort_rules(problem.rules, comfort, name)
    plain = replace(rules.weights, type_change=0.0, steady_start_per_hour=0.0)
    return replace(problem, rules=replace(rules, weights=plain))


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
    has_menu = bool(rules.types) and comfort in {Comfort.ONE_TYPE, Comfort.OFF_TOGETHER}
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
        "max_start_spread_min": None if has_menu or comfort is Comfort.FREE else 0,
        "days_off_together": 1,
    }
    if comfort is Comfort.CLOSE:
        parts["max_start_spread_min"] = 2 * CLOSE_MIN
    if comfort is Comfort.OFF_TOGETHER:
        parts["days_off_together"] = max(2, plan.days_off_together)
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
