"""The steps of approval of what is registered on the day: one form for each flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.access.grants import Role
from service.month.approval_steps import (
    ApprovalFlow,
    ApprovalSteps,
    approval_steps,
    save_steps,
)
from ui import link
from ui.parts import entry_form
from ui.parts.entry_form import Ask, Form
from ui.state import say

if TYPE_CHECKING:
    from service.desk import Desk

APPROVING = (Role.TEAM_LEADER, Role.SUPERVISOR, Role.HR, Role.ADMINISTRATOR)


def steps() -> None:
    """Draw who approves exceptions, and let it be changed."""
    with st.expander(say("steps.title")):
        st.caption(say("steps.help"))
        known = approval_steps(link.desk())
        for place, kind in zip(st.columns(len(ApprovalFlow)), ApprovalFlow, strict=True):
            with place:
                st.markdown(f"**{say(f'steps.flow_{kind}')}**")
                _form(known[kind])


def _form(now: ApprovalSteps) -> None:
    roles = {"": say("steps.any")} | {role.value: say(f"role.{role}") for role in APPROVING}
    first, late = (role.value if role else "" for role in (now.first, now.late))

    def made(first: str, late: str) -> ApprovalSteps:
        return ApprovalSteps(now.kind, *(Role(one) if one else None for one in (first, late)))

    def save(desk: Desk, told: ApprovalSteps) -> None:
        save_steps(desk, told)

    entry_form.draw(
        Form(
            "steps",
            made,
            ((Ask("first", roles, first), Ask("late", roles, late)),),
            save,
            done=lambda *_: say("steps.saved"),
            title="",
            button="save",
            key=f"steps.{now.kind}",
            is_main=False,
            border=False,
        )
    )
