"""The pay plans that hold in a month, each with its part of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.pay.payout import PayPlan, to_fen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.month import Month

FRIDAY = 4
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class PlanPart:
    """A plan and the part of a month in which it holds."""

    plan: PayPlan
    first: dt.date
    last: dt.date
    share: Decimal

    def __contains__(self, date: dt.date) -> bool:
        return self.first <= date <= self.last


def plan_parts(plans: Sequence[PayPlan], month: Month) -> list[PlanPart]:
    """Return the plans in force in a month, each with its share of the month's weekdays."""
    ordered = sorted(plans, key=lambda plan: plan.valid_from)
    whole = _weekdays(month.first, month.last)
    parts = []
    for index, plan in enumerate(ordered):
        later = [other.valid_from for other in ordered[index + 1 :]]
        first = max(plan.valid_from, month.first)
        last = min([month.last, *(date - dt.timedelta(days=1) for date in later)])
        if first <= last:
            share = Decimal(_weekdays(first, last)) / whole
            parts.append(PlanPart(plan, first, last, share))
    return parts


def _weekdays(first: dt.date, last: dt.date) -> int:
    days = ((first + dt.timedelta(days=day)) for day in range((last - first).days + 1))
    return sum(day.weekday() <= FRIDAY for day in days)


def least_wage(parts: Sequence[PlanPart]) -> Decimal | None:
    """Return the minimum wage of what of a month the plans cover; None: HR entered none."""
    if any(part.plan.minimum_wage is None for part in parts):
        return None
    return to_fen(sum((part.share * (part.plan.minimum_wage or ZERO) for part in parts), ZERO))
