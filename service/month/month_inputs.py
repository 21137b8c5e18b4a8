"""What a month is scored from, put together from what the database holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpi.facts.attribution import facts_of_credits
from kpi.facts.chats import ChatDays, chat_days, facts_of_chats
from kpi.facts.day_hours import NO_ROSTER, with_days
from kpi.facts.employed import OutsideEmployment, outside_employment, while_employed
from kpi.facts.facts import Facts, merge
from kpi.facts.hours import HoursParams, ShiftHours, facts_of_hours, shift_hours
from kpi.facts.presences import NOBODY, AskedPresence, Attendance
from kpi.facts.scheduled import (
    ExceptionLeftOut,
    PutInForce,
    Rostered,
    Scheduled,
    exceptions_left_out,
    with_duties,
)
from kpi.pay.overtime import (
    ApprovedOvertime,
    DaysOff,
    OvertimeWorked,
    overtime_in,
    overtime_of,
)
from kpi.pay.payout import Overtime, Unpaid
from kpi.registers.complaints import with_none
from kpi.scheme.scheme import PostKind, Scheme, scheme_for
from kpi.score.scorecard import LineLeftOut
from scheduler.agent import Employment
from scheduler.errors import Fault, InputError
from scheduler.forecast.calendar import CHINA, rest_days, statutory_holidays
from service.history.chat_months import Chats, chosen, joined
from service.month.attendance import attendance_in
from service.month.duties import begun_in, published_weeks, rostered_in
from service.month.sales import credits_in
from service.month.unrostered import day_plan, unpaid_overtime, waits_of, why_no_hours
from store.facts import SourceKind
from store.months import AgreedRoster

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpi.month import Month
    from kpi.pay.overtime import DayPlan
    from scheduler.horizon import Clock
    from scheduler.shift import Shift
    from store.unit import Unit

COMPLAINTS = "complaints"
"""The source of facts that the register of complaints is counted into."""
DAY = dt.timedelta(days=1)
LONGEST = dt.timedelta(days=31)  # that one stretch of overtime is looked for before a day


@dataclass(frozen=True, eq=False)
class MonthSources:
    """
    What happened in a month and in the one before, as far as it is known.

    Parameters
    ----------
    facts
        All facts, of hours, chats and files.
    hours
        The shifts in force, each with what was present of it.
    chats
        The chats behind the facts; None: there are none.
    chat_days
        For whom and on which day each of them counts; None likewise.
    versions
        Number of the version in force last, of each week that touches the month.
    overtime
        Approved overtime of the month, as far as it was worked.
    overtime_unknown
        Agents with approved overtime of whom nobody knows whether they were there.
    no_hours, waits
        What is told of people with attendance where hours are unknown, and what is not paid of it.
    rostered
        The days of which a roster spoke.
    attendance, in_doubt
        Who was there, and the presences that touch the month and are asked about.
    left_out
        Exceptions of the month that excuse nothing.
    agreed
        Rosters that were put in force for the past.
    employment
        From when to when people are employed, of those with a date.
    outside
        What is known of people for days of the month on which they are not employed.
    """

    facts: Facts
    hours: tuple[ShiftHours, ...]
    chats: Chats | None
    chat_days: ChatDays | None
    versions: dict[str, int]
    overtime: tuple[Overtime, ...] = ()
    overtime_unknown: tuple[str, ...] = ()
    in_doubt: tuple[AskedPresence, ...] = ()
    left_out: tuple[ExceptionLeftOut, ...] = ()
    agreed: tuple[AgreedRoster, ...] = ()
    employment: Mapping[str, Employment] = field(default_factory=dict)
    outside: tuple[OutsideEmployment, ...] = ()
    no_hours: Mapping[str, LineLeftOut] = field(default_factory=dict)
    waits: Mapping[str, tuple[Unpaid, ...]] = field(default_factory=dict)
    rostered: Rostered = NO_ROSTER
    attendance: Attendance = NOBODY


def month_sources(unit: Unit, shop_id: str, month: Month) -> MonthSources:
    """
    Return what is known of a month and of the one before.

    Raises
    ------
    InputError
        When nothing is known of the month: no published roster, no chats, no facts.
    """
    clock = unit.shops.get(shop_id).clock
    first, after = month.before.first, month.last + DAY
    start_min, end_min = clock.at(first), clock.at(after + DAY)
    weeks = published_weeks(unit, shop_id, first, after)
    published = begun_in(unit, shop_id, weeks, first, month.last)
    employment = unit.staff.employment(shop_id)
    scheduled = while_employed(published, employment, clock)
    presences = unit.floor.presences(shop_id, start_min, end_min)
    attendance = attendance_in(unit, shop_id, month, scheduled)
    entered = unit.floor.interruptions(shop_id, start_min, end_min)
    away = with_duties([kept.interruption for kept in entered], scheduled)
    holidays = statutory_holidays(CHINA, first, after)
    hours = shift_hours(
        scheduled,
        attendance,
        away,
        clock=clock,
        params=HoursParams(holidays=holidays),
    )
    parts = [("rosters", facts_of_hours(hours))] if hours else []
    for each in (month.before, month):
        parts += unit.facts.named(shop_id, each)
    known = (month.before, month, month.after)
    logs = [log for each in known for log in unit.facts.chats(shop_id, each)]
    chats = _chats(logs, month, clock)
    days = None
    if chats is not None:
        logged = _logged(scheduled, logs, clock)
        names = [name for each in known for name in _names_of(unit, shop_id, each)]
        counted = facts_of_chats(*chats, logged, away, clock=clock)
        parts.append((", ".join(dict.fromkeys(names)), counted))
        days = chat_days(*chats, [one.shift for one in scheduled], away, clock=clock)
    parts += _sales(unit, shop_id, month, clock)
    facts = merge([part for _, part in parts], [name for name, _ in parts]) if parts else None
    if facts is None or not len(facts.between(month.first, month.last)):
        raise InputError(Fault("month_empty", value=str(month)))
    rostered = rostered_in(unit, shop_id, weeks, scheduled)
    facts = with_days(
        facts,
        attendance,
        away,
        scheduled,
        rostered=rostered,
        month=month,
        clock=clock,
        holidays=holidays,
    )
    if any(note.source == COMPLAINTS for note in unit.facts.sources(shop_id, month)):
        facts = with_none(facts, month)
    versions = {label: found[-1].number for label, found in weeks if found}
    worked = overtime_worked(
        unit, shop_id, month, scheduled, day_plan(facts, rostered), attendance=attendance
    )
    return MonthSources(
        facts,
        hours,
        chats,
        days,
        versions,
        overtime_of(worked, clock=clock),
        unpaid_overtime(worked),
        attendance.within(clock.at(month.first), clock.at(after)).questions,
        exceptions_left_out(
            [
                one
                for one in away
                if one.end_min > clock.at(month.first) and one.start_min < clock.at(after)
            ],
            scheduled,
            clock=clock,
        ),
        tuple(
            AgreedRoster(entry.value, entry.entered)
            for entry in unit.register.all(shop_id, PutInForce)
            if entry.value.week in versions
        ),
        employment,
        outside_employment(
            employment,
            month,
            scheduled=published,
            presences=presences,
            facts=facts,
            clock=clock,
        ),
        why_no_hours(attendance, clock.at(month.first), clock.at(after)),
        waits_of(worked, facts, month, holidays),
        rostered,
        attendance,
    )


def overtime_worked(
    unit: Unit,
    shop_id: str,
    month: Month,
    scheduled: Iterable[Scheduled],
    plan: DayPlan | None = None,
    *,
    attendance: Attendance | None = None,
) -> tuple[OvertimeWorked, ...]:
    """Return what came of the overtime approved for a month; without a plan all has a roster."""
    clock, scheduled = unit.shops.get(shop_id).clock, tuple(scheduled)
    first_min, end_min = clock.at(month.first), clock.at(month.last + DAY)
    return overtime_in(
        month,
        approved_between(unit, shop_id, first_min, end_min),
        attendance or attendance_in(unit, shop_id, month, scheduled),
        scheduled,
        days=days_off(month.before.first, month.after.last),
        clock=clock,
        plan=plan,
    )


def days_off(first: dt.date, last: dt.date) -> DaysOff:
    """Return the days off by which hours are paid, from one date to another, both included."""
    return DaysOff(statutory_holidays(CHINA, first, last), rest_days(CHINA, first, last))


def entered_overtime(
    unit: Unit, shop_id: str, first: dt.date, last: dt.date
) -> tuple[Overtime, ...]:
    """Return the overtime entered as worked, of the dates from first to last, both included."""
    return tuple(one.value for one in unit.register.all(shop_id, Overtime, first=first, last=last))


def approved_between(
    unit: Unit, shop_id: str, start_min: int, end_min: int
) -> tuple[ApprovedOvertime, ...]:
    """Return the stretches of approved overtime that touch a stretch of time."""
    clock = unit.shops.get(shop_id).clock
    first = clock.date_of(start_min) - LONGEST
    found = unit.register.all(
        shop_id, ApprovedOvertime, first=first, last=clock.date_of(end_min - 1)
    )
    return tuple(
        one.value
        for one in found
        if one.value.start_min < end_min and one.value.end_min > start_min
    )


def _names_of(unit: Unit, shop_id: str, month: Month) -> list[str]:
    """Return the names of a month's logs of chats."""
    notes = unit.facts.sources(shop_id, month)
    return [note.source for note in notes if note.kind is SourceKind.CHATS]


