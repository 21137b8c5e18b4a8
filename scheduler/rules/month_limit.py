"""Monthly limits: nights, weekends or shifts of one kind in a calendar month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.rules.counted import Sort

if TYPE_CHECKING:
    from scheduler.rules.memory import ShiftClass


@dataclass(frozen=True, slots=True)
class MonthLimit:
    """
    Remembers how many shifts of a sort the month has had.

    Parameters
    ----------
    sort
        What is counted.
    limit
        Most in a month.
    months
        By day: which month it counts in.
    used
        By month: how many before the horizon.
    """

    sort: Sort
    limit: int
    months: tuple[int, ...]
    used: tuple[int, ...]
    start: int = 0

    def after(self, day: int, memory: int, shift: ShiftClass | None) -> int | None:
        """Return the month's number so far, or None when it passes the limit."""
        number = self.seen(day, memory, shift)
        is_one = shift is not None and self.sort.holds(shift)
        return None if is_one and number > self.limit else number

    def seen(self, day: int, memory: int, shift: ShiftClass | None) -> int:
        """Return the month's number so far."""
        month = self.months[day]
        is_new = day == 0 or self.months[day - 1] != month
        so_far = self.used[month] if is_new else memory
        return so_far + (shift is not None and self.sort.holds(shift))


@dataclass(frozen=True, slots=True)
class WeekendLimit:
    """
    Remembers how many weekends of the month were worked, and whether the last day was one's.

    Parameters
    ----------
    limit
        Most weekends worked in a month.
    saturdays
        By day: the month of its weekend's Saturday; -1 on other days.
    used
        By month: weekends before the horizon, one that reaches into it included.
    start
        Whether the day before the horizon was a Saturday worked, and 0 weekends so far.
    """

    limit: int
    saturdays: tuple[int, ...]
    used: tuple[int, ...]
    start: tuple[int, bool] = (0, False)

    def after(
        self, day: int, memory: tuple[int, bool], shift: ShiftClass | None
    ) -> tuple[int, bool] | None:
        """Return the month's number so far, or None when it passes the limit."""
        number, is_counted = self.seen(day, memory, shift)
        is_one = shift is not None and is_counted and not memory[1]
        return None if is_one and number > self.limit else (number, is_counted)

    def seen(
        self, day: int, memory: tuple[int, bool], shift: ShiftClass | None
    ) -> tuple[int, bool]:
        """Return the month's number so far, and whether the day's weekend is counted in it."""
        so_far, is_counted = memory
        month = self.saturdays[day]
        if month < 0:
            return so_far, False
        if month not in self.saturdays[:day]:
            so_far = self.used[month]
        if shift is None or is_counted:
            return so_far, is_counted
        return so_far + 1, True
