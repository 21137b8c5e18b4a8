"""Indicators of all groups as exact decimals, each computed once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from kpi.metrics.indicators import INDICATORS

if TYPE_CHECKING:
    from kpi.facts.facts import Floats
    from kpi.metrics.measure import Measure
    from kpi.metrics.totals import Totals


@dataclass(frozen=True, slots=True)
class GroupMeasure:
    """Numbers of one indicator and group as decimals; None: unknown."""

    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None


class GroupMeasures:
    """The measures of all groups, each indicator computed once."""

    def __init__(self, totals: Totals) -> None:
        self.totals = totals
        self._measures: dict[str, Measure] = {}
        self._columns: dict[str, Floats] = {}

    def column(self, name: str, index: int) -> Decimal | None:
        """Return the sum of a column in one group."""
        if name not in self._columns:
            (self._columns[name],) = self.totals.sums(name)
        return _decimal(self._columns[name][index])

    def counted(self, indicator: str, index: int) -> GroupMeasure:
        """Return one indicator of one group, divided exactly."""
        if indicator not in self._measures:
            self._measures[indicator] = INDICATORS[indicator].measure(self.totals)
        measure = self._measures[indicator]
        over, under = _decimal(measure.numerator[index]), _decimal(measure.denominator[index])
        if over is None or not under:
            return GroupMeasure(over, under, None)
        return GroupMeasure(over, under, over if measure.is_count else over / under)


def _decimal(number: float) -> Decimal | None:
    """Return a float as the decimal people read, so that 0.41 is not a little less than 0.41."""
    if np.isnan(number):
        return None
    return Decimal(int(number)) if float(number).is_integer() else Decimal(repr(float(number)))
