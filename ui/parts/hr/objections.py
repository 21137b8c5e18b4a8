"""Objections against a month: what was objected to, by whom, and the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from kpi.pay.payout import Pays
from service.answerable import Answerable
from service.pay.pay_review import RunState, answer_objection, raise_objection
from ui import figures, link, state
from ui.guard import action
from ui.parts.hr import values
from ui.parts.markup import Row, listing
from ui.plain import escape, marked, plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scheduler.horizon import Clock
    from service.month.months import MonthRun
    from service.pay.pay_review import Entry, Objection, ReviewState

A = TypeVar("A", bound=Answerable)


def about_name(about: str) -> str:
    """Return what an objection is about, in words."""
    if not about:
        return say("objection.whole")
    if about in set(Pays):
        return values.capital(say(f"pays.{about}"))
    return values.indicator_name(about, state.lang())


def answer_said(one: Answerable) -> str:
    """Return how an objection stands: waiting, accepted or not, with the answer."""
    if one.is_accepted is None:
        return say("objection.waits")
    key = "objection.accepted" if one.is_accepted else "objection.refused"
    return say(key, answer=one.answer, by=one.answered_by)


def own(found: Sequence[Entry[A]], about: Callable[[A], str], clock: Clock) -> None:
    """Draw what an agent objected to or contested, with the answers."""
    for entry in found:
        one = entry.value
        at = figures.stamp(entry.entered.at, clock, state.lang())
        kind = "look" if one.is_accepted is None else "good"
        st.html(
            f'<div class="card {kind}"><div class="name">{escape(about(one))} · {escape(at)}</div>'
            f"<div>{escape(one.text)}</div>"
            f'<div class="note">{escape(answer_said(one))}</div></div>'
        )


def listed(review: ReviewState, names: Mapping[str, str], clock: Clock) -> None:
    """Draw all objections, and a form for the answer to each that waits."""
    title = say("objection.title", count=len(review.objections))
    st.subheader(plain(title), help=say("objection.help"), anchor=False)
    if not review.objections:
        st.caption(say("objection.none"))
        return
    heads = [say(f"objection.{name}") for name in ("agent", "about", "text", "at", "answer")]
    rows = [_row(entry, names, clock) for entry in review.objections]
    listing(heads, rows, numbers=frozenset())
    for entry in review.objections:
        if entry.value.is_accepted is None:
            _answer_form(entry, names)


def _row(entry: Entry[Objection], names: Mapping[str, str], clock: Clock) -> Row:
    one = entry.value
    cells = (
        names.get(one.agent_id, one.agent_id),
        about_name(one.about),
        one.text,
        figures.stamp(entry.entered.at, clock, state.lang()),
        answer_said(one),
    )
    return Row(cells, "here" if one.is_accepted is None else "")


def _answer_form(entry: Entry[Objection], names: Mapping[str, str]) -> None:
    one = entry.value
    name = names.get(one.agent_id, one.agent_id)
    with st.form(f"objection.form.{entry.id}", border=True):
        st.markdown(marked("objection.answer_to", agent=name, about=about_name(one.about)))
        st.text_area(say("objection.your_answer"), key=f"objection.answer.{entry.id}", height=80)
        with st.container(horizontal=True):
            for kind, good in (("accept", True), ("refuse", False)):
                st.form_submit_button(
                    say(f"objection.{kind}"),
                    help=say(f"objection.{kind}_help"),
                    on_click=_answer,
                    args=(entry.id, good),
                    key=f"objection.{kind}.{entry.id}",
                )


@action
def _answer(number: int, good: bool) -> None:
    answer = st.session_state[f"objection.answer.{number}"]
    answer_objection(link.desk(), number, answer=answer, is_accepted=good)


def abouts(run: MonthRun, agent_id: str) -> list[str]:
    """Return what an agent can object to: the whole, each line, each amount."""
    score = next(one for one in run.scores if one.agent_id == agent_id)
    lines = dict.fromkeys(line.indicator for card in score.cards for line in card.lines)
    paid = [one for one in run.payouts if one.agent_id == agent_id]
    pays = dict.fromkeys(str(line.pays) for payout in paid for line in payout.lines)
    return ["", *lines, *pays]


def form(run: MonthRun, agent_id: str, review: ReviewState, *, key: str) -> None:
    """Draw the form by which an agent objects, while the month is in review."""
    if review.state is not RunState.REVIEW:
        st.caption(say(f"objection.closed_{review.state}"))
        return
    with st.form(f"{key}.form", border=True):
        options = abouts(run, agent_id)
        st.selectbox(
            say("objection.about"),
            options,
            format_func=state.spoken(options, about_name),
            key=f"{key}.about",
        )
        st.text_area(
            say("objection.text"),
            key=f"{key}.text",
            height=100,
            placeholder=say("objection.text_hint"),
        )
        st.form_submit_button(
            say("objection.raise"),
            type="primary",
            on_click=_raise,
            args=(run, agent_id, key),
            key=f"{key}.raise",
        )


@action
def _raise(run: MonthRun, agent_id: str, key: str) -> None:
    raise_objection(
        link.desk(name=agent_id if state.chosen("role") == "agent" else link.by()),
        run.month,
        agent_id=agent_id,
        about=st.session_state[f"{key}.about"],
        text=st.session_state[f"{key}.text"],
    )
    st.session_state[f"{key}.text"] = ""
