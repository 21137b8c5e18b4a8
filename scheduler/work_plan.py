"""Work plans (班制): how the weeks of some people look, such as five days of one shift type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from scheduler.errors import gathering
from scheduler.horizon import DAY_MIN, WEEK_DAYS
from scheduler.keys import Asked, Cell, Key, Sign, WrittenIn, check_signs


@dataclass(frozen=True, slots=True)
class WorkPlan:
    """
    How the weeks of those who have it look; weeks are the 7 days from the horizon's start.

    Parameters
    ----------
    name
        By which people and rules name it.
    types
        Codes of the shift types it allows; empty: every shape people's contracts allow.
    max_days_week
        Most days of work in a week.
    days_off_together
        Days off in a row that every week holds, the day before the week counted; 1: any.
    is_one_type
        Whether all shifts of a week are of one type.
    max_start_spread_min
        Most minutes between the earliest and the latest start of a week, by the clock; None: any.
    max_nights_in_row
        Most night shifts on days in a row; None: no limit of the plan.
    days_off_after_nights
        Days off that follow night shifts in a row.
    free_weekend_every
        At least one weekend in so many is free of work; None: no such rule.
    """

    name: Annotated[str, Key(cell=Cell.NAME)]
    types: tuple[str, ...] = ()
    max_days_week: Annotated[int, Asked(least=1, most=7)] = WEEK_DAYS
    days_off_together: Annotated[int, Key(sign=Sign.POSITIVE), Asked(least=1, most=3)] = 1
    is_one_type: Annotated[bool, Key("one_type")] = False
    max_start_spread_min: Annotated[
        int | None, Key("max_start_spread_hours", WrittenIn.HOURS, Sign.NOT_NEGATIVE)
    ] = None
    max_nights_in_row: Annotated[int | None, Key(sign=Sign.POSITIVE), Asked(least=1)] = None
    days_off_after_nights: Annotated[int, Key(sign=Sign.NOT_NEGATIVE), Asked(most=5)] = 0
    free_weekend_every: Annotated[int | None, Key(sign=Sign.POSITIVE), Asked(least=1)] = None

    def __post_init__(self) -> None:
        with gathering() as check:
            check(bool(self.name.strip()), "empty", column="name")
            check_signs(self, check)
            good = 1 <= self.max_days_week <= WEEK_DAYS
            check(good, "days_of_week", column="max_days_week", value=self.max_days_week)
            together = self.days_off_together
            good = together < WEEK_DAYS
            check(good, "days_off_too_many", column="days_off_together", value=together)
            good = not self.days_off_after_nights or self.max_nights_in_row is not None
            check(good, "nights_without_limit", column="max_nights_in_row", value=self.name)
            spread = self.max_start_spread_min
            good = spread is None or spread < DAY_MIN // 2
            check(good, "start_spread", column="max_start_spread_hours", value=spread)
