"""The ways to forecast that compete, and the simple ones among them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from scheduler.forecast.profile import weighted_median
from scheduler.horizon import WEEK_DAYS

if TYPE_CHECKING:
    from scheduler.demand import Floats
    from scheduler.forecast.series import Series


class Model(StrEnum):
    """A way to forecast."""

    PROFILE = "profile"
    """Weekly profile, special days, course of the month, recent level."""
    FOLLOWING = "following"
    """The profile at a level and a trend that follow."""
    FOLLOWING_BLEND = "following_blend"
    """Half the profile at its own level, half following."""
    COMBINED = "combined"
    """Half of it half following, half all others, those weighing more that erred less of late."""
    BLEND = "blend"
    """Half the profile, half the median of 8 weeks."""
    MEDIAN_8_WEEKS = "median_8_weeks"
    """Median of the same interval of the last 8 weeks."""
    MEDIAN_ALL = "median_all"
    """The same of all weeks."""
    LAST_WEEK = "last_week"
    """The same interval of the last week."""
    HANDED_OVER = "handed_over"
    """All contacts, a robot's included, times the share it hands over; where contacts are known."""
    DRIVEN = "driven"
    """The profile, half at its own level, half following, moved by what is known by day beside."""
    MSTL = "mstl"
    """Daily and weekly season by repeated smoothing (statsforecast)."""
    AUTO_ETS = "auto_ets"
    """Day totals by exponential smoothing, over the profile's shape (statsforecast)."""
    AUTO_THETA = "auto_theta"
    """Day totals by the theta method, over the profile's shape (statsforecast)."""
    BOOSTED = "boosted"
    """Boosted trees on the same slots of the last weeks, over the recent level (lightgbm)."""


OURS = (
    Model.PROFILE,
    Model.FOLLOWING,
    Model.FOLLOWING_BLEND,
    Model.BLEND,
    Model.MEDIAN_8_WEEKS,
    Model.MEDIAN_ALL,
    Model.LAST_WEEK,
)
ELIGIBLE = (Model.COMBINED, *(each for each in OURS if each is not Model.FOLLOWING_BLEND))
"""Those one of which is chosen; the other is half of what all come to together."""
BLENDS = (Model.BLEND, Model.FOLLOWING_BLEND)
"""Mixtures of two others."""
APART = (*BLENDS, Model.HANDED_OVER, Model.DRIVEN)
"""Those no part of what all come to together: mixtures, and what rests on another series."""
CHALLENGERS = (Model.MSTL, Model.AUTO_ETS, Model.AUTO_THETA, Model.BOOSTED)
WEEKS = {Model.MEDIAN_8_WEEKS: 8, Model.MEDIAN_ALL: 10_000, Model.LAST_WEEK: 1}


def median_of_weeks(series: Series, row: int, weeks: int) -> Floats:
    """Return the plain median of the same intervals of the last weeks; shape (7, slots)."""
    whole = min(weeks, row // WEEK_DAYS)
    past = series.values[row - whole * WEEK_DAYS : row].reshape(whole, -1)
    found: Floats = weighted_median(past, np.ones(whole)).reshape(WEEK_DAYS, -1)
    return found
