"""Certificates for posts: how many hold, which end first, extending and entering them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from scheduler.errors import Fault, InputError
from service.records import certificates
from service.records.certificates import Certificate
from ui import figures, link, state
from ui.guard import action
from ui.parts.hr.asking import agent_choice, day_choice, full_day, post_choice
from ui.parts.hr.sieve import sieve
from ui.parts.markup import Card, Tone, cards, empty
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.records.certificates import Held, Trainee

DONE = "certificates.done"
ROUND = "certificates.round"
SIEVES = ("all", "soon", "over")
DAY = dt.timedelta(days=1)
USUAL_DAYS = 365
DAYS_BACK, DAYS_AHEAD = 400, 90
LENGTHS = (90, 180, 365, 730, 0)


def show_done() -> None:
    """Say what was just done, once."""
    told = st.session_state.pop(DONE, "")
    if told:
        st.success(plain(told), icon=":material/check:")


def answers(found: Sequence[Held], learning: Sequence[Trainee]) -> None:
    """Draw how many certificates hold, end soon or ran out, and who is in training."""
    over = sum(one.is_over for one in found)
    soon = [one for one in found if one.ends_soon]
    first = min((one.days_left for one in soon if one.days_left is not None), default=None)
    waiting = sum(one.progress.next_stage is not None for one in learning)
    cards(
        [
            Card(
                say("certificates.card_valid"),
                str(len(found) - over),
                say("certificates.card_valid_note", people=len({one.agent.id for one in found})),
            ),
            Card(
                say("certificates.card_soon"),
                str(len(soon)),
                say("certificates.card_first", days=first)
                if first is not None
                else say("certificates.card_none_soon"),
                Tone.LOOK if soon else Tone.GOOD,
            ),
            Card(
                say("certificates.card_over"),
                str(over),
                say("certificates.card_over_note") if over else say("certificates.card_none_over"),
                Tone.BAD if over else Tone.GOOD,
            ),
            Card(
                say("certificates.card_training"),
                say("certificates.people", count=waiting),
                say("certificates.card_training_note"),
            ),
        ]
    )


def held_list(found: Sequence[Held], today: dt.date) -> None:
    """List certificates, those that end first on top; chosen ones can be extended."""
    asked = sieve("certificates", "certificates", SIEVES, (1, 1))
    rows = [(one, _row(one)) for one in found if _passes(one, asked.sort)]
    rows = [(one, row) for one, row in rows if asked.holds(row)]
    if not rows:
        empty(say("certificates.none"), say("certificates.none_text"))
        return
    names = ("agent", "team", "post", "from", "to", "left", "state")
    table = pd.DataFrame(
        [row for _, row in rows], columns=[say(f"certificates.{name}") for name in names]
    )
    picked = st.dataframe(
        table,
        hide_index=True,
        height=min(38 + 35 * len(rows), 500),
        on_select="rerun",
        selection_mode="multi-row",
        key=f"certificates.list.{asked.sort}.{st.session_state.get(ROUND, 0)}",
    )
    chosen = [rows[place][0] for place in picked.selection.rows if place < len(rows)]
    st.button(
        plain(say("certificates.extend", count=len(chosen))),
        icon=":material/event_repeat:",
        type="primary",
        disabled=not chosen,
        on_click=_extend,
        args=(chosen, today),
        key="certificates.extend",
    )
    st.caption(say("certificates.obeyed"))


def _passes(one: Held, sieve: str) -> bool:
    return sieve == "all" or (one.ends_soon if sieve == "soon" else one.is_over)


def _row(one: Held) -> tuple[object, ...]:
    agent, held = one.agent, one.certificate
    name = agent.id if agent.name in ("", agent.id) else f"{agent.id} {agent.name}"
    kind = "over" if one.is_over else "soon" if one.ends_soon else "valid"
    return (
        name,
        agent.team or "—",
        post_name(held.post, state.lang()),
        full_day(held.valid_from) if held.valid_from else say("certificates.always"),
        full_day(held.valid_to) if held.valid_to else say("certificates.endless"),
        None if one.days_left is None else one.days_left,
        say(f"certificates.state_{kind}"),
    )


@action
def _extend(chosen: list[Held], today: dt.date) -> None:
    """Give each a year more: from the day after it ends, or from today where it ran out."""
    extended = [one for one in chosen if one.certificate.valid_to is not None]
    for one in extended:
        last = one.certificate.valid_to
        first = today if last is None or one.is_over else last + DAY
        new = Certificate(one.certificate.post, first, first + DAY * (USUAL_DAYS - 1))
        certificates.save_certificate(link.desk(), one.agent.id, new)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.session_state[DONE] = say("certificates.extended", count=len(extended))


def form(today: dt.date) -> None:
    """Ask for a certificate and keep it."""
    with st.form("certificates.new", border=True):
        st.markdown(f"**{say('certificates.new')}**")
        agent_choice(say("certificates.agent"), "certificates.agent")
        post_choice(say("certificates.post"), "certificates.post")
        days = [today + DAY * number for number in range(DAYS_AHEAD, -DAYS_BACK - 1, -1)]
        day_choice(say("certificates.from"), days, "certificates.from", index=DAYS_AHEAD)
        st.selectbox(
            say("certificates.length"),
            LENGTHS,
            index=LENGTHS.index(USUAL_DAYS),
            format_func=spoken(LENGTHS, _length),
            key="certificates.length",
        )
        st.form_submit_button(say("certificates.enter"), type="primary", on_click=_enter)
    st.caption(plain(say("certificates.entered_as", by=link.by())))


def _length(days: int) -> str:
    if not days:
        return say("certificates.endless")
    return say("certificates.days", days=figures.number(days, state.lang(), 0))


@action
def _enter() -> None:
    told = {
        name: st.session_state[f"certificates.{name}"]
        for name in ("agent", "post", "from", "length")
    }
    if not told["agent"]:
        raise InputError(Fault("nobody_chosen"))
    last = told["from"] + DAY * (told["length"] - 1) if told["length"] else None
    kept = Certificate(told["post"], told["from"], last)
    certificates.save_certificate(link.desk(), told["agent"], kept)
    st.session_state[DONE] = say(
        "certificates.entered", agent=told["agent"], post=post_name(told["post"], state.lang())
    )
