"""Pins of a type: what somebody works on a day, or that it is off; start and post stay free."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from scheduler.keys import Cell, Key


@dataclass(frozen=True, slots=True)
class TypePin:
    """
    What a person fixed of somebody's day, one for each day at most.

    Parameters
    ----------
    agent_id, date
        Whose day; the shift is one that starts on it.
    kind
        Code of a shift type, or name of a kind of shift, that is worked; empty: the day is off.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    date: Annotated[dt.date, Key(cell=Cell.WEEK_DATE)]
    kind: Annotated[str, Key("type", cell=Cell.SHIFT_KIND_OR_OFF)]
