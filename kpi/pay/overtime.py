"""Approved overtime x presence -> the overtime that was really worked."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from kpi.facts.scheduled import Rostered
from kpi.facts.spans import intersect, minutes, subtract, union
from kpi.pay.payout import Overtime, OvertimeKind
from scheduler.errors import Fault, require
from scheduler.keys import Cell, Key, Plausible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kpi.facts.presences import Attendance
    from kpi.facts.scheduled import Scheduled
    from kpi.month import Month
    from scheduler.horizon import Clock

DAY_MIN = 24 * 60


@dataclass(frozen=True, slots=True)
class ApprovedOvertime:
    """
    A stretch of time in which an agent may work overtime.

    Parameters
    ----------
    agent_id
        Id of the agent who stays longer.
    start_min, end_min
        From and until when; over midnight it is paid by the day of each of its minutes.
    kind
        On what sort of day it begins.
    approved_by
        By whom; never the agent.
    time_off
        Whether leave is given for it; on rest days only.
    week
        The week whose roster has it within its shifts, as the sixth day of a work plan; empty: it
        lies beyond the roster.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    start_min: Annotated[int, Key("start", cell=Cell.MOMENT)]
    end_min: Annotated[int, Key("end", cell=Cell.MOMENT), Plausible(5, 960, since="start_min")]
    kind: OvertimeKind
    approved_by: Annotated[str, Key(cell=Cell.NAME)]
    time_off: bool = False
    week: Annotated[str, Key(is_apart=True)] = ""

    def __post_init__(self) -> None:
        require(self.start_min < self.end_min, "ends_before_start", column="end")
        require(bool(self.approved_by), "empty", column="approved_by")
        alone = self.approved_by == self.agent_id
        require(not alone, "approved_by_oneself", column="approved_by", value=self.approved_by)
        good = not self.time_off or self.kind is OvertimeKind.REST_DAY
        require(good, "time_off_unlawful", column="time_off", value=self.agent_id)


@dataclass(frozen=True, slots=True)
class OvertimeWorked:
    """
    What came of approved overtime.

    Parameters
    ----------
    approved
        The stretch.
    minutes
        To be paid; None: nobody knows who was there, or what was planned.
    is_unplanned
        Whether it waits since neither a roster nor a plan says what was to be worked that day.
    """

    approved: ApprovedOvertime
    minutes: int | None
    is_unplanned: bool = False


@dataclass(frozen=True, slots=True)
class DayPlan:
    """
    What was to be worked on days without a roster.

    Parameters
    ----------
    rostered
        The days that have one.
    planned_min
        Minutes by agent and day, of the agents of whom any are known; their other days are free.
    """

    rostered: Rostered
    planned_min: Mapping[str, Mapping[dt.date, float]]

    def beyond(self, one: OvertimeWorked, date: dt.date, present_min: int) -> OvertimeWorked:
        """
        Return what of a day's overtime is beyond the plan of its day.

        Work on statutory holidays is paid apart whatever was planned, and so is a day on which
        nothing was, by plan or by the word of whoever approved it. On others it is what was
        present beyond the plan; where there is none, it waits.
        """
        agent, kind = one.approved.agent_id, one.approved.kind
        if not one.minutes or (agent, date) in self.rostered or kind is OvertimeKind.HOLIDAY:
            return one
        mine = self.planned_min.get(agent)
        planned = 0.0 if mine is None else mine.get(date, 0.0)
        if kind is OvertimeKind.REST_DAY and not planned:
            return one
        if mine is None:
            return replace(one, minutes=None, is_unplanned=True)
        return replace(one, minutes=min(one.minutes, max(0, present_min - round(planned))))


@dataclass(frozen=True, slots=True)
class DaysOff:
    """
    The days on which work is paid otherwise.

    Parameters
    ----------
    holidays
        Statutory ones (法定节假日).
    rest
        Other days off (休息日), as the calendar has them.
    """

    holidays: frozenset[dt.date]
    rest: frozenset[dt.date]


def holiday_faults(
    approved: Iterable[ApprovedOvertime], holidays: Collection[dt.date], clock: Clock
) -> list[Fault]:
    """Return a fault for each stretch on a statutory holiday called something else, and back."""
    faults = []
    for one in approved:
        date = clock.date_of(one.start_min)
        if (date in holidays) is not (one.kind is OvertimeKind.HOLIDAY):
            code = "overtime_on_holiday" if date in holidays else "overtime_no_holiday"
            faults.append(Fault(code, value=one.agent_id, details={"date": date.isoformat()}))
    return faults


