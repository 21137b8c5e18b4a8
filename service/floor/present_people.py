"""People planned and people present in each interval of a week, and what was kept of the plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.hours import excused_spans, shift_hours
from kpi.facts.presences import attendance_of
from kpi.facts.scheduled import with_duties
from kpi.facts.spans import intersect, subtract, union
from kpi.month import Month
from scheduler.demand import Floats
from service.month.attendance import punch_requests
from service.month.duties import scheduled_in, unbound_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpi.facts.hours import ShiftHours
    from kpi.facts.presences import Attendance
    from kpi.facts.scheduled import Scheduled
    from kpi.facts.spans import Spans
    from scheduler.horizon import Horizon
    from scheduler.shift import Shift
    from store.unit import Unit

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class KeptShifts:
    """
    What was kept of the shifts on one post.

    Parameters
    ----------
    known_min, adherent_min
        Minutes of work planned of shifts whose attendance is known, and those kept.
    unknown_min, unknown_shifts
        Minutes and shifts of which nothing, or nothing certain, is recorded.
    """

    known_min: int
    adherent_min: int
    unknown_min: int
    unknown_shifts: int

    @property
    def adherence(self) -> float | None:
        """Return the share of the planned time that was kept; None: of none it is known."""
        return self.adherent_min / self.known_min if self.known_min else None


@dataclass(frozen=True, eq=False, slots=True)
class PresentPeople:
    """
    Who was planned and who was there in a week.

    Parameters
    ----------
    planned
        People at work as published, breaks and meals out; shape (posts, intervals).
    present
        Those of them who were there, neither lent nor kept from work; NaN on days on which nobody
        is recorded; None: nothing is. Of shifts of unknown attendance nobody counts. Shape as
        ``planned``.
    kept
        By post.
    unbound
        Shifts that were published after they should have begun, and so bound nobody.
    """

    planned: Floats
    present: Floats | None
    kept: dict[str, KeptShifts]
    unbound: int


def present_people(
    unit: Unit, shop_id: str, label: str, horizon: Horizon, posts: Sequence[str]
) -> PresentPeople:
    """
    Return who was planned and who was there in a week.

    Presences of more than 16 hours, or under 5 minutes, are in doubt whatever the firm says of
    pay, since not everybody who looks at the week may see that.
    """
    first, last = horizon.dates[0], horizon.dates[-1]
    scheduled = scheduled_in(unit, shop_id, first - DAY, last)
    attendance = attendance_around(unit, shop_id, horizon, scheduled)
    entered = unit.floor.interruptions(shop_id, horizon.start_min, horizon.end_min)
    away = with_duties([one.interruption for one in entered], scheduled)
    hours = shift_hours(scheduled, attendance, away, clock=horizon.clock)
    excused = excused_spans(away, horizon.clock)
    planned = np.zeros((len(posts), horizon.intervals))
    present = np.zeros_like(planned)
    for one in hours:
        agent = one.scheduled.shift.agent_id
        absent = union((*excused[agent][0], *excused[agent][1]))
        for post, spans in _worked(one.scheduled, posts):
            _add(planned[posts.index(post)], horizon, spans)
            if one.attended is not None:
                there = intersect(spans, attendance.there.get(agent, ()))
                _add(present[posts.index(post)], horizon, subtract(there, absent))
    never = unbound_in(unit, shop_id, first, last).get(label, [])
    for shift in never:
        for post, spans in _rostered(shift, posts):
            _add(planned[posts.index(post)], horizon, spans)
    mine = [one for one in hours if one.scheduled.shift.start_min >= horizon.start_min]
    clock = horizon.clock
    recorded = {clock.date_of(start) for each in attendance.there.values() for start, _ in each}
    for day, date in enumerate(horizon.dates):
        if date not in recorded:
            present[:, horizon.first_interval(day) : horizon.first_interval(day + 1)] = np.nan
    heard: list[ShiftHours] = []
    silent: list[ShiftHours] = []
    for one in mine:
        is_heard = clock.date_of(one.scheduled.shift.start_min) in recorded
        (heard if is_heard else silent).append(one)
    is_known = any(one.attended is not None for one in heard)
    kept = {post: _kept(heard, silent, post) for post in posts}
    return PresentPeople(planned, present if is_known else None, kept, len(never))


def attendance_around(
    unit: Unit, shop_id: str, horizon: Horizon, scheduled: Sequence[Scheduled]
) -> Attendance:
    """Return what is recorded of the months a week lies in: a month tells who is recorded."""
    clock = horizon.clock
    first, last = Month.of(horizon.dates[0]).first - DAY, Month.of(horizon.dates[-1]).last + DAY
    return attendance_of(
        unit.floor.presences(shop_id, clock.at(first), clock.at(last + DAY)),
        (entry.value for entry in punch_requests(unit, shop_id, first, last)),
        shifts=(one.shift for one in scheduled),
    )


def _worked(one: Scheduled, posts: Sequence[str]) -> Iterator[tuple[str, Spans]]:
    """Yield the stretches on the chats of each post of a shift: meals, breaks and waits out."""
    off = union((*((each.start_min, each.end_min) for each in one.shift.pauses), *one.waits))
    for part in one.by_post() or (one,):
        if part.shift.post in posts:
            yield part.shift.post, subtract(part.work, off)


def _rostered(shift: Shift, posts: Sequence[str]) -> Iterator[tuple[str, Spans]]:
    """Yield the stretches on the chats of each post of a shift that bound nobody."""
    pauses = (*shift.pauses, *((shift.meal,) if shift.meal else ()))
    off = union((each.start_min, each.end_min) for each in pauses)
    for stint in shift.served:
        if stint.post in posts:
            yield stint.post, subtract(((stint.span.start_min, stint.span.end_min),), off)


def _add(row: Floats, horizon: Horizon, spans: Spans) -> None:
    """Add one person to the intervals of stretches, by the share of each that they fill."""
    length = horizon.interval_min
    for start, end in intersect(spans, ((horizon.start_min, horizon.end_min),)):
        first = (start - horizon.start_min) // length
        last = (end - 1 - horizon.start_min) // length
        for cell in range(first, last + 1):
            begin = horizon.start_min + cell * length
            row[cell] += (min(end, begin + length) - max(start, begin)) / length


def _kept(hours: Sequence[ShiftHours], silent: Sequence[ShiftHours], post: str) -> KeptShifts:
    """
    Return what was kept of the shifts on a post.

    Parameters
    ----------
    silent
        Those of days on which nobody is recorded: who is recorded in a month and not on a day was
        absent, but not where nobody is recorded yet.
    """
    known = adherent = unknown = shifts = 0
    for one, is_silent in (*((one, False) for one in hours), *((one, True) for one in silent)):
        for part in one.stints or (one,):
            if part.scheduled.shift.post != post:
                continue
            if part.attended is None or is_silent:
                unknown += part.scheduled_min
                shifts += 1
            else:
                known += part.scheduled_min
                adherent += part.attended.adherent_min
    return KeptShifts(known, adherent, unknown, shifts)
