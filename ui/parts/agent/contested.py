"""Decisions of the program: that it made them, on what they rest, and how to contest them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.persons.contests import Decided, contest
from ui import figures, link, state
from ui.guard import action
from ui.parts.editing import wish_name
from ui.parts.markup import Row, empty, listing
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.horizon import Clock
    from scheduler.shift import Shift
    from service.persons.contests import ContestedDecision, OwnOutcomes

HEADS = ("day", "asked", "weight", "got", "granted")


def made_by_program(what: str) -> None:
    """Say that a program decided, by which rules and from what, and who answers for it."""
    with st.expander(say("decided.title"), icon=":material/smart_toy:"):
        for part in ("rule", "inputs", "person", "contest"):
            st.markdown(plain(say(f"decided.{what}_{part}")))
        st.caption(plain(say("decided.law")))


def outcomes(found: OwnOutcomes, clock: Clock) -> None:
    """Draw what the week's roster made of the agent's wishes."""
    if found.version is None:
        empty(say("own.not_published"), say("own.not_published_text"))
        return
    if not found.outcomes:
        empty(say("own.no_wishes"), say("own.no_wishes_text"))
        return
    lang, version = state.lang(), found.version
    published = version.version
    at = figures.stamp(published.published_at or version.changed.at, clock, lang)
    told = {"number": published.number, "by": published.published_by, "at": at}
    st.caption(plain(say("own.rests_on", how=say(f"origin.{version.origin}"), **told)))
    rows = [
        Row(
            (
                figures.day(one.wish.date, lang),
                wish_name(one.wish),
                figures.number(one.wish.weight, lang, 1),
                _worked(one.shifts, clock),
                say("own.granted" if one.is_granted else "own.refused"),
            ),
            "" if one.is_granted else "here",
        )
        for one in found.outcomes
    ]
    listing([say(f"own.head_{name}") for name in HEADS], rows, numbers=frozenset({2}))


def _worked(shifts: Sequence[Shift], clock: Clock) -> str:
    lang = state.lang()
    told = (
        f"{post_name(one.post, lang)} {figures.times(clock, one.start_min, one.end_min)}"
        for one in shifts
    )
    return say("list.comma").join(told) or say("own.free")


def form(me: str, decided: Decided, abouts: Sequence[str]) -> None:
    """Draw the form by which an agent contests a decision; nothing where there is none."""
    if not abouts:
        return
    key = f"contest.{decided}.{me}"
    with st.form(f"{key}.form", border=True):
        if len(abouts) > 1:
            st.selectbox(
                say(f"contest.about_{decided}"),
                abouts,
                format_func=spoken(abouts, str),
                key=f"{key}.about",
            )
        else:
            st.session_state[f"{key}.about"] = abouts[0]
            st.caption(plain(f"{say(f'contest.about_{decided}')} {abouts[0]}"))
        st.text_area(
            say("objection.text"), key=f"{key}.text", height=100, placeholder=say("contest.hint")
        )
        st.form_submit_button(
            say("contest.raise"), on_click=_raise, args=(me, decided, key), key=f"{key}.raise"
        )


@action
def _raise(me: str, decided: Decided, key: str) -> None:
    told = st.session_state
    name = me if state.chosen("role") == "agent" else link.by()
    contest(link.desk(name=name), me, decided, told[f"{key}.about"], told[f"{key}.text"])
    told[f"{key}.text"] = ""


def about_name(one: ContestedDecision) -> str:
    """Return what was contested, in words."""
    return f"{say(f'contest.{one.decided}')} {one.about}"
