"""
Dates and times as people and spreadsheets write them, as ISO text.

Read are ``2026-11-03``, ``2026/11/3 9:30``, ``2026.11.3``, ``2026年11月3日 下午3时5分``,
``20261103``, ``2026-11-03T09:30:00+08:00``, a spreadsheet's day number (``46329.3958``: days since
30 December 1899), and ``24:00``, which is the next midnight. ``11/3/2026`` is March or November,
and a fault.
"""

from __future__ import annotations

import datetime as dt
import re

from scheduler.errors import Fault, InputError
from store.files.clean import narrow

DATE = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日?)"
)
COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
TIME = re.compile(
    r"(上午|下午|AM|PM)? ?([0-9]{1,2})[:时点]([0-9]{1,2})?(?:[:分]([0-9]{1,2})?(\.[0-9]+)?秒?)?"
    r" ?(AM|PM)? ?(Z|[+-][0-9]{2}:?[0-9]{2})?",
    re.IGNORECASE,
)
SERIAL = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
SERIALS = range(36526, 73051)  # 2000-01-01 to 2099-12-31
SERIAL_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a wall-clock date
DAY_FIRST_OR_MONTH = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2,4}\b.*")
NOON, DAY_HOURS = 12, 24
WEEKDAY = re.compile(
    r"\s*[(（]?(?:(?:星期|周|週|礼拜|禮拜)([一二三四五六日天])|\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b)[)）]?\s*",
    re.IGNORECASE,
)
DAY_NAMES = ("一mon", "二tue", "三wed", "四thu", "五fri", "六sat", "日天sun")
SHORT_YEAR = re.compile(r"([0-9]{2})([-/.])([0-9]{1,2})\2([0-9]{1,2})")


def iso_date(text: str) -> str:
    """
    Return the ISO date of a cell; a time behind it may only be midnight.

    Raises
    ------
    InputError
        ``date_order`` or ``date_unreadable``.
    """
    found = _iso(text)
    date, _, time = (found or "").partition("T")
    if found is None or time.strip("0:.") or len(time.partition("+")[0]) != len(time):
        raise InputError(Fault("date_unreadable", value=text))
    return date


def iso_time(text: str) -> str:
    """
    Return the ISO date and time of a cell, with its offset where it has one.

    Raises
    ------
    InputError
        ``date_order`` or ``time_unreadable``.
    """
    found = _iso(text)
    if found is None:
        raise InputError(Fault("time_unreadable", value=text))
    return found


def _iso(text: str) -> str | None:
    """Return the ISO text of a date or a date and time; None when it is neither."""
    plain = narrow(text).strip()
    if SERIAL.fullmatch(plain):
        return _of_serial(plain)
    weekday = WEEKDAY.search(plain)
    if weekday is not None:
        return _on_weekday(text, plain, weekday)
    date = DATE.match(plain) or COMPACT.match(plain)
    if date is None:
        if DAY_FIRST_OR_MONTH.fullmatch(plain):
            raise InputError(Fault("date_order", value=text))
        return _as_given(plain)
    year, month, day = (int(part) for part in date.groups() if part and part.isdigit())
    rest = plain[date.end() :].lstrip()
    behind = plain[date.end() : date.end() + 1]
    if behind and behind not in "T 上下" and plain[date.end() - 1] != "日":
        return _as_given(plain)
    try:
        found = _with_time(dt.date(year, month, day), rest.removeprefix("T").strip())
    except ValueError:
        return None
    return _as_given(plain) if found is None else found


def _on_weekday(text: str, plain: str, day: re.Match[str]) -> str | None:
    """
    Return the ISO text of a date with its day of the week, which must be that of the date.

    A year of two digits (``26-10-03 星期六``) counts where no other order has that weekday.
    """
    named = (day[1] or day[2]).lower()
    wanted = next(at for at, names in enumerate(DAY_NAMES) if named in names)
    rest = f"{plain[: day.start()]} {plain[day.end() :]}".strip()
    short = SHORT_YEAR.match(rest)
    if short is not None:
        one, _, two, three = short.groups()
        orders = {(one, two, three), (three, two, one), (three, one, two)}
        fitting = {order for order in orders if _weekday(order) == wanted}
        if fitting != {(one, two, three)}:
            raise InputError(Fault("date_order", value=text))
        rest = f"20{rest}"
    found = _iso(rest)
    if found is not None and dt.date.fromisoformat(found[:10]).weekday() != wanted:
        raise InputError(Fault("date_weekday", value=text))
    return found


def _weekday(order: tuple[str, str, str]) -> int | None:
    year, month, day = map(int, order)
    try:
        return dt.date(2000 + year, month, day).weekday()
    except ValueError:
        return None


def _as_given(text: str) -> str | None:
    """Return a text that is one of the rarer ISO forms, such as ``20261103T0930``."""
    try:
        return dt.datetime.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _of_serial(text: str) -> str | None:
    if int(float(text)) not in SERIALS:
        return None
    days, _, part = text.partition(".")
    seconds = round(float(f"0.{part or 0}") * DAY_HOURS * 3600)
    moment = SERIAL_ZERO + dt.timedelta(days=int(days), seconds=seconds)
    return moment.date().isoformat() if not part else moment.isoformat(timespec="seconds")


def _with_time(date: dt.date, time: str) -> str | None:
    """Return a date with a time behind it; raises ValueError for a time no clock shows."""
    if not time:
        return date.isoformat()
    found = TIME.fullmatch(time)
    if found is None:
        return None
    before, hours, minutes, seconds, fraction, after, offset = found.groups()
    hour, minute = _hour(int(hours), before or after or ""), int(minutes or 0)
    second = int(seconds or 0)
    if hour == DAY_HOURS and not (minute or second):
        date, hour = date + dt.timedelta(days=1), 0
    clock = dt.time(hour, minute, second).isoformat()
    return f"{date.isoformat()}T{clock}{fraction or ''}{(offset or '').upper()}"


def _hour(hour: int, half: str) -> int:
    """Return the hour of the day; ``half`` says which half of the day is meant, or nothing."""
    if not half:
        return hour
    if not 1 <= hour <= NOON and not (half == "上午" and hour == 0):
        raise ValueError(hour)
    return hour % NOON + (NOON if half.upper() in ("下午", "PM") else 0)
