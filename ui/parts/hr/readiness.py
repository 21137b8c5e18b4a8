"""What a month still needs, as a strip of answers, and the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import streamlit as st

from service.asked_jobs import latest_payout, start_payout
from service.pay.month_needs import NeedKind, NeedState
from ui import link, state
from ui.guard import action
from ui.parts.markup import Tone
from ui.parts.waiting import failed_note, watch
from ui.plain import escape, plain
from ui.state import say
from ui.words.needs import need_sentence

if TYPE_CHECKING:
    from service.month.months import Month, RunNote
    from service.pay.month_needs import Need, Readiness

SIGNS = {
    NeedState.DONE: ("✓", Tone.GOOD),
    NeedState.PARTLY: ("!", Tone.LOOK),
    NeedState.MISSING: ("○", Tone.LOOK),
    NeedState.BLOCKING: ("✕", Tone.BAD),
}

Kind: TypeAlias = Literal["primary", "secondary"]


def strip(found: Readiness) -> None:
    """Draw how each thing stands that a month is scored and paid from."""
    drawn = "".join(_need(need) for need in found.needs)
    st.html(f'<div class="needs">{drawn}</div>')


def _need(need: Need) -> str:
    sign, tone = SIGNS[need.state]
    name, said = escape(say(f"need.{need.kind}")), escape(need_said(need))
    return (
        f'<div class="need {tone}" title="{escape(say(f"need_help.{need.kind}"))}">'
        f'<div class="name"><b>{sign}</b>{name}</div><div class="said">{said}</div></div>'
    )


def need_said(need: Need) -> str:
    """Return how a need stands, in words."""
    return need_sentence(need, state.lang())


def next_step(found: Readiness) -> None:
    """Say what is to be done next, and offer the page for it; nothing where nothing is."""
    blocked = [need.kind for need in found.needs if need.state is NeedState.BLOCKING]
    if not blocked:
        if found.changed:
            changes = say("list.comma").join(say(f"action.{name}") for name in found.changed)
            st.warning(plain(say("hr.changed", changes=changes)), icon=":material/update:")
        return
    said, go = st.columns([5, 1], vertical_alignment="center")
    said.warning(say(f"need_next.{blocked[0]}"), icon=":material/arrow_forward:")
    page = "schemes" if blocked[0] is NeedKind.SCHEMES else "data"
    if go.button(say(f"hr.go_{page}"), key="month.go", width="stretch"):
        st.switch_page(link.page(page))


def payout(month: Month, note: RunNote | None) -> None:
    """Draw a payout that a worker makes; where the newest brought nothing, why."""
    job = latest_payout(link.desk(), month)
    if job is None:
        return
    if not job.state.is_over:
        watch(job.id, "payout")
    elif job.failure is not None and (note is None or note.entered.at < job.started.at):
        failed_note(job)


def score_buttons(month: Month, found: Readiness, *, again: bool) -> None:
    """Draw the buttons that score and pay a month, or only score it where plans are missing."""
    main = "hr.score_again" if again else "hr.score"
    job = latest_payout(link.desk(), month)
    is_free = job is None or job.state.is_over
    if found.need(NeedKind.PAY_PLANS).state is not NeedState.DONE:
        can = found.can_score and is_free
        _button("hr.score_only", month, key="month.score_only", pay=False, can=can)
    kind: Kind = "primary" if not again or found.changed else "secondary"
    can = found.can_pay and is_free
    _button(main, month, key="month.score", pay=True, can=can, kind=kind)


def _button(
    name: str,
    month: Month,
    *,
    key: str,
    pay: bool,
    can: bool,
    kind: Kind = "secondary",
) -> None:
    st.button(
        say(name),
        type=kind,
        icon=":material/calculate:",
        disabled=not can,
        help=say("hr.score_help"),
        key=key,
        on_click=_score,
        args=(month, pay),
    )


@action
def _score(month: Month, pay: bool) -> None:
    start_payout(link.desk(), month, pay=pay)
