"""What an indicator is: its unit, its direction, and how it is measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.facts import Floats

if TYPE_CHECKING:
    import numpy.typing as npt

    from kpi.metrics.totals import Totals


class Measured(StrEnum):
    """What a value is measured in."""

    SHARE = "share"  # in [0, 1]
    RATIO = "ratio"  # 0 or more, 1: equal to what it is compared with
    SECOND = "second"
    HOUR = "hour"
    YUAN = "yuan"
    COUNT = "count"
    PER_HOUR = "per_hour"
    PER_DAY = "per_day"
    POINT = "point"  # in [0, 100]


class Better(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, eq=False)
class Measure:
    """
    An indicator of each group; arrays of shape (groups,), NaN where nothing is known.

    Parameters
    ----------
    numerator, denominator
        Sums; of a plain count the denominator says over how many occasions.
    is_count
        Whether the value is the numerator alone.
    """

    numerator: Floats
    denominator: Floats
    is_count: bool = False

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """Return where there is a value; shape (groups,)."""
        known: npt.NDArray[np.bool_] = (self.denominator > 0) & ~np.isnan(self.numerator)
        return known

    @property
    def value(self) -> Floats:
        """Return numerator / denominator, or the count; NaN where the denominator is 0."""
        known = self.known
        divisor = np.where(known, self.denominator, 1.0)
        value = self.numerator if self.is_count else self.numerator / divisor
        return np.where(known, value, np.nan)


Formula = Callable[["Totals"], Measure]


@dataclass(frozen=True, slots=True)
class Indicator:
    """
    An indicator and how to read it.

    Parameters
    ----------
    name
        Its name in schemes, files and ``ui/words`` (``indicator.<name>``).
    unit, better
        What it is measured in, and which way is better.
    columns
        The columns of ``Facts`` it is counted from.
    measure
        Returns it for all groups.
    """

    name: str
    unit: Measured
    better: Better
    columns: tuple[str, ...]
    measure: Formula
