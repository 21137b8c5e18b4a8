"""Campaigns (大促): the list, a form for a new one, and what a chosen one changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Annotated

import streamlit as st

from scheduler.campaign_parts import Part
from scheduler.keys import Asked
from service.records import campaigns as kept
from service.records.campaigns import (
    Campaign,
    CampaignOpening,
    CampaignVolume,
    LeaveDuring,
)
from ui import done, link
from ui.guard import action
from ui.parts import (
    campaign_consents,
    campaign_forms,
    campaign_leave,
    campaign_says,
    entry_form,
    register,
)
from ui.parts.entry_form import Ask, Form
from ui.parts.hr.asking import full_day
from ui.parts.register import Act, Column, Register, each
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.desk import Desk
    from service.records.campaigns import Entry, KeptCampaign


@dataclass(frozen=True, slots=True)
class CampaignTold:
    """What is asked for a new campaign: its days, and what holds on all of them."""

    name: str
    first: dt.date
    last: dt.date
    hours: str
    factor: Annotated[Decimal | None, Asked(least=0.01, most=100, step=0.1)]
    leave: LeaveDuring
    note: str


def new_form(today: dt.date) -> None:
    """Ask for a new campaign and keep it."""
    rows = (
        (Ask("name", fault="empty"),),
        (Ask("first", begins=today), Ask("last", begins=today)),
        (Ask("hours"), Ask("factor")),
        (Ask("leave"),),
        (Ask("note"),),
    )

    def enter(desk: Desk, told: CampaignTold) -> KeptCampaign:
        hours, factor = told.hours, told.factor
        campaign = Campaign(
            told.name,
            told.first,
            told.last,
            opening=(CampaignOpening(campaign_forms.spans(hours)),) if hours else (),
            volume=() if factor is None else (CampaignVolume(factor=float(factor)),),
            leave=told.leave,
            note=told.note,
        )
        return kept.save_campaign(desk, campaign)

    entry_form.draw(Form("campaigns", CampaignTold, rows, enter, undo=kept.undo_campaign))


def listed(found: Sequence[Entry[Campaign]], today: dt.date) -> Entry[Campaign] | None:
    """List campaigns; return the one that is chosen."""
    columns: tuple[Column[Entry[Campaign]], ...] = (
        Column("name", lambda one: one.value.name),
        Column("first", lambda one: full_day(one.value.first)),
        Column("last", lambda one: full_day(one.value.last)),
        Column("state", lambda one: _state(one.value, today)),
        Column("note", lambda one: one.value.note, width="large"),
    )
    if not found:
        register.draw(Register("campaigns", columns), found)
        return None
    picked = register.pick(Register("campaigns", columns), found)
    return picked[0] if picked else None


def _state(campaign: Campaign, today: dt.date) -> str:
    if today < campaign.first:
        return say("campaigns.to_come", days=(campaign.first - today).days)
    return say("campaigns.over" if campaign.last < today else "campaigns.running")


def presets(found: Sequence[Entry[Campaign]]) -> None:
    """List the campaigns that ship with the product and are not entered yet, to be taken over."""
    known = {one.value.name for one in found}
    left = [one for one in kept.campaign_presets() if one.name not in known]
    if not left:
        return
    columns: tuple[Column[Campaign], ...] = (
        Column("name", lambda one: one.name),
        Column("first", lambda one: full_day(one.first)),
        Column("last", lambda one: full_day(one.last)),
    )
    take: Act[Campaign] = Act("take", each(kept.save_campaign), ":material/add:", is_main=True)
    st.subheader(say("campaigns.presets"), anchor=False)
    st.caption(say("campaigns.presets_text"))
    shown = Register("campaigns", columns, (take,), key="campaign_presets")
    register.draw(shown, left)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a campaign's table: which, and what it says."""

    table: str
    part: Part
    days: str
    what: str


def chosen(entry: Entry[Campaign]) -> None:
    """Draw what a campaign changes and who reads it, and the forms that add to it."""
    campaign = entry.value
    st.subheader(plain(say("campaigns.changes", name=campaign.name)), anchor=False)
    for text in campaign_says.whole(campaign):
        st.markdown(plain(text))
    found = [_line(campaign, table, part) for table, part in campaign.parts()]
    columns: tuple[Column[_Line], ...] = (
        Column("part", lambda one: say(f"campaigns.part_{one.table}")),
        Column("days", lambda one: one.days),
        Column("what", lambda one: one.what, width="large"),
        Column("read_by", lambda one: say(f"campaigns.reads_{one.table}"), width="large"),
    )
    drop: Act[_Line] = Act("drop", partial(_drop, entry.id), ":material/delete:")
    register.draw(Register("campaign_parts", columns, (drop,), shared="campaigns"), found)
    campaign_consents.show(entry)
    campaign_leave.show(campaign)
    with st.container(horizontal=True):
        with st.popover(say("campaigns.add_opening"), icon=":material/schedule:"):
            campaign_forms.opening(entry)
        with st.popover(say("campaigns.add_volume"), icon=":material/monitoring:"):
            campaign_forms.volume(entry)
        with st.popover(say("campaigns.add_suspension"), icon=":material/storefront:"):
            campaign_forms.suspension(entry)
        with st.popover(say("campaigns.add_helper"), icon=":material/group_add:"):
            campaign_forms.helper(entry)
        with st.popover(say("campaigns.edit"), icon=":material/edit:"):
            campaign_forms.whole(entry)
        st.button(
            say("campaigns.remove"),
            icon=":material/delete:",
            on_click=_remove,
            args=(entry.id,),
            key="campaigns.remove",
        )


@action
def _remove(number: int) -> None:
    removed = kept.remove_campaign(link.desk(), number)
    done.tell(
        say("campaigns.removed", name=removed.name),
        lambda desk: kept.save_campaign(desk, removed),
    )


def _line(campaign: Campaign, table: str, part: Part) -> _Line:
    first, last = campaign.days_of(part)
    days = campaign_says.days(first, last)
    return _Line(table, part, days, campaign_says.what(campaign, part))


def _drop(number: int, desk: Desk, chosen: Sequence[_Line]) -> None:
    gone = [one.part for one in chosen]

    def without(campaign: Campaign) -> Campaign:
        opening = tuple(one for one in campaign.opening if one not in gone)
        volume = tuple(one for one in campaign.volume if one not in gone)
        rests = tuple(one for one in campaign.suspension if one not in gone)
        helpers = tuple(one for one in campaign.helper if one not in gone)
        return replace(campaign, opening=opening, volume=volume, suspension=rests, helper=helpers)

    kept.add_to_campaign(desk, number, without)
