"""The rest of a day from what has arrived so far: how far off the day is, what it still needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from service.demand.today import Today, rest_of_today
from ui import figures, link, state
from ui.charts.today import today_charts
from ui.guard import guarded
from ui.parts.markup import Card, Tone, cards
from ui.plain import plain
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.roster.rosters import RosterSheet

FAR_OFF = 0.15
"""Share by which a day may be off before it is worth a look."""


def show(found: RosterSheet, order: Sequence[str]) -> None:
    """Draw the last recorded day of the week with its rest made anew."""
    st.subheader(say("today.title"), help=say("today.help"), anchor=False)
    shop, label = found.shop.id, found.week.label
    with guarded():
        today = rest_of_today(link.desk(shop), label)
        if today is None:
            st.caption(say("today.none"))
            if st.button(say("today.import"), icon=":material/upload_file:", key="today.import"):
                st.switch_page(link.page("history"))
            return
        now = _choose_now(today)
        if now != today.now_min:
            today = rest_of_today(link.desk(shop), label, now_min=now) or today
        cards([_card(today, post, row) for row, post in enumerate(today.before.posts)])
        charts = today_charts(today, state.lang(), order=order)
        with st.container(gap=None):
            for place, chart in enumerate(charts):
                st.altair_chart(chart, width="stretch", theme=None, key=f"today.{place}")


def _choose_now(today: Today) -> int:
    """Ask up to when to look at what arrived; the last complete interval at first."""
    horizon = today.before.horizon
    first = horizon.day_starts_min[today.day]
    step = horizon.interval_min
    last = min(today.until_min, horizon.day_starts_min[today.day + 1] - step)
    if last <= first + step:
        return today.now_min
    moments = range(first + step, last + 1, step)
    date = figures.day(horizon.clock.date_of(first), state.lang())
    chosen: int = st.select_slider(
        plain(say("today.until", day=date)),
        moments,
        value=min(today.now_min, last),
        format_func=lambda at: plain(figures.clock_name(horizon.clock.clock_of(at))),
        help=say("today.until_help"),
        key=f"today.now.{horizon.iso_week}.{today.day}.{today.until_min}",
    )
    return chosen


def _card(today: Today, post: str, row: int) -> Card:
    lang = state.lang()
    came, expected = _so_far(today, row)
    before, after = (
        float(np.nansum(table.mean[row, today.rest])) for table in (today.before, today.after)
    )
    off = came / expected - 1 if expected > 0 else 0.0
    lines = [
        say(
            "today.so_far",
            came=figures.number(came, lang, 0),
            expected=figures.number(expected, lang, 0),
            by=figures.change(off, lang),
        ),
        say(
            "today.rest",
            after=figures.number(after, lang, 0),
            before=figures.number(before, lang, 0),
        ),
        say(
            "today.hours",
            after=figures.number(today.hours_after[post], lang, 1),
            by=figures.signed(today.hours_after[post] - today.hours_before[post], lang, 1),
        ),
    ]
    tone = Tone.LOOK if abs(off) > FAR_OFF else Tone.GOOD
    value = figures.change(after / before - 1, lang) if before > 0 else "—"
    return Card(say("today.card", post=post_name(post, lang)), value, "\n".join(lines), tone)


def _so_far(today: Today, row: int) -> tuple[float, float]:
    """Return the chats that came and those expected, in the intervals that are recorded."""
    came, expected = today.arrived[row, today.past], today.before.mean[row, today.past]
    both = ~np.isnan(came) & ~np.isnan(expected)
    return float(came[both].sum()), float(expected[both].sum())
