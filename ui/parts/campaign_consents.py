"""Who was asked to work overtime in a campaign (大促), and what they answered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from service.records import campaigns as kept
from ui import link
from ui.guard import action
from ui.parts import register
from ui.parts.hr.asking import full_day
from ui.parts.register import Act, Column, Register
from ui.parts.requests import people
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.desk import Desk
    from service.records.campaigns import Campaign, CampaignConsent, Entry

ANSWERS = {None: "open", True: "agreed", False: "declined"}


def show(entry: Entry[Campaign]) -> None:
    """List who was asked, with the answers; ask others."""
    names, asked = people(), entry.value.consent
    if asked:
        columns: tuple[Column[CampaignConsent], ...] = (
            Column("agent", lambda one: names.get(one.agent_id, one.agent_id)),
            Column("asked", lambda one: full_day(one.asked)),
            Column("answer", lambda one: say(f"campaigns.answer_{ANSWERS[one.agreed]}")),
        )
        acts: tuple[Act[CampaignConsent], ...] = (
            Act("agree", partial(_answer, entry.id, agreed=True), ":material/check:"),
            Act("decline", partial(_answer, entry.id, agreed=False), ":material/close:"),
        )
        st.markdown(f"**{say('campaigns.consents')}**")
        shown = Register("campaign_consents", columns, acts, shared="campaigns", height_px=300)
        register.draw(shown, asked)
    left = {each: name for each, name in names.items() if each not in {o.agent_id for o in asked}}
    with st.popover(say("campaigns.ask"), icon=":material/forum:"):
        chosen = st.multiselect(
            say("campaigns.ask_whom"),
            left,
            format_func=lambda one: left.get(one, one),
            key="campaigns.ask_whom",
            placeholder=say("asking.choose"),
        )
        st.button(
            say("campaigns.ask_now"),
            disabled=not chosen,
            on_click=_ask,
            args=(entry.id, tuple(chosen)),
            key="campaigns.ask_now",
        )


@action
def _ask(number: int, chosen: tuple[str, ...]) -> None:
    kept.ask_for_overtime(link.desk(), number, chosen)
    st.session_state["campaigns.ask_whom"] = []


def _answer(number: int, desk: Desk, chosen: Sequence[CampaignConsent], *, agreed: bool) -> None:
    kept.answer_overtime(desk, number, [one.agent_id for one in chosen], agreed=agreed)
