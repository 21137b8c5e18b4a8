"""
How far volumes lie from what was expected: quantiles learnt from past forecasts.

Past weeks are forecast anew from what was known before them. On the scale of square roots, where
chance alone is the same for 3 chats and 3,000, the errors get a standard deviation that grows with
what moves whole days (over-dispersion); their own quantiles, in those units, give the intervals.
Nothing assumes counts to be Poisson.

Where whole weeks err together, a dozen weeks say little of how far the next will: for the part of
the variance that they share, the quantiles are those of few observations (Student's, not normal).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Floats, Ints
from scheduler.horizon import WEEK_DAYS

if TYPE_CHECKING:
    from scheduler.forecast.params import ForecastParams
    from scheduler.forecast.series import Series

SHIFT = 3 / 8  # Anscombe's: makes the spread of a root even for small counts
CHANCE = 0.25  # variance of the root of a Poisson count
LEAST_ORIGINS = 3
BINS = 12
ROUNDS = 20
GRID = np.linspace(0.0005, 0.9995, 1000)
FEWEST_FREE = 2.0
REACHED = tuple(NormalDist().inv_cdf(level) for level in (0.9, 0.975))

Expectation = Callable[[int], Floats]
"""From the row a week begins at to what was expected of its 7 days; shape (7, slots)."""


@dataclass(frozen=True, eq=False)
class Spread:
    """
    The errors of past forecasts, of the square roots of counts.

    Parameters
    ----------
    chance, per_chat
        Variance of an error that does not, and that does, grow with the volume.
    errors
        Errors in their standard deviations; empty: taken as normal.
    day_cv
        Coefficient of variation of what moves whole days, part of ``per_chat``.
    week_share
        Part of the errors' variance that whole weeks share, in [0, 1].
    weeks
        Weeks the errors come from.
    reach
        Logarithm of how often wider the intervals of 80 and of 95 % are told than errors say.
    week_cv
        Coefficient of variation of what moves whole weeks, part of ``day_cv``.
    """

    chance: float
    per_chat: float
    errors: Floats
    day_cv: float = 0.0
    week_share: float = 0.0
    weeks: int = 0
    reach: tuple[float, float] = (0.0, 0.0)
    week_cv: float = 0.0

    def sigma(self, mean: Floats, extra: float | Floats = 0.0) -> Floats:
        """Return the standard deviation of the root; ``extra`` is a relative one of the volume."""
        grown = self.per_chat + np.square(extra) / 4
        deviation: Floats = np.sqrt(self.chance + grown * mean)
        return deviation

    def quantile(self, mean: Floats, level: float, extra: float | Floats = 0.0) -> Floats:
        """Return the chats not exceeded with a probability; the shape of ``mean``, NaN kept."""
        off = float(self.offsets(np.array([level]))[0])
        reach = np.maximum(root(mean) + off * self.sigma(mean, extra), 0.0)
        chats: Floats = np.maximum(np.square(reach) - SHIFT, 0.0)
        return chats

    def at_most(self, counts: Floats, mean: Floats, extra: float | Floats = 0.0) -> Floats:
        """Return the probability of so many chats or fewer, whole numbers; 0 below 0."""
        edge = np.sqrt(np.maximum(counts + 0.5, 0.0) + SHIFT)
        place = (edge - root(mean)) / self.sigma(mean, extra)
        rising = np.maximum.accumulate(self.offsets(GRID))
        found = np.interp(place, rising, GRID, left=0.0, right=1.0)
        return np.where(counts < 0, 0.0, found)

    def offsets(self, levels: Floats) -> Floats:
        """Return the quantiles of errors in standard deviations, wider for what weeks share."""
        normal = np.array([NormalDist().inv_cdf(level) for level in levels])
        off: Floats = np.quantile(self.errors, levels) if len(self.errors) else normal
        off = off * np.exp(np.interp(np.abs(normal), REACHED, self.reach))
        if self.weeks == 0:
            return off
        wider = np.square(_student(normal, self.weeks / 2 - 1)) / np.maximum(normal**2, 1e-12)
        offsets: Floats = off * np.sqrt(1.0 + self.week_share * np.maximum(wider - 1.0, 0.0))
        return offsets


def _student(normal: Floats, free: float) -> Floats:
    """
    Return quantiles of Student's distribution for those of the normal one.

    References
    ----------
    Abramowitz & Stegun (1964), Handbook of Mathematical Functions, 26.7.5.
    """
    z, n = normal, max(FEWEST_FREE, free)
    first = (z**3 + z) / (4 * n)
    second = (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3)
    return z + first + second + third


def root(chats: Floats) -> Floats:
    """Return the scale on which chance alone is the same for few chats and many."""
    scaled: Floats = np.sqrt(chats + SHIFT)
    return scaled


def origins(series: Series, params: ForecastParams) -> range:
    """Return the rows of the past weeks to forecast anew, latest first; may be empty."""
    latest, count = series.days - WEEK_DAYS, params.residual_weeks
    return range(latest, max(params.enough_days, latest - WEEK_DAYS * count + 1) - 1, -WEEK_DAYS)


def measure_spread(series: Series, expectation: Expectation, params: ForecastParams) -> Spread:
    """
    Return the spread around past forecasts of a series.

    Where fewer than three past weeks can be forecast anew, the spread is not measured but taken:
    chance and ``params.unknown_spread``.
    """
    rows = origins(series, params)
    taken = Spread(CHANCE, params.unknown_spread**2 / 4, np.empty(0), params.unknown_spread)
    if len(rows) < LEAST_ORIGINS:
        return taken
    expected = np.concatenate([expectation(row) for row in rows])
    actual = np.concatenate([series.values[row : row + WEEK_DAYS] for row in rows])
    both = ~np.isnan(expected) & ~np.isnan(actual)
    if both.sum() < BINS:
        return taken
    mean, errors = expected[both], root(actual[both]) - root(expected[both])
    chance, per_chat = variance(mean, errors)
    found = Spread(chance, per_chat, np.empty(0))
    scaled = errors / found.sigma(mean)
    week_of = np.repeat(np.arange(len(rows)), expected[0].size * WEEK_DAYS)[both.ravel()]
    day_cv = _day_cv(np.where(both, expected, 0.0), np.where(both, actual, 0.0), 4 * per_chat)
    week_share = _week_share(scaled, week_of)
    # a relative error e of the volume is one of e * sqrt(mean) / 2 of its root
    felt = float(np.mean(np.sqrt(mean) / found.sigma(mean))) / 2.0
    by_week = math.sqrt(week_share * float(scaled.var()))
    week_cv = min(day_cv, by_week / felt) if felt > 0 else 0.0  # nothing moves where nobody comes
    return replace(
        found,
        errors=scaled,
        day_cv=day_cv,
        week_share=week_share,
        weeks=len(rows),
        week_cv=week_cv,
    )


def _week_share(errors: Floats, week_of: Ints) -> float:
    """Return the part of the errors' variance that lies between weeks; 0 where they are alike."""
    sizes = np.bincount(week_of)
    known = sizes > 0
    means = np.bincount(week_of, weights=errors)[known] / sizes[known]
    whole = float(errors.var())
    if known.sum() < LEAST_ORIGINS or whole <= 0:
        return 0.0
    between = float(means.var(ddof=1)) - whole / float(sizes[known].mean())
    return float(np.clip(between / whole, 0.0, 1.0))


