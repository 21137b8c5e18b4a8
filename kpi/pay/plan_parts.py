"""The pay plans that hold in a month, each with its part of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from kpi.facts.employed import ALWAYS, FRIDAY, weekdays
from kpi.pay.payout import PayPlan
from kpi.pay.reckoning import Number, Reckoning, product, to_fen, total
from scheduler.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kpi.month import Month
    from kpi.score.scorecard import AgentScore
    from scheduler.agent import Employment

Key = TypeVar("Key")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class PlanPart:
    """A plan and the part of a month in which it holds."""

    plan: PayPlan
    first: dt.date
    last: dt.date
    share: Number

    def __contains__(self, date: dt.date) -> bool:
        return self.first <= date <= self.last


def plan_parts(
    plans: Sequence[PayPlan],
    month: Month,
    reckoning: Reckoning = Reckoning.EXACT,
    *,
    employed: Employment = ALWAYS,
) -> list[PlanPart]:
    """
    Return the plans in force in a month, each with its share of the month's weekdays.

    Outside the time an agent is ``employed`` no plan holds.
    """
    ordered = sorted(plans, key=lambda plan: plan.valid_from)
    whole = weekdays(month.first, month.last)
    begins, ends = employed.within(month.first, month.last)
    parts = []
    for index, plan in enumerate(ordered):
        later = [other.valid_from for other in ordered[index + 1 :]]
        first = max(plan.valid_from, begins)
        last = min([ends, *(date - dt.timedelta(days=1) for date in later)])
        if first <= last:
            worked = weekdays(first, last)
            share = reckoning.quotient(weekdays=worked, over_weekdays_of_month=whole)
            parts.append(PlanPart(plan, first, last, share))
    return parts


def begins_at_weekend(parts: Sequence[PlanPart]) -> bool:
    """
    Return whether a plan that changes an amount begins on a Saturday or Sunday of the month.

    Days are weighed by weekdays alone: it pays as if it began on the Monday after.
    """
    before: tuple[Decimal, Decimal] | None = None
    for part in parts:
        amounts = part.plan.base, part.plan.performance
        inside = part.first == part.plan.valid_from and part.first.day > 1
        if inside and amounts != before and part.first.weekday() > FRIDAY:
            return True
        before = amounts
    return False


def with_equal(
    parts: Sequence[PlanPart], what: Callable[[PayPlan], Key], reckoning: Reckoning
) -> list[tuple[Key, tuple[PlanPart, ...]]]:
    """
    Return what plans say, each with the parts of a month in a row that say the same.

    An amount that no row of the plan changes is then paid whole, not as the sum of rounded parts;
    by the older reckoning each part stands alone.
    """
    if reckoning is Reckoning.DECIMAL:
        return [(what(part.plan), (part,)) for part in parts]
    groups = groupby(parts, key=lambda part: what(part.plan))
    return [(said, tuple(group)) for said, group in groups]


def least_wage(parts: Sequence[PlanPart], less: Number = ZERO) -> Decimal | None:
    """
    Return the minimum wage of what of a month the plans cover; None: HR entered none.

    Parameters
    ----------
    parts
        The plans in force.
    less
        Of it, in yuan, for days on which it is not owed.
    """
    if any(part.plan.minimum_wage is None for part in parts):
        return None
    wages = (product((part.share, part.plan.minimum_wage or ZERO)) for part in parts)
    whole = total(wages)
    return max(to_fen(ZERO), to_fen(Fraction(whole) - Fraction(less) if less else whole))


def held_in(plans: Sequence[PayPlan], employed: Employment, month: Month) -> list[PlanPart]:
    """Return an agent's plans in any month, as far as the agent is employed."""
    return plan_parts(plans, month, employed=employed)


def plans_of(
    scores: Sequence[AgentScore],
    by_agent: Mapping[str, Sequence[PayPlan]],
    month: Month,
    reckoning: Reckoning,
    employment: Mapping[str, Employment],
) -> tuple[dict[str, list[PlanPart]], set[str]]:
    """Return everybody's plans, and who is not employed in the month; raises without a plan."""
    parts, gone, missing = {}, set(), []
    for agent in (score.agent_id for score in scores):
        employed = employment.get(agent, ALWAYS)
        first, last = employed.within(month.first, month.last)
        parts[agent] = plan_parts(by_agent.get(agent, ()), month, reckoning, employed=employed)
        if last < first:
            gone.add(agent)
        elif not parts[agent]:
            missing.append(agent)
    if missing:
        raise InputError(Fault("pay_plan_missing", value=agent) for agent in missing)
    return parts, gone
