"""Small questions that several of HR's forms ask: a day, a moment, a person, a post."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from service.shop.shops import posts
from ui import figures, link, state
from ui.parts.entry_form import Ask
from ui.parts.requests import people
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.horizon import Clock
    from service.month.months import Month

DAY = dt.timedelta(days=1)
STEP_MIN = 5


def when(at_min: int | None, clock: Clock) -> str:
    """Return day and clock time of a moment; a dash where there is none."""
    if at_min is None:
        return "—"
    time = figures.clock_name(clock.clock_of(at_min))
    return f"{figures.short_date(clock.date_of(at_min), state.lang())} {time}"


def full_day(date: dt.date | None) -> str:
    """Return a date with its year; a dash where there is none."""
    if date is None:
        return "—"
    return (
        f"{date.year}年{date.month}月{date.day}日" if state.lang() == "zh" else f"{date:%-d %b %Y}"
    )


def days_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the dates from first to last, the last one first."""
    return [last - DAY * number for number in range((last - first).days + 1)]


def days_so_far(month: Month, today: dt.date) -> list[dt.date]:
    """Return the days of a month up to today, the last first; of one to come only today."""
    last = today if today in month or today < month.first else month.last
    return days_between(min(month.first, last), last)


def now_min() -> int:
    """Return this minute."""
    return int(link.now().timestamp()) // 60


def day(name: str, days: Sequence[dt.date], begins: dt.date | None = None) -> Ask:
    """Ask for one of some days, at first the first of them."""
    return Ask(name, {one: full_day(one) for one in days}, begins)


def moment(name: str, days: Sequence[dt.date], clock: Clock, at_min: int) -> Ask:
    """Ask for one of some days and a clock time, at first that of a moment."""
    minute = clock.clock_of(at_min) // STEP_MIN * STEP_MIN
    begins = dt.time(minute // 60, minute % 60)
    return Ask(name, {one: full_day(one) for one in days}, begins, clock=clock)


def person(name: str, fault: str = "") -> Ask:
    """Ask for somebody of the shop; nobody is chosen at first."""
    return Ask(name, people(), is_empty=True, fault=fault)


def post(name: str) -> Ask:
    """Ask for one of the shop's posts."""
    return Ask(name, posts_known())


def posts_known() -> dict[str, str]:
    """Return the shop's posts with their names in words."""
    return {one.id: post_name(one.id, state.lang()) for one in posts(link.desk())}
