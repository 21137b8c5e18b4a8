"""Hours accounts: what of an agent's overtime is added up or taken as leave instead of paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.facts.leave_days import LeaveDay, LeaveKind
from kpi.month import Month
from kpi.pay.ground import line
from kpi.pay.payout import Overtime, OvertimeKind, PayoutLine, Pays, Unpaid
from kpi.pay.plan_parts import PlanPart
from kpi.pay.quarter_hours import DayOfHours, account_of, added_up, months_of_quarter, quarter_hours
from kpi.pay.reckoning import Reckoning
from kpi.pay.taken import overtime_above
from kpi.pay.time_off import TimeOff, ends, time_off_in
from kpi.told import Told, told

if TYPE_CHECKING:
    from kpi.pay.hour_pay import HourGround
    from kpi.pay.hour_worth import HourWorth
    from kpi.pay.law import PayLaw

DAY = dt.timedelta(days=1)
HOUR_MIN = 60


@dataclass(frozen=True, slots=True)
class OwnHours:
    """
    What an agent did in a month.

    Parameters
    ----------
    agent_id, parts
        Who, and the plans of the month.
    overtime, leave, days
        The agent's, of the month; ``days`` where hours are added up.
    spans
        What gives the plans of any other month, as far as the agent is employed.
    """

    agent_id: str
    parts: Sequence[PlanPart]
    overtime: Sequence[Overtime]
    leave: Sequence[LeaveDay]
    days: Sequence[DayOfHours]
    spans: Callable[[Month], list[PlanPart]]

    def holds_on(self, date: dt.date) -> bool:
        """Return whether the agent is employed by some plan on a date."""
        return any(date in part for part in self.spans(Month.of(date)))


@dataclass(frozen=True, slots=True)
class Booked:
    """
    What accounts make of an agent's hours in a month.

    Parameters
    ----------
    by_hour
        Overtime that is paid by the hour in the month.
    lines, unpaid, notes
        What is paid from the accounts, what needs a person's eye, and how they stand.
    time_off
        What is left of work on rest days, for the next month.
    dates
        Dates with hours that are paid from the accounts.
    """

    by_hour: tuple[Overtime, ...]
    lines: tuple[PayoutLine, ...] = ()
    unpaid: tuple[Unpaid, ...] = ()
    notes: tuple[Told, ...] = ()
    time_off: tuple[TimeOff, ...] = ()
    dates: frozenset[dt.date] = frozenset()

    def beside(self, other: Booked) -> Booked:
        """Return what two accounts make, of the overtime that the second leaves."""
        return Booked(
            other.by_hour,
            (*self.lines, *other.lines),
            (*self.unpaid, *other.unpaid),
            (*self.notes, *other.notes),
            (*self.time_off, *other.time_off),
            self.dates | other.dates,
        )


def booked_hours(
    own: OwnHours,
    ground: HourGround,
    worth: HourWorth,
    *,
    limits: PayLaw | None,
) -> Booked:
    """
    Return what accounts make of an agent's hours in a month.

    Where hours are added up over a quarter, overtime on workdays and rest days goes into them and
    is not paid by the hour; statutory holidays always are.
    """
    quarter = added_up(own.parts)
    account = [
        one
        for one in own.overtime
        if one.kind is not OvertimeKind.HOLIDAY and any(one.date in part for part in quarter)
    ]
    booked = Booked(())
    if quarter:
        booked = _by_quarter(own, quarter, ground, worth)
        if limits is not None and overtime_above(account, limits):
            booked = replace(booked, unpaid=(*booked.unpaid, Unpaid.OVERTIME_ABOVE_LIMIT))
        if any(one.time_off for one in account):
            booked = replace(booked, unpaid=(*booked.unpaid, Unpaid.TIME_OFF_IN_QUARTER))
    left = tuple(one for one in own.overtime if one not in account)
    return booked.beside(_by_time_off(replace(own, overtime=left), ground, worth))


def _by_quarter(
    own: OwnHours,
    parts: Sequence[PlanPart],
    ground: HourGround,
    worth: HourWorth,
) -> Booked:
    """Return how the quarter's hours stand, paid where no day of it is added any more."""
    month, whole = worth.month, months_of_quarter(worth.month)
    now = quarter_hours(
        own.agent_id, month, parts, days=own.days, overtime=own.overtime, leave=own.leave
    )
    before = [one for one in ground.quarter if one.agent_id == own.agent_id and one.month in whole]
    known = [*sorted(before, key=lambda one: one.month), *([] if now is None else [now])]
    there = {one.month for one in known}
    missing = [
        one for one in whole if one <= month and one not in there and added_up(own.spans(one))
    ]
    unpaid = [Unpaid.QUARTER_MONTHS_MISSING] if missing else []
    if not known:
        return Booked((), unpaid=tuple(unpaid))
    if any(one.unknown_shifts for one in known):
        unpaid.append(Unpaid.QUARTER_SHIFTS_UNKNOWN)
    account = account_of(known, worth.law)
    if account is None:
        return Booked((), unpaid=(*unpaid, Unpaid.QUARTER_WITHOUT_LAW))
    notes = [
        told(
            "quarter_month",
            month=one.month,
            worked=Decimal(one.worked_min) / HOUR_MIN,
            leave=Decimal(one.leave_min) / HOUR_MIN,
            weekdays=one.weekdays,
            unknown=one.unknown_shifts,
        )
        for one in known
    ]
    notes.append(
        told(
            "quarter_account",
            worked=account.worked_hours,
            due=account.due_hours,
            days=account.days_a_quarter,
            hours=account.hours_a_day,
            weekdays=account.weekdays,
            of=account.of_weekdays,
            leave=account.leave_hours,
            source=worth.law.source,
        )
    )
    if missing:
        notes.append(told("quarter_missing", months=", ".join(map(str, missing))))
    last = parts[-1].last
    goes_on = last != whole[-1].last and any(
        last + DAY in part for part in added_up(own.spans(Month.of(last + DAY)))
    )
    if goes_on or not account.beyond_hours:
        return Booked((), unpaid=tuple(unpaid), notes=tuple(notes))
    an_hour = worth(parts[-1].plan)
    over = Decimal(account.beyond_hours.denominator)
    beyond_hours = Reckoning.EXACT.quotient(
        hours=Decimal(account.beyond_hours.numerator), **({} if over == 1 else {"over_parts": over})
    )
    factors = {"hours": beyond_hours, "hour_pay": an_hour.yuan, "factor": worth.law.workday}
    beyond = replace(line(Pays.QUARTER_BEYOND, factors, *notes), rests_on=an_hour.rests_on)
    return Booked((), (beyond,), tuple(unpaid), dates=frozenset({last}))


