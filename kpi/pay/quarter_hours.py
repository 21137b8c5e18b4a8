"""Hours added up over a quarter (综合工时): what was worked, what was due, what is beyond it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isnan
from typing import TYPE_CHECKING, TypeVar

from kpi.facts.employed import ALWAYS, weekdays
from kpi.facts.leave_days import LeaveDay, LeaveKind
from kpi.month import Month
from kpi.pay.payout import HoursSystem, Overtime, OvertimeKind
from kpi.pay.plan_parts import held_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kpi.facts.facts import Facts
    from kpi.pay.payout import OvertimeLaw, PayPlan
    from kpi.pay.plan_parts import PlanPart
    from scheduler.agent import Employment

Dated = TypeVar("Dated", Overtime, LeaveDay)
QUARTER = 3
HOUR_MIN = 60
NOT_CREDITED = frozenset({LeaveKind.PERSONAL.value, LeaveKind.UNPAID.value})
"""Leave that leaves the hours of its days due; of any other they count as done."""


@dataclass(frozen=True, slots=True)
class QuarterHours:
    """
    What an agent whose hours are added up over a quarter did in a month of it.

    Parameters
    ----------
    agent_id, month
        Who and when.
    worked_min
        Minutes worked, overtime included; those on statutory holidays are paid apart and left out.
    weekdays
        Mondays to Fridays on which hours were added up.
    leave_min
        Minutes of planned work missed for leave that counts as done.
    unknown_shifts
        Shifts of which nobody knows the attendance; nothing of them is in ``worked_min``.
    """

    agent_id: str
    month: Month
    worked_min: Decimal
    weekdays: int
    leave_min: int = 0
    unknown_shifts: int = 0


@dataclass(frozen=True, slots=True)
class QuarterAccount:
    """
    How the hours of a quarter stand.

    Parameters
    ----------
    worked_hours, leave_hours
        Hours worked, and those missed for leave that counts as done.
    days_a_quarter, hours_a_day
        Days of work the law gives a quarter, and hours a day.
    weekdays, of_weekdays
        Weekdays on which hours were added up, of those of the quarter.
    """

    worked_hours: Fraction
    leave_hours: Fraction
    days_a_quarter: Decimal
    hours_a_day: Decimal
    weekdays: int
    of_weekdays: int

    @property
    def due_hours(self) -> Fraction:
        """Return the statutory hours of the days on which they were added up, less leave."""
        whole = Fraction(self.days_a_quarter) * Fraction(self.hours_a_day)
        due = whole * Fraction(self.weekdays, self.of_weekdays) - self.leave_hours
        return max(due, Fraction(0))

    @property
    def beyond_hours(self) -> Fraction:
        """Return the hours worked beyond those due; 0: none."""
        return max(self.worked_hours - self.due_hours, Fraction(0))


def months_of_quarter(month: Month) -> tuple[Month, ...]:
    """Return the three months of the calendar quarter a month lies in."""
    first = (month.number - 1) // QUARTER * QUARTER + 1
    return tuple(Month(month.year, first + place) for place in range(QUARTER))


def added_up(parts: Iterable[PlanPart]) -> list[PlanPart]:
    """Return the parts of a month in which hours are added up."""
    return [part for part in parts if part.plan.hours_system is HoursSystem.QUARTER]


@dataclass(frozen=True, slots=True)
class DayOfHours:
    """Minutes that count as worked on a date, on statutory holidays, and planned; NaN: unknown."""

    date: dt.date
    worked: float
    holiday: float
    planned: float
    shifts: float


def days_of_hours(facts: Facts | None, month: Month) -> dict[str, list[DayOfHours]]:
    """Return the hours of a month's facts by agent."""
    found: dict[str, list[DayOfHours]] = defaultdict(list)
    if facts is None:
        return found
    inside = facts.between(month.first, month.last)
    names = ("adherent_min", "holiday_min", "scheduled_min", "shifts")
    columns = zip(inside.date.tolist(), *(inside[name].tolist() for name in names), strict=True)
    for agent, row in zip(inside.agent.tolist(), columns, strict=True):
        found[inside.agents[agent]].append(DayOfHours(*row))
    return found


