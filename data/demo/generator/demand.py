"""The invented volumes: a daily and a weekly shape, a level, special days, and chance."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import chinese_calendar
import numpy as np

from data.demo.generator import shop
from scheduler.demand import Floats, Volumes

if TYPE_CHECKING:
    from scheduler.horizon import Horizon

# chats in an ordinary week, by post
WEEK_LEVEL = {"presales": 11200.0, "insales": 6200.0, "aftersales": 5500.0}
# weight of each hour of the day, 0:00 first
HOURS = {
    "presales": (
        *(1.6, 0.9, 0.5, 0.35, 0.3, 0.35, 0.6, 1.2, 2.6, 4.6, 6.2, 6.4),
        *(5.2, 5.4, 6.2, 6.4, 6.1, 5.2, 4.8, 5.8, 7.0, 7.6, 6.2, 3.4),
    ),
    "insales": (
        *(0.9, 0.5, 0.3, 0.25, 0.25, 0.3, 0.6, 1.4, 3.4, 5.6, 6.6, 6.4),
        *(5.0, 5.4, 6.4, 6.6, 6.4, 5.6, 4.6, 4.8, 5.2, 5.0, 3.6, 1.8),
    ),
    "aftersales": (
        *(0.6, 0.3, 0.2, 0.2, 0.2, 0.25, 0.5, 1.4, 4.0, 6.6, 7.4, 7.0),
        *(5.0, 5.6, 7.0, 7.2, 6.8, 5.8, 4.4, 4.4, 4.8, 4.4, 2.8, 1.3),
    ),
}
# Monday first
WEEKDAYS = {
    "presales": (0.98, 0.96, 0.97, 0.98, 1.0, 1.06, 1.05),
    "insales": (1.08, 1.04, 1.02, 1.0, 1.0, 0.94, 0.92),
    "aftersales": (1.16, 1.08, 1.03, 1.0, 0.98, 0.88, 0.87),
}
HOLIDAY = {"presales": 0.80, "insales": 0.72, "aftersales": 0.66}
# 11.11: days from 10 November on
PROMOTION_START = dt.date(2026, 11, 10)
PROMOTION = {
    "presales": (1.55, 2.20, 1.10, 0.85, 0.85),
    "insales": (1.25, 2.10, 1.80, 1.45, 1.20),
    "aftersales": (1.00, 1.15, 1.35, 1.55, 1.50),
}
GROWTH_PER_WEEK = 0.004
DAY_SPREAD = 0.05


def volumes(horizons: tuple[Horizon, ...], rng: np.random.Generator) -> Volumes:
    """
    Return drawn volumes of several weeks.

    A day's counts are Poisson around the expected ones times a gamma day factor with a relative
    spread of 5 %, so that they spread more than Poisson, as real volumes do.
    """
    means = np.concatenate([expected(horizon) for horizon in horizons], axis=1)
    starts = np.concatenate([_starts(horizon) for horizon in horizons])
    shape = 1 / DAY_SPREAD**2
    per_day = len(starts) // (7 * len(horizons))
    factor = rng.gamma(shape, 1 / shape, size=(len(shop.POSTS), 7 * len(horizons)))
    counts = rng.poisson(means * np.repeat(factor, per_day, axis=1)).astype(np.float64)
    names = tuple(post.id for post in shop.POSTS)
    return Volumes(shop.CLOCK, horizons[0].interval_min, names, starts, counts)


def expected(horizon: Horizon) -> Floats:
    """Return expected chats of a week; shape (posts, intervals)."""
    rows = []
    for post in shop.POSTS:
        hours = np.array(HOURS[post.id]) / sum(HOURS[post.id])
        per_hour = 60 // horizon.interval_min
        smooth = np.interp(
            (np.arange(24 * per_hour) + 0.5) / per_hour,
            np.arange(-1, 25) + 0.5,
            np.concatenate([hours[-1:], hours, hours[:1]]),
        )
        day = smooth / smooth.sum() * WEEK_LEVEL[post.id] / 7
        rows.append(np.concatenate([day * _day_factor(post.id, date) for date in horizon.dates]))
    return np.array(rows)


def _starts(horizon: Horizon) -> np.ndarray:
    return horizon.start_min + horizon.interval_min * np.arange(horizon.intervals)


def _day_factor(post: str, date: dt.date) -> float:
    factor = WEEKDAYS[post][date.weekday()]
    factor *= (1 + GROWTH_PER_WEEK) ** ((date - shop.FIRST_WEEK).days / 7)
    if chinese_calendar.get_holiday_detail(date)[1] and chinese_calendar.is_holiday(date):
        factor *= HOLIDAY[post]
    since = (date - PROMOTION_START).days
    if 0 <= since < len(PROMOTION[post]):
        factor *= PROMOTION[post][since]
    return float(factor)
