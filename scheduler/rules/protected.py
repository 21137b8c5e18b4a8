"""Protected days: no overtime, and an hour less for who is nursing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.rules.memory import ShiftClass


@dataclass(frozen=True, slots=True)
class ProtectedDays:
    """
    Remembers nothing: some days have a limit of their own.

    Parameters
    ----------
    most_min
        By day: most minutes of a shift's work; None: no limit of its own.
    """

    most_min: tuple[int | None, ...]
    start: int = 0

    def after(self, day: int, memory: int, shift: ShiftClass | None) -> int | None:
        """Return what was remembered, or None when the shift is too long for the day."""
        most = self.most_min[day]
        good = shift is None or most is None or shift.work_min <= most
        return self.seen(day, memory, shift) if good else None

    def seen(self, day: int, memory: int, shift: ShiftClass | None) -> int:  # noqa: ARG002 - one signature for all
        """Return what was remembered."""
        return memory
