"""What whoever looks may open: the roles they hold in the chosen shop, and the pages of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.access.grants import Role
from service.access.permit import WHOLE
from service.shop.shops import shops
from ui import link, menu, state
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from service.access.grants import Grant
    from service.shop.shops import Shop
    from ui.menu import MenuEntry


def settle() -> None:
    """Choose a shop and a role that whoever signed in holds, where the address names others."""
    if _grants() is None:
        return
    known = [shop.id for shop in open_shops()]
    if state.chosen("shop") not in known:
        state.choose("shop", known[0] if known else "")
    mine = held()
    if mine and state.chosen("role") not in mine:
        state.choose("role", mine[0])


def held() -> tuple[Role, ...]:
    """Return the roles to choose from: those held in the chosen shop, or all that have pages."""
    grants = _grants()
    if grants is None:
        return menu.roles()
    mine = {one.role for one in grants if one.scope.is_in(state.chosen("shop"))}
    return tuple(role for role in Role if role in mine)


def open_shops() -> tuple[Shop, ...]:
    """Return the shops in which whoever looks holds a role; all of them where nobody signs in."""
    grants, found = _grants(), shops(link.database())
    if grants is None:
        return found
    return tuple(shop for shop in found if any(one.scope.is_in(shop.id) for one in grants))


def pages_of(role: Role) -> tuple[MenuEntry, ...]:
    """Return the pages of a role, as far as it is held in the chosen shop; none where it is not."""
    grants = _grants()
    if grants is None:
        return menu.of(role)
    here = [one for one in grants if one.role is role and one.scope.is_in(state.chosen("shop"))]
    whole = any(one.scope.kind in WHOLE for one in here)
    return menu.of(role, is_whole=whole) if here else ()


def role_for(entry: MenuEntry) -> Role | None:
    """Return the role as which a page is looked at: the chosen one if it will do; None: none."""
    chosen = state.chosen("role")
    others = held() if _grants() is not None else tuple(Role)
    first = [role for role in others if role == chosen]
    return next((role for role in (*first, *others) if entry in pages_of(role)), None)


def refuse(entry: MenuEntry) -> None:
    """Say that none of the roles held shows a page, and which would."""
    able = [role for role in Role if entry in menu.of(role)]
    roles = say("list.comma").join(say(f"role.{role}") for role in able)
    st.error(
        plain(say("access.page_refused", page=say(f"page.{entry.name}"), roles=roles)),
        icon=":material/lock:",
    )


def _grants() -> tuple[Grant, ...] | None:
    return link.desk().person.grants
