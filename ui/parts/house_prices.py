"""What breaking a rule of the house by hand counts for: the prices of a shop, folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.roster import house_prices as service
from service.roster.house_prices import OwnPrice, PriceLine
from ui import link
from ui.parts import entry_form, register
from ui.parts.entry_form import Ask, Form
from ui.parts.hr.asking import full_day
from ui.parts.register import Act, Column, Register
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.desk import Desk
    from service.roster.rules import RulesSheet


def prices(sheet: RulesSheet) -> None:
    """List the prices that hold in the week, and ask for one of the shop's own."""
    with st.expander(say("house_prices.title")):
        st.caption(plain(say("house_prices.help")))
        form, entered = st.columns([1, 2], gap="medium")
        with form:
            _form(sheet)
        with entered:
            register.draw(_register(), service.price_lines(link.desk(), sheet.week.label))


def _register() -> Register[PriceLine]:
    def take_out(desk: Desk, chosen: Sequence[PriceLine]) -> None:
        for line in chosen:
            if line.id is not None:
                service.remove_price(desk, line.id)

    columns: tuple[Column[PriceLine], ...] = (
        Column("rule", lambda line: _rule(line.price.rule)),
        Column("price", lambda line: line.price.price),
        Column("per", lambda line: say(f"house_prices.per_{line.price.per}")),
        Column("valid_from", _since),
        Column("in_force", lambda line: say("house_prices.holds") if line.is_in_force else ""),
    )
    acts = (
        Act("take_out", take_out, ":material/undo:", can=lambda line: line.valid_from is not None),
    )
    return Register("house_prices", columns, acts, height_px=400)


def _form(sheet: RulesSheet) -> None:
    rules = {name: _rule(name) for name in service.PRICED}
    rows = (
        (Ask("rule", rules, is_empty=True, fault="empty"),),
        (Ask("price"), Ask("per")),
        (Ask("valid_from", begins=sheet.week.horizon.start),),
    )
    entry_form.draw(
        Form(
            "house_prices",
            OwnPrice,
            rows,
            service.set_price,
            done=lambda told, _: say("house_prices.enter_done", rule=_rule(told.rule)),
            undo=service.remove_price,
        )
    )


def _rule(name: str) -> str:
    return say("house_prices.other" if name == "other" else f"rule_name.{name}")


def _since(line: PriceLine) -> str:
    if line.valid_from is None:
        return say("house_prices.proposed")
    return full_day(line.valid_from)
