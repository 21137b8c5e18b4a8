"""
Boosted trees over the same slots of the last weeks (LightGBM, of the extra ``models``).

Every past week is a lesson: what came, as a share of the level of the four weeks before it, against
what was known when it began. Poisson loss, weighed by the level, is that of the chats themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from scheduler.horizon import WEEK_DAYS

if TYPE_CHECKING:
    from scheduler.demand import Floats
    from scheduler.forecast.series import Series

LAGS = 4  # weeks that are looked back
LESSONS = 52  # weeks at most
FEWEST_LESSONS = 4
SHORTEST_DAYS = (LAGS + FEWEST_LESSONS) * WEEK_DAYS
ROUNDS = 200
KNOBS = {
    "objective": "poisson",
    "learning_rate": 0.05,
    "num_leaves": 31,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.8,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}


def boosted_days(series: Series, days: int) -> Floats:
    """Return what is expected in the days after a series; shape (days, slots)."""
    import lightgbm  # noqa: PLC0415 - an extra

    firsts = range(series.days - WEEK_DAYS, LAGS * WEEK_DAYS - 1, -WEEK_DAYS)[:LESSONS]
    known, came, weights = [], [], []
    for first in firsts:
        told, level = _known(series, first, WEEK_DAYS)
        actual = series.values[first : first + WEEK_DAYS].ravel()
        there = ~np.isnan(actual) & (level > 0)
        known.append(told[there])
        came.append(actual[there] / max(level, 1e-9))
        weights.append(np.full(int(there.sum()), level))
    lessons: Any = lightgbm.Dataset(
        np.concatenate(known), np.concatenate(came), weight=np.concatenate(weights)
    )
    trees = lightgbm.train(KNOBS, lessons, num_boost_round=ROUNDS)
    told, level = _known(series, series.days, days)
    found: Floats = np.asarray(trees.predict(told), dtype=np.float64) * level
    return found.reshape(days, -1)


def _known(series: Series, first: int, days: int) -> tuple[Floats, float]:
    """
    Return what is known of slots before row ``first``, and the level then.

    Of each of the last weeks the same weekday's slot and day, then the level of the last week,
    weekday, slot and day of the month; shares of the level; shape (days x slots, columns).
    """
    past = series.values[first - LAGS * WEEK_DAYS : first]
    level = float(np.nanmean(past)) if not np.isnan(past).all() else 0.0
    slots = past.shape[1]
    weeks = past.reshape(LAGS, WEEK_DAYS, slots)[::-1] / max(level, 1e-9)
    own = np.arange(days) % WEEK_DAYS
    same = weeks[:, own].reshape(LAGS, days * slots)
    whole = np.nansum(weeks, axis=2)[:, own].repeat(slots, axis=1)
    last = np.full((1, days * slots), np.nansum(weeks[0]) / max(1e-9, np.nansum(weeks) / LAGS))
    dates = [series.date(first + day) for day in range(days)]
    calendar = np.array([[date.weekday(), date.day] for date in dates], dtype=float).T
    clock = np.tile(np.arange(slots, dtype=float), days)[None, :]
    return np.vstack((same, whole, last, calendar.repeat(slots, axis=1), clock)).T, level
