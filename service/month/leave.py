"""What a month is paid by beside the hours of its roster: days of leave, and allowances."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.facts.employed import employment_of, while_employed
from kpi.facts.leave_days import WorkPlanned, contract_minutes, leave_days
from kpi.pay.allowances import allowances_earned
from kpi.pay.leave import UnusedLeave
from kpi.pay.pay_part import Allowance
from kpi.registers.annual_leave import LeaveBalance, annual_law, balance
from service.month.duties import scheduled_in
from service.month.month_inputs import days_off
from service.month.shown_absences import waiting_absences
from store.files.kpi_law import absence_kinds, annual_laws, leave_law_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpi.facts.leave_days import LeaveDay
    from kpi.facts.presences import Attendance
    from kpi.facts.scheduled import Rostered, Scheduled
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
    rostered: Rostered,
    clock: Clock,
) -> PayExtras:
    """Return extras with days of leave, the law on them, and what presence proves of allowances."""
    held = [scheme for scheme in pay_schemes if scheme.valid_from <= month.first]
    allowances = [part for one in held for part in one.parts if isinstance(part, Allowance)]
    earned = allowances_earned(
        allowances, scheduled, attendance, month, rostered=rostered, clock=clock
    )
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


def leave_between(
    unit: Unit,
    shop_id: str,
    first: dt.date,
    last: dt.date,
    *,
    agents: Sequence[Agent] | None = None,
) -> tuple[LeaveDay, ...]:
    """
    Return the days of leave from one date to another, as far as absences are entered.

    Those registered on the day that wait for an approval are left out.

    Parameters
    ----------
    unit, shop_id
        Where they are entered.
    first, last
        Both included.
    agents
        Whose; None: everybody's.
    """
    clock = unit.shops.get(shop_id).clock
    people = unit.staff.everybody(shop_id) if agents is None else agents
    known = {agent.id for agent in people}
    monday, sunday = first - first.weekday() * DAY, last + (SUNDAY - last.weekday()) * DAY
    entered = unit.staff.absences(shop_id, clock.at(monday), clock.at(sunday + DAY))
    waiting = {one.absence for one in waiting_absences(unit, shop_id, monday, sunday)}
    away = [
        one.absence for one in entered if one.absence.agent_id in known and one.id not in waiting
    ]
    found: list[LeaveDay] = []
    for begins, ends in _stretches(away, monday, sunday, clock):
        scheduled = scheduled_in(unit, shop_id, begins, ends)
        within = max(begins, first), min(ends, last)
        found += days_of_leave(people, away, scheduled, *within, clock=clock)
    return tuple(found)


def _stretches(
    away: Iterable[Absence], monday: dt.date, sunday: dt.date, clock: Clock
) -> list[tuple[dt.date, dt.date]]:
    """Return the whole weeks that absences touch, those in a row as one."""
    mondays: set[dt.date] = set()
    for one in away:
        day = max(monday, clock.date_of(one.start_min))
        last = min(sunday, clock.date_of(one.end_min - 1))
        day -= day.weekday() * DAY
        while day <= last:
            mondays.add(day)
            day += 7 * DAY
    found: list[tuple[dt.date, dt.date]] = []
    for each in sorted(mondays):
        begins = found.pop()[0] if found and found[-1][1] + DAY == each else each
        found.append((begins, each + SUNDAY * DAY))
    return found


def balances_in(
    unit: Unit, shop_id: str, year: int, agents: Sequence[Agent]
) -> dict[str, LeaveBalance]:
    """Return people's annual leave of a year, as far as absences are entered."""
    ends = dt.date(year, 1, 1), dt.date(year, 12, 31)
    leave = leave_between(unit, shop_id, *ends, agents=agents)
    law = annual_law(annual_laws(), year)
    return {agent.id: balance(agent, year, law, leave) for agent in agents}


def unused_of(balances: Iterable[LeaveBalance], year: int) -> tuple[UnusedLeave, ...]:
    """Return the whole days of annual leave that are left of some who leave."""
    factor = annual_law(annual_laws(), year).unused_factor
    whole = [(one.agent_id, int(one.left)) for one in balances if one.left is not None]
    return tuple(UnusedLeave(agent, days, factor) for agent, days in whole if days > 0)


def leaving_in(agents: Iterable[Agent], month: Month) -> tuple[Agent, ...]:
    """Return whose last day of employment lies in a month."""
    return tuple(agent for agent in agents if agent.leaves is not None and agent.leaves in month)


def leave_extras(
    unit: Unit,
    shop_id: str,
    month: Month,
    extras: PayExtras,
    pay_schemes: Iterable[PayScheme],
    *,
    scheduled: Iterable[Scheduled],
    attendance: Attendance,
    rostered: Rostered,
) -> PayExtras:
    """Return extras with what the database holds of a month's leave and allowances."""
    clock = unit.shops.get(shop_id).clock
    going = leaving_in(unit.staff.everybody(shop_id), month)
    balances = balances_in(unit, shop_id, month.year, going).values() if going else ()
    return with_leave(
        replace(extras, unused_leave=unused_of(balances, month.year)),
        month,
        pay_schemes,
        leave=leave_between(unit, shop_id, month.first, month.last),
        scheduled=scheduled,
        attendance=attendance,
        rostered=rostered,
        clock=clock,
    )
