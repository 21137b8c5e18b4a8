"""
How far the intervals must reach to hold what they say: learnt from those of past weeks.

Each of the last weeks gets the intervals that would have been told before it. By how much they
should have been wider or narrower is a quantile of how far their counts lay, in units of what was
told (conformal prediction), the last weeks weighing most, since errors of a level that moves grow
and shrink with the season. What intervals made so still missed of late is added (adaptive
conformal prediction). No week is judged by what it taught, nor by what came later.

References
----------
Barber, Candès, Ramdas & Tibshirani (2023), Conformal prediction beyond exchangeability,
doi:10.1214/23-AOS2276. Gibbs & Candès (2021), Adaptive conformal inference under distribution
shift, arXiv:2106.00170.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Floats
from scheduler.forecast.spread import GRID, Spread, measure_spread, origins, root
from scheduler.horizon import WEEK_DAYS

if TYPE_CHECKING:
    from scheduler.forecast.params import ForecastParams
    from scheduler.forecast.series import Series
    from scheduler.forecast.spread import Expectation

LEVELS = (0.1, 0.9, 0.025, 0.975)
HELD = np.array([0.8, 0.95])
WEEKS = 6
HALF_LIFE_WEEKS = 1.0
PRIOR_WEEKS = 2.0
LEAST = 1e-6  # standard deviations that an interval reaches
FEW = 4.0  # chats an interval
MOST = 3.0  # times wider or narrower
PARTS = (1 / 6, 1 / 2, 5 / 6)  # of a count's probability
GAIN, KEEP, LEAST_MISSED, MOST_MISSED = 0.5, 0.9, -0.5, 1.1

Extra = Callable[[int], Floats]
"""From the row a week begins at to its relative deviation on top, by day; shape (7, 1)."""


@dataclass(frozen=True, eq=False)
class _Week:
    """Where a week's counts lay, in the standard deviations told before it; shape (parts, n)."""

    places: Floats
    offsets: Floats
    """Of the quantiles ``LEVELS``, in standard deviations; shape (4,)."""

    def needed(self) -> tuple[Floats, Floats]:
        """Return how often wider the two intervals had to be to hold each count."""
        low, high = np.minimum(self.offsets[::2], -LEAST), np.maximum(self.offsets[1::2], LEAST)
        narrow, wide = (
            np.where(self.places < 0, self.places / below, self.places / above).ravel()
            for below, above in zip(low, high, strict=True)
        )
        return narrow, wide

    def held(self, reach: Floats) -> Floats:
        """Return the shares of counts that both held at a reach; shape (2,)."""
        return np.array(
            [
                np.mean(needed <= np.exp(far))
                for needed, far in zip(self.needed(), reach, strict=True)
            ]
        )


