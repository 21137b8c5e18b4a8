"""What happened in a month, put together from plain files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.attribution import credited, facts_of_credits
from kpi.facts.day_hours import with_days
from kpi.facts.employed import OutsideEmployment, employment_of, outside_employment
from kpi.facts.facts import Facts, merge
from kpi.facts.hours import HoursParams, facts_of_hours, shift_hours
from kpi.facts.message_facts import facts_of_messages
from kpi.facts.presences import AskedPresence
from kpi.facts.scheduled import ExceptionLeftOut, exceptions_left_out
from kpi.month import Month
from kpi.pay.overtime import OvertimeWorked, holiday_faults, overtime_in, overtime_of
from kpi.pay.payout import Overtime, Unpaid
from kpi.score.scorecard import LineLeftOut
from scheduler.agent import Employment
from scheduler.errors import Fault, InputError
from scheduler.forecast.calendar import CHINA, statutory_holidays
from service.month.file_floor import RosterFloor, read_floor, staff_of
from service.month.month_inputs import days_off
from service.month.sales import contacts_of
from service.month.unrostered import day_plan, unpaid_overtime, waits_of, why_no_hours
from store.files.kpi_facts import read_facts
from store.files.kpi_tables import ATTRIBUTION, OVERTIME, read_orders
from store.files.messages_file import read_messages

if TYPE_CHECKING:
    from pathlib import Path

    from kpi.facts.messages import Messages
    from scheduler.horizon import Clock
    from service.month.file_names import MonthFiles

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, eq=False)
class FileMonth:
    """
    A month as files tell it.

    Parameters
    ----------
    month
        The month the files tell of.
    facts
        Of it and of whatever else the files hold.
    overtime
        Approved overtime of the month, as far as it was worked.
    overtime_unknown
        Agents with approved overtime of whom nobody knows whether they were there.
    no_hours, waits
        What is told of people with attendance where hours are unknown, and what is not paid of it.
    in_doubt
        Presences that touch the month and are asked about.
    left_out
        Exceptions of the month that excuse nothing.
    employment
        From when to when people are employed, of those with a date.
    outside
        What is known of people for days of the month on which they are not employed.
    floor
        What happened on the floor in all that the files hold.
    """

    month: Month
    facts: Facts
    overtime: tuple[Overtime, ...] = ()
    overtime_unknown: tuple[str, ...] = ()
    in_doubt: tuple[AskedPresence, ...] = ()
    left_out: tuple[ExceptionLeftOut, ...] = ()
    employment: Mapping[str, Employment] = field(default_factory=dict)
    outside: tuple[OutsideEmployment, ...] = ()
    no_hours: Mapping[str, LineLeftOut] = field(default_factory=dict)
    waits: Mapping[str, tuple[Unpaid, ...]] = field(default_factory=dict)
    floor: RosterFloor = field(default_factory=RosterFloor)


def read_month(files: MonthFiles, month: Month | None, clock: Clock) -> FileMonth:
    """
    Return what files say of a month; None: the only one they speak of.

    Raises
    ------
    InputError
        With the faults of a file; when nothing is known of the month, or several are spoken of and
        none was named.
    """
    floor = read_floor(files, month, clock)
    staff = {agent.id for agent in staff_of(files)} if files.agents else None
    employment = employment_of(floor.agents)
    messages = None
    parts = []
    if files.facts is not None:
        parts.append((files.facts.name, read_facts(files.facts, agents=staff)))
    if files.messages is not None:
        messages = read_messages(files.messages, clock)
        shifts = [one.shift for one in floor.scheduled]
        found = facts_of_messages(messages, shifts, floor.away, clock=clock)
        parts.append((files.messages.name, found))
    if files.orders is not None:
        parts.append((files.orders.name, _sales(files, files.orders, messages, clock)))
    if floor.scheduled:
        parts.append(("rosters", _hours(floor, clock)))
    facts = merge([part for _, part in parts], [name for name, _ in parts]) if parts else None
    chosen = month or _only_month(facts)
    holidays = statutory_holidays(CHINA, chosen.before.first, chosen.after.last)
    if facts is not None:
        facts = with_days(
            facts,
            floor.attendance,
            floor.away,
            floor.scheduled,
            rostered=floor.rostered,
            month=chosen,
            clock=clock,
            holidays=holidays,
        )
    if facts is None or not len(facts.between(chosen.first, chosen.last)):
        raise InputError(Fault("month_empty", value=str(chosen)))
    first_min, end_min = clock.at(chosen.first), clock.at(chosen.last + DAY)
    doubted = floor.attendance.within(first_min, end_min).questions
    away = [one for one in floor.away if one.start_min < end_min and one.end_min > first_min]
    left_out = exceptions_left_out(away, floor.scheduled, clock=clock)
    known = FileMonth(
        chosen,
        facts,
        no_hours=why_no_hours(floor.attendance, first_min, end_min),
        waits=waits_of((), facts, chosen, holidays),
        in_doubt=doubted,
        left_out=left_out,
        employment=employment,
        outside=outside_employment(
            employment,
            chosen,
            scheduled=floor.published,
            presences=floor.presences,
            facts=facts,
            clock=clock,
        ),
        floor=floor,
    )
    return _with_overtime(files, known, clock)


def _only_month(facts: Facts | None) -> Month:
    """Return the month of all facts; raises when there are several, or none."""
    dates: list[dt.date] = [] if facts is None else np.unique(facts.date).tolist()
    months = sorted({Month.of(date) for date in dates})
    if len(months) != 1:
        raise InputError(Fault("month_not_named", value=", ".join(map(str, months)) or "-"))
    return months[0]


def _sales(files: MonthFiles, path: Path, messages: Messages | None, clock: Clock) -> Facts:
    if files.attribution is None:
        raise InputError(Fault("missing_file", "attribution.csv"))
    rules = ATTRIBUTION.read(files.attribution, clock)
    contacts = () if messages is None else contacts_of([messages])
    found = credited(read_orders(path, clock), contacts, rules, clock=clock)
    return facts_of_credits(found, clock=clock)


def _hours(floor: RosterFloor, clock: Clock) -> Facts:
    """Return the hours of the weeks' shifts, against attendance where it is known."""
    days = [clock.date_of(one.shift.start_min) for one in floor.scheduled]
    params = HoursParams(holidays=statutory_holidays(CHINA, min(days), max(days) + DAY))
    hours = shift_hours(floor.scheduled, floor.attendance, floor.away, clock=clock, params=params)
    return facts_of_hours(hours)


