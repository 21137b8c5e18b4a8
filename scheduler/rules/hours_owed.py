"""Hours owed: work over a week or month reaches what is owed, or what is missing has a price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.rules.week_hours import counted

if TYPE_CHECKING:
    from scheduler.rules.memory import ShiftClass

HOUR_MIN = 60


@dataclass(frozen=True, slots=True)
class HoursOwed:
    """
    Remembers the minutes given so far of those that are owed.

    Parameters
    ----------
    spans
        First day, last day and minutes owed, one span after the other, all days together.
    most_min
        By day: minutes of work that count at most.
    price_per_hour
        Of an hour not given.
    more_min
        By day: minutes that a shift counts for beside its work; empty: none on any.
    """

    spans: tuple[tuple[int, int, float], ...]
    most_min: tuple[int, ...]
    price_per_hour: float
    more_min: tuple[int, ...] = ()
    start: float = 0.0

    def after(self, day: int, memory: float, shift: ShiftClass | None) -> float:
        """Return the minutes given so far; after the last day of a span none of the next."""
        _, last, _ = self._span(day)
        return 0.0 if day == last else self._given(day, memory, shift)

    def seen(self, day: int, memory: float, shift: ShiftClass | None) -> float:
        """Return the same: no day is forbidden."""
        return self.after(day, memory, shift)

    def price(self, day: int, memory: float, shift: ShiftClass | None) -> float:
        """Return, on the last day of a span, the price of what is owed and not given."""
        _, last, owed = self._span(day)
        if day < last:
            return 0.0
        return self.price_per_hour * (owed - self._given(day, memory, shift)) / HOUR_MIN

    def _given(self, day: int, memory: float, shift: ShiftClass | None) -> float:
        _, _, owed = self._span(day)
        more = min(counted(shift, day, self.more_min), self.most_min[day])
        return min(owed, memory + more)

    def _span(self, day: int) -> tuple[int, int, float]:
        return next(span for span in self.spans if span[0] <= day <= span[1])
