"""Allowances (津贴): shifts in force x presence -> what each of them is paid for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.facts.spans import Spans, intersect, minutes, union
from kpi.pay.pay_part import Allowance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpi.facts.presences import Attendance
    from kpi.facts.scheduled import Scheduled
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
    clock: Clock,
) -> tuple[AllowanceEarned, ...]:
    """
    Return what everybody's presence proves of allowances, in the order agent, allowance.

    A shift belongs to the date on which it begins; only its work counts, meals do not. It is
    unproven where its agent has no presence in the month, or one in doubt meets it.
    """
    asked = tuple(dict.fromkeys(allowances))
    shifts: dict[str, list[tuple[dt.date, Spans]]] = defaultdict(list)
    for one in scheduled if asked else ():
        date = clock.date_of(one.shift.start_min)
        if date in month:
            shifts[one.shift.agent_id].append((date, one.work))
    known = attendance.within(clock.at(month.first), clock.at(month.last + DAY))
    found = (
        _earned(agent, allowance, mine, known, clock=clock)
        for agent, mine in sorted(shifts.items())
        for allowance in asked
    )
    return tuple(one for one in found if one.shifts or one.unproven)


def _earned(
    agent: str,
    allowance: Allowance,
    shifts: Sequence[tuple[dt.date, Spans]],
    known: Attendance,
    *,
    clock: Clock,
) -> AllowanceEarned:
    count, worked, unproven = 0, 0, 0
    least_min = float(allowance.least_hours) * HOUR_MIN
    there, doubted = known.there.get(agent), known.doubted.get(agent, ())
    for date, work in shifts:
        at_times = intersect(work, _times(allowance, date, clock)) if work else ()
        if not at_times or minutes(at_times) < least_min:
            continue
        if there is None or intersect(work, doubted):
            unproven += 1
            continue
        present = minutes(intersect(at_times, there))
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
