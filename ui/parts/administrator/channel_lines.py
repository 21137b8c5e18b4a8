"""The channels on the screen: whom a shop tells, a form for another, what became of messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.outbound.channels import (
    DispatchState,
    LeadsTo,
    NewChannel,
    add_channel,
    remove_channel,
    send_again,
    try_channel,
)
from service.settings import settings
from service.shop.people import teams
from ui import figures, link, state
from ui.parts import entry_form, markup
from ui.parts.entry_form import Ask, Form
from ui.parts.markup import Tag, Tone
from ui.parts.register import Act, Column, Register, draw, each
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.horizon import Clock
    from service.desk import Desk
    from service.outbound.channels import Dispatch, Entry, OutboundChannel

UNSENT = (DispatchState.REFUSED, DispatchState.GIVEN_UP)


def answer(found: Sequence[Entry[OutboundChannel]], sent: Sequence[Dispatch]) -> None:
    """Draw how many are told, and whether messages did not arrive."""
    failed = sum(one.state in UNSENT for one in sent)
    waiting = sum(one.state is DispatchState.WAITS for one in sent)
    tags = [Tag(say("channels.failed", count=failed), Tone.BAD)] if failed else []
    tags += [Tag(say("channels.waiting", count=waiting), Tone.LOOK)] if waiting else []
    told = say("channels.told", count=len(found)) if found else say("channels.nobody")
    markup.head(told, tags)


def listed(found: Sequence[Entry[OutboundChannel]]) -> None:
    """Draw whom a shop tells, with what can be done."""
    columns: tuple[Column[Entry[OutboundChannel]], ...] = (
        Column("name", lambda one: one.value.name),
        Column("kind", lambda one: say(f"channels.kind_{one.value.kind}")),
        Column("team", lambda one: one.value.team or say("channels.everybody")),
        Column("sends", _sends),
        Column("leads", _leads),
        Column("by", lambda one: one.entered.by),
    )
    acts: tuple[Act[Entry[OutboundChannel]], ...] = (
        Act("try", each(try_channel), ":material/send:"),
        Act("remove", each(remove_channel), ":material/delete:"),
    )
    can = acts if link.desk().may("channel_added") else ()
    draw(Register("channels", columns, can), found)
    lost = [one.value.name for one in found if one.value.leads_to is not LeadsTo.NOWHERE]
    if lost and not settings().public_address:
        names = say("channels.and").join(lost)
        st.warning(plain(say("channels.no_address", names=names)), icon=":material/link_off:")


def _sends(one: Entry[OutboundChannel]) -> str:
    told = [say(f"channels.form_{one.value.form}")]
    told += [say("channels.pictures")] if one.value.takes_pictures else []
    told += [say("channels.mentions")] if one.value.has_mentions else []
    return say("channels.and").join(told)


def _leads(one: Entry[OutboundChannel]) -> str:
    return one.value.link or say(f"channels.leads_to_{one.value.leads_to}")


def new() -> None:
    """Draw the form for another channel, where whoever looks may add one."""
    if not link.desk().may("channel_added"):
        return
    public = settings().public_address

    def enter(desk: Desk, told: NewChannel) -> Entry[OutboundChannel]:
        return add_channel(desk, told, public=public)

    everybody = {"": say("channels.everybody"), **{team: team for team in teams(link.desk())}}
    languages = {lang: say(f"channels.lang_{lang}") for lang in ("zh", "en")}
    form = Form(
        "channels",
        NewChannel,
        (
            (Ask("name", fault="empty"), Ask("kind")),
            (Ask("url", fault="empty"),),
            (Ask("secret"),),
            (
                Ask("team", options=everybody),
                Ask("language", options=languages, begins=state.lang()),
            ),
        ),
        enter,
        rare=(
            (Ask("form"), Ask("leads_to")),
            (Ask("has_pictures", begins=True),),
            (Ask("has_mentions"),),
        ),
        undo=remove_channel,
    )
    entry_form.draw(form)


def sent(found: Sequence[Dispatch], clock: Clock) -> None:
    """Draw the messages, with what came back; those that were not taken can be sent again."""
    columns: tuple[Column[Dispatch], ...] = (
        Column("at", lambda one: figures.stamp(one.asked.at, clock, state.lang())),
        Column("channel", lambda one: one.channel),
        Column("what", _what),
        Column("state", lambda one: say(f"dispatch_state.{one.state}")),
        Column("attempts", lambda one: one.attempts or None, "%d"),
        Column("answer", lambda one: one.answer),
    )
    again: Act[Dispatch] = Act(
        "again", each(send_again), ":material/refresh:", can=lambda one: one.state in UNSENT
    )
    can = (again,) if link.desk().may("dispatch_again") else ()
    draw(Register("dispatches", columns, can), found)


def _what(one: Dispatch) -> str:
    facts = one.facts
    if not facts.week:
        return say("dispatches.trial")
    if facts.part:
        team = facts.team or say("download.no_team")
        return say("dispatches.picture", week=facts.week, number=facts.version, team=team)
    return say("dispatches.text", week=facts.week, number=facts.version)
