"""What happened in a month, put together from plain files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.attribution import credited, facts_of_credits
from kpi.facts.day_hours import facts_of_days
from kpi.facts.employed import (
    OutsideEmployment,
    employment_of,
    outside_employment,
    while_employed,
)
from kpi.facts.facts import Facts, merge
from kpi.facts.hours import HoursParams, facts_of_hours, shift_hours
from kpi.facts.message_facts import facts_of_messages
from kpi.facts.presences import presences_in_doubt
from kpi.facts.scheduled import (
    ExceptionLeftOut,
    Scheduled,
    exceptions_left_out,
    in_force,
    with_duties,
)
from kpi.month import Month
from kpi.pay.overtime import holiday_faults, overtime_in, overtime_of
from kpi.pay.payout import Overtime
from scheduler.agent import Absence, Agent, Employment
from scheduler.dispatch import Interruption, Presence
from scheduler.errors import Fault, InputError
from scheduler.forecast.calendar import CHINA, statutory_holidays
from scheduler.roster import RosterState, RosterVersion
from service.month.month_inputs import days_off
from service.month.sales import contacts_of
from store.files.absences import read_reported
from store.files.agents_file import read_agents
from store.files.kpi_facts import read_facts
from store.files.kpi_tables import ATTENDANCE, ATTRIBUTION, EXCEPTIONS, OVERTIME, read_orders
from store.files.messages_file import read_messages
from store.files.table_file import TableFile
from store.files.week import read_roster, read_week
from store.files.week_columns import ABSENCES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.facts.messages import Messages
    from scheduler.horizon import Clock, Horizon

ROSTER = "roster.csv"
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MonthFiles:
    """
    The files a month is scored from; one of facts, weeks, messages and orders is needed.

    Parameters
    ----------
    facts
        Counts per agent, post and day.
    weeks
        Folders with ``roster.csv``, as published before each week began; they give scheduled
        minutes.
    attendance, exceptions
        Presences, and secondments and disruptions; measured against the rosters of ``weeks``, else
        against the ``scheduled_min`` of the facts, day by day.
    messages
        Counted as chats.
    orders, attribution
        Orders, and the rule by which they are credited to who wrote ``messages``.
    targets, pay_plan
        What is to be reached, and what is paid.
    schemes, pay_schemes
        TOML files; none: those of ``DEFAULT_SCHEMES``, and the pay schemes that ship.
    overtime, rewards, deductions, refunds
        What is paid and taken beside.
    earlier_pay
        What was paid in the months before, by which hours may be paid.
    absences
        Leave, beside that of the weeks.
    agents
        Staff list, for teams and dates of employment; who is not on it has no business in the other
        files.
    timezone
        Of the files' times.
    """

    facts: Path | None = None
    weeks: tuple[Path, ...] = ()
    attendance: Path | None = None
    exceptions: Path | None = None
    messages: Path | None = None
    orders: Path | None = None
    attribution: Path | None = None
    targets: Path | None = None
    pay_plan: Path | None = None
    schemes: tuple[Path, ...] = ()
    pay_schemes: tuple[Path, ...] = ()
    overtime: Path | None = None
    rewards: Path | None = None
    deductions: Path | None = None
    refunds: Path | None = None
    earlier_pay: Path | None = None
    absences: Path | None = None
    agents: Path | None = None
    timezone: str = "Asia/Shanghai"

    @property
    def is_named(self) -> bool:
        """Return whether files say what happened in the month."""
        told = (self.facts, self.messages, self.orders)
        return bool(self.weeks) or any(path is not None for path in told)


@dataclass(frozen=True, slots=True)
class RosterFloor:
    """
    What happened on the floor.

    Parameters
    ----------
    scheduled
        The shifts in force.
    presences, away
        Who was there; secondments and disruptions.
    absences, agents
        Who was on leave, and everybody that a staff list or a week names.
    """

    scheduled: tuple[Scheduled, ...] = ()
    presences: tuple[Presence, ...] = ()
    away: tuple[Interruption, ...] = ()
    absences: tuple[Absence, ...] = ()
    agents: tuple[Agent, ...] = ()


@dataclass(frozen=True, eq=False)
class FileMonth:
    """
    A month as files tell it.

    Parameters
    ----------
    month
        Which.
    facts
        Of it and of whatever else the files hold.
    overtime
        Approved overtime of the month, as far as it was worked.
    overtime_unknown
        Agents with approved overtime of whom nobody knows whether they were there.
    in_doubt
        Presences that touch the month and nobody can mean as they stand.
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
    in_doubt: tuple[Presence, ...] = ()
    left_out: tuple[ExceptionLeftOut, ...] = ()
    employment: Mapping[str, Employment] = field(default_factory=dict)
    outside: tuple[OutsideEmployment, ...] = ()
    floor: RosterFloor = RosterFloor()


