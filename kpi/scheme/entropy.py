"""
Weights by how much the agents differ (熵权法): what is alike for all tells nobody apart.

They reward spread, not importance: cap them or blend them with what people think.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kpi.facts.facts import Floats
from kpi.metrics.measure import Better
from scheduler.errors import require

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, eq=False)
class EntropyWeights:
    """
    Weights and what they were made from; arrays of shape (indicators,).

    Parameters
    ----------
    weights
        Sum 1; 0 for an indicator that is the same for all.
    entropy
        In [0, 1]; 1: nobody differs.
    rows
        How many agents were compared.
    rows_left_out
        How many were left out because a value was missing.
    """

    weights: Floats
    entropy: Floats
    rows: int
    rows_left_out: int


def entropy_weights(values: npt.ArrayLike, better: Sequence[Better]) -> EntropyWeights:
    """
    Return weights by the spread of each indicator, each column scaled by its own range.

    Parameters
    ----------
    values
        Shape (agents, indicators); a row with NaN is left out.
    better
        Direction of each indicator.

    Raises
    ------
    InputError
        With fewer than two whole rows, or when all columns are constant.
    """
    given = np.asarray(values, np.float64)
    good = given.ndim == 2 and given.shape[1:] == (len(better),)
    require(good, "shape_differs", column="values")
    whole = ~np.isnan(given).any(axis=1)
    table = given[whole]
    require(len(table) >= 2, "too_few_rows", value=len(table), limit=2)
    require(bool(np.isfinite(table).all()), "not_finite", column="values")
    entropy = np.array([_entropy(_scaled(*pair)) for pair in zip(table.T, better, strict=True)])
    spread = 1 - entropy
    require(bool(spread.sum() > 0), "all_alike", column="values")
    return EntropyWeights(spread / spread.sum(), entropy, len(table), int((~whole).sum()))


def _scaled(column: Floats, better: Better) -> Floats | None:
    """Return a column between 0 (worst) and 1 (best); None: it is constant."""
    low, high = float(column.min()), float(column.max())
    if high == low:
        return None
    up = (column - low) / (high - low)
    return np.asarray(up if better is Better.HIGHER else 1 - up, np.float64)


def _entropy(scaled: Floats | None) -> float:
    if scaled is None:
        return 1.0
    shares = scaled / scaled.sum()
    known = shares[shares > 0]
    return float(-(known * np.log(known)).sum() / np.log(len(scaled)))
