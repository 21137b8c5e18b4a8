"""A vendor's month: its settlement with where each number came from, signing and objecting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi.month import Month
from service.shop.shops import agent_names, shop
from service.vendors import settlements as acts
from service.vendors.settlements import SettlementState, SigningSide
from service.vendors.sheet import settlement_workbook
from ui import figures, link, state
from ui.guard import action
from ui.parts import markup, register
from ui.parts.downloads import XLSX
from ui.parts.markup import Card, Tag, Tone
from ui.parts.register import Column, Register
from ui.plain import plain
from ui.state import say, spoken
from ui.vendor_words import sums, told_line, told_settlement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.horizon import Clock
    from service.vendors.contracts import KeptContract
    from service.vendors.settlements import KeptSettlement
    from service.vendors.sheet import LineTold

TONES = {SettlementState.LOCKED: Tone.GOOD, SettlementState.OBJECTED: Tone.BAD}


def draw(
    vendors: Sequence[str],
    agreed: Sequence[KeptContract],
    made: Sequence[KeptSettlement],
    month: Month,
    clock: Clock,
) -> None:
    """Draw the chosen vendor's month; where it was not settled yet, the next step."""
    vendor = _choose(vendors)
    mine = [one for one in made if one.settlement.vendor == vendor]
    if not mine:
        _none(vendor, month, has_contract=_has_contract(agreed, vendor, month))
        return
    kept = mine[-1]
    _head(kept)
    _cards(kept)
    _turn(kept)
    _lines(kept)
    for one in kept.settlement.taxes:
        word = "vendors.tax_within" if one.is_included else "vendors.tax_apart"
        amount = figures.money(one.amount, state.lang())
        st.caption(plain(say(word, contract=one.contract, amount=amount)))
    _history(mine, clock)


def _choose(vendors: Sequence[str]) -> str:
    if len(vendors) == 1:
        return vendors[0]
    known = list(vendors)
    narrow, _ = st.columns([1, 3])
    return narrow.selectbox(
        say("vendors.vendor"), known, format_func=spoken(known, str), key="vendors.chosen"
    )


def _has_contract(agreed: Sequence[KeptContract], vendor: str, month: Month) -> bool:
    return any(
        one.contract.vendor == vendor
        and one.contract.first <= month.last
        and (one.contract.last is None or month.first <= one.contract.last)
        for one in agreed
    )


def _none(vendor: str, month: Month, *, has_contract: bool) -> None:
    """Say that a month was not settled, and what brings it."""
    may_make = link.desk().may("settlement_made")
    why = "wait" if not may_make else "none" if has_contract else "no_contract"
    said = figures.month(month.first, state.lang())
    markup.empty(
        say("vendors.unsettled", vendor=vendor, month=said), say(f"vendors.unsettled_{why}")
    )
    with st.container(horizontal=True, horizontal_alignment="center"):
        if may_make and has_contract:
            _make_button(vendor, month, is_main=True)
        else:
            st.button(say("team.look_again"), icon=":material/refresh:", key="vendors.again")


def _make_button(vendor: str, month: Month, *, is_main: bool) -> None:
    st.button(
        say("vendors.make" if is_main else "vendors.make_again"),
        type="primary" if is_main else "secondary",
        icon=":material/calculate:",
        on_click=_make,
        args=(vendor, month),
        key="vendors.make",
    )


@action
def _make(vendor: str, month: Month) -> None:
    acts.make_settlement(link.desk(), vendor, month)


def _head(kept: KeptSettlement) -> None:
    left, right = st.columns([3, 2], vertical_alignment="center")
    with left:
        told = kept.settlement
        tag = Tag(say(f"settlement_state.{kept.state}"), TONES.get(kept.state, Tone.LOOK))
        sub = say("vendors.version", number=kept.number, people=len(told.people))
        markup.head(told.vendor, [tag], sub)
    with right, st.container(horizontal=True, horizontal_alignment="right"):
        if link.desk().may("settlement_made") and kept.state is not SettlementState.LOCKED:
            _make_button(kept.settlement.vendor, kept.settlement.month, is_main=False)
        st.download_button(
            say("vendors.download"),
            lambda: _workbook(kept),
            f"{kept.settlement.month}-{kept.settlement.vendor}-v{kept.number}.xlsx",
            XLSX,
            icon=":material/download:",
            key="vendors.download",
            on_click="ignore",
        )


def _workbook(kept: KeptSettlement) -> bytes:
    desk = link.desk()
    return settlement_workbook(
        told_settlement(kept, agent_names(desk), shop(desk).clock, state.lang())
    )


def _cards(kept: KeptSettlement) -> None:
    found = sums(kept.settlement, state.lang())
    markup.cards([Card(name, figures.money(amount, state.lang())) for name, amount in found])


