"""Asking for a new shop: its name, its posts, when they are open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from service.demo import SHOP as DEMO
from service.shop.companies import companies
from service.shop.shops import shops
from service.start.platform_aims import platforms_known
from service.start.setting_up import (
    INTERVALS,
    TIMEZONE,
    NewShop,
    create_shop,
    free_id,
    posts_written,
    proposed_ids,
)
from ui import link, state
from ui.parts import entry_form
from ui.parts.entry_form import Ask, Form
from ui.parts.start import beginning
from ui.parts.start.next_line import OWN_SHOP
from ui.state import say
from ui.words.names import platform_name, post_name

if TYPE_CHECKING:
    from service.desk import Desk

CREATED = "setup.created"
"""Said once: the steps of the new shop open at their own address."""
ZONES = (TIMEZONE, "Asia/Taipei", "Asia/Hong_Kong", "Asia/Tokyo", "Asia/Singapore", "UTC")


def ask() -> None:
    """Draw the form of a new shop; once it is kept, it is the chosen one."""
    posts = say("list.comma").join(post_name(one, state.lang()) for one in proposed_ids())
    entry_form.draw(
        Form(
            "setup",
            _told,
            (
                (Ask("name", fault="empty"), Ask("opening", begins=say("rules.opening_proposed"))),
                (Ask("posts", begins=posts), Ask("platforms", platform_names(), is_many=True)),
                (
                    Ask("timezone", {zone: zone for zone in ZONES}, TIMEZONE, takes_new=True),
                    Ask("interval_min", {each: str(each) for each in INTERVALS}, 30),
                ),
                *_company_row(),
            ),
            _create,
            title="",
            button="create",
            border=True,
        )
    )


def _company_row() -> tuple[tuple[Ask, ...], ...]:
    """Return the row that asks whose the shop is, where there are several companies."""
    known = {one.id: one.name or one.id for one in companies(link.desk())}
    return ((Ask("company", known),),) if len(known) > 1 else ()


def platform_names() -> dict[str, str]:
    """Return the platforms for which targets are proposed, with their names."""
    return {each: platform_name(each, state.lang()) for each in platforms_known()}


def _told(
    *,
    name: str,
    opening: str,
    posts: str,
    platforms: tuple[str, ...],
    timezone: str,
    interval_min: int,
    company: str = "",
) -> NewShop:
    told = NewShop(name, posts_written(posts), opening, timezone, interval_min)
    return replace(told, company=company, platforms=platforms)


def _create(desk: Desk, told: NewShop) -> None:
    shop = create_shop(desk.at(free_id(desk, told.name)), told, lang=state.lang())
    state.choose("shop", shop.id)
    state.choose("week", "")
    st.session_state.pop(OWN_SHOP, None)
    st.session_state[CREATED] = True


def others() -> None:
    """Offer the demo where it is not there yet, and the import of a whole week."""
    with st.container(horizontal=True):
        has_demo = any(shop.id == DEMO for shop in shops(link.database()))
        if not has_demo:
            beginning.demo()
        if st.button(say("setup.from_week"), icon=":material/upload_file:", key="setup.weeks"):
            st.switch_page(link.page("weeks"))
