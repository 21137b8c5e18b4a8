"""Guaranteed hours: work over the whole horizon reaches what was promised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.rules.week_hours import counted

if TYPE_CHECKING:
    from scheduler.rules.memory import ShiftClass

ROUNDING_MIN = 1e-6


@dataclass(frozen=True, slots=True)
class MinHours:
    """
    Remembers the minutes of work so far, as long as they are too few.

    Parameters
    ----------
    least_min
        Fewest minutes of work over the horizon.
    days
        Days of the horizon.
    more_min
        By day: minutes that a shift counts for beside its work; empty: none on any.
    """

    least_min: float
    days: int
    more_min: tuple[int, ...] = ()
    start: float = 0.0

    def after(self, day: int, memory: float, shift: ShiftClass | None) -> float | None:
        """Return the minutes so far, or None when too few are left on the last day."""
        total = self.seen(day, memory, shift)
        is_last = day == self.days - 1
        return None if is_last and total < self.least_min - ROUNDING_MIN else total

    def seen(self, day: int, memory: float, shift: ShiftClass | None) -> float:
        """Return the minutes so far, those beyond what was promised left out."""
        return min(self.least_min, memory + counted(shift, day, self.more_min))
