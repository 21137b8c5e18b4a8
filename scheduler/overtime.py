"""Which part of the work is overtime, day by day, and who agreed to it for single days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from scheduler.errors import gathering
from scheduler.keys import Key, Sign, WrittenIn, check_signs

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class OvertimeOn:
    """
    Overtime on single days, in place of what the rules say for all.

    Parameters
    ----------
    first, last
        Days, both included.
    agreed
        Ids of the people who agreed to overtime on these days alone.
    max_min_per_day
        Most minutes above the day's limit, of everybody who agreed; None: as the rules say.
    max_min_per_month
        Most minutes in a calendar month with some of these days; None: as the rules say.
    """

    first: dt.date
    last: dt.date
    agreed: tuple[str, ...] = ()
    max_min_per_day: Annotated[
        int | None, Key("max_hours_per_day", WrittenIn.HOURS, Sign.NOT_NEGATIVE)
    ] = None
    max_min_per_month: Annotated[
        int | None, Key("max_hours_per_month", WrittenIn.HOURS, Sign.NOT_NEGATIVE)
    ] = None

    def __post_init__(self) -> None:
        with gathering() as check:
            check_signs(self, check)
            check(self.first <= self.last, "ends_before_start", column="last", value=self.last)

    def __contains__(self, date: dt.date) -> bool:
        return self.first <= date <= self.last

    def touches(self, first: dt.date, last: dt.date) -> bool:
        """Return whether some of its days lie between two dates, both included."""
        return self.first <= last and first <= self.last


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
