"""Scores -> payouts: base, performance pay by the score, overtime and holidays by the law."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from kpi.line import ZERO
from kpi.payout import (
    Overtime,
    OvertimeKind,
    OvertimeLaw,
    PayMethod,
    Payout,
    PayoutLine,
    PayPlan,
    Pays,
    Unpaid,
    to_fen,
)
from scheduler.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kpi.facts import Facts
    from kpi.month import Month
    from kpi.scheme import Scheme
    from kpi.scorecard import AgentScore

HOUR_MIN = 60
FRIDAY = 4


def pay_month(
    scores: Iterable[AgentScore],
    plans: Iterable[PayPlan],
    schemes: Mapping[str, Scheme],
    month: Month,
    *,
    law: OvertimeLaw,
    facts: Facts | None = None,
    overtime: Iterable[Overtime] = (),
) -> tuple[Payout, ...]:
    """
    Return what every scored agent is paid for a month, in the order of the scores.

    Parameters
    ----------
    scores
        Of the month.
    plans
        Of any dates; who begins or changes plan within the month gets each plan by its share of the
        month's weekdays.
    schemes
        The scheme of each post, by the post's id.
    law
        What the law makes of overtime in that month.
    facts
        Hours on statutory holidays, to be paid in addition; those of shifts that began in the
        month, by the clock. None: there were none.
    overtime
        Approved; that of other months is passed over.

    Raises
    ------
    InputError
        When agents have no plan, or would earn less than their minimum wage; names all of them.
    """
    by_agent: dict[str, list[PayPlan]] = defaultdict(list)
    for plan in plans:
        by_agent[plan.agent_id].append(plan)
    worked: dict[str, list[Overtime]] = defaultdict(list)
    for one in overtime:
        if one.date in month:
            worked[one.agent_id].append(one)
    holidays = _holiday_minutes(facts, month)
    payouts, faults = [], []
    for score in scores:
        parts = _parts(by_agent[score.agent_id], month)
        if not parts:
            faults.append(Fault("pay_plan_missing", value=score.agent_id))
            continue
        payout = _payout(
            score,
            parts,
            schemes,
            law=law,
            overtime=worked[score.agent_id],
            holidays=holidays.get(score.agent_id, {}),
        )
        payouts.append(payout)
        faults += _below_minimum(payout, parts)
    if faults:
        raise InputError(faults)
    return tuple(payouts)


@dataclass(frozen=True, slots=True)
class _Part:
    """A plan and the part of a month in which it holds."""

    plan: PayPlan
    first: dt.date
    last: dt.date
    share: Decimal

    def __contains__(self, date: dt.date) -> bool:
        return self.first <= date <= self.last


def _parts(plans: Sequence[PayPlan], month: Month) -> list[_Part]:
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
            parts.append(_Part(plan, first, last, share))
    return parts


def _weekdays(first: dt.date, last: dt.date) -> int:
    days = ((first + dt.timedelta(days=day)) for day in range((last - first).days + 1))
    return sum(day.weekday() <= FRIDAY for day in days)


def _payout(
    score: AgentScore,
    parts: Sequence[_Part],
    schemes: Mapping[str, Scheme],
    *,
    law: OvertimeLaw,
    overtime: Sequence[Overtime],
    holidays: Mapping[dt.date, float],
) -> Payout:
    lines, unpaid = [], []
    for part in parts:
        details = {"base": part.plan.base, "share_of_month": part.share}
        lines.append(_line(Pays.BASE, details))
    for part in parts:
        found = _performance(score, part, schemes)
        if isinstance(found, Unpaid):
            unpaid.append(found)
        else:
            lines.append(found)
    for kind, pays, factor in (
        (OvertimeKind.WORKDAY, Pays.OVERTIME_WORKDAY, law.workday),
        (OvertimeKind.REST_DAY, Pays.OVERTIME_REST_DAY, law.rest_day),
    ):
        minutes: dict[dt.date, float] = defaultdict(float)
        for one in overtime:
            if one.kind is kind:
                minutes[one.date] += one.minutes
        lines += _by_hour(pays, minutes, factor, parts, law)
    if any(np.isnan(minutes) for minutes in holidays.values()):
        unpaid.append(Unpaid.NO_ATTENDANCE_ON_HOLIDAY)
    known = {date: minutes for date, minutes in holidays.items() if not np.isnan(minutes)}
    lines += _by_hour(Pays.HOLIDAY, known, law.holiday, parts, law)
    return Payout(score.agent_id, score.month, tuple(lines), tuple(dict.fromkeys(unpaid)))


def _performance(
    score: AgentScore, part: _Part, schemes: Mapping[str, Scheme]
) -> PayoutLine | Unpaid:
    plan = part.plan
    if score.total is None or score.share_of_full is None:
        return Unpaid.NO_SCORE
    if plan.method is PayMethod.SCORE:
        details = {"performance": plan.performance, "share_of_full_score": score.share_of_full}
    else:
        grade = schemes[score.cards[0].post].grade(score.total)
        by_amount = plan.method is PayMethod.AMOUNT
        factor = None if grade is None else grade.amount if by_amount else grade.coefficient
        if factor is None:
            return Unpaid.NO_GRADE_PAY
        details = (
            {"grade_amount": factor}
            if by_amount
            else {"performance": plan.performance, "grade_coefficient": factor}
        )
    personal = {"personal_coefficient": plan.coefficient, "share_of_month": part.share}
    return _line(Pays.PERFORMANCE, {**details, **personal})


def _by_hour(
    pays: Pays,
    minutes: Mapping[dt.date, float],
    factor: Decimal,
    parts: Sequence[_Part],
    law: OvertimeLaw,
) -> list[PayoutLine]:
    """Return a line for each plan whose dates have such minutes."""
    lines = []
    for part in parts:
        worked = sum(value for date, value in minutes.items() if date in part)
        if worked:
            hours = Decimal(repr(worked)) / HOUR_MIN
            hour_pay = law.hour_pay(part.plan.base)
            lines.append(_line(pays, {"hours": hours, "hour_pay": hour_pay, "factor": factor}))
    return lines


def _line(pays: Pays, factors: Mapping[str, Decimal]) -> PayoutLine:
    amount = Decimal(1)
    for factor in factors.values():
        amount *= factor
    return PayoutLine(pays, to_fen(amount), factors)


def _holiday_minutes(facts: Facts | None, month: Month) -> dict[str, dict[dt.date, float]]:
    """Return minutes on statutory holidays by agent and date of the shift; NaN: unknown."""
    if facts is None:
        return {}
    inside = facts.between(month.first, month.last)
    found: dict[str, dict[dt.date, float]] = defaultdict(dict)
    minutes = inside["holiday_min"]
    unknown = np.isnan(minutes) & ~np.isnan(inside["scheduled_min"])
    if "holiday_min" not in inside.counts:
        unknown[:] = False
    for row in np.flatnonzero((minutes > 0) | unknown):
        days = found[inside.agent_id(int(row))]
        date: dt.date = inside.date[row].astype(object)
        days[date] = days.get(date, 0.0) + float(minutes[row])
    return found


def _below_minimum(payout: Payout, parts: Sequence[_Part]) -> list[Fault]:
    """Return a fault when what is paid for normal hours lies below the minimum wage."""
    if any(part.plan.minimum_wage is None for part in parts):
        return []
    limit = to_fen(sum((part.share * (part.plan.minimum_wage or ZERO) for part in parts), ZERO))
    normal = payout.amount(Pays.BASE) + payout.amount(Pays.PERFORMANCE)
    if normal >= limit:
        return []
    details = {"amount": str(normal), "limit": str(limit)}
    return [Fault("below_minimum_wage", value=payout.agent_id, details=details)]
