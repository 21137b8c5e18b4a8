"""The past on the screen: how whole it is, what looks wrong, how it runs by day and by hour."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from scheduler.horizon import DAY_MIN, WEEK_DAYS
from service.history.past_check import checked_history
from ui import figures, link, state
from ui.charts.past_marks import fault_name, stretch_said
from ui.parts.markup import Card, Row, Tag, Tone, empty, listing
from ui.parts.planner.history_pictures import by_hour, ends
from ui.plain import plain
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from service.history.past_check import CheckedHistory, PastStretch

AHEAD_DAYS = 7
FAULTS_SHOWN = 60


def known_past() -> CheckedHistory | None:
    """Return the past of the chosen shop, checked; None where no shop is chosen."""
    shop = state.chosen("shop")
    if not shop:
        return None
    return checked_history(link.desk(), link.today() + dt.timedelta(days=AHEAD_DAYS))


def nothing() -> None:
    """Say that there is no past yet; the way to bring it is drawn below."""
    empty(say("past.empty"), say("past.empty_text"))


def tags(past: CheckedHistory) -> list[Tag]:
    """Return how far the past reaches, and whether something looks wrong."""
    assert past.volumes is not None
    first, last = ends(past)
    weeks = figures.number(((last - first).days + 1) / WEEK_DAYS, state.lang(), 0)
    dates = figures.stretch(first, last, state.lang())
    marks = [
        Tag(say("past.tag_weeks", dates=dates, weeks=weeks)),
        Tag(say("past.tag_interval", minutes=past.volumes.interval_min)),
    ]
    if past.told:
        return [*marks, Tag(say("past.tag_faults", count=len(past.told)), Tone.LOOK)]
    return [*marks, Tag(say("past.tag_clean"), Tone.GOOD)]


def answers(past: CheckedHistory) -> list[Card]:
    """Return the cards: how many chats, when most, how whole the record is."""
    return [_last_week(past), _busiest(past), _whole(past)]


def _last_week(past: CheckedHistory) -> Card:
    assert past.volumes is not None
    lang, volumes = state.lang(), past.volumes
    steps = WEEK_DAYS * DAY_MIN // volumes.interval_min
    recent, before = volumes.counts[:, -steps:], volumes.counts[:, -2 * steps : -steps]
    total, earlier = float(np.nansum(recent)), float(np.nansum(before))
    parts = " · ".join(
        f"{post_name(post, lang)} {figures.number(float(np.nansum(row)), lang, 0)}"
        for post, row in zip(volumes.posts, recent, strict=True)
    )
    note = say("past.no_week_before")
    if earlier > 0:
        chats = figures.number(earlier, lang, 0)
        note = say("past.week_before", chats=chats, by=figures.change(total / earlier - 1, lang))
    value = say("past.chats", chats=figures.number(total, lang, 0))
    return Card(say("past.card_week"), value, f"{note}\n{parts}")


def _busiest(past: CheckedHistory) -> Card:
    lang = state.lang()
    lines, found = [], {}
    for post, cells in by_hour(past, special=False).items():
        if not cells.empty and cells["value"].notna().any():
            top = cells.iloc[int(cells["value"].argmax())]
            found[post] = top
            lines.append(
                say(
                    "past.busiest_post",
                    post=post_name(post, lang),
                    day=top["day"],
                    time=figures.window((int(top["clock"]), int(top["clock"]) + 60)),
                    chats=figures.number(float(top["value"]), lang, 0),
                )
            )
    if not found:
        return Card(say("past.card_busiest"), "—")
    busiest = max(found.values(), key=lambda top: top["value"])
    clock = int(busiest["clock"])
    value = f"{busiest['day']} {figures.window((clock, clock + 60))}"
    return Card(say("past.card_busiest"), value, "\n".join(lines))


def _whole(past: CheckedHistory) -> Card:
    assert past.volumes is not None
    lang = state.lang()
    counts, due = past.volumes.counts, ~np.isnan(past.usual)
    share = float((due & ~np.isnan(counts)).sum() / max(1, due.sum()))
    if not past.told:
        value = figures.share(share, lang, 1)
        return Card(say("past.card_whole"), value, say("past.whole_note"), Tone.GOOD)
    posts = {fault.post for fault in past.told}
    lines = [
        say(
            "past.faults_post",
            post=post_name(post, lang),
            count=sum(fault.post == post for fault in past.told),
        )
        for post in past.volumes.posts
        if post in posts
    ]
    value = figures.share(share, lang, 1)
    return Card(say("past.card_whole"), value, "\n".join(lines), Tone.LOOK)


def faults(past: CheckedHistory) -> None:
    """List what is missing or looks wrong, the newest first, and what to do about it."""
    st.subheader(say("past.faults"), help=say("past.faults_help"), anchor=False)
    if not past.told:
        st.caption(say("past.no_faults"))
        return
    names = [say(f"past.{name}") for name in ("what", "post", "when", "chats_said", "todo")]
    rows = [_fault_row(past, fault) for fault in past.told[::-1]]
    with st.container(height=330 if len(rows) > 8 else "content", border=False):
        listing(names, rows[:FAULTS_SHOWN], numbers=frozenset({3}))
    if len(rows) > FAULTS_SHOWN:
        st.caption(plain(say("past.more_faults", count=len(rows) - FAULTS_SHOWN)))


def _fault_row(past: CheckedHistory, fault: PastStretch) -> Row:
    assert past.volumes is not None
    lang = state.lang()
    return Row(
        (
            f"! {fault_name(fault, lang)}",
            post_name(fault.post, lang),
            stretch_said(fault, past.volumes.clock, lang),
            figures.number(fault.chats, lang, 0),
            say(f"past_todo.{fault.fault}"),
        )
    )
