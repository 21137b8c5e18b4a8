"""
When posts are open, so that work on them may lie there.

A post's own ``opening`` says it, and ``opening_on`` for single days, to the end of an interval that
begins inside it; where none is written, the intervals that have a requirement. A date on which
nothing is required on a post is a closed day, whatever its opening says. After the horizon's end
next week's same hours hold, but those of ``opening_on``, which have a date.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from scheduler.horizon import DAY_MIN, WEEK_DAYS, Horizon
from scheduler.shift import Span

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from scheduler.demand import Requirement
    from scheduler.post import Post

CLOCK_STEP_MIN = 30  # clocks are put forward and back by multiples of it
DAYS_AFTER = 7  # that are known beyond the horizon's end; no shift is longer


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """
    The stretches of time in which a post is open, and those in which work on it may lie.

    Parameters
    ----------
    stretches
        When it is open, from the horizon's start to days after its end; none touches another.
    allowed
        The same with the minutes that work may begin before and end after them.
    """

    stretches: tuple[Span, ...] = ()
    allowed: tuple[Span, ...] = ()

    def outside(self, span: Span) -> tuple[Span, ...]:
        """Return the parts of a stretch of work in which there may be none, in order of time."""
        return without(span, self.allowed)

    def closed(self, span: Span) -> tuple[Span, ...]:
        """Return the parts of a stretch of work in which the post is closed, in order of time."""
        return without(span, self.stretches)

    def with_allowed(self, span: Span) -> OpeningHours:
        """Return the same hours with a stretch in which work may lie, open or not."""
        spans = sorted((*self.allowed, span))
        return OpeningHours(self.stretches, _merged(spans))


def round_the_clock(horizon: Horizon) -> OpeningHours:
    """Return the hours of a post that never closes."""
    always = (Span(horizon.start_min, horizon.end_min + DAYS_AFTER * DAY_MIN),)
    return OpeningHours(always, always)


def without(span: Span, taken: Iterable[Span]) -> tuple[Span, ...]:
    """Return what is left of a span beside others, which are in order and do not overlap."""
    left, at = [], span.start_min
    for each in taken:
        if each.end_min <= at or span.end_min <= each.start_min:
            continue
        if at < each.start_min:
            left.append(Span(at, each.start_min))
        at = each.end_min
    if at < span.end_min:
        left.append(Span(at, span.end_min))
    return tuple(left)


@lru_cache(maxsize=16)  # the person-by-person questions of an explanation share one requirement
def opening_hours(
    posts: tuple[Post, ...], requirement: Requirement, before_min: int, after_min: int
) -> dict[str, OpeningHours]:
    """
    Return the opening hours of every post that has a requirement.

    Parameters
    ----------
    posts
        All there are.
    requirement
        People needed, over the days to be rostered.
    before_min, after_min
        Minutes that work may begin before an opening, and end after it.
    """
    found = {}
    for post in posts:
        if post.id in requirement.posts:
            spans = _merged(_stretches(post, requirement))
            wide = _merged(
                Span(one.start_min - before_min, one.end_min + after_min) for one in spans
            )
            found[post.id] = OpeningHours(spans, wide)
    return found


def _stretches(post: Post, requirement: Requirement) -> Iterator[Span]:
    """Yield short stretches in which a post is open, in order of time, some more than once."""
    horizon = requirement.horizon
    is_open, step = _said(post, requirement)
    interval = horizon.interval_min
    for at in range(horizon.start_min, horizon.end_min + DAYS_AFTER * DAY_MIN, step):
        begins_interval = horizon.on_grid(at)
        if is_open(at):
            yield Span(at, at + (interval if begins_interval else step))


def _said(post: Post, requirement: Requirement) -> tuple[Callable[[int], bool], int]:
    """Return what says whether a post is open at a moment, and how often to ask it, in minutes."""
    horizon, row = requirement.horizon, requirement.is_open[requirement.posts.index(post.id)]
    days = {date for date in horizon.dates if row[_cells(horizon, date)].any()}
    clock, last = horizon.clock, horizon.dates[-1]

    def required(at: int) -> bool:
        return bool(row[horizon.interval_of(_known(horizon, at))])

    if post.is_always_open:
        return required, horizon.interval_min
    hours = [*(post.opening or ()), *(each.hours for each in post.opening_on)]
    marks = {mark for day in hours for one in day for mark in (one.start_clock, one.end_clock)}

    def is_open(at: int) -> bool:
        date = clock.date_of(at)
        if post.hours_on(date) is None:
            return required(at)
        known = date > last or date in days
        return known and post.open_on(date, clock.clock_of(at))

    return is_open, math.gcd(horizon.interval_min, CLOCK_STEP_MIN, *marks)


def _cells(horizon: Horizon, date: dt.date) -> slice:
    day = horizon.day(date)
    return slice(horizon.first_interval(day), horizon.first_interval(day + 1))


def _known(horizon: Horizon, at: int) -> int:
    """Return the moment whose hours hold at another: itself, or after the end a week earlier."""
    while at >= horizon.end_min:
        date = horizon.clock.date_of(at)
        days = WEEK_DAYS if horizon.days >= WEEK_DAYS else horizon.day(date) - horizon.days + 1
        at = horizon.clock.at(horizon.date(horizon.day(date) - days), horizon.clock.clock_of(at))
    return at


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans that come in order of their starts, joined where they touch or overlap."""
    found: list[Span] = []
    for span in spans:
        if found and span.start_min <= found[-1].end_min:
            end_min = max(found[-1].end_min, span.end_min)
            found[-1] = Span(found[-1].start_min, end_min)
        else:
            found.append(span)
    return tuple(found)
