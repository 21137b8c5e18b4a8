"""What hours beyond a month's roster and on statutory holidays are paid."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from kpi.pay.ground import line
from kpi.pay.hour_pay import HourPay
from kpi.pay.payout import OvertimeKind, Pays, Unpaid
from kpi.pay.plan_parts import with_equal
from kpi.pay.reckoning import Reckoning
from kpi.pay.taken import overtime_above
from kpi.told import told
from scheduler.errors import Fault

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from kpi.facts.facts import Facts
    from kpi.month import Month
    from kpi.pay.law import PayLaw
    from kpi.pay.payout import Overtime, OvertimeLaw, PayoutLine, PayPlan
    from kpi.pay.plan_parts import PlanPart

HOUR_MIN = 60


def paid_hours(
    parts: Sequence[PlanPart],
    overtime: Sequence[Overtime],
    holidays: Mapping[dt.date, float],
    *,
    law: OvertimeLaw,
    limits: PayLaw | None,
    reckoning: Reckoning = Reckoning.EXACT,
    worth: Callable[[PayPlan], HourPay] | None = None,
) -> tuple[list[PayoutLine], list[Unpaid]]:
    """
    Return overtime and holidays, and what of them needs a person's eye.

    Parameters
    ----------
    parts, overtime, holidays
        The agent's plans, overtime, and rostered minutes on statutory holidays (NaN: unknown).
    law, limits, reckoning
        As for ``pay_month``.
    worth
        What an hour of a plan is worth; None: its base by the law, as before there was a choice.
    """
    lines, notes = [], []
    an_hour = worth or (lambda plan: HourPay(law.hour_pay(plan.base, reckoning)))
    by_hour = partial(_by_hour, parts=parts, worth=an_hour, reckoning=reckoning)
    for kind, pays, factor in (
        (OvertimeKind.WORKDAY, Pays.OVERTIME_WORKDAY, law.workday),
        (OvertimeKind.REST_DAY, Pays.OVERTIME_REST_DAY, law.rest_day),
    ):
        minutes: dict[dt.date, float] = defaultdict(float)
        for one in overtime:
            if one.kind is kind and not one.time_off:
                minutes[one.date] += one.minutes
        lines += by_hour(pays, minutes, factor)
    if any(np.isnan(minutes) for minutes in holidays.values()):
        notes.append(Unpaid.NO_ATTENDANCE_ON_HOLIDAY)
    if limits is not None and overtime_above(overtime, limits):
        notes.append(Unpaid.OVERTIME_ABOVE_LIMIT)
    dates = dates_paid(overtime, holidays)
    held = [an_hour(part.plan) for part in parts if any(date in part for date in dates)]
    if worth is not None:
        notes += [one.note for one in held if one.note is not None]
    elif reckoning is Reckoning.EXACT and any(one.yuan == 0 for one in held):
        notes.append(Unpaid.NO_HOUR_PAY)
    known = {date: minutes for date, minutes in holidays.items() if not np.isnan(minutes)}
    for one in overtime:
        if one.kind is OvertimeKind.HOLIDAY:
            known[one.date] = known.get(one.date, 0.0) + one.minutes
    return lines + by_hour(Pays.HOLIDAY, known, law.holiday), notes


def dates_paid(overtime: Sequence[Overtime], holidays: Mapping[dt.date, float]) -> set[dt.date]:
    """Return the dates with hours to be paid."""
    worked = {date for date, minutes in holidays.items() if minutes > 0}
    return worked | {one.date for one in overtime if not one.time_off}


def without_pay(
    agent: str,
    parts: Sequence[PlanPart],
    dates: set[dt.date],
    worth: Callable[[PayPlan], HourPay],
) -> list[Fault]:
    """Return a fault where hours are to be paid on dates without a plan, or worth 0."""
    paid = [part for part in parts if worth(part.plan).yuan > 0] if dates else []
    bare = sorted(date for date in dates if not any(date in part for part in paid))
    named = ", ".join(date.isoformat() for date in bare)
    return [Fault("no_hour_pay", value=agent, details={"dates": named})] if bare else []


def _by_hour(
    pays: Pays,
    minutes: Mapping[dt.date, float],
    factor: Decimal,
    *,
    parts: Sequence[PlanPart],
    worth: Callable[[PayPlan], HourPay],
    reckoning: Reckoning,
) -> list[PayoutLine]:
    """Return a line for each worth of an hour on dates that have such minutes."""
    lines: list[PayoutLine] = []
    if not minutes:
        return lines
    for an_hour, held in with_equal(parts, worth, reckoning):
        mine = {day: value for day, value in minutes.items() if any(day in one for one in held)}
        if worked := sum(mine.values()):
            hours = reckoning.quotient(
                minutes=Decimal(repr(worked)), over_minutes_an_hour=Decimal(HOUR_MIN)
            )
            notes = [
                told("minutes_of_day", date=d, minutes=m) for d, m in sorted(mine.items()) if m
            ]
            factors = {"hours": hours, "hour_pay": an_hour.yuan, "factor": factor}
            lines.append(replace(line(pays, factors, *notes), rests_on=an_hour.rests_on))
    return lines


def holiday_minutes(facts: Facts | None, month: Month) -> dict[str, dict[dt.date, float]]:
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
