"""Pins of a day: its type, when its shift starts, or that it is off; all else is free."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from scheduler.errors import require
from scheduler.horizon import DAY_MIN, format_clock
from scheduler.keys import Cell, Key, WrittenIn


@dataclass(frozen=True, slots=True)
class TypePin:
    """
    What a person fixed of somebody's day, one for each day at most.

    Parameters
    ----------
    agent_id, date
        Whose day; the shift is one that starts on it.
    kind
        Code of a shift type, or name of a kind of shift, that is worked; empty: the day is off,
        unless a start is fixed.
    start_clock
        Minutes after midnight at which the shift starts, of any type where none is fixed; None: as
        the type allows.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    date: Annotated[dt.date, Key(cell=Cell.WEEK_DATE)]
    kind: Annotated[str, Key("type", cell=Cell.SHIFT_KIND_OR_OFF)]
    start_clock: Annotated[int | None, Key("start", WrittenIn.CLOCK)] = None

    def __post_init__(self) -> None:
        good = self.start_clock is None or 0 <= self.start_clock < DAY_MIN
        require(good, "clock_unreadable", column="start", value=self.start_told)

    @property
    def is_off(self) -> bool:
        """Return whether the day is fixed as off."""
        return not self.kind and self.start_clock is None

    @property
    def start_told(self) -> str:
        """Return the fixed start as ``HH:MM``; empty: there is none."""
        return "" if self.start_clock is None else format_clock(self.start_clock)

    def holds(self, kind: str, clock: int) -> bool:
        """Return whether a shift of a kind that starts at a clock time is as it is fixed."""
        starts = self.start_clock is None or self.start_clock == clock
        return not self.is_off and self.kind in {"", kind} and starts