def _day_cv(expected: Floats, actual: Floats, square: float) -> float:
    """
    Return the part of an interval's squared coefficient of variation that whole days share, rooted.

    A day's total errs by what all its intervals share and by the rest of each, which averages out;
    the robust size of the totals' relative errors says how much is which. Shape (days, slots).
    """
    volume = expected.sum(axis=1)
    kept = volume > 0
    if kept.sum() < LEAST_ORIGINS * WEEK_DAYS:
        return 0.0
    volume, expected = volume[kept], expected[kept]
    errors = actual[kept].sum(axis=1) / volume - 1.0
    size = (1.4826 * float(np.median(np.abs(errors - np.median(errors))))) ** 2
    alone = np.square(expected).sum(axis=1) / np.square(volume)
    shared = (size - np.mean(1 / volume + square * alone)) / (1.0 - np.mean(alone))
    return math.sqrt(float(np.clip(shared, 0.0, square)))


def variance(mean: Floats, errors: Floats) -> tuple[float, float]:
    """Return the two parts of the errors' variance, from its robust size in bins of volume."""
    bins = np.array_split(np.argsort(mean, kind="stable"), BINS)
    volume = np.array([mean[rows].mean() for rows in bins])
    size = np.array([(1.4826 * np.median(np.abs(errors[rows]))) ** 2 for rows in bins]) + 1e-6
    chance, per_chat = CHANCE, 0.0
    for _ in range(ROUNDS):  # relative least squares, both parts at least almost 0
        weights = 1.0 / np.square(chance + per_chat * volume)
        per_chat = max(0.0, _slope(volume, size - chance, weights))
        chance = max(CHANCE / 10, float(np.average(size - per_chat * volume, weights=weights)))
    return chance, per_chat


def _slope(volume: Floats, size: Floats, weights: Floats) -> float:
    square = float((weights * volume * volume).sum())
    return float((weights * volume * size).sum()) / square if square > 0 else 0.0