def _sales(unit: Unit, shop_id: str, month: Month, clock: Clock) -> list[tuple[str, Facts]]:
    """
    Return orders and sales of the month and the one before, as the rules credit them.

    Beside the names of the files they come from; none: no orders.
    """
    months = (month.before.before, month.before, month)
    found = credits_in(unit, shop_id, months)
    if not found:
        return []
    names = [name for each in months for name in unit.orders.sources(shop_id, each)]
    sales = facts_of_credits(found, clock=clock).between(month.before.first, month.last)
    return [(", ".join(dict.fromkeys(names)), sales)]


def _chats(logs: Sequence[Chats], month: Month, clock: Clock) -> Chats | None:
    """Return the chats of logs until the night after a month's last day; None: no logs."""
    if not logs:
        return None
    records, outcomes = joined(logs)
    return chosen(records, outcomes, records.arrived_s < clock.at(month.last + 2 * DAY) * 60)


def _logged(scheduled: Sequence[Scheduled], logs: Sequence[Chats], clock: Clock) -> list[Shift]:
    """Return the shifts of days that lie within a log; of others, no chat means nothing."""
    came = [records.arrived_s for records, _ in logs if len(records)]
    spans = [(_date(each.min(), clock), _date(each.max(), clock)) for each in came]
    return [
        one.shift
        for one in scheduled
        if any(first <= clock.date_of(one.shift.start_min) <= last for first, last in spans)
    ]


def _date(at_s: float, clock: Clock) -> dt.date:
    return clock.date_of(int(at_s) // 60)


def schemes_of_posts(unit: Unit, shop_id: str, month: Month, facts: Facts) -> dict[str, Scheme]:
    """
    Return the scheme in force for each post that has facts in a month.

    A post is of the kind somebody said, else of the kind its id names.

    Raises
    ------
    InputError
        When a post is of no known kind, or there is no scheme for its kind.
    """
    kinds = unit.schemes.kinds(shop_id)
    schemes = unit.schemes.all(shop_id)
    faults, found = [], {}
    current = facts.between(month.first, month.last)
    for post in sorted({facts.posts[index] for index in current.post.tolist()}):
        if post not in kinds and post not in set(PostKind):
            faults.append(Fault("post_kind_missing", value=post))
            continue
        kind = kinds.get(post) or PostKind(post)
        try:
            found[post] = scheme_for(schemes, kind, month)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return found
