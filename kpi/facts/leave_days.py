"""Absences -> days of leave, as far as they fall on planned work."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from kpi.facts.employed import ALWAYS
from kpi.facts.scheduled import Scheduled
from kpi.facts.spans import Spans, intersect, minutes, subtract, union
from scheduler.agent import Employment
from scheduler.errors import require
from scheduler.horizon import Clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.agent import Absence, Agent

DAY = dt.timedelta(days=1)
DAY_MIN, HOUR_MIN = 24 * 60, 60
WORKDAYS, USUAL_DAY_MIN = 5, 8 * 60


class LeaveKind(StrEnum):
    """Why somebody is away, where law or firm says what is paid for it."""

    ANNUAL = "annual"
    SICK = "sick"
    PERSONAL = "personal"
    MARRIAGE = "marriage"
    BEREAVEMENT = "bereavement"
    MATERNITY = "maternity"
    WORK_INJURY = "work_injury"
    COMPENSATORY = "compensatory"  # 调休
    UNPAID = "unpaid"


AT_WORK = frozenset({"training", "meeting", "培训", "会议"})
"""Absences from the floor that are work, not leave."""


def kind_of(written: str, kinds: Mapping[str, LeaveKind]) -> str:
    """Return the kind of leave an absence's name stands for; as written where nobody knows it."""
    return kinds.get(written.strip().casefold(), written)


@dataclass(frozen=True, slots=True)
class LeaveDay:
    """
    What one date gives to a leave.

    Parameters
    ----------
    agent_id, date
        Who and when.
    kind
        A ``LeaveKind``, else what was written.
    minutes, of_min
        Minutes of planned work missed, and planned; half a day is 240 of 480.
    """

    agent_id: str
    date: dt.date
    kind: str
    minutes: int
    of_min: int

    def __post_init__(self) -> None:
        good = 0 < self.minutes <= self.of_min
        require(good, "shape_differs", column="minutes", value=self.minutes)


@dataclass(frozen=True, slots=True)
class WorkPlanned:
    """
    On what days people were to work.

    Parameters
    ----------
    scheduled
        Shifts in force.
    holidays, rest
        Statutory holidays, and other days off of the calendar.
    week_min
        Minutes of work a week of each agent's contract.
    employment
        From when to when people are employed, of those with a date.
    clock
        The site's.
    """

    scheduled: Sequence[Scheduled]
    holidays: frozenset[dt.date]
    rest: frozenset[dt.date]
    clock: Clock
    week_min: Mapping[str, float] = field(default_factory=dict)
    employment: Mapping[str, Employment] = field(default_factory=dict)


def contract_minutes(agents: Iterable[Agent]) -> dict[str, float]:
    """Return the minutes of work a week of people's contracts."""
    return {agent.id: agent.contract.hours_week * HOUR_MIN for agent in agents}


def leave_days(
    absences: Iterable[Absence],
    planned: WorkPlanned,
    first: dt.date,
    last: dt.date,
    *,
    kinds: Mapping[str, LeaveKind],
) -> tuple[LeaveDay, ...]:
    """
    Return the days of leave from one date to another, in the order agent, date.

    A day counts as far as it takes work away: the part of a shift in force that the absence meets.
    Where there is no shift, because the roster was made around the absence or there is none, it is
    a working day of the calendar; in a week in which the agent has shifts, any day but a statutory
    holiday, working days first, until the contract's hours of that week are full: rest days cost
    nothing. What several absences cover counts for the one that was entered first.

    Parameters
    ----------
    absences
        As entered.
    planned
        On what days people were to work; the weeks of the first and last date whole.
    first, last
        Both included.
    kinds
        What absences are called, in small letters; others keep the name that was written.
    """
    by_agent: dict[str, list[Absence]] = defaultdict(list)
    for one in absences:
        if one.kind.strip().casefold() in AT_WORK:
            continue
        by_agent[one.agent_id].append(one)
    monday, sunday = first - first.weekday() * DAY, last + (6 - last.weekday()) * DAY
    shifts: dict[str, dict[dt.date, list[Scheduled]]] = {a: defaultdict(list) for a in by_agent}
    for each in (one for one in planned.scheduled if one.shift.agent_id in shifts):
        date = planned.clock.date_of(each.shift.start_min)
        shifts[each.shift.agent_id][date].append(each)
    weeks = [monday + number * 7 * DAY for number in range((sunday - monday).days // 7 + 1)]
    found = [
        day
        for agent, away in by_agent.items()
        for week in weeks
        for day in _of_week(
            agent, away, [week + number * DAY for number in range(7)], shifts[agent], planned
        )
    ]
    named = (
        LeaveDay(one.agent_id, one.date, kind_of(one.kind, kinds), one.minutes, one.of_min)
        for one in found
        if first <= one.date <= last
    )
    return tuple(sorted(named, key=lambda one: (one.agent_id, one.date)))


def _of_week(
    agent: str,
    away: Sequence[Absence],
    days: Sequence[dt.date],
    shifts: Mapping[dt.date, Sequence[Scheduled]],
    planned: WorkPlanned,
) -> list[LeaveDay]:
    """Return an agent's days of leave in a week, Monday first."""
    employed = planned.employment.get(agent, ALWAYS)
    found: list[LeaveDay] = []
    free = []
    for date in (day for day in days if day in employed):
        work = _work_on(date, shifts)
        if work:
            found += _days(agent, date, _kinds(away, work), minutes(work))
        elif date not in planned.holidays:
            free.append(date)
    week_min = planned.week_min.get(agent)
    day_min = USUAL_DAY_MIN if week_min is None else max(1, round(week_min / WORKDAYS))
    rostered = sum(minutes(each.work) for date in days for each in shifts.get(date, ()))
    if rostered and week_min is not None:
        left = max(0.0, week_min - rostered)
        free.sort(key=lambda date: date in planned.rest)  # working days first
    else:
        left = week_min if week_min is not None else float(WORKDAYS * USUAL_DAY_MIN)
        free = [date for date in free if date not in planned.rest]
    for date in free:
        whole: Spans = ((planned.clock.at(date), planned.clock.at(date, DAY_MIN)),)
        whole = subtract(whole, _shifts_around(date, shifts))  # a night's leave is of its own day
        room = min(day_min, int(left))
        for one in _days(agent, date, _kinds(away, whole), day_min):
            taken = min(one.minutes, room)
            if taken > 0:
                found.append(LeaveDay(agent, date, one.kind, taken, day_min))
                room -= taken
                left -= taken
    return found


def _kinds(away: Sequence[Absence], within: Spans) -> list[tuple[str, int]]:
    """Return the minutes of some time that each absence covers, by its kind."""
    found = []
    for one in away:
        met = intersect(within, ((one.start_min, one.end_min),))
        if met:
            found.append((one.kind, minutes(met)))
            within = subtract(within, met)
    return found


def _days(
    agent: str, date: dt.date, covered: Iterable[tuple[str, int]], of_min: int
) -> list[LeaveDay]:
    return [LeaveDay(agent, date, kind, min(told, of_min), of_min) for kind, told in covered]


def _work_on(date: dt.date, shifts: Mapping[dt.date, Sequence[Scheduled]]) -> Spans:
    return union(span for each in shifts.get(date, ()) for span in each.work)


def _shifts_around(date: dt.date, shifts: Mapping[dt.date, Sequence[Scheduled]]) -> Spans:
    """Return when the shifts of a date and of the day before last, meals included."""
    near = (each.shift for day in (date - DAY, date) for each in shifts.get(day, ()))
    return union((shift.start_min, shift.end_min) for shift in near)
