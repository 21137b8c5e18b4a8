"""The rest of a day that goes on, from what has arrived so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.demand import Forecast, Volumes
from scheduler.forecast.resample import resample
from scheduler.forecast.today import update_today
from scheduler.staffing.requirement import requirement
from service.demand.staffing import load_of
from service.shop.campaigns import posts_in

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.horizon import Horizon
    from scheduler.post import Post
    from scheduler.staffing.offered_load import Load
    from service.desk import Desk
    from store.unit import Unit

NOON_MIN = 720


@dataclass(frozen=True, eq=False)
class Today:
    """
    A day that goes on.

    Parameters
    ----------
    day
        Its number in the horizon.
    now_min
        Moment up to which what arrived is looked at.
    until_min
        Moment up to which the day is recorded.
    before, after
        The week's forecast, and the same with the rest of the day made anew.
    arrived
        Chats of the week's intervals as recorded up to ``now_min``; NaN: none; (posts, intervals).
    hours_before, hours_after
        Agent-hours the rest of the day needs, by post.
    """

    day: int
    now_min: int
    until_min: int
    before: Forecast
    after: Forecast
    arrived: npt.NDArray[np.float64]
    hours_before: dict[str, float]
    hours_after: dict[str, float]

    @property
    def past(self) -> slice:
        """Return the day's intervals up to now."""
        return slice(self.before.horizon.first_interval(self.day), self._now)

    @property
    def rest(self) -> slice:
        """Return the day's intervals from now on."""
        return slice(self._now, self.before.horizon.first_interval(self.day + 1))

    @property
    def _now(self) -> int:
        horizon = self.before.horizon
        return (self.now_min - horizon.start_min) // horizon.interval_min


def rest_of_today(desk: Desk, label: str, *, now_min: int | None = None) -> Today | None:
    """
    Return a week's last recorded day with its rest made anew; None: nothing of it is recorded.

    Parameters
    ----------
    now_min
        Look at what arrived before this moment of that day; None: at all of it, or until noon where
        the whole day is over.

    Raises
    ------
    InputError
        When the week has no forecast, or the moment lies outside the day.
    """
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        forecast = unit.demand.forecast_of(week).forecast
        volumes = unit.demand.volumes(desk.shop_id)
        posts, load = posts_in(unit, desk.shop_id, week.horizon.dates), load_of(unit, week)
    horizon = forecast.horizon
    known = None if volumes is None else recorded_in(volumes, horizon)
    if known is None:
        return None
    until = _until(known, horizon)
    day = horizon.day(horizon.clock.date_of(until - 1))
    end = horizon.day_starts_min[day + 1]
    now = now_min
    if now is None:
        now = until if until < end else horizon.day_starts_min[day] + NOON_MIN
    updated = update_today(forecast, known, now)
    arrived = placed(horizon, known, forecast.posts)
    number = (now - horizon.start_min) // horizon.interval_min
    arrived[:, number:] = np.nan
    rest = slice(number, horizon.first_interval(day + 1))
    hours = [_hours(each, posts, load, rest) for each in (forecast, updated)]
    return Today(day, now, until, forecast, updated, arrived, *hours)


def counted_on(
    unit: Unit, shop_id: str, horizon: Horizon, date: dt.date, until_min: int
) -> Volumes | None:
    """Return what is recorded of a day up to a moment, at a horizon's interval; None: nothing."""
    volumes = unit.demand.volumes(shop_id)
    known = None if volumes is None else recorded_in(volumes, horizon)
    if known is None:
        return None
    day = horizon.day(date)
    first, end = horizon.day_starts_min[day], min(until_min, horizon.day_starts_min[day + 1])
    inside = (known.start_min >= first) & (known.start_min + horizon.interval_min <= end)
    if not inside.any():
        return None
    starts, counts = known.start_min[inside], known.counts[:, inside]
    return Volumes(known.clock, known.interval_min, known.posts, starts, counts)


def recorded_in(volumes: Volumes, horizon: Horizon) -> Volumes | None:
    """Return what is recorded of a horizon, at its interval; None: nothing."""
    coarse = resample(volumes, horizon.interval_min)
    inside = (coarse.start_min >= horizon.start_min) & (coarse.start_min < horizon.end_min)
    inside &= ~np.isnan(coarse.counts).all(axis=0)
    if not inside.any():
        return None
    starts, counts = coarse.start_min[inside], coarse.counts[:, inside]
    return Volumes(coarse.clock, coarse.interval_min, coarse.posts, starts, counts)


def _until(known: Volumes, horizon: Horizon) -> int:
    return int(known.start_min[-1]) + horizon.interval_min


def placed(horizon: Horizon, known: Volumes, posts: tuple[str, ...]) -> npt.NDArray[np.float64]:
    """Return recorded chats in a horizon's intervals; NaN: none; shape (posts, intervals)."""
    found = np.full((len(posts), horizon.intervals), np.nan)
    places = (known.start_min - horizon.start_min) // horizon.interval_min
    for row, post in enumerate(posts):
        if post in known.posts:
            found[row, places] = known.counts[known.posts.index(post)]
    return found


def _hours(
    forecast: Forecast, posts: tuple[Post, ...], load: Load, rest: slice
) -> dict[str, float]:
    needed = requirement(forecast, posts, load=load)
    hours = forecast.horizon.interval_hours
    return {post: float(np.nansum(needed.of(post)[rest])) * hours for post in needed.posts}
