"""Decisions of the program that agents contest: listed, and answered by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.persons.contests import answer_contest, contests
from service.shop.shops import agent_names
from ui import figures, link, state
from ui.guard import action
from ui.parts.agent.contested import about_name
from ui.parts.hr.objections import answer_said
from ui.parts.markup import Row, empty, listing
from ui.plain import marked
from ui.state import say

if TYPE_CHECKING:
    from scheduler.horizon import Clock
    from service.persons.contests import ContestedDecision, Entry


def draw(clock: Clock) -> None:
    """Draw what was contested, with a form for the answer to each that waits."""
    found, names, lang = contests(link.desk()), agent_names(link.desk()), state.lang()
    if not found:
        empty(say("contest.none"), say("contest.none_text"))
        return
    heads = [say(f"objection.{name}") for name in ("agent", "about", "text", "at", "answer")]
    rows = [
        Row(
            (
                f"{one.value.agent_id} {names.get(one.value.agent_id, '')}".strip(),
                about_name(one.value),
                one.value.text,
                figures.stamp(one.entered.at, clock, lang),
                answer_said(one.value),
            ),
            "here" if one.value.is_accepted is None else "",
        )
        for one in found
    ]
    listing(heads, rows, numbers=frozenset())
    for one in found:
        if one.value.is_accepted is None and link.desk().may("contest_answered"):
            _answer_form(one)


def _answer_form(entry: Entry[ContestedDecision]) -> None:
    one = entry.value
    with st.form(f"contest.form.{entry.id}", border=True):
        st.markdown(marked("objection.answer_to", agent=one.agent_id, about=about_name(one)))
        st.text_area(say("objection.your_answer"), key=f"contest.answer.{entry.id}", height=80)
        with st.container(horizontal=True):
            for kind, good in (("accept", True), ("refuse", False)):
                st.form_submit_button(
                    say(f"objection.{kind}"),
                    on_click=_answer,
                    args=(entry.id, good),
                    key=f"contest.{kind}.{entry.id}",
                )


@action
def _answer(number: int, good: bool) -> None:
    answer = st.session_state[f"contest.answer.{number}"]
    answer_contest(link.desk(), number, answer=answer, is_accepted=good)
