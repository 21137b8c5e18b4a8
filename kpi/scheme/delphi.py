"""Rounds of expert opinion (德尔菲法): which indicators to keep, and whether the experts agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.errors import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.facts.facts import Floats

TOP = 5


@dataclass(frozen=True, slots=True)
class Opinion:
    """
    What the experts think of one indicator.

    Parameters
    ----------
    name
        Of the indicator.
    mean
        Of the marks.
    variation
        Standard deviation (of a sample) / mean.
    full_marks
        Share of the experts who gave the top mark, in [0, 1].
    is_kept
        Whether it passes the limits of its round.
    """

    name: str
    mean: float
    variation: float
    full_marks: float
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """
    Kendall's coefficient of concordance.

    Parameters
    ----------
    raters, items
        How many experts ranked, and how many indicators.
    w
        From 0, no agreement, to 1, the same order from all; corrected for ties.
    chi_square
        m (n - 1) W, to be compared with chi-square of n - 1 degrees of freedom.
    """

    raters: int
    items: int
    w: float
    chi_square: float


@dataclass(frozen=True, slots=True)
class Round:
    """
    One round.

    Parameters
    ----------
    opinions
        On each indicator, in the order asked.
    agreement
        Of the experts; None: fewer than two experts or indicators.
    """

    opinions: tuple[Opinion, ...]
    agreement: Agreement | None

    @property
    def weights(self) -> Floats:
        """Return weights by the means; 0 for what is not kept; shape (indicators,)."""
        means = np.array([one.mean if one.is_kept else 0.0 for one in self.opinions])
        return np.asarray(means / means.sum(), np.float64)


def delphi_round(names: Sequence[str], marks: npt.ArrayLike, *, top: int = TOP) -> Round:
    """
    Return what a round showed.

    An indicator is kept when its mean and its share of full marks are at least their mean less one
    standard deviation over all indicators, and its variation at most its mean plus one.

    Parameters
    ----------
    names
        The indicators.
    marks
        From 1 to ``top``; shape (experts, indicators), at least two experts.
    """
    given = np.asarray(marks, np.float64)
    require(given.shape[1:] == (len(names),), "shape_differs", column="marks")
    require(len(given) >= 2, "too_few_rows", value=len(given), limit=2)
    good = bool(((given >= 1) & (given <= top)).all())
    require(good, "mark_out_of_range", column="marks", limit=top)
    mean = given.mean(axis=0)
    variation = given.std(axis=0, ddof=1) / mean
    full = (given == top).mean(axis=0)
    kept = (mean >= _low(mean)) & (full >= _low(full)) & (variation <= -_low(-variation))
    opinions = tuple(
        Opinion(name, float(m), float(v), float(k), bool(is_kept))
        for name, m, v, k, is_kept in zip(names, mean, variation, full, kept, strict=True)
    )
    return Round(opinions, kendall(given) if len(names) >= 2 else None)


def kendall(marks: npt.ArrayLike) -> Agreement:
    """
    Return how far raters put items into the same order.

    Parameters
    ----------
    marks
        Marks or ranks; shape (raters, items), at least 2 of each; ties get their mean rank.

    References
    ----------
    Kendall, M. G. and Babington Smith, B. (1939). The problem of m rankings. Annals of Mathematical
    Statistics 10, 275-287. doi:10.1214/aoms/1177732186
    """
    given = np.asarray(marks, np.float64)
    require(given.ndim == 2 and min(given.shape) >= 2, "shape_differs", column="marks")
    raters, items = given.shape
    ranks = np.array([_ranks(row) for row in given])
    sums = ranks.sum(axis=0)
    squares = float(((sums - sums.mean()) ** 2).sum())
    ties = sum(float((n**3 - n).sum()) for n in (_repeats(row) for row in ranks))
    most = raters**2 * (items**3 - items) - raters * ties
    w = 12 * squares / most if most > 0 else 0.0
    return Agreement(raters, items, w, raters * (items - 1) * w)


def _low(values: Floats) -> float:
    spread = float(values.std(ddof=1)) if len(values) > 1 else 0.0
    return float(values.mean()) - spread - 1e-12


def _ranks(row: Floats) -> Floats:
    """Return the rank of each value, tied ones their mean rank."""
    _, at, times = np.unique(row, return_inverse=True, return_counts=True)
    mean_ranks = np.cumsum(times) - (times - 1) / 2
    return np.asarray(mean_ranks[at], np.float64)


def _repeats(row: Floats) -> npt.NDArray[np.int64]:
    return np.unique(row, return_counts=True)[1].astype(np.int64)
