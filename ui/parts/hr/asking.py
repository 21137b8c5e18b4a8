"""Small questions that several of HR's forms ask: a day, a moment, a person, a post."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from service.shop.shops import posts
from ui import figures, link, state
from ui.parts.requests import people
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.horizon import Clock

STEP_S = 300
DAY = dt.timedelta(days=1)


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


def day_choice(label: str, days: Sequence[dt.date], key: str, *, index: int | None = 0) -> None:
    """Ask for one of some days."""
    st.selectbox(plain(label), days, index=index, format_func=spoken(days, full_day), key=key)


def moment_choice(label: str, days: Sequence[dt.date], key: str, *, time: dt.time) -> None:
    """Ask for a day and a clock time; ``moment_told`` reads them."""
    left, right = st.columns([3, 2])
    with left:
        day_choice(label, days, f"{key}.day")
    right.time_input(say("asking.time"), time, step=STEP_S, key=f"{key}.time")


def moment_told(key: str, clock: Clock) -> int:
    """Return the moment that was asked for."""
    day: dt.date = st.session_state[f"{key}.day"]
    time: dt.time = st.session_state[f"{key}.time"]
    return clock.at(day, time.hour * 60 + time.minute)


def agent_choice(label: str, key: str) -> None:
    """Ask for somebody of the shop; nobody is chosen at first."""
    names = people()
    st.selectbox(
        plain(label),
        list(names),
        index=None,
        format_func=lambda one: names.get(one, one),
        placeholder=say("asking.choose"),
        key=key,
    )


def post_choice(label: str, key: str) -> None:
    """Ask for one of the shop's posts."""
    found = posts_known()
    st.selectbox(plain(label), list(found), format_func=spoken(found, found.__getitem__), key=key)


def posts_known() -> dict[str, str]:
    """Return the shop's posts with their names in words."""
    return {one.id: post_name(one.id, state.lang()) for one in posts(link.desk())}


def text_told(key: str) -> str:
    """Return what was written, without spaces round it."""
    return str(st.session_state.get(key) or "").strip()


def forget(*keys: str) -> None:
    """Empty text fields after what they held was kept."""
    for key in keys:
        st.session_state[key] = ""