def read_month(files: MonthFiles, month: Month | None, clock: Clock) -> FileMonth:
    """
    Return what files say of a month; None: the only one they speak of.

    Raises
    ------
    InputError
        With the faults of a file; when nothing is known of the month, or several are spoken of and
        none was named.
    """
    listed = staff_of(files)
    staff = {agent.id for agent in listed} if files.agents else None
    weeks = [_PublishedWeek.of(folder) for folder in files.weeks]
    people = {agent.id: agent for week in weeks for agent in week.agents}
    people |= {agent.id: agent for agent in listed}
    employment = employment_of(people.values())
    published = in_force([(week.version,) for week in weeks])
    floor = RosterFloor(
        while_employed(published, employment, clock),
        () if files.attendance is None else ATTENDANCE.read(files.attendance, clock, agents=staff),
        () if files.exceptions is None else EXCEPTIONS.read(files.exceptions, clock, agents=staff),
    )
    floor = replace(
        floor,
        away=with_duties(floor.away, floor.scheduled),
        absences=_absences(files, weeks, clock, staff),
        agents=tuple(people.values()),
    )
    messages = None if files.messages is None else read_messages(files.messages, clock)
    parts = [] if files.facts is None else [read_facts(files.facts, agents=staff)]
    if messages is not None:
        shifts = [one.shift for one in floor.scheduled]
        parts.append(facts_of_messages(messages, shifts, floor.away, clock=clock))
    if files.orders is not None:
        parts.append(_sales(files, files.orders, messages, clock))
    if floor.scheduled:
        parts.append(_hours(floor, clock))
    facts = merge(parts) if parts else None
    if facts is not None and not floor.scheduled and (floor.presences or floor.away):
        facts = merge([facts, facts_of_days(facts, floor.presences, floor.away, clock=clock)])
    chosen = month or _only_month(facts)
    if facts is None or not len(facts.between(chosen.first, chosen.last)):
        raise InputError(Fault("month_empty", value=str(chosen)))
    first_min, end_min = clock.at(chosen.first), clock.at(chosen.last + DAY)
    found = presences_in_doubt(floor.presences)
    doubted = tuple(p for p in found if p.start_min < end_min and p.end_min > first_min)
    away = [one for one in floor.away if one.start_min < end_min and one.end_min > first_min]
    left_out = exceptions_left_out(away, floor.scheduled, clock=clock)
    known = FileMonth(
        chosen,
        facts,
        in_doubt=doubted,
        left_out=left_out,
        employment=employment,
        outside=outside_employment(
            employment,
            chosen,
            scheduled=published,
            presences=floor.presences,
            facts=facts,
            clock=clock,
        ),
        floor=floor,
    )
    return _with_overtime(files, known, floor, clock)


def staff_of(files: MonthFiles) -> tuple[Agent, ...]:
    """Return the staff list; an agent may hold posts of which this month tells nothing."""
    return () if files.agents is None else read_agents(files.agents, posts=None)


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
    hours = shift_hours(floor.scheduled, floor.presences, floor.away, clock=clock, params=params)
    return facts_of_hours(hours)


def _with_overtime(
    files: MonthFiles, known: FileMonth, floor: RosterFloor, clock: Clock
) -> FileMonth:
    if files.overtime is None:
        return known
    month = known.month
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
    if approved and not floor.scheduled:
        raise InputError(Fault("overtime_without_roster", files.overtime.name))
    worked = overtime_in(month, approved, floor.presences, floor.scheduled, days=days, clock=clock)
    unknown = {one.approved.agent_id for one in worked if one.minutes is None}
    return replace(
        known,
        overtime=overtime_of(worked, clock=clock),
        overtime_unknown=tuple(sorted(unknown)),
    )


@dataclass(frozen=True, slots=True)
class _PublishedWeek:
    """A week's roster as published before it began, its people and who of them was away."""

    version: RosterVersion
    agents: tuple[Agent, ...]
    absences: tuple[Absence, ...]

    @classmethod
    def of(cls, folder: Path) -> _PublishedWeek:
        week = read_week(folder)
        problem = week.problem()
        roster = read_roster(folder / ROSTER, problem)
        published = RosterVersion(
            1, roster, RosterState.PUBLISHED, _before(problem.horizon), published_by=folder.name
        )
        reported = read_reported(folder / ROSTER, problem)
        return cls(published, week.agents, (*week.absences, *reported))


def _absences(
    files: MonthFiles, weeks: Iterable[_PublishedWeek], clock: Clock, staff: set[str] | None
) -> tuple[Absence, ...]:
    """Return the absences of a file, and of weeks what it does not hold."""
    table = TableFile("absences", ABSENCES)
    told = () if files.absences is None else table.read(files.absences, clock, agents=staff)
    return tuple(dict.fromkeys((*told, *(one for week in weeks for one in week.absences))))


def _before(horizon: Horizon) -> dt.datetime:
    """Return the moment a week begins: its roster counts as published by then."""
    return dt.datetime.fromtimestamp(horizon.start_min * 60, dt.UTC)
