"""The weekly profile: what each slot of each weekday usually brings, robustly."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np

from scheduler.horizon import WEEK_DAYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.demand import Floats, Ints

    Middle = Callable[[Floats, Floats], Floats]
    """From values, shape (rows, columns), and weights of the rows to one number a column."""


def weighted_median(values: Floats, weights: Floats) -> Floats:
    """
    Return the weighted median of each column, between the two middle values in proportion.

    Parameters
    ----------
    values
        NaN is left out; shape (rows, columns).
    weights
        Above 0; shape (rows,).

    Returns
    -------
    NaN where a column has no value; shape (columns,).
    """
    order = np.argsort(values, axis=0, kind="stable")  # NaN last
    ranked = np.take_along_axis(values, order, axis=0)
    mass = np.where(np.isnan(ranked), 0.0, weights[order])
    heap = np.cumsum(mass, axis=0)
    with np.errstate(invalid="ignore"):
        middle = (heap - mass / 2) / heap[-1]
    upper = np.argmax(middle >= 0.5, axis=0)
    lower = np.maximum(upper - 1, 0)
    columns = np.arange(values.shape[1])
    above, below = middle[upper, columns], middle[lower, columns]
    share = np.where(upper > lower, (0.5 - below) / np.where(above > below, above - below, 1), 0.0)
    low, high = ranked[lower, columns], ranked[upper, columns]
    found: Floats = low + share * (high - low)
    return found


def weighted_mean(values: Floats, weights: Floats) -> Floats:
    """Return the weighted mean of each column; as ``weighted_median``."""
    mass = np.where(np.isnan(values), 0.0, weights[:, None])
    heap = mass.sum(axis=0)
    found: Floats = np.where(
        heap > 0, np.nansum(values * mass, axis=0) / np.where(heap > 0, heap, 1.0), np.nan
    )
    return found


def by_weekday(values: Floats, weekdays: Ints, weights: Floats, middle: Middle) -> Floats:
    """
    Return the middle of each slot of each weekday.

    Parameters
    ----------
    values
        Chats; shape (days, slots).
    weekdays, weights
        Of each day; shape (days,).
    middle
        Weighted median or mean.

    Returns
    -------
    NaN where a weekday's slot never had a value; shape (7, slots).
    """
    profile = np.full((WEEK_DAYS, values.shape[1]), np.nan)
    for weekday in range(WEEK_DAYS):
        rows = weekdays == weekday
        if rows.any():
            profile[weekday] = middle(values[rows], weights[rows])
    return profile


def smoothed(profile: Floats, passes: int) -> Floats:
    """
    Return the profile with each weekday's deviation from the common shape of the day smoothed.

    A pass takes half of the own ratio to the common shape and a quarter of each neighbour's, so
    that chance in a few weeks' counts is spread while edges that all days share stay sharp.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # weekdays or slots without any value
        size = np.nanmean(profile, axis=1, keepdims=True)
        shape = np.nanmean(profile / size, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(shape > 0, profile / shape, np.nan)
    for _ in range(passes):
        around = np.pad(ratio, ((0, 0), (1, 1)), constant_values=np.nan)
        mean = ratio / 2 + (around[:, :-2] + around[:, 2:]) / 4
        ratio = np.where(np.isnan(mean), ratio, mean)
    return np.where(np.isnan(ratio), profile, ratio * shape)


def coarse_profile(values: Floats) -> Floats:
    """
    Return the mean of each slot over all days for every weekday: what a short history can say.

    Returns
    -------
    NaN where a slot never had a value; shape (7, slots).
    """
    seen = (~np.isnan(values)).sum(axis=0)
    mean = np.where(seen > 0, np.nansum(values, axis=0) / np.maximum(seen, 1), np.nan)
    return np.tile(mean, (WEEK_DAYS, 1))
