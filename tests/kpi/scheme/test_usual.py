"""A line that is added begins with bands that hold for every indicator."""

from decimal import Decimal

import pytest

from kpi.metrics.indicators import INDICATORS
from kpi.metrics.measure import Better
from kpi.scheme.usual import usual_line
from tests.kpi.making import scheme


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_indicator_has_bands_to_begin_with(indicator):
    line = usual_line(indicator, Decimal(100))
    assert scheme(line).lines == (line,)  # bands cover all values, and the better give more
    low, high = line.points(Decimal(0)), line.points(Decimal(10**6))
    wanted = (0, 100) if INDICATORS[indicator].better is Better.HIGHER else (100, 0)
    assert (low, high) == wanted
