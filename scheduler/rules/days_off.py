"""Days off: enough days without a shift start within each 7 days from the horizon's start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.horizon import WEEK_DAYS

if TYPE_CHECKING:
    from scheduler.rules.memory import ShiftClass


@dataclass(frozen=True, slots=True)
class DaysOffMemory:
    """
    Remembers the days worked in the week so far.

    Parameters
    ----------
    min_off
        Days off due in a week, also in a last week that is shorter.
    days
        Days of the horizon.
    """

    min_off: int
    days: int
    start: int = 0

    def after(self, day: int, memory: int, shift: ShiftClass | None) -> int | None:
        """Return the days worked in the week so far, or None when too few days off are left."""
        worked = self.seen(day, memory, shift)
        first = day - day % WEEK_DAYS
        length = min(WEEK_DAYS, self.days - first)
        return worked if shift is None or worked <= length - self.min_off else None

    def seen(self, day: int, memory: int, shift: ShiftClass | None) -> int:
        """Return the days worked in the week so far."""
        return (0 if day % WEEK_DAYS == 0 else memory) + (shift is not None)
