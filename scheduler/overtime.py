"""Which part of the work is overtime, day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def overtime_by_day(
    work_by_day: Mapping[int, int], day_limit_min: int, period_limit_min: float, period_days: int
) -> dict[int, float]:
    """
    Return the minutes of overtime of each day that has any.

    The work of a day above the day's limit is overtime; of the rest, what passes the limit of the
    period, in which only work that is no overtime counts.

    Parameters
    ----------
    work_by_day
        Minutes of work by day number; negative before the horizon.
    day_limit_min, period_limit_min
        Most minutes without overtime of a day and of a period.
    period_days
        Length of a period, counted from day 0 both ways.
    """
    normal: dict[int, float] = {}
    found: dict[int, float] = {}
    for day in sorted(work_by_day):
        work = work_by_day[day]
        period = day // period_days
        room = max(0.0, period_limit_min - normal.get(period, 0.0))
        usual = min(work, day_limit_min, room)
        normal[period] = normal.get(period, 0.0) + usual
        if work > usual:
            found[day] = work - usual
    return found
