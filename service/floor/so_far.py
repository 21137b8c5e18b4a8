"""The chats of a day so far, imported or told by hand, and the forecast with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Forecast, Volumes
from scheduler.forecast.today import update_today
from service.demand.today import counted_on, placed
from service.floor.told import CameSoFar

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.demand import Floats
    from store.unit import Unit
    from store.weeks import KeptWeek


@dataclass(frozen=True, slots=True)
class SoFar:
    """
    How the chats of a post that came so far today are known.

    Parameters
    ----------
    post
        Which.
    until_min
        Moment up to which they are known; None: nothing is.
    is_told
        Whether they were told by hand.
    missing_min
        Minutes of the day before that in which chats were forecast and nothing is recorded.
    """

    post: str
    until_min: int | None = None
    is_told: bool = False
    missing_min: int = 0


def with_so_far(
    unit: Unit, week: KeptWeek, date: dt.date, now: int
) -> tuple[Forecast | None, Forecast | None, tuple[SoFar, ...]]:
    """
    Return a week's forecast, the same with a day's chats so far, and how these are known by post.

    What is imported of a post goes before what was told by hand of it. The second forecast is None
    where nothing is known of any post.
    """
    if week.forecast_id is None:
        return None, None, ()
    forecast = unit.demand.forecast(week.forecast_id).forecast
    horizon = forecast.horizon
    if not horizon.start_min <= now < horizon.end_min:
        return forecast, None, tuple(SoFar(post) for post in forecast.posts)
    came = counted_on(unit, week.shop_id, horizon, date, now)
    told = {
        entry.value.post: entry.value
        for entry in unit.register.all(week.shop_id, CameSoFar, first=date, last=date)
    }
    updated, known = forecast, []
    if came is not None:
        updated = update_today(updated, came, now)
    for post in forecast.posts:
        found = None if came is None else _recorded(forecast, came, post, date)
        if found is None and post in told:
            at_min = min(now, told[post].at_min)
            updated = update_today(
                updated, spread_so_far(forecast, told[post], date, at_min), at_min
            )
            found = SoFar(post, at_min, is_told=True)
        known.append(found or SoFar(post))
    is_known = any(one.until_min is not None for one in known)
    return forecast, updated if is_known else None, tuple(known)


def _recorded(forecast: Forecast, came: Volumes, post: str, date: dt.date) -> SoFar | None:
    """Return how the imported chats of a post are known; None: nothing is imported of it."""
    horizon = forecast.horizon
    there = ~np.isnan(placed(horizon, came, (post,))[0])
    if not there.any():
        return None
    first, last = horizon.first_interval(horizon.day(date)), int(np.flatnonzero(there)[-1])
    cells = slice(first, last)
    silent = ~there[cells] & (np.nan_to_num(forecast.of(post)[cells]) > 0)
    until = horizon.minute(last) + horizon.interval_min
    return SoFar(post, until, missing_min=int(silent.sum()) * horizon.interval_min)


def spread_so_far(forecast: Forecast, told: CameSoFar, date: dt.date, until: int) -> Volumes:
    """Return a day's chats so far by interval: as forecast, times how many more or fewer came."""
    horizon = forecast.horizon
    first = horizon.first_interval(horizon.day(date))
    cells, over = divmod(until - horizon.minute(first), horizon.interval_min)
    last = first + cells
    mean = np.nan_to_num(forecast.of(told.post)[first : last + 1])
    expected: Floats = mean[:cells]
    begun = mean[cells:].sum() * over / horizon.interval_min  # of the interval that is not over
    total = float(expected.sum() + begun)
    counts = expected * (told.chats / total) if total > 0 else np.full(cells, np.nan)
    starts = np.array([horizon.minute(cell) for cell in range(first, last)], dtype=np.int64)
    return Volumes(horizon.clock, horizon.interval_min, (told.post,), starts, counts[np.newaxis, :])
