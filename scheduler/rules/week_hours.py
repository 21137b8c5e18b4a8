"""Hours: work within each 7 days from the horizon's start, or on average, stays below the limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.horizon import WEEK_DAYS

if TYPE_CHECKING:
    from scheduler.rules.memory import ShiftClass

ROUNDING_MIN = 1e-6  # a contract's hours may be a decimal


@dataclass(frozen=True, slots=True)
class WeekHours:
    """
    Remembers the minutes of work of the period so far.

    Parameters
    ----------
    limit_min
        Most minutes of work in a period.
    period_days
        Days of a period, counted from the first.
    """

    limit_min: float
    period_days: int = WEEK_DAYS
    start: int = 0

    def after(self, day: int, memory: int, shift: ShiftClass | None) -> int | None:
        """Return the minutes of the period so far, or None when they pass the limit."""
        so_far = 0 if day % self.period_days == 0 else memory
        total = so_far + (shift.work_min if shift else 0)
        return total if total <= self.limit_min + ROUNDING_MIN else None
