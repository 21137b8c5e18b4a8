"""Handovers of a day: where shifts meet, what is passed on, who has not signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from service.floor.handovers import (
    HandoverLog,
    HandoverPoint,
    HandoverText,
    handover_texts,
    handovers,
    keep_handover,
    set_handover_text,
)
from service.shop.shops import agent_names
from ui import figures, link, state
from ui.parts import entry_form, markup
from ui.parts.entry_form import Ask, Form
from ui.parts.markup import Row
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from scheduler.horizon import Clock
    from service.desk import Desk

MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class HandoverTold:
    """What is asked of a handover: what goes on, what is new, who is told."""

    open_cases: str
    news: str
    people: tuple[str, ...]


def panel(label: str, date: dt.date, clock: Clock) -> None:
    """Draw the handovers of a day, and ask what is passed on at one of them."""
    found = handovers(link.desk(), label, date)
    st.subheader(say("handover.title"), help=say("handover.text"), anchor=False)
    if found is None:
        st.caption(say("handover.unpublished"))
        return
    if not found:
        st.caption(say("handover.none"))
        return
    names = agent_names(link.desk())
    posts = list(dict.fromkeys(one.post for one in found))
    post = st.segmented_control(
        say("handover.column_post"),
        posts,
        default=posts[0],
        required=True,
        format_func=spoken(posts, lambda one: plain(post_name(one, state.lang()))),
        key=f"handover.post.{date}",
        label_visibility="collapsed",
    )
    found = tuple(one for one in found if one.post == post)
    _table(found, names, clock)
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(border=True):
        _form(found, names, clock)
    with right:
        _text(post)


def _table(found: Sequence[HandoverPoint], names: dict[str, str], clock: Clock) -> None:
    heads = ("at", "coming", "going", "overlap", "log")
    rows = [
        Row(
            (
                figures.clock_name(clock.clock_of(one.at_min)),
                _people(one.coming, names),
                _people(one.going, names),
                _overlap(one),
                _state(one, names),
            ),
            "bad" if one.is_missed or one.unsigned else "",
        )
        for one in found
    ]
    markup.listing([say(f"handover.column_{head}") for head in heads], rows, numbers=frozenset())


def _people(ids: Sequence[str], names: dict[str, str]) -> str:
    told = say("list.comma").join(names.get(one) or one for one in ids[:MOST_NAMES])
    more = len(ids) - MOST_NAMES
    return say("handover.more", names=told, count=more) if more > 0 else told or "—"


def _overlap(one: HandoverPoint) -> str:
    if one.overlap_min < 0:
        return say("handover.gap", minutes=-one.overlap_min)
    told = say("handover.minutes", minutes=one.overlap_min)
    return say("handover.wanted", told=told, minutes=one.wanted_min) if one.is_missed else told


def _state(one: HandoverPoint, names: dict[str, str]) -> str:
    if one.log is None:
        return say("handover.not_kept")
    if not one.unsigned:
        return say("handover.all_signed", count=len(one.signed))
    return say("handover.unsigned", names=_people(one.unsigned, names))


def _form(found: Sequence[HandoverPoint], names: dict[str, str], clock: Clock) -> None:
    """Ask which handover, and what is passed on at it."""
    places = range(len(found))

    def title(at: int) -> str:
        one = found[at]
        return figures.clock_name(clock.clock_of(one.at_min))

    first = next((at for at in places if found[at].log is None), 0)
    chosen = st.selectbox(
        say("handover.which"),
        places,
        index=first,
        format_func=spoken(places, title),
        key=f"handover.which.{found[0].post}.{found[0].at_min}",
    )
    one = found[chosen]
    kept = None if one.log is None else one.log.value

    def enter(desk: Desk, told: HandoverTold) -> int:
        people = told.people
        return keep_handover(
            desk, HandoverLog(one.post, one.at_min, told.open_cases, told.news, people)
        )

    here = (*one.coming, *one.going) if kept is None else kept.people
    people = {each: f"{each} {name}".strip() for each, name in names.items()}
    entry_form.draw(
        Form(
            "handover",
            HandoverTold,
            (
                (Ask("open_cases", begins="" if kept is None else kept.open_cases, is_long=True),),
                (Ask("news", begins="" if kept is None else kept.news, is_long=True),),
                (Ask("people", people, begins=here, is_many=True),),
            ),
            enter,
            title="",
            border=False,
            key=f"handover.{one.post}.{one.at_min}",
        )
    )
    if kept is not None:
        st.caption(say("handover.again"))


def _text(post: str) -> None:
    """Ask what is passed on at every handover of a post."""
    texts = handover_texts(link.desk())
    told = say("handover.of_post", post=post_name(post, state.lang()))
    with st.expander(plain(told), expanded=post not in texts):
        entry_form.draw(
            Form(
                "handover_text",
                HandoverText,
                ((Ask("text", begins=texts.get(post, ""), is_long=True),),),
                set_handover_text,
                given={"post": post},
                title="",
                button="set",
                is_main=False,
                border=False,
                key=f"handover.text.{post}",
            )
        )