def _turn(kept: KeptSettlement) -> None:
    """Say whose turn it is, or what is in the way, with the buttons of whoever looks."""
    told = kept.settlement
    if kept.state is SettlementState.LOCKED:
        st.success(plain(say("vendors.locked")), icon=":material/lock:")
    elif kept.state is SettlementState.OBJECTED:
        reason = next(one for one in kept.steps if one.reason)
        side = say(f"settlement_side.{reason.side}")
        said = say("vendors.objected", side=side, by=reason.entered.by, reason=reason.reason)
        st.warning(plain(said), icon=":material/feedback:")
    else:
        _buttons(kept)
    if not _current(_key(), told.vendor, str(told.month)):
        word = "vendors.moved_on" if kept.state is SettlementState.LOCKED else "vendors.stale"
        st.warning(plain(say(word)), icon=":material/update:")


def _buttons(kept: KeptSettlement) -> None:
    desk = link.desk()
    turn = SigningSide.SHOP if kept.state is SettlementState.VENDOR_SIGNED else SigningSide.VENDOR
    said, buttons = st.columns([3, 2], vertical_alignment="center")
    said.info(plain(say(f"vendors.turn_{turn}", by=link.by())), icon=":material/arrow_forward:")
    with buttons, st.container(horizontal=True, horizontal_alignment="right"):
        if desk.may(acts.SIGNING[turn]):
            st.button(
                say(f"vendors.sign_{turn}"),
                type="primary",
                icon=":material/draw:",
                on_click=_sign,
                args=(kept, turn),
                key="vendors.sign",
            )
        sides = [side for side in SigningSide if desk.may(acts.SIGNING[side])]
        if sides:
            with st.popover(say("vendors.object"), icon=":material/feedback:"):
                _objection(kept, sides)


def _objection(kept: KeptSettlement, sides: Sequence[SigningSide]) -> None:
    side = sides[0]
    if len(sides) > 1:
        side = st.radio(
            say("vendors.for_side"),
            sides,
            format_func=spoken(sides, lambda one: say(f"settlement_side.{one}")),
            horizontal=True,
            key="vendors.side",
        )
    st.text_area(
        say("vendors.reason"), key="vendors.reason", placeholder=say("vendors.reason_hint")
    )
    st.button(
        say("vendors.object_go"),
        type="primary",
        on_click=_object,
        args=(kept, side),
        key="vendors.object",
    )


@action
def _sign(kept: KeptSettlement, side: SigningSide) -> None:
    told = kept.settlement
    acts.sign(link.desk(), told.vendor, told.month, kept.number, side)


@action
def _object(kept: KeptSettlement, side: SigningSide) -> None:
    told, reason = kept.settlement, st.session_state.get("vendors.reason", "")
    acts.object_to(link.desk(), told.vendor, told.month, kept.number, side, reason=reason)
    st.session_state["vendors.reason"] = ""


def _key() -> tuple[object, ...]:
    """Return by what the cache tells moments apart: who sees, where, and the newest action."""
    return (link.seen_as(), state.chosen("shop"), link.desk().seen_now())


@st.cache_data(max_entries=32, show_spinner=False)
def _current(
    key: tuple[object, ...],  # noqa: ARG001 - by which the cache tells moments apart
    vendor: str,
    month: str,
) -> bool:
    return acts.is_current(link.desk(), vendor, Month.parse(month))


def _lines(kept: KeptSettlement) -> None:
    lang = state.lang()
    columns: tuple[Column[LineTold], ...] = (
        Column("contract", lambda one: one.contract),
        Column("what", lambda one: one.what, width="medium"),
        Column("ground", lambda one: one.ground),
        Column("quantity", lambda one: _quantity(one, lang)),
        Column("price", lambda one: "" if one.price is None else figures.money(one.price, lang)),
        Column("amount", lambda one: figures.money(one.amount, lang)),
        Column("notes", lambda one: one.notes, width="large"),
    )
    register.show(
        Register("vendor_lines", columns), [told_line(one, lang) for one in kept.settlement.lines]
    )


def _quantity(one: LineTold, lang: str) -> str:
    if one.quantity is None:
        return ""
    whole = one.quantity == one.quantity.to_integral_value()
    return f"{figures.number(one.quantity, lang, 0 if whole else 2)} {one.unit}"


def _history(mine: Sequence[KeptSettlement], clock: Clock) -> None:
    """Draw who made, signed and objected to the versions of a month."""
    lang = state.lang()
    with st.expander(plain(say("vendors.history", count=len(mine)))):
        for kept in reversed(mine):
            at = figures.stamp(kept.entered.at, clock, lang)
            due = figures.money(kept.settlement.due, lang)
            said = say("vendors.made", number=kept.number, by=kept.entered.by, at=at, due=due)
            st.markdown(f"**{plain(said)}**")
            for step in kept.steps:
                word = f"vendors.step_{step.act}"
                at = figures.stamp(step.entered.at, clock, lang)
                side = say(f"settlement_side.{step.side}")
                text = say(word, side=side, by=step.entered.by, at=at, reason=step.reason)
                st.caption(plain(text))
