"""What a month is paid by beside the hours of its roster: days of leave, and allowances."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.facts.employed import employment_of, while_employed
from kpi.facts.leave_days import WorkPlanned, contract_minutes, leave_days
from kpi.pay.allowances import allowances_earned
from kpi.pay.pay_part import Allowance
from service.month.attendance import attendance_in
from service.month.duties import scheduled_in
from service.month.month_inputs import days_off
from store.files.kpi_law import absence_kinds, leave_law_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpi.facts.leave_days import LeaveDay
    from kpi.facts.presences import Attendance
    from kpi.facts.scheduled import Scheduled
    from kpi.month import Month
    from kpi.pay.extras import PayExtras
    from kpi.pay.pay_scheme import PayScheme
    from scheduler.agent import Absence, Agent
    from scheduler.horizon import Clock
    from store.unit import Unit

DAY = dt.timedelta(days=1)
SUNDAY = 6


def with_leave(
    extras: PayExtras,
    month: Month,
    pay_schemes: Iterable[PayScheme],
    *,
    leave: tuple[LeaveDay, ...],
    scheduled: Iterable[Scheduled],
    attendance: Attendance,
    clock: Clock,
) -> PayExtras:
    """Return extras with days of leave, the law on them, and what presence proves of allowances."""
    held = [scheme for scheme in pay_schemes if scheme.valid_from <= month.first]
    allowances = [part for one in held for part in one.parts if isinstance(part, Allowance)]
    earned = allowances_earned(allowances, scheduled, attendance, month, clock=clock)
    return replace(extras, leave=leave, leave_laws=leave_law_in(month), allowances=earned)


def days_of_leave(
    agents: Sequence[Agent],
    absences: Iterable[Absence],
    scheduled: Sequence[Scheduled],
    first: dt.date,
    last: dt.date,
    *,
    clock: Clock,
) -> tuple[LeaveDay, ...]:
    """Return the days of leave from one date to another; absences and shifts of whole weeks."""
    off = days_off(first - 7 * DAY, last + 7 * DAY)
    employment = employment_of(agents)
    planned = WorkPlanned(
        while_employed(scheduled, employment, clock),
        off.holidays,
        off.rest,
        clock,
        contract_minutes(agents),
        employment,
    )
    return leave_days(absences, planned, first, last, kinds=absence_kinds())


def leave_between(unit: Unit, shop_id: str, first: dt.date, last: dt.date) -> tuple[LeaveDay, ...]:
    """Return the days of leave from one date to another, as far as absences are entered."""
    clock = unit.shops.get(shop_id).clock
    monday, sunday = first - first.weekday() * DAY, last + (SUNDAY - last.weekday()) * DAY
    entered = unit.staff.absences(shop_id, clock.at(monday), clock.at(sunday + DAY))
    if not entered:
        return ()
    return days_of_leave(
        unit.staff.everybody(shop_id),
        [one.absence for one in entered],
        scheduled_in(unit, shop_id, monday, sunday),
        first,
        last,
        clock=clock,
    )


def leave_extras(
    unit: Unit, shop_id: str, month: Month, extras: PayExtras, pay_schemes: Iterable[PayScheme]
) -> PayExtras:
    """Return extras with what the database holds of a month's leave and allowances."""
    clock = unit.shops.get(shop_id).clock
    bound = scheduled_in(unit, shop_id, month.first, month.last)
    scheduled = while_employed(bound, unit.staff.employment(shop_id), clock)
    return with_leave(
        extras,
        month,
        pay_schemes,
        leave=leave_between(unit, shop_id, month.first, month.last),
        scheduled=scheduled,
        attendance=attendance_in(unit, shop_id, month, scheduled),
        clock=clock,
    )
