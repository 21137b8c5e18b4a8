"""A month with attendance and no roster: the hours everybody worked, asked once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.errors import InputError
from service.roster.fixed_hours import (
    agree_as_before,
    agree_fixed_hours,
    has_roster,
    hours_before,
    usual_hours,
)
from service.shop.importing import ImportKind
from ui import link
from ui.guard import show_faults
from ui.parts import entry_form
from ui.parts.entry_form import Ask, Form
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Collection

    from service.desk import Desk
    from service.month.months import Month

NAME = "fixed_hours"


@dataclass(frozen=True, slots=True)
class HoursAgreed:
    """What is asked: from when until when, and why there was no roster."""

    start: dt.time
    end: dt.time
    reason: str


def ask(month: Month) -> None:
    """Ask for the hours of a month that has presences and no roster; else draw nothing."""
    found = usual_hours(link.desk(), month)
    if found is None:
        return
    start, end = found

    def enter(desk: Desk, told: HoursAgreed) -> object:
        return agree_fixed_hours(desk, month, told.start, told.end, reason=told.reason)

    why = Ask("reason", begins=say(f"{NAME}.usual_reason"), fault="empty")
    rows = ((Ask("start", begins=start), Ask("end", begins=end), why),)
    entry_form.draw(Form(NAME, HoursAgreed, rows, enter, text=say(f"{NAME}.text"), is_main=False))


def ask_as_before(kinds: Collection[str], month: Month) -> bool:
    """Ask, where presences come without a roster, whether hours hold that held before."""
    desk = link.desk()
    before = hours_before(desk)
    if before is None or ImportKind.ATTENDANCE not in kinds or has_roster(desk, month):
        return False
    told = plain(say(f"{NAME}.as_before", start=before.start, end=before.end))
    return st.checkbox(told, value=True, key=f"{NAME}.as_before.{month}")


def agree_as_said(month: Month) -> str:
    """Take the hours that held before; return a sentence on it, empty where they do not fit."""
    try:
        taken = agree_as_before(link.desk(), month)
    except InputError as error:
        show_faults(error.faults)
        return ""
    if taken is None:
        return ""
    return say(f"{NAME}.as_before_done", start=taken.start, end=taken.end)
