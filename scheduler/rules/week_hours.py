"""Hours: work within each 7 days from the horizon's start, or on average, stays below the limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.horizon import WEEK_DAYS

if TYPE_CHECKING:
    from scheduler.rules.memory import ShiftClass

ROUNDING_MIN = 1e-6  # a contract's hours may be a decimal


def counted(shift: ShiftClass | None, day: int, more_min: tuple[int, ...]) -> int:
    """Return the minutes of work that a day counts for; ``more_min`` as of ``WeekHours``."""
    if shift is None:
        return 0
    return shift.work_min + (more_min[day] if more_min else 0)


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
    more_min
        By day: minutes that a shift counts for beside its work; empty: none on any.
    """

    limit_min: float
    period_days: int = WEEK_DAYS
    more_min: tuple[int, ...] = ()
    start: int = 0

    def after(self, day: int, memory: int, shift: ShiftClass | None) -> int | None:
        """Return the minutes of the period so far, or None when they pass the limit."""
        total = self.seen(day, memory, shift)
        return total if shift is None or total <= self.limit_min + ROUNDING_MIN else None

    def seen(self, day: int, memory: int, shift: ShiftClass | None) -> int:
        """Return the minutes of the period so far."""
        so_far = 0 if day % self.period_days == 0 else memory
        return so_far + counted(shift, day, self.more_min)
