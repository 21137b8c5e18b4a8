"""
Weights by comparing indicators in pairs (层次分析法), with a check that the answers agree.

References
----------
Saaty, T. L. (1977). A scaling method for priorities in hierarchical structures. Journal of
Mathematical Psychology 15, 234-281. doi:10.1016/0022-2496(77)90033-5
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kpi.facts.facts import Floats
from scheduler.errors import gathering, require

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51)
"""Saaty's mean consistency index of random matrices of 1, 2, … indicators."""
LIMIT = 0.10
LARGEST = 9
RECIPROCAL = 1e-6


@dataclass(frozen=True, slots=True)
class Pair:
    """
    The comparison that hurts consistency most.

    Parameters
    ----------
    more, less
        The two indicators, as they were compared.
    given
        How many times as important the first was said to be.
    implied
        What all the other comparisons say of the two together.
    ratio_without
        The consistency ratio, had the pair been judged as implied.
    """

    more: str
    less: str
    given: float
    implied: float
    ratio_without: float


@dataclass(frozen=True, eq=False)
class Priorities:
    """
    What comparisons in pairs lead to.

    Parameters
    ----------
    names
        The indicators.
    weights
        Principal eigenvector, sum 1; shape (indicators,).
    largest
        Largest eigenvalue.
    index, ratio
        Consistency index and ratio; up to two indicators are always consistent.
    worst
        Where the answers contradict each other most; None: they agree exactly, or no third
        indicator could contradict them.
    """

    names: tuple[str, ...]
    weights: Floats
    largest: float
    index: float
    ratio: float
    worst: Pair | None

    @property
    def is_consistent(self) -> bool:
        """Return whether the ratio lies below its limit, 0.10."""
        return self.ratio < LIMIT


def matrix(names: Sequence[str], pairs: Mapping[tuple[str, str], float]) -> Floats:
    """
    Return the comparison matrix of answers such as ``{("conversion", "first_reply"): 3}``.

    Raises
    ------
    InputError
        When a pair is missing, given twice (also the other way round), unknown, or outside the
        scale from 1/9 to 9.
    """
    place = {name: at for at, name in enumerate(names)}
    found = np.eye(len(names))
    with gathering() as check:
        for (one, two), value in pairs.items():
            known = one in place and two in place and one != two
            check(known, "comparison_unknown", value=f"{one} / {two}")
            good = 1 / LARGEST - RECIPROCAL <= value <= LARGEST + RECIPROCAL
            check(good, "pair_off_scale", value=f"{value:g}", column=f"{one} / {two}")
            if known and good:
                once = found[place[one], place[two]] == 0
                check(once, "pair_twice", value=f"{one} / {two}")
                found[place[one], place[two]] = value
                found[place[two], place[one]] = 1 / value
        for one, two in combinations(names, 2):
            known = found[place[one], place[two]] > 0
            wrong = (one, two) in pairs or (two, one) in pairs
            check(known or wrong, "pair_missing", value=f"{one} / {two}")
    return found


def ahp(names: Sequence[str], comparisons: npt.ArrayLike) -> Priorities:
    """
    Return the weights of a comparison matrix and how well its answers agree.

    Parameters
    ----------
    names
        At most 11 indicators.
    comparisons
        Positive, with 1 / a in the mirrored place; shape (indicators, indicators).
    """
    table = _checked(names, comparisons)
    weights, largest = _principal(table)
    size = len(names)
    index = _index(largest, size)
    ratio = _ratio(largest, size)
    worst = _worst(tuple(names), table) if size > 2 and ratio > RECIPROCAL else None
    return Priorities(tuple(names), weights, largest, index, ratio, worst)


def group_ahp(names: Sequence[str], tables: Sequence[npt.ArrayLike]) -> Priorities:
    """Return the weights of several experts: the geometric mean of their matrices."""
    require(len(tables) > 0, "empty", column="experts")
    logs = [np.log(_checked(names, table)) for table in tables]
    return ahp(names, np.exp(np.mean(logs, axis=0)))


def _checked(names: Sequence[str], comparisons: npt.ArrayLike) -> Floats:
    table = np.asarray(comparisons, np.float64)
    size = len(names)
    require(1 <= size <= len(RANDOM_INDEX), "too_many_indicators", value=size, limit=11)
    require(len(set(names)) == size, "indicator_twice", value=", ".join(names))
    require(table.shape == (size, size), "shape_differs", column="comparisons")
    require(bool((table > 0).all() and np.isfinite(table).all()), "not_positive", column="pairs")
    good = bool(np.allclose(table * table.T, 1, atol=1e-3))
    require(good, "not_reciprocal", column="comparisons")
    return table


def _principal(table: Floats) -> tuple[Floats, float]:
    values, vectors = np.linalg.eig(table)
    at = int(np.argmax(values.real))
    weights = np.abs(vectors[:, at].real)
    weights /= weights.sum()
    return weights, float(np.mean(table @ weights / weights))


def _index(largest: float, size: int) -> float:
    return 0.0 if size <= 2 else max(0.0, (largest - size) / (size - 1))


def _ratio(largest: float, size: int) -> float:
    return 0.0 if size <= 2 else _index(largest, size) / RANDOM_INDEX[size - 1]


def _worst(names: tuple[str, ...], table: Floats) -> Pair:
    """Return the pair that, judged as the others imply, would leave the smallest ratio."""
    size = len(names)
    pairs = []
    for one, two in combinations(range(size), 2):
        others = [at for at in range(size) if at not in (one, two)]
        implied = float(np.exp(np.log(table[one, others] * table[others, two]).mean()))
        mended = table.copy()
        mended[one, two], mended[two, one] = implied, 1 / implied
        ratio = _ratio(_principal(mended)[1], size)
        given = float(table[one, two])
        if given >= 1:
            pairs.append(Pair(names[one], names[two], given, implied, ratio))
        else:
            pairs.append(Pair(names[two], names[one], 1 / given, 1 / implied, ratio))
    return min(pairs, key=lambda pair: pair.ratio_without)
