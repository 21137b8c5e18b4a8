"""Hours: what was scheduled, what was present, and what approved interruptions excuse."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.facts import Facts
from kpi.facts.scheduled import Scheduled
from kpi.facts.spans import Spans, intersect, minutes, subtract, union
from scheduler.dispatch import Interruption, InterruptionKind
from scheduler.errors import require

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kpi.facts.presences import Attendance
    from scheduler.horizon import Clock

MonthKey = tuple[int, int]


@dataclass(frozen=True, slots=True)
class HoursParams:
    """
    How hours are counted.

    Parameters
    ----------
    grace_min
        Minutes a shift may begin late or end early before it is counted as such; the minutes
        themselves are missing from the adherent ones all the same.
    holidays
        Statutory holidays; their pay goes by the clock.
    """

    grace_min: int = 0
    holidays: frozenset[dt.date] = frozenset()

    def __post_init__(self) -> None:
        require(self.grace_min >= 0, "negative", column="grace_min", value=self.grace_min)


@dataclass(frozen=True, slots=True)
class Attended:
    """
    What was present of a shift, in minutes of its work.

    Parameters
    ----------
    present_min
        Present.
    adherent_min
        Present, or lent or disrupted with approval; the paid breaks of an attended shift count.
    handling_min
        Present, neither lent nor disrupted nor standing by.
    late_min, early_min
        From the start to the first, and from the last adherent minute to the end; both 0 if absent.
    is_absent
        Whether none of it is adherent.
    holiday_min
        Adherent minutes that lie, by the clock, on a statutory holiday.
    """

    present_min: int
    adherent_min: int
    handling_min: int
    late_min: int
    early_min: int
    is_absent: bool
    holiday_min: int


@dataclass(frozen=True, slots=True)
class ShiftHours:
    """
    The hours of one shift; they belong to the date on which it began.

    Parameters
    ----------
    scheduled
        The shift that bound the agent.
    date
        Local date of its start.
    secondment_min, disruption_min
        Minutes of its work lent or disrupted with approval.
    holiday_min
        Minutes of its work that lie, by the clock, on a statutory holiday.
    attended
        What was present; None: there is no attendance of the agent in that month, or what there is
        of the shift is in doubt.
    stints
        The same of each post, where the shift changes post.
    """

    scheduled: Scheduled
    date: dt.date
    secondment_min: int
    disruption_min: int
    holiday_min: int
    attended: Attended | None
    stints: tuple[ShiftHours, ...] = ()

    @property
    def scheduled_min(self) -> int:
        """Return minutes of work."""
        return self.scheduled.work_min


def shift_hours(
    scheduled: Iterable[Scheduled],
    attendance: Attendance,
    interruptions: Iterable[Interruption],
    *,
    clock: Clock,
    params: HoursParams = HoursParams(),
) -> tuple[ShiftHours, ...]:
    """
    Return the hours of each shift.

    Presence is never assumed: an agent of whom nothing is recorded in the month of a shift has
    unknown attendance there, and so has a shift that meets a presence in doubt. Interruptions that
    were not approved excuse nothing.
    """
    bound: dict[str, list[Scheduled]] = defaultdict(list)
    for one in scheduled:
        bound[one.shift.agent_id].append(one)
    excused = excused_spans(interruptions, clock)
    free = union((clock.at(day), clock.at(day, 24 * 60)) for day in params.holidays)
    result: list[ShiftHours] = []
    for agent, shifts in sorted(bound.items()):
        there = attendance.there.get(agent, ())
        known = _known_months(shifts, attendance.told.get(agent, ()), clock)
        doubted = attendance.doubted.get(agent, ())
        for one in shifts:
            date = clock.date_of(one.shift.start_min)
            is_known = (date.year, date.month) in known and not _near(one, doubted)
            count = partial(
                _counted,
                date=date,
                there=there if is_known else None,
                excused=excused[agent],
                free=free,
                grace_min=params.grace_min,
            )
            result.append(replace(count(one), stints=tuple(map(count, one.by_post()))))
    return tuple(result)


def _counted(
    one: Scheduled,
    *,
    date: dt.date,
    there: Spans | None,
    excused: tuple[Spans, Spans],
    free: Spans,
    grace_min: int,
) -> ShiftHours:
    """Return the hours of a shift, or of a part of it; ``there`` None: nothing is known."""
    lent, disrupted = (intersect(one.work, spans) for spans in excused)
    attended = None
    if there is not None:
        away = union((*lent, *disrupted))
        attended = _attended(one, _near(one, there), away, free, grace_min=grace_min)
    off = minutes(intersect(one.work, free))
    return ShiftHours(one, date, minutes(lent), minutes(disrupted), off, attended)


def excused_spans(
    interruptions: Iterable[Interruption], clock: Clock
) -> Mapping[str, tuple[Spans, Spans]]:
    """Return the approved secondments, and approved disruptions outside them, by agent."""
    found: dict[str, dict[InterruptionKind, list[tuple[int, int]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for one in interruptions:
        if one.counts(clock):
            found[one.agent_id][one.kind].append((one.start_min, one.end_min))
    result: dict[str, tuple[Spans, Spans]] = defaultdict(lambda: ((), ()))
    for agent, kinds in found.items():
        lent = union(kinds[InterruptionKind.SECONDMENT])
        result[agent] = lent, subtract(union(kinds[InterruptionKind.DISRUPTION]), lent)
    return result


def _known_months(shifts: Sequence[Scheduled], there: Spans, clock: Clock) -> set[MonthKey]:
    dates = [clock.date_of(start) for start, _ in there]
    dates += [clock.date_of(one.shift.start_min) for one in shifts if _near(one, there)]
    return {(date.year, date.month) for date in dates}


def _near(one: Scheduled, there: Spans) -> Spans:
    """Return the presences that overlap a shift."""
    start, end = one.shift.start_min, one.shift.end_min
    return tuple(span for span in there if span[0] < end and start < span[1])


def _attended(
    one: Scheduled, there: Spans, away: Spans, free: Spans, *, grace_min: int
) -> Attended:
    present = intersect(one.work, there)
    breaks = union((pause.start_min, pause.end_min) for pause in one.shift.pauses)
    paused = intersect(one.work, breaks) if present else ()
    adherent = union((*present, *away, *paused))
    late_min = adherent[0][0] - one.work[0][0] if adherent else 0
    early_min = one.work[-1][1] - adherent[-1][1] if adherent else 0
    return Attended(
        present_min=minutes(present),
        adherent_min=minutes(adherent),
        handling_min=minutes(subtract(present, union((*away, *one.waits)))),
        late_min=late_min if late_min > grace_min else 0,
        early_min=early_min if early_min > grace_min else 0,
        is_absent=not adherent,
        holiday_min=minutes(intersect(adherent, free)),
    )


def by_post(hours: Iterable[ShiftHours]) -> tuple[ShiftHours, ...]:
    """Return the hours of shifts, those of each post apart where a shift changes post."""
    return tuple(part for one in hours for part in one.stints or (one,))


def facts_of_hours(hours: Sequence[ShiftHours]) -> Facts:
    """
    Return the hours as facts: what is scheduled always, what is present where it is known.

    A shift that changes post is a shift of each post, with the hours there.
    """
    hours = by_post(hours)
    columns: dict[str, list[float]] = defaultdict(list)
    for one in hours:
        for name, value in _counts(one).items():
            columns[name].append(value)
    keys = [(one.scheduled.shift.agent_id, one.scheduled.shift.post, one.date) for one in hours]
    distinct = sorted(set(keys))
    row = {key: index for index, key in enumerate(distinct)}
    at = np.array([row[key] for key in keys], dtype=np.int64)
    return Facts.of(
        [agent for agent, _, _ in distinct],
        [post for _, post, _ in distinct],
        [date for _, _, date in distinct],
        counts={
            name: np.bincount(at, np.array(values), len(distinct))
            for name, values in columns.items()
        },
    )


def _counts(one: ShiftHours) -> dict[str, float]:
    attended, unknown = one.attended, float("nan")
    return {
        "shifts": 1,
        "scheduled_min": one.scheduled_min,
        "secondment_min": one.secondment_min,
        "disruption_min": one.disruption_min,
        "present_min": attended.present_min if attended else unknown,
        "adherent_min": attended.adherent_min if attended else unknown,
        "handling_min": attended.handling_min if attended else unknown,
        "late_shifts": float(attended.late_min > 0) if attended else unknown,
        "late_min": attended.late_min if attended else unknown,
        "early_shifts": float(attended.early_min > 0) if attended else unknown,
        "early_min": attended.early_min if attended else unknown,
        "absent_shifts": float(attended.is_absent) if attended else unknown,
        "holiday_min": attended.holiday_min if attended else unknown if one.holiday_min else 0,
    }
