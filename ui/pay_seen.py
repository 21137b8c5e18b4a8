"""
That somebody looked at pay or scores of others, noted where a page shows them or hands them out.

A session keeps what it has noted, so that only the first look at a month writes.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import streamlit as st

from service.access.grants import Role
from service.persons.looks import EVERYBODY, PAY, SCORE, note_look
from ui import link, state

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.month.months import Month, MonthRun

NOTED, VISIT = "pay_seen.noted", "pay_seen.visit"


def run_seen(run: MonthRun, page: str, *, agent_id: str = EVERYBODY) -> None:
    """Note that a page shows everybody's scores of a run, or one person's, with their pay."""
    seen(run.month, page, what=PAY if run.payouts else SCORE, agent_id=agent_id)


def is_nobody_known() -> bool:
    """Return whether this may be anybody: nobody signs in, and agents see their own page."""
    return link.desk().person.grants is None and state.chosen("role") == Role.AGENT


def seen(month: Month, page: str, *, what: str, agent_id: str = EVERYBODY) -> None:
    """Note that a page shows what is told of a month; once in a session."""
    if is_nobody_known():
        return
    noted: set[tuple[str, ...]] = st.session_state.setdefault(NOTED, set())
    key = (state.chosen("shop"), str(month), page, what, agent_id)
    if key in noted:
        return
    place = f"page:{page}"
    note_look(link.desk(), month, what=what, place=place, visit=_visit(), agent_id=agent_id)
    noted.add(key)


def handed_out(
    run: MonthRun, file: str, made: Callable[[], bytes], *, agent_id: str = EVERYBODY
) -> Callable[[], bytes]:
    """Return what makes a file and notes that it was handed out; asked when it is downloaded."""
    desk, visit, what = link.desk(), _visit(), PAY if run.payouts else SCORE

    if is_nobody_known():
        return made

    def noted() -> bytes:
        place = f"file:{file}"
        note_look(desk, run.month, what=what, place=place, visit=visit, agent_id=agent_id)
        return made()

    return noted


def _visit() -> str:
    """Return within what looks are noted once: what somebody signed in to, else this session."""
    guest = link.arrived().guest
    if guest is not None:
        return guest.visit.token
    made: str = st.session_state.setdefault(VISIT, secrets.token_hex(16))
    return made
