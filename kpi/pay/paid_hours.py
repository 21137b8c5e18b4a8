"""What hours beyond a month's roster and on statutory holidays are paid."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from kpi.pay.ground import line
from kpi.pay.payout import OvertimeKind, Pays, Unpaid
from kpi.pay.plan_parts import with_equal
from kpi.pay.reckoning import Reckoning
from kpi.pay.taken import overtime_above

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from kpi.facts.facts import Facts
    from kpi.month import Month
    from kpi.pay.law import PayLaw
    from kpi.pay.payout import Overtime, OvertimeLaw, PayoutLine
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
) -> tuple[list[PayoutLine], list[Unpaid]]:
    """Return overtime and holidays, and what of them needs a person's eye."""
    lines, notes = [], []
    for kind, pays, factor in (
        (OvertimeKind.WORKDAY, Pays.OVERTIME_WORKDAY, law.workday),
        (OvertimeKind.REST_DAY, Pays.OVERTIME_REST_DAY, law.rest_day),
    ):
        minutes: dict[dt.date, float] = defaultdict(float)
        for one in overtime:
            if one.kind is kind and not one.time_off:
                minutes[one.date] += one.minutes
        lines += _by_hour(pays, minutes, factor, parts, law=law, reckoning=reckoning)
    if any(np.isnan(minutes) for minutes in holidays.values()):
        notes.append(Unpaid.NO_ATTENDANCE_ON_HOLIDAY)
    if limits is not None and overtime_above(overtime, limits):
        notes.append(Unpaid.OVERTIME_ABOVE_LIMIT)
    if reckoning is Reckoning.EXACT and _without_pay(parts, overtime, holidays):
        notes.append(Unpaid.NO_HOUR_PAY)
    known = {date: minutes for date, minutes in holidays.items() if not np.isnan(minutes)}
    for one in overtime:
        if one.kind is OvertimeKind.HOLIDAY:
            known[one.date] = known.get(one.date, 0.0) + one.minutes
    free = _by_hour(Pays.HOLIDAY, known, law.holiday, parts, law=law, reckoning=reckoning)
    return lines + free, notes


def _without_pay(
    parts: Sequence[PlanPart], overtime: Sequence[Overtime], holidays: Mapping[dt.date, float]
) -> bool:
    """Return whether there are hours to be paid on dates whose plan has no base to pay them by."""
    dates = {one.date for one in overtime if not one.time_off}
    dates |= {date for date, minutes in holidays.items() if minutes > 0}
    return any(not part.plan.base and any(date in part for date in dates) for part in parts)


def _by_hour(
    pays: Pays,
    minutes: Mapping[dt.date, float],
    factor: Decimal,
    parts: Sequence[PlanPart],
    *,
    law: OvertimeLaw,
    reckoning: Reckoning,
) -> list[PayoutLine]:
    """Return a line for each base in force on dates that have such minutes."""
    lines = []
    for base, held in with_equal(parts, lambda plan: plan.base, reckoning):
        worked = sum(value for date, value in minutes.items() if any(date in one for one in held))
        if worked:
            hours = reckoning.ratio(Decimal(repr(worked)), HOUR_MIN)
            hour_pay = law.hour_pay(base, reckoning)
            lines.append(line(pays, {"hours": hours, "hour_pay": hour_pay, "factor": factor}))
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
