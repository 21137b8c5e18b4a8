"""Weights from several people or methods: their average, a cap, a blend, whole percents."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.errors import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.facts.facts import Floats

FULL = Decimal(100)
EXACT = 1e-9


def direct(scores: npt.ArrayLike) -> Floats:
    """
    Return weights by the average of what experts gave each indicator.

    Parameters
    ----------
    scores
        0 or more; shape (experts, indicators) or, of one expert, (indicators,).
    """
    given = _table(scores)
    require(bool((given >= 0).all()), "negative", column="scores", value=f"{given.min():g}")
    return normalised(given.mean(axis=0))


def normalised(weights: npt.ArrayLike) -> Floats:
    """Return weights divided by their sum; raises InputError when that is 0."""
    values = np.asarray(weights, np.float64)
    total = float(values.sum())
    require(np.isfinite(total) and total > 0, "weights_all_zero", column="weights")
    return np.asarray(values / total, np.float64)


def blend(weights: Sequence[npt.ArrayLike], shares: npt.ArrayLike | None = None) -> Floats:
    """
    Return the mean of several sets of weights.

    Parameters
    ----------
    weights
        Each normalised first; all of one length.
    shares
        How much each set counts; None: all the same.
    """
    require(len(weights) > 0, "empty", column="weights")
    table = np.stack([normalised(each) for each in weights])
    parts = np.ones(len(table)) if shares is None else np.asarray(shares, np.float64)
    require(parts.shape == (len(table),), "shape_differs", column="shares")
    require(bool((parts >= 0).all()), "negative", column="shares", value=f"{parts.min():g}")
    return normalised(normalised(parts) @ table)


def capped(weights: npt.ArrayLike, most: float) -> Floats:
    """
    Return weights none of which is above a cap; what is above goes to the others in proportion.

    Raises
    ------
    InputError
        When the cap is too low for the weights that are not 0 to reach 1 together.
    """
    values = normalised(weights)
    reach = most * int((values > 0).sum())
    require(reach >= 1 - EXACT, "cap_too_low", column="most", value=f"{most:g}")
    fixed = np.zeros(len(values), dtype=bool)
    while (values > most + EXACT).any():
        fixed |= values > most
        free = ~fixed
        values[free] *= (1 - most * fixed.sum()) / values[free].sum()
        values[fixed] = most
    return values


def percents(weights: npt.ArrayLike, decimals: int = 0) -> tuple[Decimal, ...]:
    """
    Return weights as percents that are exactly 100 together, by largest remainder.

    Parameters
    ----------
    weights
        0 or more.
    decimals
        Of the percents.
    """
    step = Decimal(1).scaleb(-decimals)
    exact = [Decimal(repr(float(value))) * FULL for value in normalised(weights)]
    floors = [value.quantize(step, ROUND_FLOOR) for value in exact]
    missing = int((FULL - sum(floors, Decimal())) / step)
    order = sorted(range(len(exact)), key=lambda at: (floors[at] - exact[at], at))
    for at in order[:missing]:
        floors[at] += step
    return tuple(floors)


def _table(scores: npt.ArrayLike) -> Floats:
    given = np.atleast_2d(np.asarray(scores, np.float64))
    require(given.ndim == 2 and given.size > 0, "shape_differs", column="scores")
    require(bool(np.isfinite(given).all()), "not_finite", column="scores")
    return given
