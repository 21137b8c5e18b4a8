"""Who may sign in, on the page of roles: who waits to be accepted, and which account is linked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.horizon import Clock
from service.access.accounts import accounts
from service.access.outside.linking import Account, Arrival, accept, arrivals, dismiss, unlink
from service.shop.shops import shop
from ui import figures, link, state
from ui.parts import entry_form
from ui.parts.entry_form import Ask, Form
from ui.parts.register import Act, Column, Register, draw, each, untick
from ui.state import say

if TYPE_CHECKING:
    from service.desk import Desk


@dataclass(frozen=True, slots=True)
class AcceptedAs:
    """As which account somebody who waits is accepted."""

    account: str


def draw_all() -> None:
    """Draw who waits, with a form that accepts them, and the accounts."""
    known = accounts(link.database())
    left, right = st.columns([5, 3], gap="medium")
    with left:
        chosen = _waiting()
    with right:
        if len(chosen) == 1:
            _accepting(chosen[0], known)
    _accounts(known)


def _waiting() -> list[Arrival]:
    desk, lang = link.desk(), state.lang()
    clock = shop(desk).clock if desk.shop_id else Clock("UTC")
    columns: tuple[Column[Arrival], ...] = (
        Column("name", lambda one: one.name),
        Column("provider", lambda one: one.label or say(f"provider.{one.kind}")),
        Column("subject", lambda one: one.subject),
        Column("last", lambda one: figures.stamp(one.last_at, clock, lang)),
    )
    act: Act[Arrival] = Act("dismiss", each(_dismiss), ":material/person_remove:")
    register = Register(
        "roles_waiting", columns, (act,), title="roles_waiting.title", widths=(2, 1)
    )
    return draw(register, arrivals(link.desk()))


def _dismiss(desk: Desk, one: Arrival) -> None:
    dismiss(desk, one.outside)


def _accepting(one: Arrival, known: tuple[Account, ...]) -> None:
    """Ask as which account somebody is accepted: one that is linked to nobody, or a new one."""
    free = {its.name: its.name for its in known if its.outside is None}

    def enter(desk: Desk, told: AcceptedAs) -> None:
        accept(desk, one.outside, told.account.strip())
        untick("roles_waiting")

    ask = Ask("account", free, is_empty=True, takes_new=True, fault="empty")
    entry_form.draw(
        Form(
            "roles_accept",
            AcceptedAs,
            ((ask,),),
            enter,
            button="accept",
            text=say("roles_accept.text", subject=one.subject),
            key=f"roles_accept.{one.outside}",
        )
    )


def _accounts(known: tuple[Account, ...]) -> None:
    columns: tuple[Column[Account], ...] = (
        Column("name", lambda one: one.name),
        Column("state", _state),
        Column("password", _password),
        Column("subject", lambda one: (one.outside or "").partition(" ")[2] or "—"),
    )
    act: Act[Account] = Act(
        "unlink", each(_unlink), ":material/link_off:", can=lambda one: one.outside is not None
    )
    draw(
        Register("roles_accounts", columns, (act,), title="roles_accounts.title", widths=(2, 1)),
        known,
    )


def _state(one: Account) -> str:
    held = "locked" if one.locked else "first" if one.must_change else "open"
    return say(f"account_state.{held}")


def _password(one: Account) -> str:
    return say(f"roles_accounts.{'has' if one.password else 'no'}_password")


def _unlink(desk: Desk, one: Account) -> None:
    unlink(desk, one.name)
