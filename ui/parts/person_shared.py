"""In which other shops of the company somebody works, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.shop.companies import (
    SharedPerson,
    SharedTold,
    part_person,
    share_person,
    shared_people,
    sister_shops,
)
from ui import link
from ui.guard import action
from ui.parts import entry_form
from ui.parts.entry_form import Ask, Form
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from service.desk import Desk


def shared(agent_id: str) -> None:
    """Draw where else somebody works, and ask for another shop; nothing where there is none."""
    desk = link.desk()
    others = {one.id: one.name or one.id for one in sister_shops(desk)}
    mine = [one for one in shared_people(desk) if one.agent_id == agent_id]
    if not others and not mine:
        return
    with st.expander(plain(say("person_shared.fold", count=len(mine)))):
        st.caption(say("person_shared.text"))
        for one in mine:
            st.markdown(plain(_said(one)))
        if not desk.may("person_shared"):
            return
        if mine:
            st.button(
                say("person_shared.part"),
                icon=":material/call_split:",
                key=f"person_shared.part.{agent_id}",
                on_click=_part,
                args=(agent_id,),
            )
        left = {
            shop: name for shop, name in others.items() if shop not in {o.shop_id for o in mine}
        }
        if left:
            _ask(agent_id, left)


def _said(one: SharedPerson) -> str:
    return say("person_shared.at", shop=one.shop_name or one.shop_id, id=one.other_id)


@action
def _part(agent_id: str) -> None:
    part_person(link.desk(), agent_id)


def _ask(agent_id: str, others: dict[str, str]) -> None:
    def enter(desk: Desk, told: SharedTold) -> SharedPerson:
        return share_person(desk, told)

    rows = ((Ask("shop_id", others), Ask("other_id", begins=agent_id)),)
    form = Form(
        "person_shared",
        SharedTold,
        rows,
        enter,
        given={"agent_id": agent_id},
        done=lambda _told, kept: _said(kept),
        button="share",
        title="",
        key=f"person_shared.{agent_id}",
        is_main=False,
        border=False,
    )
    entry_form.draw(form)
