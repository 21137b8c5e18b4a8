"""How sure a week is to hold its target, and what more of it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.demand.staffed_volume import chance_prices
from ui import figures, state
from ui.parts.markup import Row, listing
from ui.plain import plain
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from service.demand.staffed_volume import ChancePrices
    from service.demand.staffing_trial import TriedStaffing

NUMBERS = frozenset({1, 2})


def price_of_chance(staffed: TriedStaffing) -> None:
    """Offer the price of each chance: it takes a moment, so it is reckoned when asked for."""
    key = f"staff.prices.{staffed.forecast.horizon.iso_week}"
    if not st.toggle(say("staff.prices"), key=key, help=say("staff.prices_help")):
        return
    with st.spinner(say("staff.pricing")):
        found = chance_prices(staffed.forecast, staffed.posts, load=staffed.load)
    if found.rows:
        _table(found, staffed)
    else:
        st.caption(say("staff.no_spread"))


def _table(found: ChancePrices, staffed: TriedStaffing) -> None:
    lang = state.lang()
    names = [say(f"staff.prices_{each}") for each in ("chance", "hours", "more")]
    rows = [
        Row(
            (
                figures.share(each.chance, lang, 0),
                figures.number(each.hours, lang, 1),
                say("staff.prices_more_by", share=figures.signed(100 * each.more, lang, 1)),
            ),
            "here" if each.chance == staffed.volume.chance else "",
        )
        for each in found.rows
    ]
    listing(names, rows, numbers=NUMBERS)
    for post, chance in found.mean.items():
        told = {"chance": chance, "whole": found.whole[post]}
        shares = {name: figures.share(value, lang, 0) for name, value in told.items()}
        told_as = say("staff.chance_of_mean", post=post_name(post, lang), **shares)
        st.caption(plain(told_as))
    if found.days_alone:
        st.caption(say("staff.days_alone"))