class Spreads:
    """
    One post's spreads, each calibrated on the weeks before it; what is measured is kept.

    Parameters
    ----------
    series
        History.
    expectation
        What was expected of a week.
    extra
        What was told to be uncertain besides.
    params
        How history is weighed.
    """

    def __init__(
        self, series: Series, expectation: Expectation, extra: Extra, params: ForecastParams
    ) -> None:
        self.series = series
        self.expectation = expectation
        self.extra = extra
        self.params = params
        self._measured: dict[int, Spread] = {}
        self._weeks: dict[int, _Week] = {}
        self._reached: dict[int, Floats] = {}

    def before(self, row: int) -> Spread:
        """Return the spread to tell of days from a row on; the wide interval holds the narrow."""
        row = min(row, self.series.days)
        spread, reach = self._spread(row), self._reach(row)
        if self._is_thin(row):
            reach = np.maximum(reach, 0.0)
        offsets = spread.offsets(np.array(LEVELS))
        narrow, wide = np.maximum(np.abs(offsets), LEAST).reshape(2, 2)
        least = np.log(np.max(narrow / wide))
        return replace(spread, reach=(float(reach[0]), float(max(reach[1], reach[0] + least))))

    def _is_thin(self, row: int) -> bool:
        """
        Return whether so few chats come that an interval may not be narrowed.

        Its edges lie on whole counts: by a hair narrower it leaves out all of one.
        """
        past = self.series.values[max(0, row - WEEK_DAYS) : row]
        return not np.nansum(past) >= FEW * np.count_nonzero(~np.isnan(past))

    def _reach(self, row: int) -> Floats:
        """Return the logarithm of how often wider both intervals must be; shape (2,)."""
        missed = np.zeros(2)
        for each in reversed(self._past(row)):
            held = self._week(each).held(self._conformal(each) + missed)
            missed = np.clip(KEEP * missed + GAIN * (HELD - held), LEAST_MISSED, MOST_MISSED)
        return self._conformal(row) + missed

    def _conformal(self, row: int) -> Floats:
        """Return the same of the weeks before alone, shrunk where they are few; shape (2,)."""
        if row not in self._reached:
            self._reached[row] = _quantiles([self._week(each) for each in self._past(row)])
        return self._reached[row]

    def _past(self, row: int) -> list[int]:
        """Return the last weeks whose spread was measured before them, latest first."""
        rows = origins(self.series.until(row), self.params)[:WEEKS]
        return [each for each in rows if self._week(each).places.size]

    def _spread(self, row: int) -> Spread:
        if row not in self._measured:
            past = self.series.until(row)
            self._measured[row] = measure_spread(past, self.expectation, self.params)
        return self._measured[row]

    def _week(self, row: int) -> _Week:
        if row not in self._weeks:
            self._weeks[row] = self._placed(row)
        return self._weeks[row]

    def _placed(self, row: int) -> _Week:
        spread, expected = self._spread(row), self.expectation(row)
        actual = self.series.values[row : row + WEEK_DAYS]
        both = ~np.isnan(expected) & ~np.isnan(actual)
        if not len(spread.errors):
            return _Week(np.empty((len(PARTS), 0)), np.zeros(len(LEVELS)))
        mean, extra = expected[both], np.broadcast_to(self.extra(row), expected.shape)[both]
        places = _places(spread, actual[both], mean, extra)
        return _Week(places, spread.offsets(np.array(LEVELS)))


def _places(spread: Spread, counts: Floats, mean: Floats, extra: Floats) -> Floats:
    """
    Return where counts lie in standard deviations; shape (parts, n).

    A count stands for its whole probability: no chat, where half of one is expected, for more than
    half of what can come. Beyond all errors seen it lies where its own root does.
    """
    below, upto = (spread.at_most(counts - less, mean, extra) for less in (1.0, 0.0))
    inside = below + np.array(PARTS)[:, None] * (upto - below)
    own = (root(counts) - root(mean)) / spread.sigma(mean, extra)
    told = np.interp(inside, GRID, spread.offsets(GRID))
    found: Floats = np.where((inside > GRID[0]) & (inside < GRID[-1]), told, own)
    return found


def _quantiles(weeks: list[_Week]) -> Floats:
    """Return the logarithms of the reach that would have held of weeks, latest first."""
    if not weeks:
        return np.zeros(2)
    counts = 0.5 ** (np.arange(len(weeks)) / HALF_LIFE_WEEKS)
    each = [
        np.full(week.places.size, count / week.places.size)
        for week, count in zip(weeks, counts, strict=True)
    ]
    known = counts.sum() / (counts.sum() + PRIOR_WEEKS)
    needed = (
        np.concatenate(parts) for parts in zip(*(week.needed() for week in weeks), strict=True)
    )
    reach = [
        math.log(np.clip(_quantile(far, np.concatenate(each), share), 1 / MOST, MOST))
        for far, share in zip(needed, HELD, strict=True)
    ]
    return np.array([known * far for far in reach])


def _quantile(values: Floats, weights: Floats, share: float) -> float:
    order = np.argsort(values, kind="stable")
    passed = np.cumsum(weights[order])
    place = int(np.searchsorted(passed, share * passed[-1]))
    return float(values[order][min(place, len(order) - 1)])