def everybodys_hours(
    month: Month,
    plans: Iterable[PayPlan],
    *,
    employment: Mapping[str, Employment],
    facts: Facts | None,
    overtime: Sequence[Overtime],
    leave: Sequence[LeaveDay],
) -> tuple[QuarterHours, ...]:
    """Return what everybody did in a month whose hours are added up, as far as it is known."""
    by_agent: dict[str, list[PayPlan]] = defaultdict(list)
    for plan in plans:
        by_agent[plan.agent_id].append(plan)
    days = days_of_hours(facts, month)
    found = []
    for agent, mine in sorted(by_agent.items()):
        parts = added_up(held_in(mine, employment.get(agent, ALWAYS), month))
        hours = days.get(agent, ())
        if parts:
            found.append(
                quarter_hours(agent, month, parts, days=hours, overtime=overtime, leave=leave)
            )
    return tuple(one for one in found if one is not None)


def quarter_hours(
    agent_id: str,
    month: Month,
    parts: Sequence[PlanPart],
    *,
    days: Iterable[DayOfHours],
    overtime: Iterable[Overtime],
    leave: Iterable[LeaveDay],
) -> QuarterHours | None:
    """
    Return what an agent did in a month, on the days on which hours are added up; None: no idea.

    Worked are the minutes that count as worked by attendance, and overtime that was approved and
    attended; what lies on statutory holidays is left out.

    Parameters
    ----------
    agent_id, month
        Who and when.
    parts
        The parts of the month in which hours are added up.
    days, overtime, leave
        The agent's hours by the day; overtime and days of leave, of anybody.
    """
    inside = [*_within(agent_id, parts, overtime), *_within(agent_id, parts, leave)]
    found = _by_days(parts, days)
    if found is None and not inside:
        return None
    minutes, unknown = found or (Decimal(0), 0)
    minutes += sum(
        one.minutes
        for one in _within(agent_id, parts, overtime)
        if one.kind is not OvertimeKind.HOLIDAY
    )
    missed = sum(
        one.minutes for one in _within(agent_id, parts, leave) if one.kind not in NOT_CREDITED
    )
    weighed = sum(weekdays(part.first, part.last) for part in parts)
    return QuarterHours(agent_id, month, minutes, weighed, missed, unknown)


def _within(agent_id: str, parts: Sequence[PlanPart], each: Iterable[Dated]) -> list[Dated]:
    """Return what of an agent lies on days on which hours are added up."""
    mine = (one for one in each if one.agent_id == agent_id)
    return [one for one in mine if any(one.date in part for part in parts)]


def _by_days(parts: Sequence[PlanPart], days: Iterable[DayOfHours]) -> tuple[Decimal, int] | None:
    """
    Return minutes of attendance outside statutory holidays, and shifts of unknown attendance.

    None: the days tell neither hours nor shifts.
    """
    minutes, unknown, is_told = Decimal(0), 0, False
    for one in days:
        if not any(one.date in part for part in parts):
            continue
        if not isnan(one.worked):
            holiday = 0.0 if isnan(one.holiday) else one.holiday
            minutes += Decimal(repr(one.worked - holiday))
        elif one.planned > 0:
            unknown += 1 if isnan(one.shifts) else int(one.shifts)
        is_told = is_told or not isnan(one.worked) or unknown > 0
    return (minutes, unknown) if is_told else None


def account_of(known: Sequence[QuarterHours], law: OvertimeLaw) -> QuarterAccount | None:
    """
    Return how the months of a quarter that are known of an agent stand; None: the law is silent.

    Due are the law's days of work a quarter, in hours, by the share of the quarter's weekdays on
    which hours were added up, less leave that counts as done.

    References
    ----------
    劳社部发〔2008〕3号: 62.5 days, 500 hours a quarter. 人社部发〔2025〕2号: 62 days, 496 hours.
    """
    if law.days_a_quarter is None:
        return None
    whole = months_of_quarter(known[0].month)
    minutes = sum((one.worked_min for one in known), Decimal(0))
    return QuarterAccount(
        Fraction(minutes) / HOUR_MIN,
        Fraction(sum(one.leave_min for one in known), HOUR_MIN),
        law.days_a_quarter,
        law.hours_a_day,
        sum(one.weekdays for one in known),
        weekdays(whole[0].first, whole[-1].last),
    )
