"""A month with attendance and no roster: the hours everybody worked, asked once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.roster.fixed_hours import agree_fixed_hours, usual_hours
from ui import link
from ui.parts import entry_form
from ui.parts.entry_form import Ask, Form
from ui.state import say

if TYPE_CHECKING:
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
