"""Overtime: approved beforehand, paid as far as it was worked; or entered as worked already."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kpi.month import Month
from kpi.pay.overtime import ApprovedOvertime, OvertimeWorked, holiday_faults
from kpi.pay.payout import Overtime, OvertimeKind
from scheduler.errors import Fault, InputError, require
from scheduler.forecast.calendar import CHINA, statutory_holidays
from service.month.month_inputs import approved_between, entered_overtime
from service.shop.importing import ImportKind, taking_in
from store.files.kpi_tables import OVERTIME
from store.register import Entry

if TYPE_CHECKING:
    from pathlib import Path

    from service.desk import Desk
    from store.writing import Writing

DAY = dt.timedelta(days=1)

__all__ = ["ApprovedOvertime", "Entry", "Month", "Overtime", "OvertimeKind", "OvertimeWorked"]


def approve_overtime(desk: Desk, approved: ApprovedOvertime) -> int:
    """
    Keep a stretch in which somebody may work overtime; return its number.

    What of it is paid follows from attendance when the month is scored.

    Raises
    ------
    InputError
        When the agent is unknown, the stretch is approved already or its day has overtime entered
        as worked, or the kind of day does not fit the calendar.
    """
    with desk.write("overtime_approved", unseen="a new entry beside the others") as unit:
        return keep_approved(unit, approved)


def import_overtime(desk: Desk, path: Path) -> int:
    """Take in approved overtime; known stretches are passed over. Return how many are new."""
    with taking_in(desk, ImportKind.OVERTIME, path, unseen="a new entry beside the others") as (
        unit,
        told,
    ):
        clock = unit.shops.get(desk.shop_id).clock
        rows = OVERTIME.read(path, clock, agents=unit.staff.names(desk.shop_id))
        kept = {one.value for one in unit.register.all(desk.shop_id, ApprovedOvertime)}
        new = [row for row in rows if row not in kept]
        faults: list[Fault] = []
        for row in new:
            try:
                keep_approved(unit, row, action="overtime_approved")
            except InputError as error:
                faults += error.faults
        if faults:
            raise InputError(faults)
        told.people = [row.agent_id for row in rows]
        told.dates = [clock.date_of(row.start_min) for row in rows]
        told.sums |= {
            "hours": sum(row.end_min - row.start_min for row in rows) / 60,
            "new": len(new),
        }
        return len(new)


def approved_overtime(desk: Desk, month: Month) -> tuple[Entry[ApprovedOvertime], ...]:
    """Return the overtime approved for the days of a month, in the order entered."""
    with desk.read() as unit:
        first_min = unit.shops.get(desk.shop_id).clock.at(month.first)
        found = unit.register.all(
            desk.shop_id, ApprovedOvertime, first=month.before.first, last=month.last
        )
        return tuple(one for one in found if one.value.end_min > first_min)


def enter_overtime(desk: Desk, overtime: Overtime) -> int:
    """
    Keep overtime that was worked for the payout of its month; return its number.

    Raises
    ------
    InputError
        When the agent is unknown, or has overtime on that date already.
    """
    with desk.write("overtime_entered", unseen="a new entry beside the others") as unit:
        return keep_worked(unit, overtime)


def keep_worked(unit: Writing, overtime: Overtime) -> int:
    """Keep overtime that was worked, within another action; return its number."""
    shop_id, agent, date = unit.shop_id, overtime.agent_id, overtime.date
    unit.require_known(overtime)
    clock = unit.shops.get(shop_id).clock
    that_day: list[Overtime | ApprovedOvertime] = [
        *entered_overtime(unit, shop_id, date, date),
        *approved_between(unit, shop_id, clock.at(date), clock.at(date + DAY)),
    ]
    twice = any(one.agent_id == agent for one in that_day)
    require(not twice, "overtime_twice", value=agent, date=date)
    unit.add(("month", Month.of(date), "overtime", agent))
    unit.note(agent, {"date": date.isoformat(), "minutes": str(overtime.minutes)})
    return unit.enter(overtime, subject=agent, date=date)


def overtime_of(desk: Desk, month: Month) -> tuple[Overtime, ...]:
    """Return the overtime of a month that was entered as worked."""
    with desk.read() as unit:
        unit.shops.get(desk.shop_id)
        return entered_overtime(unit, desk.shop_id, month.first, month.last)


def keep_approved(unit: Writing, approved: ApprovedOvertime, action: str = "") -> int:
    """Keep a stretch of overtime that may be worked, within another action; return its number."""
    shop_id, agent = unit.shop_id, approved.agent_id
    unit.require_known(approved)
    clock = unit.shops.get(shop_id).clock
    date, last = clock.date_of(approved.start_min), clock.date_of(approved.end_min - 1)
    faults = holiday_faults([approved], statutory_holidays(CHINA, date, date), clock)
    entered = entered_overtime(unit, shop_id, date, last)
    kept = approved_between(unit, shop_id, approved.start_min, approved.end_min)
    if agent in {one.agent_id for one in entered} | {one.agent_id for one in kept}:
        details = {"date": date.isoformat()}
        faults.append(Fault("overtime_twice", value=agent, details=details))
    if faults:
        raise InputError(faults)
    details = {"date": date.isoformat(), "kind": approved.kind.value}
    unit.note(agent, details, action=action)
    add_months(unit, approved)
    return unit.enter(approved, subject=agent, date=date)


def add_months(unit: Writing, approved: ApprovedOvertime) -> None:
    """Say that the months a stretch lies in are changed."""
    clock = unit.shops.get(unit.shop_id).clock
    days = clock.date_of(approved.start_min), clock.date_of(approved.end_min - 1)
    for month in dict.fromkeys(map(Month.of, days)):
        unit.add(("month", month, "overtime", approved.agent_id))
