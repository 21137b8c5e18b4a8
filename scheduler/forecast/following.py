"""
A level that follows: damped-trend exponential smoothing of how far days lie above their profile.

Day by day the logarithm of a day's volume over the usual one of its weekday is followed by a level
and a trend that fades (Gardner & McKenzie 1985, doi:10.1287/mnsc.31.10.1237). How fast each follows
is what would have erred least on the days of the past weeks, up to a week ahead, recent ones
weighing more. A single wild day counts no more than some usual deviations; a step, which comes
again the next day, is followed all the same.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.horizon import WEEK_DAYS

if TYPE_CHECKING:
    from scheduler.demand import Floats
    from scheduler.forecast.series import Flags

LEVELS = (0.05, 0.1, 0.2, 0.35, 0.5, 0.7)
TRENDS = (0.0, 0.03, 0.1, 0.25)
FADES = (0.9, 0.97, 1.0)
WAYS = np.array(
    [way for way in itertools.product(LEVELS, TRENDS, FADES) if way[1] or way[2] == FADES[0]]
)
LONGEST_DAYS = 16 * WEEK_DAYS
WARM_DAYS = 2 * WEEK_DAYS
HALF_LIFE_DAYS = 28.0
HISTORY_DAYS, LONGEST_STEP_DAYS, BEFORE_DAYS = 182, 28, 28
LEAST_BEFORE, LEAST_SINCE = 14, 6  # days, without which nothing is a step
STEP_SCALES, LEAST_SCALE = 2.0, 0.04  # a step is more than so many usual deviations of a day
BEYOND = 3.0  # and than so often what the level did at other times
CONFIRMED = 0.85  # of the days since lie beyond half of it
WILDEST = 1.5  # logarithm of a day over its usual one that counts
ALMOST = 1.0 - 1e-9  # of a trend that does not fade
WILD = 3.0  # usual deviations of a day from the level before it


@dataclass(frozen=True, slots=True)
class LevelStep:
    """
    A level that moved, and stayed.

    Parameters
    ----------
    row
        First day of the new level.
    by
        Logarithm of the new level over the one before.
    """

    row: int
    by: float

    def raised(self, values: Floats) -> Floats:
        """Return days, what was before the step brought to the level since; (days, slots)."""
        before = np.arange(len(values)) < self.row
        found: Floats = values * np.where(before, math.exp(self.by), 1.0)[:, None]
        return found


def last_step(ratios: Floats, known: Flags, *, scale: float) -> LevelStep | None:
    """
    Return the last step of the level in the past weeks; None: it has not moved beyond doubt.

    The mean of the days since is set against that of the weeks before. A step is larger than any
    such difference was at other times, large beside what single days do, and nearly every day
    since confirms it: series that swing by themselves have none.
    """
    rows = np.flatnonzero(known)[-HISTORY_DAYS:]
    if len(rows) < LEAST_BEFORE + LEAST_SINCE:
        return None
    middle = float(np.median(ratios[rows]))
    told = np.clip(ratios[rows] - middle, -WILDEST, WILDEST)
    sums = np.concatenate(([0.0], np.cumsum(told)))
    found, most = None, 0.0
    for days in range(LEAST_SINCE, min(LONGEST_STEP_DAYS, len(rows) - LEAST_BEFORE) + 1):
        ends = np.arange(LEAST_BEFORE + days, len(rows) + 1)
        starts = ends - days
        before = np.maximum(0, starts - BEFORE_DAYS)
        apart = (sums[ends] - sums[starts]) / days
        apart = apart - (sums[starts] - sums[before]) / (starts - before)
        by, others = float(apart[-1]), np.abs(apart[: max(0, len(apart) - days)])
        usual = float(np.quantile(others, 0.98)) if len(others) >= WEEK_DAYS else 0.0
        least = max(STEP_SCALES * max(scale, LEAST_SCALE), BEYOND * usual)
        old = float(np.mean(told[before[-1] : starts[-1]]))
        confirmed = np.mean((told[starts[-1] :] - old) * np.sign(by) > abs(by) / 2)
        clear = abs(by) * math.sqrt(days)
        if abs(by) > least and confirmed >= CONFIRMED and clear > most:
            found, most = LevelStep(int(rows[starts[-1]]), by), clear
    return found


def followed(ratios: Floats, known: Flags, ahead: Floats, *, scale: float) -> Floats:
    """
    Return the logarithm of the level of days to come.

    Parameters
    ----------
    ratios
        Logarithm of each day's volume over its usual one; shape (days,).
    known
        Days that tell something; the level stands still over the others.
    ahead
        Days after the last, from 1 on; shape (n,).
    scale
        By which a usual day deviates.
    """
    ratios, known = ratios[-LONGEST_DAYS:], known[-LONGEST_DAYS:]
    alpha, beta, fade = WAYS.T
    level, trend = np.zeros(len(WAYS)), np.zeros(len(WAYS))
    if known.any():
        level += np.median(ratios[known][:WEEK_DAYS])
    levels, trends = np.empty((len(ratios), len(WAYS))), np.empty((len(ratios), len(WAYS)))
    for day, (found, told) in enumerate(zip(ratios.tolist(), known.tolist(), strict=True)):
        expected = level + fade * trend
        error = np.clip(found - expected, -WILD * scale, WILD * scale) if told else 0.0
        level = expected + alpha * error
        trend = fade * trend + alpha * beta * error
        levels[day], trends[day] = level, trend
    best = int(np.argmin(_errors(ratios, known, levels, trends, scale)))
    path: Floats = level[best] + trend[best] * _sum_of(fade[best], ahead)
    return path


def _sum_of(fade: Floats | float, steps: Floats) -> Floats:
    """Return fade + fade^2 + … of so many steps."""
    fades = np.minimum(fade, ALMOST)
    found: Floats = np.asarray(fades * (1.0 - fades**steps) / (1.0 - fades))
    return found


def _errors(ratios: Floats, known: Flags, levels: Floats, trends: Floats, scale: float) -> Floats:
    """Return how each way erred up to a week ahead; shape (ways,)."""
    days = len(ratios)
    total, weight = np.zeros(len(WAYS)), 0.0
    for step in range(1, WEEK_DAYS + 1):
        origins = np.arange(min(WARM_DAYS, days // 2), days - step)
        if not len(origins):
            continue
        told = levels[origins] + trends[origins] * _sum_of(WAYS[:, 2], np.array(float(step)))
        apart = np.minimum(np.abs(ratios[origins + step, None] - told), WILD * scale * 2)
        counts = known[origins + step] * 0.5 ** ((days - origins) / HALF_LIFE_DAYS)
        total += (counts[:, None] * apart).sum(axis=0)
        weight += float(counts.sum())
    return total / max(weight, 1e-9)