def by_day(
    approved: Iterable[ApprovedOvertime],
    scheduled: Iterable[Scheduled],
    days: DaysOff,
    *,
    clock: Clock,
) -> list[ApprovedOvertime]:
    """
    Return stretches cut at midnight, each piece with the sort of its own day.

    The first piece is what somebody said it is. A later one is of a statutory holiday, or of a
    workday where its agent has a shift that day, or of a rest day where the calendar has one; else
    it is as the first, no longer as a holiday. Leave is given for pieces of rest days alone. What a
    roster has within its shifts on a statutory holiday is paid as the roster's holiday, not again.

    Parameters
    ----------
    approved, scheduled
        The stretches, and the shifts in force.
    days
        The days off at least from the first stretch's date to the last one's.
    clock
        The site's.
    """
    at_work = {(one.shift.agent_id, clock.date_of(one.shift.start_min)) for one in scheduled}
    pieces = []
    for one in approved:
        begins = one.start_min
        while begins < one.end_min:
            date = clock.date_of(begins)
            ends = min(clock.at(date, DAY_MIN), one.end_min)
            kind = one.kind
            if begins > one.start_min:
                kind = _kind_of(kind, (one.agent_id, date) in at_work, date, days)
            leave = one.time_off and kind is OvertimeKind.REST_DAY
            piece = replace(one, start_min=begins, end_min=ends, kind=kind, time_off=leave)
            if not (one.week and date in days.holidays):
                pieces.append(piece)
            begins = ends
    return pieces


def _kind_of(first: OvertimeKind, is_at_work: bool, date: dt.date, days: DaysOff) -> OvertimeKind:
    """Return on what sort of day a stretch goes on that began on the day before."""
    if date in days.holidays:
        return OvertimeKind.HOLIDAY
    if is_at_work:
        return OvertimeKind.WORKDAY
    if date in days.rest:
        return OvertimeKind.REST_DAY
    return OvertimeKind.WORKDAY if first is OvertimeKind.HOLIDAY else first


def overtime_in(
    month: Month,
    approved: Iterable[ApprovedOvertime],
    attendance: Attendance,
    scheduled: Iterable[Scheduled],
    *,
    days: DaysOff,
    clock: Clock,
    plan: DayPlan | None = None,
) -> tuple[OvertimeWorked, ...]:
    """
    Return what came of approved overtime in a month, a day's piece each.

    Parameters
    ----------
    month
        Only minutes within it, and presences that touch it, count.
    approved
        Stretches, also such as begin in the month before or end in the one after.
    attendance, scheduled
        Who was there, and the shifts in force around the month; what lies in a presence in doubt
        waits.
    days, clock
        The days off of the month and around it, and the site's clock.
    plan
        What was to be worked on days without a roster; None: every day has one.
    """
    first_min, end_min = clock.at(month.first), clock.at(month.last, DAY_MIN)
    scheduled = tuple(scheduled)
    pieces = by_day(approved, scheduled, days, clock=clock)
    inside = [one for one in pieces if first_min <= one.start_min < end_min]
    attendance = attendance.within(first_min, end_min)
    worked = what_was_worked(inside, attendance, scheduled)
    if plan is None:
        return worked
    return tuple(_by_plan(worked, plan, attendance, clock))


def _by_plan(
    worked: Iterable[OvertimeWorked], plan: DayPlan, attendance: Attendance, clock: Clock
) -> Iterator[OvertimeWorked]:
    """Yield what of overtime is beyond the plans of its days, a day's minutes once."""
    taken: dict[tuple[str, dt.date], int] = defaultdict(int)
    for one in worked:
        agent, date = one.approved.agent_id, clock.date_of(one.approved.start_min)
        day = ((clock.at(date), clock.at(date, DAY_MIN)),)
        present = minutes(intersect(attendance.there.get(agent, ()), day))
        found = plan.beyond(one, date, present - taken[agent, date])
        taken[agent, date] += found.minutes or 0
        yield found


def overtime_of(worked: Iterable[OvertimeWorked], *, clock: Clock) -> tuple[Overtime, ...]:
    """Return the overtime to be paid of what was worked; where nobody knows, none."""
    return tuple(
        Overtime(
            one.approved.agent_id,
            clock.date_of(one.approved.start_min),
            one.approved.kind,
            one.minutes,
            one.approved.approved_by,
            one.approved.time_off,
        )
        for one in worked
        if one.minutes
    )


def what_was_worked(
    approved: Iterable[ApprovedOvertime],
    attendance: Attendance,
    scheduled: Iterable[Scheduled],
) -> tuple[OvertimeWorked, ...]:
    """
    Return what came of each stretch that was approved, in the order agent, start.

    Worked is what was approved, present, and outside the hours of the roster; of a week's sixth day
    inside them, the meal left out. Time that was not
    approved is not overtime, however long somebody stayed; approved time in which nobody was there
    is not paid. Stretches that overlap count once. It is not known of an agent of whom nothing
    was recorded at all, nor where a presence in doubt is all that speaks for it.
    """
    rostered: dict[str, list[tuple[int, int]]] = defaultdict(list)
    work: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for each in scheduled:
        shift = each.shift
        rostered[shift.agent_id].append((shift.start_min, shift.end_min))
        work[shift.agent_id] += each.work
    counted: dict[str, list[tuple[int, int]]] = defaultdict(list)
    found = []
    for one in sorted(approved, key=lambda one: (one.agent_id, one.start_min)):
        agent = one.agent_id
        asked = subtract(((one.start_min, one.end_min),), union(counted[agent]))
        whole = union(rostered[agent])
        outside = subtract(asked, subtract(whole, union(work[agent])) if one.week else whole)
        counted[agent].append((one.start_min, one.end_min))
        there = attendance.there.get(agent)
        doubted = attendance.doubted.get(agent, ())
        is_known = there is not None and not intersect(outside, doubted)
        worked = minutes(intersect(outside, there)) if there is not None and is_known else None
        found.append(OvertimeWorked(one, worked))
    return tuple(found)
