"""Fairness: nights, weekend, peak and late shifts above an agent's fair share of the quarter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.rules.counted import Sort

if TYPE_CHECKING:
    from scheduler.rules.memory import ShiftClass


@dataclass(frozen=True, slots=True)
class FreeShifts:
    """
    Remembers how many of its free shifts of a sort an agent has had.

    Parameters
    ----------
    sort
        What is counted; None: every shift on the days that count.
    days
        Days that count.
    free
        Shifts that cost nothing: the share less what the past quarter held.
    price_each
        Price of each shift more.
    """

    sort: Sort | None
    days: frozenset[int]
    free: int
    price_each: float
    start: int = 0

    def after(self, day: int, memory: int, shift: ShiftClass | None) -> int:
        """Return how many of the free shifts are used up."""
        return min(self.free, memory + self._is_one(day, shift))

    def seen(self, day: int, memory: int, shift: ShiftClass | None) -> int:
        """Return the same: no day is forbidden."""
        return self.after(day, memory, shift)

    def price(self, day: int, memory: int, shift: ShiftClass | None) -> float:
        """Return the price of one more than is free."""
        return self.price_each if memory >= self.free and self._is_one(day, shift) else 0.0

    def _is_one(self, day: int, shift: ShiftClass | None) -> bool:
        return (
            shift is not None and day in self.days and (self.sort is None or self.sort.holds(shift))
        )
