"""Overtime: who agreed to it may pass the limits of day and week, up to so much in a month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.rules.week_hours import counted

if TYPE_CHECKING:
    from scheduler.rules.memory import ShiftClass

ROUNDING_MIN = 1e-6
HOUR_MIN = 60
Counted = tuple[float, float]


@dataclass(frozen=True, slots=True)
class OvertimeLimits:
    """
    Remembers the minutes of normal work of the period and of overtime of the month so far.

    Takes the place of ``WeekHours``: of a day's work, what passes the limit of the day or leaves no
    room in the period is overtime.

    Parameters
    ----------
    day_limit_min, period_limit_min
        Most minutes of normal work of a day and of a period.
    period_days
        Days of a period, counted from the first.
    months
        By day: which month its overtime counts in.
    used_min
        By month: overtime before the horizon.
    month_limits_min
        By month: most minutes of overtime in it.
    caps_min
        By day: most minutes of work above its limit.
    price_per_hour
        Of overtime.
    more_min
        By day: minutes that a shift counts for beside its work; empty: none on any.
    barred
        Days without any overtime.
    """

    day_limit_min: int
    period_limit_min: float
    period_days: int
    months: tuple[int, ...]
    used_min: tuple[float, ...]
    month_limits_min: tuple[float, ...]
    caps_min: tuple[int, ...]
    price_per_hour: float = 0.0
    more_min: tuple[int, ...] = ()
    barred: frozenset[int] = frozenset()
    start: Counted = (0.0, 0.0)

    def after(self, day: int, memory: Counted, shift: ShiftClass | None) -> Counted | None:
        """Return what is counted so far, or None when overtime passes a month's or day's limit."""
        normal, overtime = self._so_far(day, memory)
        work = counted(shift, day, self.more_min)
        usual = self._usual(normal, work)
        most = 0.0 if day in self.barred else self.month_limits_min[self.months[day]] - overtime
        if work > usual and work - usual > most + ROUNDING_MIN:
            return None
        cap, own = self.caps_min[day], shift.work_min if shift else 0
        if own - self.day_limit_min > cap:
            return None
        return self.seen(day, memory, shift)

    def seen(self, day: int, memory: Counted, shift: ShiftClass | None) -> Counted:
        """Return the minutes of normal work and of overtime so far."""
        normal, overtime = self._so_far(day, memory)
        work = counted(shift, day, self.more_min)
        usual = self._usual(normal, work)
        return normal + usual, overtime + work - usual

    def price(self, day: int, memory: Counted, shift: ShiftClass | None) -> float:
        """Return the price of the day's overtime."""
        if shift is None:
            return 0.0
        work = counted(shift, day, self.more_min)
        usual = self._usual(self._so_far(day, memory)[0], work)
        return self.price_per_hour * (work - usual) / HOUR_MIN

    def _so_far(self, day: int, memory: Counted) -> Counted:
        normal, overtime = memory
        month = self.months[day]
        is_new = day == 0 or self.months[day - 1] != month
        return (
            0.0 if day % self.period_days == 0 else normal,
            self.used_min[month] if is_new else overtime,
        )

    def _usual(self, normal: float, work: int) -> float:
        return min(work, self.day_limit_min, max(0.0, self.period_limit_min - normal))
