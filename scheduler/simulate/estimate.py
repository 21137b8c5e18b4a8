"""Means over replications with their intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from scheduler.errors import require

Floats = npt.NDArray[np.float64]
CONFIDENCE = 0.95


@dataclass(frozen=True, eq=False)
class Estimate:
    """
    A mean over replications and how far off it may be; arrays of one shape, possibly ().

    Parameters
    ----------
    mean
        NaN where there was nothing to measure.
    half_width
        Half the 95 % interval (Student's t); NaN with a single replication.
    share
        Whether the value is a share, so that the interval ends at 0 and 1.
    """

    mean: Floats
    half_width: Floats
    share: bool = False

    @property
    def low(self) -> Floats:
        """Return the lower end of the interval, never below 0."""
        return np.maximum(self.mean - self.half_width, 0.0)

    @property
    def high(self) -> Floats:
        """Return the upper end of the interval, for a share never above 1."""
        high = self.mean + self.half_width
        return np.minimum(high, 1.0) if self.share else high


def ratio(above: Floats, below: Floats, *, share: bool = False) -> Estimate:
    """
    Return sum over sum of two counts with its interval.

    Not the mean of each replication's ratio: an interval of two chats would weigh as much as one
    of twenty, and one without chats would have no value.

    Parameters
    ----------
    above, below
        By replication on the first axis.
    share
        Whether ``above`` is part of ``below``.

    References
    ----------
    Cochran, Sampling Techniques (1977), section 6.4: the variance of a ratio.
    """
    count = len(above)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = above.sum(axis=0) / below.sum(axis=0)
        if count < 2:
            return Estimate(mean, np.full_like(mean, np.nan), share)
        rest = above - mean * below
        error = np.sqrt((rest**2).sum(axis=0) / (count - 1) / count) / below.mean(axis=0)
    return Estimate(mean, student_t(count - 1) * error, share)


@dataclass(frozen=True, slots=True)
class PairedChange:
    """
    By how much a ratio differs between two runs of the same customers.

    Parameters
    ----------
    mean
        After minus before; NaN where there was nothing to measure.
    half_width
        Half the 95 % interval (Student's t) of the differences, replication by replication; NaN
        with a single one.
    """

    mean: float
    half_width: float


def change(before: tuple[Floats, Floats], after: tuple[Floats, Floats]) -> PairedChange:
    """
    Return by how much sum over sum of two counts changes, with the interval of the change.

    The same customers come in both, so that what differs among replications mostly cancels out.

    Parameters
    ----------
    before, after
        Above and below the line, by replication; each of shape (replications,).

    References
    ----------
    As ``ratio``; the residuals of both are taken from each other before they are squared.
    """
    count, means, rests = len(before[0]), [], []
    with np.errstate(divide="ignore", invalid="ignore"):
        for above, below in (before, after):
            mean = float(above.sum() / below.sum())
            means.append(mean)
            rests.append((above - mean * below) / below.mean())
    moved = means[1] - means[0]
    if count < 2:
        return PairedChange(moved, float("nan"))
    error = math.sqrt(float(((rests[1] - rests[0]) ** 2).sum()) / (count - 1) / count)
    return PairedChange(moved, student_t(count - 1) * error)


@lru_cache(maxsize=1024)
def student_t(freedom: int, confidence: float = CONFIDENCE) -> float:
    """
    Return how many standard errors the interval of Student's t reaches to either side.

    Parameters
    ----------
    freedom
        Degrees of freedom, at least 1.
    confidence
        Probability inside, in (0, 1).
    """
    require(freedom >= 1, "not_positive", column="replications", value=freedom)
    low, high = 0.0, 1.0
    while _inside(high, freedom) < confidence:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if _inside(middle, freedom) < confidence else (low, middle)
    return high


def _inside(reach: float, freedom: int) -> float:
    """
    Return the probability that Student's t lies within ``reach`` of 0.

    References
    ----------
    Abramowitz and Stegun, Handbook of Mathematical Functions, equations 26.7.3 and 26.7.4.
    """
    angle = math.atan(reach / math.sqrt(freedom))
    square = math.cos(angle) ** 2
    odd = freedom % 2
    term, total = (math.cos(angle), 0.0) if odd else (1.0, 0.0)
    for step in range(1 if odd else 0, freedom - 1, 2):
        total += term
        term *= square * (step + 1) / (step + 2)
    if odd:
        return 2 / math.pi * (angle + math.sin(angle) * total)
    return math.sin(angle) * total
