"""Training and promotion from a month's scores: what they say, what was agreed, what is done."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from service.month.growth import GrowthKind, GrowthNote, finish_note, keep_note
from ui import figures, link, state
from ui.guard import action
from ui.parts import register
from ui.parts.hr import values
from ui.parts.markup import Card, Tone, cards
from ui.parts.register import Column, Register
from ui.plain import marked, plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.month.growth import Suggestion
    from service.month.months import Month
    from service.pay.pay_review import Entry

LATER = dt.timedelta(days=30)


def answers(found: Sequence[Suggestion], kept: Sequence[Entry[GrowthNote]], today: dt.date) -> None:
    """Draw how many people are to be trained or promoted, and what is overdue."""
    training = sum(one.kind is GrowthKind.TRAINING for one in found)
    promotion = [one for one in found if one.kind is GrowthKind.PROMOTION]
    due = sum(one.is_due for one in promotion)
    waiting = [one.value for one in kept if one.value.done_on is None]
    late = sum(one.until < today for one in waiting)
    people = "scores.people_count"
    cards(
        [
            Card(say("growth.training"), say(people, count=training), say("growth.training_note")),
            Card(
                say("growth.promotion"),
                say(people, count=due),
                say("growth.promotion_note", count=len(promotion) - due),
                Tone.GOOD if due else Tone.PLAIN,
            ),
            Card(
                say("growth.open"),
                say("growth.open_count", count=len(waiting)),
                say("growth.late", count=late),
                Tone.LOOK if late else Tone.PLAIN,
            ),
        ]
    )


def why(one: Suggestion) -> str:
    """Return what a score says, in words that begin a note."""
    if one.kind is GrowthKind.TRAINING:
        names = [values.indicator_name(name, state.lang()) for name in one.indicators]
        return say("growth.weak", lines=say("list.comma").join(names))
    key = "growth.due" if one.is_due else "growth.going"
    return say(key, months=one.months)


def table(found: Sequence[Suggestion], names: Mapping[str, str]) -> Suggestion | None:
    """Draw what the scores say; return the row chosen."""
    st.subheader(say("growth.suggested"), help=say("growth.suggested_help"), anchor=False)
    if not found:
        st.caption(say("growth.nothing"))
        return None
    columns: tuple[Column[Suggestion], ...] = (
        Column("agent", lambda one: names.get(one.agent_id, one.agent_id)),
        Column("kind", lambda one: say(f"growth_kind.{one.kind}")),
        Column("why", why, width="large"),
    )
    picked = register.pick(Register("growth", columns, height_px=430, shared="scores"), found)
    return picked[0] if picked else None


def form(month: Month, one: Suggestion, name: str, today: dt.date) -> None:
    """Draw the note to be kept, begun with what the score says."""
    key = f"growth.note.{month}.{one.agent_id}"
    with st.form(key, border=True):
        st.markdown(marked("growth.note_for", agent=name))
        st.text_area(say("growth.text"), value=why(one), key=f"{key}.text", height=100)
        st.date_input(
            say("growth.until"), value=today + LATER, format="YYYY-MM-DD", key=f"{key}.until"
        )
        st.form_submit_button(
            say("growth.keep"),
            type="primary",
            on_click=_keep,
            args=(month, one, key),
            key=f"{key}.go",
        )


@action
def _keep(month: Month, one: Suggestion, key: str) -> None:
    note = GrowthNote(
        month,
        one.agent_id,
        one.kind,
        st.session_state[f"{key}.text"],
        st.session_state[f"{key}.until"],
    )
    keep_note(link.desk(), note)


def kept_notes(kept: Sequence[Entry[GrowthNote]], names: Mapping[str, str], today: dt.date) -> None:
    """Draw the notes, those not done first, each with the button that says it is done."""
    st.subheader(say("growth.notes"), anchor=False)
    if not kept:
        st.caption(say("growth.no_notes"))
    for entry in kept:
        note, lang = entry.value, state.lang()
        with st.container(border=True):
            text, button = st.columns([5, 1], vertical_alignment="center")
            if note.done_on is not None:
                sign = say("growth.done_on", date=figures.short_date(note.done_on, lang))
            else:
                key = "growth.was_due" if note.until < today else "growth.due_on"
                sign = say(key, date=figures.short_date(note.until, lang))
            kind = say(f"growth_kind.{note.kind}")
            name = names.get(note.agent_id, note.agent_id)
            text.markdown(f"**{plain(name)}** · {plain(kind)} · {plain(sign)}")
            text.text(note.text)
            if note.done_on is None:
                button.button(
                    say("growth.done"),
                    key=f"growth.done.{entry.id}",
                    on_click=_finish,
                    args=(entry.id,),
                    width="stretch",
                )


@action
def _finish(number: int) -> None:
    finish_note(link.desk(), number)