def _by_time_off(own: OwnHours, ground: HourGround, worth: HourWorth) -> Booked:
    """Return how time off stands; what ends is paid, since the law knows no forfeit."""
    month = worth.month
    earned = [
        TimeOff(one.agent_id, one.date, one.minutes, *ground.promise(one.date))
        for one in own.overtime
        if one.time_off
    ]
    taken = sum(one.minutes for one in own.leave if one.kind == LeaveKind.COMPENSATORY)
    carried = [one for one in ground.time_off or () if one.agent_id == own.agent_id]
    if not (earned or taken or carried) or not own.parts:
        return Booked(tuple(own.overtime), time_off=tuple(carried))
    plan, last = own.parts[-1].plan, own.parts[-1].last
    months = worth.rules(plan).time_off_months
    is_leaving = not own.holds_on(last + DAY)
    found = time_off_in(month, carried, earned, taken, months=months, is_leaving=is_leaving)
    unpaid = []
    if ground.time_off is None:
        unpaid.append(Unpaid.TIME_OFF_CARRIED_UNKNOWN)
    if found.short_min:
        unpaid.append(Unpaid.TIME_OFF_SHORT)
    hours = {
        "carried": sum(one.minutes for one in carried),
        "earned": found.earned_min,
        "taken": found.taken_min,
        "ended": sum(one.minutes for one in found.ended),
        "left": sum(one.minutes for one in found.left),
        "short": found.short_min,
    }
    notes = [told("time_off", **{name: Decimal(value) / HOUR_MIN for name, value in hours.items()})]
    notes += [_told_left(one, months) for one in found.left]
    lines = []
    if found.ended:
        an_hour = worth(plan)
        ended = Reckoning.EXACT.quotient(minutes=hours["ended"], over_minutes_an_hour=HOUR_MIN)
        factors = {"hours": ended, "hour_pay": an_hour.yuan, "factor": worth.law.rest_day}
        of_day = [told("minutes_of_day", date=one.date, minutes=one.minutes) for one in found.ended]
        lines.append(
            replace(line(Pays.TIME_OFF_ENDED, factors, *of_day), rests_on=an_hour.rests_on)
        )
    dates = frozenset({last}) if found.ended else frozenset()
    return Booked(tuple(own.overtime), tuple(lines), tuple(unpaid), tuple(notes), found.left, dates)


def _told_left(one: TimeOff, months: int | None) -> Told:
    hours = Decimal(one.minutes) / HOUR_MIN
    if one.until is None and months is None:
        return told("time_off_left", date=one.date, hours=hours)
    last = one.until or ends(one, months).last
    if one.campaign:
        values = {"date": one.date, "hours": hours, "last": last, "campaign": one.campaign}
        return told("time_off_of_campaign", **values)
    return told("time_off_until", date=one.date, hours=hours, last=last)
