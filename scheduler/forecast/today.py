"""The rest of a day from what has arrived so far."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import require
from scheduler.forecast.dispersion import dispersion

if TYPE_CHECKING:
    from scheduler.demand import Floats, Forecast, Volumes
    from scheduler.horizon import Horizon

KEPT = 0.5  # of what a day has shown so far, for its rest: what served two real series best


def update_today(forecast: Forecast, arrived: Volumes, now_min: int) -> Forecast:
    """
    Return a forecast whose rest of today follows what has arrived so far today.

    Each day has a factor of its own around the forecast, as wide as past days' totals said
    (``Forecast.day_cv``); each interval one more, which says nothing of the others, and chance on
    top. What arrived is weighed against what was expected in the same intervals (the best linear
    estimate of today's factor), and half of what that shows is taken to last: one early chat says
    little, a morning more. The quantiles of the rest of today narrow with it.
    Past intervals and other days stay as they are.

    Parameters
    ----------
    forecast
        Of a horizon in which ``now_min`` lies, with quantiles at 0.1 and 0.9.
    arrived
        Volumes at the forecast's interval.
    now_min
        Moment up to which volumes are complete.

    Raises
    ------
    InputError
        When the moment lies outside the horizon, or intervals or clocks differ.
    """
    horizon = forecast.horizon
    ours, theirs = horizon.clock.timezone, arrived.clock.timezone
    require(ours == theirs, "clock_differs", column="timezone", value=theirs, expected=ours)
    same = arrived.interval_min == horizon.interval_min
    require(same, "interval_differs", value=arrived.interval_min, expected=horizon.interval_min)
    inside = horizon.start_min <= now_min < horizon.end_min
    require(inside, "now_outside", value=horizon.clock.format(now_min))
    day = horizon.day(horizon.clock.date_of(now_min))
    begin, end = horizon.first_interval(day), horizon.first_interval(day + 1)
    now = (now_min - horizon.start_min) // horizon.interval_min
    mean, quantiles = np.array(forecast.mean), np.array(forecast.quantiles)
    point = np.array(forecast.scored)
    for row, post in enumerate(forecast.posts):
        if post not in arrived.posts:
            continue
        spread = dispersion(forecast, post)
        cv, shared = spread.cv, spread.shared_cv
        counts = _on(horizon, arrived, post)[begin:now]
        factor, left = _rest_of_day(counts, mean[row, begin:now], shared**2, cv**2)
        middle = np.array(mean[row, now:end])
        mean[row, now:end] = factor * middle
        point[row, now:end] *= factor
        before = np.maximum(middle + np.square(cv * middle), np.finfo(float).tiny)
        after = factor * middle + (left + cv**2 - shared**2) * np.square(factor * middle)
        distance = (quantiles[row, :, now:end] - middle) * np.sqrt(after / before)
        quantiles[row, :, now:end] = np.maximum(factor * middle + distance, 0.0)
    return replace(forecast, mean=mean, quantiles=quantiles, point=point)


def _on(horizon: Horizon, volumes: Volumes, post: str) -> Floats:
    """Return counts by interval of a horizon; NaN where there is no record."""
    found = np.full(horizon.intervals, np.nan)
    places = (volumes.start_min - horizon.start_min) // horizon.interval_min
    kept = (places >= 0) & (places < horizon.intervals)
    found[places[kept]] = volumes.counts[volumes.posts.index(post), kept]
    return found


def _rest_of_day(
    counts: Floats, expected: Floats, shared: float, square: float
) -> tuple[float, float]:
    """Return the factor of the rest of a day and its variance, from squared variations."""
    both = ~np.isnan(counts) & ~np.isnan(expected) & (expected > 0)
    if shared == 0 or not both.any():
        return 1.0, shared
    came, thought = counts[both], expected[both]
    chance = thought + (square - shared) * np.square(thought)
    weight = 1.0 / shared + float((np.square(thought) / chance).sum())
    factor = (1.0 / shared + float((came * thought / chance).sum())) / weight
    return 1.0 + KEPT * (max(factor, 0.0) - 1.0), shared + KEPT**2 * (1.0 / weight - shared)
