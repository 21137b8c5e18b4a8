"""
The mean of a week beside its median: what slots bring on average, storms left out.

Counts are skewed: where half a chat an interval comes, the median is 0, and medians do not add up
to what the day brings. They err least (WAPE), but people are needed for what comes on average. So
the mean is taken over the same days with the same weights, once slow changes of the level are taken
out, without days and slots so far off that they tell of something else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.forecast.events import trend
from scheduler.forecast.profile import by_weekday, weighted_mean, weighted_median
from scheduler.forecast.spread import BINS, CHANCE, root, variance

if TYPE_CHECKING:
    from scheduler.demand import Floats, Ints
    from scheduler.forecast.series import Flags

WILD_DAY = 3.5  # standard deviations beyond which a day's total tells of something else
WILD_SLOT = 5.0  # and a slot's count
FULL_ENOUGH = 0.3  # of a usual day's volume must lie in recorded slots for the day to be compared


def average_week(values: Floats, weekdays: Ints, weights: Floats) -> Floats:
    """
    Return the weighted mean of each slot of each weekday, at the level that most days have.

    Parameters
    ----------
    values
        Chats, without what special days do; shape (days, slots).
    weekdays, weights
        Of each day; weights above 0; shape (days,).

    Returns
    -------
    NaN where a weekday's slot never had a value; shape (7, slots).
    """
    level, is_wild = _levels(values, weekdays, weights)
    kept = np.where(is_wild[:, None], np.nan, values / level[:, None])
    middle = by_weekday(kept, weekdays, weights, weighted_median)
    kept = np.where(_wild_slots(kept, middle[weekdays]), np.nan, kept)
    found = by_weekday(kept, weekdays, weights, weighted_mean)
    whole = by_weekday(values, weekdays, weights, weighted_mean)
    return np.where(np.isnan(found), whole, found)


def _levels(values: Floats, weekdays: Ints, weights: Floats) -> tuple[Floats, Flags]:
    """Return how many times the usual volume the days around each day have, and the wild days."""
    open_share, total = _open_share(values), np.nansum(values, axis=1)
    known = open_share >= FULL_ENOUGH
    size = np.where(known, total / np.where(known, open_share, 1.0), np.nan)
    usual = by_weekday(size[:, None], weekdays, weights, weighted_median)[weekdays, 0]
    known &= np.nan_to_num(usual) > 0
    ratios = np.where(known, np.log((size + 0.5) / (usual + 0.5)), 0.0)
    level = np.exp(trend(ratios, known))
    off = root(total) - root(np.nan_to_num(usual) * level * open_share)
    scale = _scale(off[known])
    return level, known & (np.abs(off) > WILD_DAY * scale)


def _open_share(values: Floats) -> Floats:
    """Return the part of the common shape of the day that each day's recorded slots hold."""
    seen = ~np.isnan(values)
    shape = np.nansum(values, axis=0) / np.maximum(seen.sum(axis=0), 1)
    found: Floats = (seen @ shape) / max(float(shape.sum()), 1e-9)
    return found


def _scale(off: Floats) -> float:
    """Return the robust standard deviation of rooted totals, at least that of chance."""
    chance = float(CHANCE**0.5)
    return max(chance, 1.4826 * float(np.median(np.abs(off)))) if len(off) else chance


def _wild_slots(values: Floats, middle: Floats) -> Flags:
    """Return the counts too far from the middle of their slot; shape (days, slots)."""
    both = ~np.isnan(values) & ~np.isnan(middle)
    found = np.zeros(values.shape, dtype=bool)
    if both.sum() >= BINS:
        usual, off = middle[both], root(values[both]) - root(middle[both])
        chance, per_chat = variance(usual, off)
        sigma = np.sqrt(np.maximum(chance, CHANCE) + per_chat * usual)
        found[both] = np.abs(off) > WILD_SLOT * sigma
    return found
