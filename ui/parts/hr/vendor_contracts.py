"""Contracts with vendors: listing them, entering one, its deductions, taking one out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import streamlit as st

from kpi.vendors.contract import ZERO, Promised
from scheduler.errors import require
from scheduler.horizon import format_clock
from service.vendors.contracts import (
    DeductionStep,
    VendorContract,
    contracts,
    remove_contract,
    save_contract,
)
from ui import link, state
from ui.parts import entry_form, markup, register
from ui.parts.entry_form import Ask, Form
from ui.parts.hr.asking import full_day, posts_known
from ui.parts.register import Act, Column, Register, each
from ui.plain import plain
from ui.state import say
from ui.vendor_words import price_texts, step_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.desk import Desk
    from service.vendors.contracts import KeptContract

HALF_HOUR, DAY_MIN = 30, 1440
STEPS_MIN = (1, 5, 10, 15, 30, 60)


def nobody() -> None:
    """Say that no team is sent by a vendor, and where that is entered."""
    markup.empty(say("vendors.nobody"), say("vendors.nobody_text"))
    with st.container(horizontal=True, horizontal_alignment="center"):
        if link.desk().may("team_vendor_set") and st.button(
            say("vendors.go_roles"), type="primary", icon=":material/badge:", key="vendors.roles"
        ):
            st.switch_page(link.page("roles"))
        st.button(say("team.look_again"), icon=":material/refresh:", key="vendors.again")


def draw(vendors: Sequence[str], agreed: Sequence[KeptContract]) -> None:
    """Draw the contracts, and the forms for those who may enter them."""
    may_change = link.desk().may("vendor_contract_saved")
    _listed(agreed, may_change=may_change)
    if not may_change:
        return
    left, right = st.columns(2, gap="large")
    with left:
        _form(vendors)
    with right:
        if agreed:
            _deduction_form(agreed)


def _listed(agreed: Sequence[KeptContract], *, may_change: bool) -> None:
    columns: tuple[Column[KeptContract], ...] = (
        Column("vendor", lambda one: one.contract.vendor),
        Column("name", lambda one: one.contract.name),
        Column("days", _days),
        Column("prices", _prices, width="large"),
        Column("deductions", _deductions, width="large"),
        Column("version", lambda one: one.version),
    )

    def remove(desk: Desk, one: KeptContract) -> None:
        remove_contract(desk, one.contract.vendor, one.contract.name)

    acts = (Act("remove", each(remove), ":material/delete:"),) if may_change else ()
    for one in register.draw(Register("vendor_contracts", columns, acts), agreed):
        terms = say("list.apart").join(filter(None, (_prices(one), _deductions(one))))
        st.caption(plain(f"{_label(one.contract)}: {terms}"))


def _days(one: KeptContract) -> str:
    last = one.contract.last
    ends = say("vendor_contracts.endless") if last is None else full_day(last)
    return f"{full_day(one.contract.first)} – {ends}"


def _prices(one: KeptContract) -> str:
    return say("list.apart").join(price_texts(one.contract, state.lang()))


def _deductions(one: KeptContract) -> str:
    return say("list.apart").join(step_text(each, state.lang()) for each in one.contract.deductions)


def _form(vendors: Sequence[str]) -> None:
    """Ask for a contract; one of a name that is there becomes a new version of it."""
    known = {one: one for one in vendors}
    clocks = {at: format_clock(at) for at in range(0, DAY_MIN, HALF_HOUR)}
    today = link.today()
    rows = (
        (Ask("vendor", known), Ask("name", fault="empty")),
        (Ask("first", begins=today.replace(day=1)), Ask("last")),
        (Ask("seats", begins=0), Ask("seat_price", begins=ZERO), Ask("seat_days")),
        (Ask("hour_price", begins=ZERO), Ask("chat_price", begins=ZERO)),
        (Ask("order_price", begins=ZERO), Ask("tax_share", begins=ZERO), Ask("includes_tax")),
    )
    rare = (
        (Ask("posts", posts_known(), is_many=True),),
        (Ask("night_price", begins=ZERO), Ask("night_share", begins=ZERO)),
        (Ask("night_from", clocks, 22 * 60), Ask("night_until", clocks, 6 * 60)),
        (Ask("step_min", {one: str(one) for one in STEPS_MIN}, 1), Ask("rounding")),
        (Ask("least_month", begins=ZERO), Ask("cap_share", begins=Decimal(1))),
    )
    entry_form.draw(Form("vendor_contract", VendorContract, rows, _enter, rare=rare))


def _enter(desk: Desk, told: VendorContract) -> int:
    """Keep a contract with the deductions that one of its name has."""
    there = _of_name(desk, told.vendor, told.name)
    kept = () if there is None else there.deductions
    return save_contract(desk, replace(told, deductions=kept))


def _of_name(desk: Desk, vendor: str, name: str) -> VendorContract | None:
    found = (one.contract for one in contracts(desk))
    return next((one for one in found if (one.vendor, one.name) == (vendor, name)), None)


@dataclass(frozen=True, slots=True)
class DeductionTold:
    """What is asked for a deduction: of which contract, and the step."""

    contract: str
    target: Promised
    limit: Decimal
    share: Decimal
    amount: Decimal

    def step(self) -> DeductionStep:
        """Return the step."""
        return DeductionStep(self.target, self.limit, self.share, self.amount)


def _deduction_form(agreed: Sequence[KeptContract]) -> None:
    """Ask for a step of a deduction, and add it to a contract."""
    known = {label: label for label in (_label(one.contract) for one in agreed)}
    targets = {one: say(f"indicator.{one}") for one in Promised}
    rows = (
        (Ask("contract", known), Ask("target", targets)),
        (Ask("limit", begins=Decimal("0.9")), Ask("share", begins=Decimal("0.02")),
         Ask("amount", begins=ZERO)),
    )  # fmt: skip
    entry_form.draw(Form("vendor_deduction", DeductionTold, rows, _add_step, is_main=False))


def _label(contract: VendorContract) -> str:
    return f"{contract.vendor} {contract.name}"


def _add_step(desk: Desk, told: DeductionTold) -> int:
    found = (one.contract for one in contracts(desk))
    there = next((one for one in found if _label(one) == told.contract), None)
    require(there is not None, "unknown_vendor_contract", value=told.contract)
    assert there is not None
    step = told.step()
    same = (step.target, step.limit)
    others = tuple(one for one in there.deductions if (one.target, one.limit) != same)
    return save_contract(desk, replace(there, deductions=(*others, step)))
