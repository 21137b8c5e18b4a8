"""Allowances (津贴): shifts in force x presence -> what each of them is paid for."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpi.facts.day_hours import days_there
from kpi.facts.spans import Spans, intersect, minutes, union
from kpi.pay.pay_part import Allowance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kpi.facts.presences import Attendance
    from kpi.facts.scheduled import Rostered, Scheduled
    from kpi.month import Month
    from scheduler.horizon import Clock

DAY = dt.timedelta(days=1)
DAY_MIN, HOUR_MIN = 24 * 60, 60


@dataclass(frozen=True, slots=True)
class AllowanceEarned:
    """
    What presence proves of an allowance in a month.

    Parameters
    ----------
    agent_id, allowance
        Whose, and which.
    shifts, minutes
        Shifts that count, and their minutes at its times at which somebody was there.
    unproven
        Shifts at its times of which nobody knows whether they were attended.
    """

    agent_id: str
    allowance: Allowance
    shifts: int
    minutes: int
    unproven: int = 0


def allowances_earned(
    allowances: Iterable[Allowance],
    scheduled: Iterable[Scheduled],
    attendance: Attendance,
    month: Month,
    *,
    rostered: Rostered | None = None,
    clock: Clock,
) -> tuple[AllowanceEarned, ...]:
    """
    Return what everybody's presence proves of allowances, in the order agent, allowance.

    A shift belongs to the date on which it begins; only its work counts, meals do not. It is
    unproven where its agent has no presence in the month, or one in doubt meets it; so is presence
    on a day without a roster, of which nobody knows whether it was a shift.

    Parameters
    ----------
    allowances, month
        Which, and of which shifts.
    scheduled, attendance
        The shifts in force, and who was there.
    rostered
        The days with a roster; None: all have one.
    clock
        The site's.
    """
    asked, scheduled = tuple(dict.fromkeys(allowances)), tuple(scheduled)
    if not asked:
        return ()
    shifts: dict[str, list[tuple[dt.date, Spans]]] = defaultdict(list)
    for one in scheduled:
        date = clock.date_of(one.shift.start_min)
        if date in month:
            shifts[one.shift.agent_id].append((date, one.work))
    known = attendance.within(clock.at(month.first), clock.at(month.last + DAY))
    alone: dict[str, list[tuple[dt.date, Spans]]] = defaultdict(list)
    if rostered is not None:
        there = days_there(known, scheduled, rostered, clock=clock)
        for (agent, date), spans in there.items():
            if date in month:
                alone[agent].append((date, spans))
    dates = {date for each in (shifts, alone) for mine in each.values() for date, _ in mine}
    times = {one: {date: _times(one, date, clock) for date in dates} for one in asked}
    found = (
        _with_unproven(
            _earned(agent, allowance, shifts[agent], known, times[allowance]),
            alone[agent],
            times[allowance],
        )
        for agent in sorted({*shifts, *alone})
        for allowance in asked
    )
    return tuple(one for one in found if one.shifts or one.unproven)


def _with_unproven(
    earned: AllowanceEarned,
    alone: Sequence[tuple[dt.date, Spans]],
    times: Mapping[dt.date, Spans],
) -> AllowanceEarned:
    """Return what was earned, with days of presence that may have been shifts at its times."""
    least_min = max(1.0, float(earned.allowance.least_hours) * HOUR_MIN)
    found = sum(minutes(intersect(spans, times[date])) >= least_min for date, spans in alone)
    return replace(earned, unproven=earned.unproven + found) if found else earned


def _earned(
    agent: str,
    allowance: Allowance,
    shifts: Sequence[tuple[dt.date, Spans]],
    known: Attendance,
    times: Mapping[dt.date, Spans],
) -> AllowanceEarned:
    """Return what one agent's shifts prove; ``times``: when work counts, by the shift's date."""
    count, worked, unproven = 0, 0, 0
    least_min = float(allowance.least_hours) * HOUR_MIN
    there, doubted = known.there.get(agent), known.doubted.get(agent, ())
    starts = [start for start, _ in there or ()]
    for date, work in shifts:
        at_times = intersect(work, times[date])
        if not at_times or minutes(at_times) < least_min:
            continue
        if there is None or intersect(work, doubted):
            unproven += 1
            continue
        first = max(0, bisect_right(starts, work[0][0]) - 1)  # spans are in order, and apart
        near = there[first : bisect_left(starts, work[-1][1])]
        present = minutes(intersect(at_times, near))
        if present and present >= least_min:
            count += 1
            worked += present
    return AllowanceEarned(agent, allowance, count, worked, unproven)


def _times(allowance: Allowance, date: dt.date, clock: Clock) -> Spans:
    """Return when work of a shift that begins on a date counts, until the end of the next day."""
    if (allowance.first or date) > date or (allowance.last or date) < date:
        return ()
    window = allowance.window
    if window is None:
        return ((clock.at(date), clock.at(date + DAY, DAY_MIN)),)
    crosses = window.end_clock <= window.start_clock
    return union(
        (clock.at(day, window.start_clock), clock.at(day + DAY * crosses, window.end_clock))
        for day in (date - DAY, date, date + DAY)
    )
