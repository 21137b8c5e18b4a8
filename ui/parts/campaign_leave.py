"""Leave that a campaign (大促) owes for work on its rest days, by person, until it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.pay.campaign_leave import leave_owed
from ui import link
from ui.parts import register
from ui.parts.register import Column, Register
from ui.parts.requests import people
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from service.pay.campaign_leave import CampaignLeave
    from service.records.campaigns import Campaign

HOUR_MIN = 60
HOURS = "%.2f"


def show(campaign: Campaign) -> None:
    """List whom a campaign owes leave; nothing where it promises none or owes none."""
    if campaign.time_off_until is None:
        return
    found = [one for one in leave_owed(link.desk()) if one.campaign == campaign.name]
    if not found:
        return
    names = people()
    columns: tuple[Column[CampaignLeave], ...] = (
        Column("agent", lambda one: names.get(one.agent_id, one.agent_id)),
        Column("leave_owed", lambda one: one.owed_min / HOUR_MIN, HOURS),
        Column("leave_confirmed", lambda one: one.confirmed_min / HOUR_MIN, HOURS),
        Column("leave_planned", lambda one: one.planned_min / HOUR_MIN, HOURS),
    )
    st.markdown(f"**{say('campaigns.leave_title')}**")
    hours = sum(one.owed_min + one.confirmed_min for one in found) / HOUR_MIN
    planned = sum(one.planned_min for one in found) / HOUR_MIN
    st.caption(plain(say("campaigns.leave_text", hours=f"{hours:g}")))
    if planned:
        st.caption(plain(say("campaigns.leave_only_planned", planned=f"{planned:g}")))
    shown = Register("campaign_leave", columns, shared="campaigns", height_px=300)
    register.draw(shown, found)
