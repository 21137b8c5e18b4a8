"""Opening hours as people write them: ``mon-fri 07:00-21:00; sat 20:00-24:00``."""

from __future__ import annotations

from scheduler.errors import Fault, InputError
from scheduler.horizon import WEEK_DAYS, ClockSpan
from scheduler.post import WEEKDAYS

SHORT = tuple(day[:3] for day in WEEKDAYS)
CHINESE = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
EVERY_DAY = ("daily", "每天")
PROPOSED = "daily 08:00-24:00"
"""For a shop that does not say: platforms judge from 8 or 9 to 23, a robot answers at night."""


def opening(text: str) -> tuple[tuple[ClockSpan, ...], ...] | None:
    """
    Return clock spans by weekday, Monday first; None for ``24x7``, round the clock.

    Parts are separated by ``;``. A part names days (``mon``, ``mon-fri``, ``sun-thu``, ``daily``,
    or 周一 … 周日, 每天) and spans ``HH:MM-HH:MM`` separated by commas. Days that no part names are
    closed.

    Raises
    ------
    InputError
        When a day or a span cannot be read.
    """
    if text.strip().lower() in ("24x7", "7x24", "7×24"):
        return None
    spans: list[list[ClockSpan]] = [[] for _ in range(WEEK_DAYS)]
    for part in filter(None, (part.strip() for part in text.replace("；", ";").split(";"))):
        days, _, hours = part.partition(" ")
        for day in _days(days):
            spans[day] += [ClockSpan.parse(span) for span in hours.split(",")]
    if not any(spans):
        raise InputError(Fault("opening_unreadable", column="opening", value=text))
    return tuple(map(tuple, spans))


def _days(text: str) -> list[int]:
    if text.lower() in EVERY_DAY:
        return list(range(WEEK_DAYS))
    first, dash, last = text.partition("-")
    start = _day(first)
    length = (_day(last) - start) % WEEK_DAYS if dash else 0
    return [(start + step) % WEEK_DAYS for step in range(length + 1)]


def _day(text: str) -> int:
    for names in (SHORT, WEEKDAYS, CHINESE):
        if text.lower() in names:
            return names.index(text.lower())
    raise InputError(Fault("opening_unreadable", column="opening", value=text))
