"""The shifts agents are measured against: those of the version in force when each began."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from kpi.facts.spans import Spans, intersect, minutes, subtract, union
from scheduler.dispatch import Interruption
from scheduler.errors import require
from scheduler.roster import RosterState
from scheduler.shift import Shift, Span, Stint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from scheduler.horizon import Clock
    from scheduler.roster import RosterVersion
    from scheduler.standby import StandbyCall

MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class Scheduled:
    """
    A shift that bound its agent.

    Parameters
    ----------
    shift
        As published.
    version
        Number of the version in force when it began.
    work
        Its work, the meal out, and what an earlier shift already claims out.
    waits
        When the agent stood by, called to no post.
    """

    shift: Shift
    version: int
    work: Spans
    waits: Spans = ()

    @property
    def work_min(self) -> int:
        """Return minutes of work."""
        return minutes(self.work)

    def by_post(self) -> tuple[Scheduled, ...]:
        """Return the parts of a shift that changes post, each with its own work; else none."""
        parts = (
            replace(
                self,
                shift=replace(
                    self.shift,
                    start_min=stint.span.start_min,
                    end_min=stint.span.end_min,
                    post=stint.post,
                    stints=(),
                ),
                work=intersect(self.work, ((stint.span.start_min, stint.span.end_min),)),
            )
            for stint in self.shift.stints
        )
        return tuple(part for part in parts if part.work)


def in_force(weeks: Iterable[Sequence[RosterVersion]]) -> tuple[Scheduled, ...]:
    """
    Return the shifts in force when they began, in the order agent, start.

    A version is in force from its publication, or from the earlier moment for which somebody put it
    in force, until a later one binds. A shift that began stays in force to its end, whatever is
    published meanwhile; where a later version gives its agent another shift at the same time, only
    the minutes outside the first one are added. A shift that should have begun before its version
    was in force never bound anybody and is not returned.

    Parameters
    ----------
    weeks
        The published versions of each week, in any order; drafts are passed over.
    """
    found: dict[str, list[tuple[Shift, int]]] = defaultdict(list)
    for versions in weeks:
        for shift, number in _of_week(versions):
            found[shift.agent_id].append((shift, number))
    return tuple(
        scheduled for agent in sorted(found) for scheduled in _without_overlap(found[agent])
    )


def _of_week(versions: Sequence[RosterVersion]) -> list[tuple[Shift, int]]:
    published = sorted(
        (version for version in versions if version.state is RosterState.PUBLISHED),
        key=lambda version: version.number,
    )
    told, moments = [], []
    for version in published:
        assert version.published_at is not None
        assert version.binds_from is not None
        told.append(version.published_at)
        moments.append(version.binds_from.timestamp() / MINUTE_S)
    require(told == sorted(told), "versions_out_of_order", column="published_at")
    return [
        (shift, version.number)
        for place, version in enumerate(published)
        for shift in version.roster.shifts
        if moments[place] <= shift.start_min < min([*moments[place + 1 :], float("inf")])
    ]


def with_calls(
    scheduled: Iterable[Scheduled], standby: Collection[Shift], calls: Iterable[StandbyCall]
) -> tuple[Scheduled, ...]:
    """
    Return shifts that know when their agents stood by, on the post of a call from then on.

    The time before, or all of it without a call, stays on the post the shift names: it is paid.

    Parameters
    ----------
    scheduled
        Shifts as published.
    standby
        Those of them whose agents stand by.
    calls
        To which posts, from when.
    """
    by_agent: dict[str, list[StandbyCall]] = defaultdict(list)
    for each in calls:
        by_agent[each.agent_id].append(each)
    return tuple(
        _with_call(one, by_agent.get(one.shift.agent_id, ())) if one.shift in standby else one
        for one in scheduled
    )


def _with_call(one: Scheduled, calls: Sequence[StandbyCall]) -> Scheduled:
    shift = one.shift
    inside = [each for each in calls if each.from_min in shift.span]
    call = min(inside, key=lambda each: each.from_min, default=None)
    if call is None:
        return replace(one, waits=((shift.start_min, shift.end_min),))
    if call.from_min == shift.start_min:
        return replace(one, shift=replace(shift, post=call.post))
    one = replace(one, waits=((shift.start_min, call.from_min),))
    if call.post == shift.post:
        return one
    spans = Span(shift.start_min, call.from_min), Span(call.from_min, shift.end_min)
    stints = Stint(spans[0], shift.post), Stint(spans[1], call.post)
    return replace(one, shift=replace(shift, stints=stints))


def never_bound(weeks: Iterable[Sequence[RosterVersion]]) -> tuple[Shift, ...]:
    """
    Return the shifts of the newest published versions that bound nobody, in order agent, start.

    They should have begun before their version was in force, and no version before it gave their
    agent work at that time.

    Parameters
    ----------
    weeks
        As for ``in_force``.
    """
    weeks = [tuple(versions) for versions in weeks]
    bound: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for one in in_force(weeks):
        bound[one.shift.agent_id].append((one.shift.start_min, one.shift.end_min))
    found = []
    for versions in weeks:
        published = [one for one in versions if one.state is RosterState.PUBLISHED]
        if published:
            newest = max(published, key=lambda one: one.number)
            found += [
                shift
                for shift in newest.roster.shifts
                if not intersect(((shift.start_min, shift.end_min),), union(bound[shift.agent_id]))
            ]
    return tuple(sorted(found, key=lambda shift: (shift.agent_id, shift.start_min)))


@dataclass(frozen=True, slots=True)
class PutInForce:
    """
    That a published roster holds for a time before it was published: what was agreed then.

    Parameters
    ----------
    week, number
        Which week's version.
    since_min
        From when it holds.
    reason
        Why it was not published in time; never empty.
    """

    week: str
    number: int
    since_min: int
    reason: str

    def __post_init__(self) -> None:
        require(bool(self.reason.strip()), "empty", column="reason")


@dataclass(frozen=True, slots=True)
class Rostered:
    """
    The days on which a roster told people when to work.

    Parameters
    ----------
    days
        Those on which one was in force from their beginning, for everybody.
    shifts
        Agents with a shift, and the day on which it began.
    """

    days: frozenset[dt.date] = frozenset()
    shifts: frozenset[tuple[str, dt.date]] = frozenset()

    @classmethod
    def of(cls, days: Iterable[dt.date], scheduled: Iterable[Scheduled], clock: Clock) -> Rostered:
        """Return the days of rosters in force, and those of shifts."""
        begun = ((one.shift.agent_id, clock.date_of(one.shift.start_min)) for one in scheduled)
        return cls(frozenset(days), frozenset(begun))

    def __contains__(self, day: tuple[str, dt.date]) -> bool:
        return day[1] in self.days or day in self.shifts


def _without_overlap(shifts: list[tuple[Shift, int]]) -> list[Scheduled]:
    claimed: Spans = ()
    result = []
    for shift, version in sorted(shifts, key=lambda pair: (pair[0].start_min, pair[1])):
        whole: Spans = ((shift.start_min, shift.end_min),)
        meal = ((shift.meal.start_min, shift.meal.end_min),) if shift.meal else ()
        work = subtract(whole, meal)
        if intersect(whole, claimed):
            work = subtract(work, claimed)
        if work:
            result.append(Scheduled(shift, version, work))
        claimed = union((*claimed[-1:], *whole))
    return result


class NotCounted(StrEnum):
    """Why a secondment or disruption excuses nothing."""

    UNAPPROVED = "unapproved"
    LATE = "late"  # registered after its day, without a reason or the second approval
    NO_SHIFT = "no_shift"  # it meets no work of a shift


@dataclass(frozen=True, slots=True)
class ExceptionLeftOut:
    """A secondment or disruption that excuses nothing, and why."""

    interruption: Interruption
    why: NotCounted


def exceptions_left_out(
    interruptions: Iterable[Interruption], scheduled: Iterable[Scheduled], *, clock: Clock
) -> tuple[ExceptionLeftOut, ...]:
    """Return those that excuse nothing; without any shift it is not asked whether they meet one."""
    work: dict[str, list[Spans]] = defaultdict(list)
    for each in scheduled:
        work[each.shift.agent_id].append(each.work)
    found = []
    for one in interruptions:
        span = ((one.start_min, one.end_min),)
        if not one.approved_by:
            found.append(ExceptionLeftOut(one, NotCounted.UNAPPROVED))
        elif not one.counts(clock):
            found.append(ExceptionLeftOut(one, NotCounted.LATE))
        elif work and not any(intersect(each, span) for each in work[one.agent_id]):
            found.append(ExceptionLeftOut(one, NotCounted.NO_SHIFT))
    return tuple(found)


def with_duties(
    interruptions: Iterable[Interruption], scheduled: Iterable[Scheduled]
) -> tuple[Interruption, ...]:
    """Return secondments and disruptions that know the end of the shift in which they began."""
    ends: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for each in scheduled:
        ends[each.shift.agent_id].append((each.shift.start_min, each.shift.end_min))
    return tuple(
        replace(
            one,
            duty_end_min=next(
                (end for start, end in ends[one.agent_id] if start <= one.start_min < end), None
            ),
        )
        for one in interruptions
    )
