"""What can be wrong with a line of a scheme, each with a name."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from kpi.metrics.indicators import INDICATORS
from kpi.metrics.measure import Better, Indicator, Measured
from kpi.scheme.line import FULL, ZERO, Band, Line, Scoring
from scheduler.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_RATIO = Decimal(10)
AMBIGUOUS = {
    **dict.fromkeys(
        ("转化率", "咨询转化率", "conversion_rate"),
        ("conversion", "inquiry_conversion", "order_conversion"),
    ),
    **dict.fromkeys(("响应时间", "response_time"), ("first_reply", "average_reply")),
    **dict.fromkeys(("客单价比",), ("order_value", "relative_order_value")),
    **dict.fromkeys(("支付成功率", "pay_success"), ("order_success", "pay_rate")),
}
"""Names that published sheets use for different numerators or denominators."""


def line_faults(line: Line) -> Iterator[Fault]:
    """Return everything that is wrong with the line."""
    indicator = INDICATORS.get(line.indicator)
    if indicator is None and line.indicator in AMBIGUOUS:
        details = {"choices": ", ".join(AMBIGUOUS[line.indicator])}
        yield Fault(
            "indicator_ambiguous", column=line.indicator, value=line.indicator, details=details
        )
        return
    if indicator is None:
        yield Fault("indicator_unknown", column=line.indicator, value=line.indicator)
        return
    yield from _weight_faults(line)
    yield from _bound_faults(line, indicator)
    if line.scoring is Scoring.BANDS:
        yield from _band_faults(line)
    elif line.bands:
        yield Fault("bands_not_used", column=line.indicator, value=line.scoring)
    yield from _setting_faults(line, indicator)


def _weight_faults(line: Line) -> Iterator[Fault]:
    veto = line.scoring is Scoring.VETO
    if veto and line.weight != 0:
        yield Fault("veto_weight", column=line.indicator, value=str(line.weight))
    if not veto and not ZERO < line.weight <= FULL:
        yield Fault("weight_out_of_range", column=line.indicator, value=str(line.weight))


def _bounds(line: Line) -> Iterator[Decimal]:
    for band in line.bands:
        yield from (edge for edge in (band.low, band.high) if edge is not None)
    if line.target is not None:
        yield line.target
    if line.deduction is not None:
        yield line.deduction.target


def _bound_faults(line: Line, indicator: Indicator) -> Iterator[Fault]:
    limit = {Measured.SHARE: Decimal(1), Measured.RATIO: LARGEST_RATIO}.get(indicator.unit)
    for bound in dict.fromkeys(_bounds(line)):
        if bound < 0:
            yield Fault("negative", column=line.indicator, value=str(bound))
        elif limit is not None and bound > limit:
            yield Fault(
                "rate_as_percent",
                column=line.indicator,
                value=str(bound),
                details={"share": str(bound / 100)},
            )


def _band_faults(line: Line) -> Iterator[Fault]:
    column = line.indicator
    if not line.bands:
        yield Fault("bands_missing", column=column)
        return
    empty = [band for band in line.bands if _is_empty(band)]
    for band in empty:
        details = {"low": str(band.low), "high": str(band.high)}
        yield Fault("band_empty", column=column, value=_text(band), details=details)
    if not empty:
        yield from _joint_faults(line)
    for band in line.bands:
        if any(not ZERO <= points <= line.full for points in band.ends):
            yield Fault("points_out_of_range", column=column, value=str(band.points))
        if band.points_high is not None and (band.low is None or band.high is None):
            yield Fault("slope_without_end", column=column, value=_text(band))


def _joint_faults(line: Line) -> Iterator[Fault]:
    column, bands = line.indicator, line.bands
    if bands[0].low not in (None, ZERO) or (bands[0].low == 0 and line.better is Better.LOWER):
        yield Fault("band_gap", column=column, value=f"… {bands[0].low}")
    if bands[-1].high is not None:
        yield Fault("band_gap", column=column, value=f"{bands[-1].high} …")
    for one, two in pairwise(bands):
        if one.high is None or two.low is None or one.high > two.low:
            yield Fault("band_overlap", column=column, value=f"{_text(one)} | {_text(two)}")
        elif one.high < two.low:
            yield Fault("band_gap", column=column, value=f"{one.high} … {two.low}")
    ends = [points for band in bands for points in band.ends]
    if line.better is Better.LOWER:
        ends.reverse()
    if ends != sorted(ends):
        yield Fault("points_not_ordered", column=column, value=", ".join(map(str, ends)))


def _setting_faults(line: Line, indicator: Indicator) -> Iterator[Fault]:
    column = line.indicator
    if line.full <= 0:
        yield Fault("not_positive", column=column, value=str(line.full))
    if line.scoring is Scoring.TARGET and (line.target is None or line.target <= 0):
        yield Fault("target_missing", column=column)
    if line.scoring is Scoring.DEDUCT:
        deduction = line.deduction
        if deduction is None or deduction.step <= 0 or deduction.minus <= 0:
            yield Fault("deduction_missing", column=column)
    if line.scoring is Scoring.RATING and indicator.unit is not Measured.POINT:
        yield Fault("rating_unit", column=column, value=indicator.unit)
    if line.scoring is Scoring.VETO and indicator.better is not Better.LOWER:
        yield Fault("veto_direction", column=column)


def _is_empty(band: Band) -> bool:
    return band.low is not None and band.high is not None and band.low >= band.high


def _text(band: Band) -> str:
    low, high = ("…" if edge is None else str(edge) for edge in (band.low, band.high))
    return f"{low} – {high}"
