"""How far a month's run is: the four steps, who took them, and the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.pay.pay_review import (
    RunState,
    approve_month,
    correct_month,
    lock_month,
    send_to_review,
)
from ui import figures, link, state
from ui.guard import action
from ui.parts.markup import Tag, Tone
from ui.plain import escape, plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.horizon import Clock
    from service.month.months import Month
    from service.pay.pay_review import ReviewState

NEXT = {
    RunState.CALCULATED: ("send", send_to_review, "forward_to_inbox"),
    RunState.REVIEW: ("approve", approve_month, "verified"),
    RunState.APPROVED: ("lock", lock_month, "lock"),
}


def state_tag(review: ReviewState) -> Tag:
    """Return how far the run is, as a tag."""
    tone = Tone.GOOD if review.state is RunState.LOCKED else Tone.LOOK
    return Tag(say(f"run_state.{review.state}"), tone)


def steps(review: ReviewState, clock: Clock) -> None:
    """Draw the four steps, each with who took it and when."""
    taken = {RunState.CALCULATED: review.calculated}
    taken |= {step.state: step.entered for step in review.steps}
    drawn = []
    for place, one in enumerate(RunState, start=1):
        kind, note = "", say(f"run_step.{one}")
        if one in taken:
            stamp = taken[one]
            kind = "now" if one is review.state else "done"
            note = f"{stamp.by} · {figures.stamp(stamp.at, clock, state.lang())}"
        sign = "✓" if one in taken else str(place)
        drawn.append(
            f'<div class="step {kind}"><b>{sign}</b><div><div class="name">'
            f'{escape(say(f"run_state.{one}"))}</div><div class="note">{escape(note)}</div>'
            "</div></div>"
        )
    st.html(f'<div class="steps">{"".join(drawn)}</div>')


def next_step(review: ReviewState) -> None:
    """Draw what is to be done next, and the button that does it."""
    if review.state is RunState.LOCKED:
        _correct(review)
        return
    name, act, icon = NEXT[review.state]
    said, button = st.columns([4, 1], vertical_alignment="center")
    blocked = review.state is RunState.REVIEW and review.open_objections > 0
    key = f"run_next.{name}_waits" if blocked else f"run_next.{name}"
    text = say(key, count=review.open_objections, calculated=review.calculated.by, by=link.by())
    said.info(plain(text), icon=":material/arrow_forward:")
    button.button(
        say(f"run_do.{name}"),
        type="primary",
        icon=f":material/{icon}:",
        disabled=blocked,
        on_click=_act,
        args=(review.month, act),
        key=f"run.{name}",
        width="stretch",
    )


@action
def _act(month: Month, act: Callable[..., object]) -> None:
    act(link.desk(), month)


def _correct(review: ReviewState) -> None:
    said, button = st.columns([4, 1], vertical_alignment="center")
    said.success(say("run_next.locked"), icon=":material/lock:")
    with button.popover(say("run_do.correct"), icon=":material/edit_note:", width="stretch"):
        st.caption(say("run_next.correct"))
        st.text_input(say("run.reason"), key="run.reason", placeholder=say("run.reason_hint"))
        st.button(
            say("run_do.correct_now"),
            type="primary",
            on_click=_correct_now,
            args=(review.month,),
            key="run.correct",
        )


@action
def _correct_now(month: Month) -> None:
    reason = st.session_state.get("run.reason", "")
    correct_month(link.desk(), month, reason=reason)
    st.session_state["run.reason"] = ""
