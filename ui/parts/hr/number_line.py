"""
The bands of a scheme's line drawn on a number line, with the place of a value on it.

Bands are drawn equally wide, in the order of their values, with their edges below them: edges may
lie anywhere, and every band must be readable.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.metrics.measure import Better
from kpi.scheme.line import Scoring
from ui.parts.hr import values
from ui.plain import escape
from ui.words.catalogue import t

if TYPE_CHECKING:
    from kpi.scheme.line import Line, StepsShort

OPEN_END = 0.5


@dataclass(frozen=True, slots=True)
class Stretch:
    """
    A stretch of the line.

    Parameters
    ----------
    text
        What it gives.
    low, high
        Values at its ends; None: without limit.
    strengths
        Share of the full points at its ends, which colours it.
    """

    text: str
    low: Decimal | None
    high: Decimal | None
    strengths: tuple[float, float]


def number_line(
    line: Line, value: Decimal | None, lang: str, *, band: int | None = None, wide: bool = False
) -> str:
    """Return the markup of a line's bands; ``value`` and ``band`` mark where somebody stands."""
    parts = stretches(line, lang)
    here = band if band is not None else _place(parts, line, value)
    drawn = "".join(
        _drawn(part, line, lang, value=value if here == place else None, is_last=part is parts[-1])
        for place, part in enumerate(parts)
    )
    return f'<div class="line{" wide" if wide else ""}">{drawn}</div>'


def stretches(line: Line, lang: str) -> tuple[Stretch, ...]:
    """Return the stretches of a line, from the lowest value to the highest."""
    full = line.full
    match line.scoring:
        case Scoring.BANDS:
            return tuple(
                Stretch(
                    values.band_points(band, lang),
                    band.low,
                    band.high,
                    (float(band.ends[0] / full), float(band.ends[1] / full)),
                )
                for band in line.bands
            )
        case Scoring.TARGET:
            return _of_target(line, lang)
        case Scoring.RATING:
            whole = values.short(full, lang)
            return (Stretch(f"0→{whole}", Decimal(0), full, (0.0, 1.0)),)
        case Scoring.VETO:
            limit = line.target or Decimal(0)
            return (
                Stretch(t("line.veto_fine", lang), None, limit, (1.0, 1.0)),
                Stretch(t("line.veto_broken", lang), limit, None, (0.0, 0.0)),
            )
        case Scoring.DEDUCT:
            assert line.deduction is not None
            return _of_deduction(line, line.deduction, lang)


def _of_target(line: Line, lang: str) -> tuple[Stretch, ...]:
    target, whole = line.target or Decimal(0), values.short(line.full, lang)
    if line.better is Better.HIGHER:
        rising = Stretch(f"0→{whole}", Decimal(0), target, (0.0, 1.0))
        return rising, Stretch(whole, target, None, (1.0, 1.0))
    falling = Stretch(f"{whole}→0", target, None, (1.0, 0.0))
    return Stretch(whole, None, target, (1.0, 1.0)), falling


def _of_deduction(line: Line, taken: StepsShort, lang: str) -> tuple[Stretch, ...]:
    """Return full points and the way down to 0, the steps themselves said in words beside it."""
    whole = values.short(line.full, lang)
    way = line.full / taken.minus * taken.step
    if line.better is Better.HIGHER:
        end = max(Decimal(0), taken.target - way)
        down = Stretch(f"0→{whole}", end, taken.target, (0.0, 1.0))
        return down, Stretch(whole, taken.target, None, (1.0, 1.0))
    down = Stretch(f"{whole}→0", taken.target, taken.target + way, (1.0, 0.0))
    return Stretch(whole, None, taken.target, (1.0, 1.0)), down


def _place(parts: tuple[Stretch, ...], line: Line, value: Decimal | None) -> int | None:
    if value is None:
        return None
    upper_belongs = line.better is Better.LOWER
    for place, part in enumerate(parts[:-1]):
        if part.high is None or value < part.high or (upper_belongs and value == part.high):
            return place
    return len(parts) - 1


def _drawn(part: Stretch, line: Line, lang: str, *, value: Decimal | None, is_last: bool) -> str:
    low, high = (_colour(strength) for strength in part.strengths)
    edge = ""
    if not is_last and part.high is not None:
        edge = f'<span class="edge">{escape(_edge(line, part.high, lang))}</span>'
    mark = ""
    if value is not None:
        mark = f'<span class="at" style="left:{100 * _along(part, value):.1f}%"></span>'
    kind = "band here" if value is not None else "band"
    style = f"background:linear-gradient(90deg,{low},{high})"
    return f'<div class="{kind}" style="{style}">{escape(part.text)}{edge}{mark}</div>'


def _edge(line: Line, value: Decimal, lang: str) -> str:
    return values.edge_text(line.indicator, value, lang)


def _along(part: Stretch, value: Decimal) -> float:
    """Return how far along a stretch a value lies; an open stretch is as wide as its one edge."""
    low, high = part.low, part.high
    if low is None and high is None:
        return OPEN_END
    if low is None:
        assert high is not None
        return min(1.0, max(0.04, float(value / high))) if high else OPEN_END
    if high is None:
        return min(0.96, float((value - low) / low)) if low else OPEN_END
    return min(0.98, max(0.02, float((value - low) / (high - low))))


def _colour(strength: float) -> str:
    """Return a shade from grey to blue; the number in it says the same."""
    low, high = (236, 239, 243), (158, 197, 232)
    parts = (round(a + (b - a) * strength) for a, b in zip(low, high, strict=True))
    return f"rgb({','.join(map(str, parts))})"
