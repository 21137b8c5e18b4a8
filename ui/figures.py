"""Dates, times and numbers as a reader of either language expects them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from scheduler.horizon import DAY_MIN, format_clock

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from scheduler.horizon import Clock, Horizon

LOCALES = {"zh": Locale.parse("zh_Hans_CN"), "en": Locale.parse("en_GB")}
DAY_PATTERNS = {"zh": "EEE M月d日", "en": "EEE d MMM"}
SHORT_PATTERNS = {"zh": "M月d日", "en": "d MMM"}
FULL_PATTERNS = {"zh": "y年M月d日", "en": "d MMM y"}
NEXT_DAY = "⁺¹"


@lru_cache(maxsize=4096)
def day(date: dt.date, lang: str) -> str:
    """Return a date with its weekday: ``周一 11月30日``, ``Mon 30 Nov``."""
    return format_date(date, DAY_PATTERNS[lang], locale=LOCALES[lang])


@lru_cache(maxsize=4096)
def weekday(date: dt.date, lang: str) -> str:
    """Return the short weekday: ``周一``, ``Mon``."""
    return format_date(date, "EEE", locale=LOCALES[lang])


@lru_cache(maxsize=4096)
def short_date(date: dt.date, lang: str) -> str:
    """Return day and month."""
    return format_date(date, SHORT_PATTERNS[lang], locale=LOCALES[lang])


def stretch(first: dt.date, last: dt.date, lang: str) -> str:
    """Return first and last date with the year: ``2026年11月30日–12月6日``."""
    if lang == "zh":
        return f"{_full_date(first, lang)}–{short_date(last, lang)}"
    return f"{short_date(first, lang)} – {_full_date(last, lang)}"


@lru_cache(maxsize=4096)
def _full_date(date: dt.date, lang: str) -> str:
    return format_date(date, FULL_PATTERNS[lang], locale=LOCALES[lang])


def month(date: dt.date, lang: str) -> str:
    """Return the month of a date: ``2026年10月``, ``October 2026``."""
    pattern = "y年M月" if lang == "zh" else "MMMM y"
    return format_date(date, pattern, locale=LOCALES[lang])


def money(value: Decimal, lang: str) -> str:
    """Return yuan to the fen: ``¥1,234.50``, ``-¥20.00``."""
    return f"{'-' * (value < 0)}¥{number(abs(value), lang, 2)}"


def times(clock: Clock, start_min: int, end_min: int) -> str:
    """Return ``22:00-06:30⁺¹`` of two moments; a midnight that ends the day is ``24:00``."""
    start, end = clock.clock_of(start_min), clock.clock_of(end_min)
    days = (clock.date_of(end_min) - clock.date_of(start_min)).days
    if days == 1 and end == 0:
        return f"{format_clock(start)}-{format_clock(DAY_MIN)}"
    return f"{format_clock(start)}-{format_clock(end)}{NEXT_DAY if days else ''}"


def moment(horizon: Horizon, at_min: int, lang: str) -> str:
    """Return weekday, date and clock time of a moment."""
    clock = horizon.clock
    return f"{day(clock.date_of(at_min), lang)} {format_clock(clock.clock_of(at_min))}"


def ending(horizon: Horizon, at_min: int, lang: str) -> str:
    """Return the moment at which something ends; midnight is 24:00 of the day before."""
    if horizon.clock.clock_of(at_min):
        return moment(horizon, at_min, lang)
    return f"{day(horizon.clock.date_of(at_min - 1), lang)} {format_clock(DAY_MIN)}"


def stamp(when: dt.datetime, clock: Clock, lang: str) -> str:
    """Return date and clock time, at the site, of a moment that knows its zone."""
    local = when.astimezone(clock.zone)
    return f"{short_date(local.date(), lang)} {local:%H:%M}"


def number(value: float | Decimal, lang: str, decimals: int = 1) -> str:
    """Return a number with grouped thousands and exactly so many decimals."""
    return _grouped(str(value), lang, decimals)


@lru_cache(maxsize=4096)  # a chart says few numbers many times
def _grouped(value: str, lang: str, decimals: int) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, pattern, locale=LOCALES[lang])


def days(count: float, lang: str) -> str:
    """Return a number of days, halves and other parts with one decimal."""
    return number(float(count), lang, 0 if count == int(count) else 1)


def share(value: float, lang: str, decimals: int = 0) -> str:
    """Return a share in [0, 1] as per cent."""
    return (
        f"{number(value * 100, lang, decimals)}%"
        if lang == "zh"
        else (f"{number(value * 100, lang, decimals)} %")
    )


def change(value: float, lang: str, decimals: int = 1) -> str:
    """Return a relative change with its sign: ``+4.6 %``; a change that rounds to nothing: 0."""
    sign = "+" if value > 0 else "−"
    text = share(abs(value), lang, decimals)
    return text if text == share(0, lang, decimals) else f"{sign}{text}"


def signed(value: float | Decimal, lang: str, decimals: int = 1) -> str:
    """Return a difference with its sign; one that rounds to nothing: 0."""
    text = number(value, lang, decimals).removeprefix("-")
    if text == number(0, lang, decimals):
        return text
    return f"{'+' if value > 0 else '−'}{text}"


def small_share(value: float, lang: str) -> str:
    """Return a share as per cent with two digits that count: ``0.05 %``."""
    if value <= 0:
        return share(0, lang)
    percent = value * 100
    decimals = 0 if percent >= 10 else 1 if percent >= 1 else 2
    return f"<{share(0.0001, lang, 2)}" if percent < 0.01 else share(value, lang, decimals)


def clock_name(clock: int) -> str:
    """Return ``08:00`` of minutes after midnight."""
    return format_clock(clock)


def window(clocks: tuple[int, int]) -> str:
    """Return ``08:00-16:00`` of two clock times."""
    return f"{format_clock(clocks[0])}-{format_clock(clocks[1])}"
