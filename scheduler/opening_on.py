"""Opening hours as dates have them: other hours on single days, and those that cross midnight."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from scheduler.errors import require
from scheduler.horizon import ClockSpan


@dataclass(frozen=True, slots=True)
class OpeningOn:
    """
    Opening hours of single days, in place of the usual ones.

    Parameters
    ----------
    first, last
        Days, both included.
    hours
        Clock spans of each of them; one that crosses midnight belongs to the day it begins on.
    by
        What brought them, for people to read; empty: nothing is said.
    """

    first: dt.date
    last: dt.date
    hours: tuple[ClockSpan, ...]
    by: str = ""

    def __post_init__(self) -> None:
        good = self.first <= self.last
        require(good, "ends_before_start", column="last", value=self.last)

    def __contains__(self, date: dt.date) -> bool:
        return self.first <= date <= self.last


def is_open(today: tuple[ClockSpan, ...], yesterday: tuple[ClockSpan, ...], clock: int) -> bool:
    """Return whether the hours of two days that follow each other hold a clock time of today."""
    return any(clock in span for span in today if _today(span, clock)) or any(
        clock < span.end_clock for span in yesterday if _crosses_midnight(span)
    )


def _crosses_midnight(span: ClockSpan) -> bool:
    return span.end_clock <= span.start_clock


def _today(span: ClockSpan, clock: int) -> bool:
    """Leave the part after midnight of a crossing span to the day it belongs to: the next one."""
    return not _crosses_midnight(span) or clock >= span.start_clock
