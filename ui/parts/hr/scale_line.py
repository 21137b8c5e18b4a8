"""
The bands of a line on a true scale, with gaps and overlaps marked: for who is writing them.

What is read, not written, is drawn by ``number_line`` with bands of equal width.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from ui.parts.hr import values
from ui.plain import escape
from ui.words.catalogue import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpi.scheme.line import Band, Line

OPEN_PART = Decimal("0.18")
NEAR_PERCENT = 6.0
ROWS = 2


def scale_line(line: Line, lang: str) -> str:
    """Return the markup of a line's bands, faulty ones too; empty where there are none."""
    bands = [band for band in line.bands if not _is_upside_down(band)]
    edges = sorted({edge for band in bands for edge in (band.low, band.high) if edge is not None})
    if not bands or not edges:
        return ""
    pad = max((edges[-1] - edges[0]) * OPEN_PART, abs(edges[-1]) * Decimal("0.1"), Decimal("0.01"))
    low, high = edges[0] - pad, edges[-1] + pad
    scale = _Scale(low, high)
    below = list(_edges(line, edges, scale, lang))
    drawn = [*(_band(band, line, scale, lang) for band in bands), *_gaps(bands, scale, lang)]
    kind = "scale two" if any("row1" in edge for edge in below) else "scale"
    return f'<div class="{kind}">{"".join([*drawn, *below])}</div>'


class _Scale:
    """Where values lie, in percent of the width; an open end lies at the border."""

    def __init__(self, low: Decimal, high: Decimal) -> None:
        self.low, self.high = low, high

    def at(self, value: Decimal) -> float:
        return 100 * float((value - self.low) / (self.high - self.low))

    def box(self, low: Decimal | None, high: Decimal | None) -> str:
        left = 0.0 if low is None else self.at(low)
        right = 100.0 if high is None else self.at(high)
        return f"left:{left:.2f}%;width:{max(0.4, right - left):.2f}%"


def _is_upside_down(band: Band) -> bool:
    return band.low is not None and band.high is not None and band.low >= band.high


def _band(band: Band, line: Line, scale: _Scale, lang: str) -> str:
    first, last = (float(points / line.full) if line.full else 0.0 for points in band.ends)
    style = f"{scale.box(band.low, band.high)};background:linear-gradient(90deg,{_shade(first)},"
    text = escape(values.band_points(band, lang))
    return f'<div class="part" style="{style}{_shade(last)})">{text}</div>'


def _shade(strength: float) -> str:
    part = min(1.0, max(0.0, strength))
    red, green, blue = (round(a - (a - b) * part) for a, b in ((236, 158), (239, 197), (243, 232)))
    return f"rgb({red},{green},{blue})"


def _gaps(bands: Sequence[Band], scale: _Scale, lang: str) -> Iterator[str]:
    """Return the stretches no band covers, and those two bands do."""
    for one, two in pairwise(bands):
        if one.high is not None and two.low is not None and one.high < two.low:
            yield _wrong(scale.box(one.high, two.low), t("scale.gap", lang))
        elif one.high is None or two.low is None or one.high > two.low:
            yield _wrong(scale.box(two.low, one.high), t("scale.overlap", lang))


def _wrong(box: str, text: str) -> str:
    return f'<div class="wrong" style="{box}" title="{escape(text)}">{escape(text)}</div>'


def _edges(line: Line, edges: Sequence[Decimal], scale: _Scale, lang: str) -> Iterator[str]:
    """Return the edges below, those near each other one row lower."""
    last, row = -100.0, 0
    for edge in edges:
        at = scale.at(edge)
        row = (row + 1) % ROWS if at - last < NEAR_PERCENT else 0
        last = at
        text = escape(values.edge_text(line.indicator, edge, lang))
        yield f'<span class="edge row{row}" style="left:{at:.2f}%">{text}</span>'
