"""Other opening hours of a scenario: from when and until when posts are open every day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import require
from scheduler.horizon import DAY_MIN, ClockSpan
from scheduler.post import WEEKDAYS
from scheduler.staffing.requirement import open_intervals

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from scheduler.demand import Forecast, Requirement
    from scheduler.horizon import Horizon
    from scheduler.post import Post
    from scheduler.problem import RosterProblem

ALL_DAY = (ClockSpan(0, DAY_MIN),)
HOUR_MIN = 60


def with_known_hours(problem: RosterProblem, names: Iterable[str]) -> RosterProblem:
    """Return a week whose posts of some names have the hours written down that need alone tells."""
    need, told = problem.requirement, set(names)
    posts = tuple(
        replace(post, opening=_hours(post.id, need))
        if post.id in told and post.is_always_open and post.id in need.posts
        else post
        for post in problem.posts
    )
    return replace(problem, posts=posts)


def _hours(post: str, need: Requirement) -> tuple[tuple[ClockSpan, ...], ...] | None:
    """Return when there is a need, by weekday; None: always."""
    horizon, is_open = need.horizon, ~np.isnan(need.of(post))
    if is_open.all():
        return None
    found: list[tuple[ClockSpan, ...]] = [ALL_DAY] * len(WEEKDAYS)
    for date in reversed(horizon.dates):
        day = horizon.day(date)
        first, after = horizon.first_interval(day), horizon.first_interval(day + 1)
        edges = np.flatnonzero(np.diff(np.r_[False, is_open[first:after], False]))
        clocks = [int(edge) * horizon.interval_min for edge in edges]
        found[date.weekday()] = tuple(map(ClockSpan, clocks[::2], clocks[1::2]))
    return tuple(found)


def opened(post: Post, opens: float | None, closes: float | None) -> Post:
    """
    Return a post with other hours on every weekday on which it is open.

    Hours of single dates stay. A closing time that is not after the opening is of the next day.

    Parameters
    ----------
    opens, closes
        Hours after midnight; None: as they are.

    Raises
    ------
    InputError
        When they are no times of a day, or nothing of a day is left.
    """
    if opens is None and closes is None:
        return post
    days = (ALL_DAY,) * len(WEEKDAYS) if post.opening is None else post.opening
    return replace(post, opening=tuple(_day(post.id, spans, opens, closes) for spans in days))


def _day(
    post: str, spans: tuple[ClockSpan, ...], opens: float | None, closes: float | None
) -> tuple[ClockSpan, ...]:
    left = sorted(spans, key=lambda span: span.start_clock)
    if not left:
        return ()
    if opens is not None:
        start = round(opens * HOUR_MIN)
        left = [one for one in left if one.end_clock > start or _crosses(one)]
        require(bool(left), "opening_nothing", column="opens", value=f"{opens:g}", post=post)
        left[0] = ClockSpan(start, left[0].end_clock)
    if closes is not None:
        end = round(closes * HOUR_MIN) or DAY_MIN
        if end > left[0].start_clock:
            left = [one for one in left if one.start_clock < end]
        left[-1] = ClockSpan(left[-1].start_clock, end)
    return tuple(left)


def _crosses(span: ClockSpan) -> bool:
    return span.end_clock <= span.start_clock


def moved_hours(
    before: Iterable[Post], after: Iterable[Post], names: Iterable[str], horizon: Horizon
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """
    Return which intervals are newly open, and which newly closed; shape (posts, intervals) each.

    Parameters
    ----------
    before, after
        The posts as they were, and as they are.
    names
        The posts of the rows.
    """
    rows = tuple(names)

    def hours(posts: Iterable[Post]) -> npt.NDArray[np.bool_]:
        by_id = {post.id: open_intervals(post, horizon) for post in posts if post.id in rows}
        return np.array([by_id[name] for name in rows], dtype=np.bool_)

    was, now = hours(before), hours(after)
    return now & ~was, was & ~now


def forecast_of_hours(
    forecast: Forecast, newly_open: npt.NDArray[np.bool_], newly_closed: npt.NDArray[np.bool_]
) -> Forecast:
    """Return a forecast of nobody in hours that are closed now, or open and not known of."""
    unknown = newly_open & np.isnan(forecast.mean)
    kept = forecast.times(np.where(newly_closed, 0.0, 1.0))
    assert kept.quantiles is not None
    return replace(
        kept,
        mean=np.where(unknown, 0.0, kept.mean),
        quantiles=np.where(unknown[:, np.newaxis], 0.0, kept.quantiles),
        point=np.where(unknown, 0.0, kept.scored),
    )


def need_of_hours(
    own: Requirement,
    formula: Requirement,
    newly_open: npt.NDArray[np.bool_],
    newly_closed: npt.NDArray[np.bool_],
) -> Requirement:
    """Return a week's own need with other hours: the formula's in new ones, none in closed ones."""
    agents = np.where(newly_open & np.isnan(own.agents), formula.agents, own.agents)
    return own.moved(np.where(newly_closed, np.nan, agents))