def _with_overtime(files: MonthFiles, known: FileMonth, clock: Clock) -> FileMonth:
    if files.overtime is None:
        return known
    month = known.month
    worked = overtime_in_files(files, month, known, clock)
    holidays = statutory_holidays(CHINA, month.first, month.last)
    return replace(
        known,
        overtime=overtime_of(worked, clock=clock),
        overtime_unknown=unpaid_overtime(worked),
        waits=waits_of(worked, known.facts, month, holidays),
    )


def overtime_in_files(
    files: MonthFiles, month: Month, known: FileMonth, clock: Clock
) -> tuple[OvertimeWorked, ...]:
    """Return what came of the overtime that files approve for the days of any month they tell."""
    if files.overtime is None:
        return ()
    first_min, end_min = clock.at(month.first), clock.at(month.last + DAY)
    approved = [
        one
        for one in OVERTIME.read(files.overtime, clock)
        if one.start_min < end_min and one.end_min > first_min
    ]
    began = min((clock.date_of(one.start_min) for one in approved), default=month.first)
    days = days_off(min(began, month.first), month.last)
    faults = holiday_faults(approved, days.holidays, clock)
    if faults:
        raise InputError(faults)
    floor = known.floor
    return overtime_in(
        month,
        approved,
        floor.attendance,
        floor.scheduled,
        days=days,
        clock=clock,
        plan=day_plan(known.facts, floor.rostered),
    )
