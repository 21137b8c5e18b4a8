"""What a line begins with that is added to a scheme: bands by unit and direction."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from kpi.metrics.indicators import INDICATORS
from kpi.metrics.measure import Better, Measured
from kpi.scheme.line import Band, Line, Scoring

if TYPE_CHECKING:
    from collections.abc import Mapping

POINTS = (0, 60, 80, 100)
EDGES: Mapping[tuple[Measured, Better], tuple[str, str, str]] = {
    (Measured.SHARE, Better.HIGHER): ("0.80", "0.90", "0.95"),
    (Measured.SHARE, Better.LOWER): ("0.02", "0.05", "0.10"),
    (Measured.RATIO, Better.HIGHER): ("0.80", "0.90", "1.00"),
    (Measured.RATIO, Better.LOWER): ("1.00", "1.10", "1.20"),
    (Measured.SECOND, Better.HIGHER): ("30", "60", "120"),
    (Measured.SECOND, Better.LOWER): ("30", "60", "120"),
    (Measured.HOUR, Better.HIGHER): ("24", "48", "72"),
    (Measured.HOUR, Better.LOWER): ("24", "48", "72"),
    (Measured.YUAN, Better.HIGHER): ("100", "200", "300"),
    (Measured.YUAN, Better.LOWER): ("100", "200", "300"),
    (Measured.COUNT, Better.HIGHER): ("1", "3", "5"),
    (Measured.COUNT, Better.LOWER): ("0", "1", "3"),
    (Measured.PER_HOUR, Better.HIGHER): ("10", "15", "20"),
    (Measured.PER_HOUR, Better.LOWER): ("10", "15", "20"),
    (Measured.PER_DAY, Better.HIGHER): ("50", "80", "120"),
    (Measured.PER_DAY, Better.LOWER): ("50", "80", "120"),
    (Measured.POINT, Better.HIGHER): ("60", "80", "90"),
    (Measured.POINT, Better.LOWER): ("60", "80", "90"),
}
"""Three edges between four bands; a beginning to be changed, no recommendation."""


def usual_bands(indicator: str) -> tuple[Band, ...]:
    """Return bands that cover all values, the better ones with more points."""
    row = INDICATORS[indicator]
    edges = [None, *map(Decimal, EDGES[row.unit, row.better]), None]
    points = POINTS if row.better is Better.HIGHER else POINTS[::-1]
    return tuple(
        Band(low, high, Decimal(points[place])) for place, (low, high) in enumerate(pairwise(edges))
    )


def usual_line(indicator: str, weight: Decimal) -> Line:
    """Return a line of an indicator to begin with, to be changed."""
    return Line(indicator, weight, Scoring.BANDS, bands=usual_bands(indicator))
