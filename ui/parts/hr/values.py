"""Values of indicators, counts and bands as HR reads them: with their units, never bare."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.facts.columns import COLUMNS, FactUnit
from kpi.metrics.indicators import INDICATORS
from kpi.metrics.measure import Measured
from ui import figures
from ui.words.catalogue import t

if TYPE_CHECKING:
    from kpi.scheme.line import Band

NONE = "—"
ZERO = Decimal(0)
FEN = 100
HOUR_MIN = 60
MONEY = frozenset({"order_value", "assisted_sales"})  # whose numerator is yuan
IN_WORDS = {
    Measured.SECOND: ("value.second", 1),
    Measured.HOUR: ("value.hour", 1),
    Measured.PER_HOUR: ("value.per_hour", 2),
    Measured.PER_DAY: ("value.per_day", 1),
}


def capital(text: str) -> str:
    """Return text that begins a line: with a capital where the script has them."""
    return text[:1].upper() + text[1:]


def indicator_name(indicator: str, lang: str) -> str:
    """Return an indicator's name as it begins a line."""
    return capital(t(f"indicator.{indicator}", lang))


def value_text(indicator: str, value: Decimal | None, lang: str) -> str:
    """Return an indicator's value with its unit; a dash where there is none."""
    if value is None:
        return NONE
    match INDICATORS[indicator].unit:
        case Measured.SHARE | Measured.RATIO:
            return figures.share(float(value), lang, 1)
        case Measured.YUAN:
            return figures.money(value, lang)
        case Measured.COUNT:
            return figures.number(value, lang, 0)
        case Measured.POINT:
            return figures.number(value, lang, 1)
        case unit:
            key, decimals = IN_WORDS[unit]
            return t(key, lang, value=figures.number(value, lang, decimals))


def count_text(indicator: str, value: Decimal | None, lang: str, *, is_whole: bool = False) -> str:
    """Return a numerator, or with ``is_whole`` a denominator; money as money."""
    if value is None:
        return NONE
    if indicator in MONEY and not is_whole:
        return figures.money(value, lang)
    if indicator == "target_attainment":
        return figures.money(value / FEN, lang)
    if indicator in {"relative_order_value", "relative_refund_hours", "dispute_trend"}:
        unit = {"dispute_trend": "dispute_rate"}.get(indicator, indicator.removeprefix("relative_"))
        return value_text(unit, value, lang)
    return short(value, lang)


def made_from(indicator: str, numerator: Decimal | None, whole: Decimal | None, lang: str) -> str:
    """Return what was divided by what; of a plain count, over how many occasions."""
    if numerator is None or whole is None:
        return NONE
    above = count_text(indicator, numerator, lang)
    below = count_text(indicator, whole, lang, is_whole=True)
    if INDICATORS[indicator].unit is Measured.COUNT or indicator == "assisted_sales":
        return t("value.count_over", lang, count=above, over=below)
    return f"{above} ÷ {below}"


def floating(value: Decimal | None) -> float | None:
    """Return a number as a table takes it."""
    return None if value is None else float(value)


def short(value: Decimal | float, lang: str, decimals: int = 2) -> str:
    """Return a number with at most so many decimals and no zeros at their end."""
    rounded = round(Decimal(value), decimals)
    for fewer in range(decimals):
        if rounded == round(rounded, fewer):
            return figures.number(rounded, lang, fewer)
    return figures.number(rounded, lang, decimals)


def edge_text(indicator: str, value: Decimal, lang: str) -> str:
    """Return an edge of a band, as short as it can be."""
    match INDICATORS[indicator].unit:
        case Measured.SHARE | Measured.RATIO:
            shown = short(value * 100, lang)
            return f"{shown}%" if lang == "zh" else f"{shown} %"
        case Measured.YUAN:
            return f"¥{short(value, lang)}"
        case _:
            return short(value, lang)


def band_points(band: Band, lang: str) -> str:
    """Return the points of a band; of a slope, from where to where."""
    low, high = (short(points, lang) for points in band.ends)
    return low if low == high else f"{low}→{high}"


def column_text(column: str, value: Decimal | None, lang: str) -> str:
    """Return a count of a column of facts in its unit."""
    if value is None:
        return NONE
    return figures.money(value / FEN, lang) if is_money(column) else short(value, lang)


def is_money(column: str) -> bool:
    """Return whether a column of facts counts money."""
    return COLUMNS[column] is FactUnit.FEN


def hours_text(minutes: Decimal | None, lang: str) -> str:
    """Return minutes as hours with one decimal."""
    if minutes is None:
        return NONE
    return t("value.hour", lang, value=figures.number(minutes / HOUR_MIN, lang, 1))
