"""A history of volumes laid on a whole grid of days, and what is usual at each time of the week."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from scheduler.demand import Volumes
from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.horizon import DAY_MIN, WEEK_DAYS

if TYPE_CHECKING:
    from scheduler.post import Post

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

DAY = dt.timedelta(days=1)
USUALLY = 0.5  # of the weeks must have a record, or a time of the week counts as closed


@dataclass(frozen=True, eq=False)
class PastGrid:
    """
    Volumes with a column for every interval of every day, and what the wall clock shows.

    Parameters
    ----------
    volumes
        NaN also where the record has no such interval.
    day
        Number of each interval's local day, from 0; shape (intervals,).
    week_place
        Weekday and clock time of each interval as one number; shape (intervals,).
    dates
        Of the days.
    day_edges
        First interval of each day, and the number of intervals; shape (days + 1,).
    """

    volumes: Volumes
    day: npt.NDArray[np.int64]
    week_place: npt.NDArray[np.int64]
    dates: tuple[dt.date, ...]
    day_edges: npt.NDArray[np.int64]

    @classmethod
    def of(cls, volumes: Volumes) -> PastGrid:
        """Return volumes on a whole grid of days."""
        clock, step = volumes.clock, volumes.interval_min
        first = clock.at(clock.date_of(int(volumes.start_min[0])))
        after = clock.at(clock.date_of(int(volumes.start_min[-1])), DAY_MIN)
        starts = np.arange(first, after, step)
        counts = np.full((len(volumes.posts), len(starts)), np.nan)
        counts[:, np.searchsorted(starts, volumes.start_min)] = volumes.counts
        local = pd.to_datetime(starts * 60, unit="s", utc=True).tz_convert(clock.zone)
        midnight = local.tz_localize(None).normalize()
        day = ((midnight - midnight[0]) / pd.Timedelta(days=1)).to_numpy().astype(np.int64)
        place = (local.day_of_week * DAY_MIN + local.hour * 60 + local.minute).to_numpy(np.int64)
        edges = np.searchsorted(day, np.arange(day[-1] + 2))
        dates = tuple(stamp.date() for stamp in midnight[edges[:-1]])
        whole = type(volumes)(clock, step, volumes.posts, starts, counts)
        return cls(whole, day, place // step, dates, edges)

    @property
    def places(self) -> int:
        """Return the number of intervals in a week."""
        return WEEK_DAYS * DAY_MIN // self.volumes.interval_min


@dataclass(frozen=True, eq=False)
class PastLane:
    """
    One post's counts beside what is usual.

    Parameters
    ----------
    counts, usual
        Chats recorded, and the median of the weeks; NaN where the post is closed; (intervals,).
    due, shut
        Where a record is due, and where the post is closed; shape (intervals,).
    special, left_out
        Days that need not look like others, and those of them that somebody left out of what
        forecasts learn; shape (days,).
    """

    counts: Floats
    usual: Floats
    due: Flags
    shut: Flags
    special: Flags
    left_out: Flags

    @classmethod
    def of(
        cls, grid: PastGrid, counts: Floats, post: Post | None, days: tuple[SpecialDay, ...]
    ) -> PastLane:
        """Return a post's lane; ``days``: the special ones that concern it."""
        dates = {date: number for number, date in enumerate(grid.dates)}
        special, closed, left_out = (np.zeros(len(grid.dates), dtype=bool) for _ in range(3))
        for day in days:
            if day.date in dates:
                special[dates[day.date]] |= day.kind is not DayKind.MAKE_UP
                closed[dates[day.date]] |= day.kind is DayKind.CLOSED
                left_out[dates[day.date]] |= day.kind is DayKind.LEFT_OUT
        is_open = _opens(grid, post) & ~closed[grid.day]
        usual, share = _profile(grid, np.where(is_open, counts, np.nan))
        is_due = is_open & (share[grid.week_place] > USUALLY)
        usually = np.where(is_open, usual[grid.week_place], np.nan)
        return cls(counts, usually, is_due, ~is_open, special, left_out)


def _opens(grid: PastGrid, post: Post | None) -> Flags:
    """Return in which intervals a post is open; shape (intervals,)."""
    if post is None or post.is_always_open:
        return np.ones(len(grid.day), dtype=bool)
    step = grid.volumes.interval_min
    usual = [post.open_at(*divmod(place * step, DAY_MIN)) for place in range(grid.places)]
    opens = np.array(usual)[grid.week_place]
    for number, date in enumerate(grid.dates):
        if any(near in each for each in post.opening_on for near in (date, date - DAY)):
            cells = slice(*grid.day_edges[number : number + 2])
            clocks = grid.week_place[cells] * step % DAY_MIN
            opens[cells] = [post.open_on(date, clock) for clock in clocks.tolist()]
    return opens


def _profile(grid: PastGrid, counts: Floats) -> tuple[Floats, Floats]:
    """Return the median of each interval of the week, and the share of weeks that have it."""
    by_place = pd.Series(counts).groupby(grid.week_place)
    median, share = np.full(grid.places, np.nan), np.zeros(grid.places)
    median[by_place.median().index] = by_place.median()
    share[by_place.count().index] = by_place.count() / by_place.size()
    return median, share
