"""Opening hours as people write them: ``mon-fri 07:00-21:00; sat 20:00-24:00``."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TypeAlias

from scheduler.errors import Fault, InputError
from scheduler.horizon import WEEK_DAYS, ClockSpan
from scheduler.post import WEEKDAYS
from store.files.clean import cleaned, narrow

Hours: TypeAlias = tuple[tuple[ClockSpan, ...], ...] | None
"""Spans by weekday, Monday first; None: round the clock."""
ALWAYS = "24x7"
SHORT = tuple(day[:3] for day in WEEKDAYS)
CHINESE = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
EVERY_DAY = ("daily", "每天")
UNTIL = re.compile(r"\s*[-–—~～至到]\s*")
TIME = re.compile(r"[0-9]{1,2}:")
PROPOSED = "daily 08:00-24:00"
"""For a shop that does not say: platforms judge from 8 or 9 to 23, a robot answers at night."""


def opening(text: str) -> Hours:
    """
    Return clock spans by weekday, Monday first; None for ``24x7``, round the clock.

    Parts are separated by ``;``. A part names days (``mon``, ``mon-fri``, ``sun-thu``, ``daily``,
    or 周一 … 周日, 每天; none: every day) and spans ``HH:MM-HH:MM`` separated by commas. Signs may
    be full-width. Days that no part names are closed.

    Raises
    ------
    InputError
        When a day or a span cannot be read.
    """
    if narrow(text).strip().lower() in (ALWAYS, "7x24", "7×24"):
        return None
    spans: list[list[ClockSpan]] = [[] for _ in range(WEEK_DAYS)]
    told = UNTIL.sub("-", narrow(cleaned(text)))
    for part in filter(None, (part.strip() for part in told.split(";"))):
        days, _, hours = part.partition(" ")
        if TIME.match(days):  # no day is named: every day
            days, hours = EVERY_DAY[0], part
        for day in _days(days):
            spans[day] += [ClockSpan.parse(span) for span in hours.split(",")]
    if not any(spans):
        raise InputError(Fault("opening_unreadable", column="opening", value=text))
    return tuple(map(tuple, spans))


def as_text(hours: Hours, lang: str) -> str:
    """Return opening hours as ``opening`` reads them, in a language; days alike stand together."""
    if hours is None:
        return ALWAYS
    every, names = (EVERY_DAY[1], CHINESE) if lang == "zh" else (EVERY_DAY[0], SHORT)
    parts = []
    for spans, group in groupby(range(WEEK_DAYS), key=hours.__getitem__):
        days = list(group)
        if not spans:
            continue
        named = names[days[0]] if len(days) == 1 else f"{names[days[0]]}-{names[days[-1]]}"
        said = every if len(days) == WEEK_DAYS else named
        parts.append(f"{said} {','.join(map(str, spans))}")
    return "; ".join(parts)


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
