"""
Work plans (班制): how the weeks of some people look, such as five days of one shift type.

What of a plan differs from week to week, or from day to day whatever the weekday, comes round in a
cycle; where somebody stands in it is in ``scheduler.cycle``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import lcm
from typing import Annotated

from scheduler.errors import gathering
from scheduler.horizon import DAY_MIN, WEEK_DAYS
from scheduler.hours_rules import OwedBy
from scheduler.keys import Asked, Cell, Key, Sign, WrittenIn, check_signs

OFF = frozenset({"off", "休"})
ON = frozenset({"on", "班"})
ANY = frozenset({"any", "可"})
DAY_WORDS = OFF | ON | ANY
"""What a day of a cycle is, beside the code of a type: off, worked by any type, either."""


class SixthDay(StrEnum):
    """How a sixth day of work in a week (做六休一, 大小周) is lawful."""

    SHORTER = "shorter"  # shifts so short that six fit into the week's hours
    OVERTIME = "overtime"  # by consent: 200 % or time off, within the month's limit
    AVERAGED = "averaged"  # the hours hold on average over the horizon, where that is approved


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
    days_off_together_price
        Price of a whole week that does not hold them; None: every week must.
    is_week_round
        Whether a week is taken to come again as it is, so that days off at its end and at its
        beginning are together too (Tuesday to Saturday).
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
    min_days_week
        Fewest days of work in a whole week, those on leave or not employed taken off.
    days_week
        Days of work of each week of a cycle: ``(5,)`` every week, ``(5, 6)`` in turn (大小周). At
        most in any week; at least in a whole one, as ``min_days_week``.
    rotation
        Codes of the types of the weeks of a cycle, in turn: all shifts of a week are of its type.
    day_cycle
        Days of a cycle, each the code of a type or one of ``DAY_WORDS``: four ``on`` and two
        ``off`` (上四休二). Where they are 7 they are Monday to Sunday, multiples of it begin on a
        Monday, any others run on over the weeks.
    teams
        Whose people have the plan, where the staff list gives them no other.
    is_by_team
        Whether the people of a team are in the same week, or day, of the cycle.
    hours_owed
        Over what time the contract's hours are owed; None: as the rules say for all.
    sixth_day
        How a week with more days than the contract's hours take is lawful; None: as the rules say
        for all. Who did not agree to overtime has no such days.
    """

    name: Annotated[str, Key(cell=Cell.NAME)]
    types: tuple[str, ...] = ()
    max_days_week: Annotated[int, Asked(least=1, most=7)] = WEEK_DAYS
    days_off_together: Annotated[int, Key(sign=Sign.POSITIVE), Asked(least=1, most=3)] = 1
    days_off_together_price: Annotated[
        float | None, Key(sign=Sign.NOT_NEGATIVE), Asked(most=1000)
    ] = None
    is_week_round: Annotated[bool, Key("week_goes_round")] = False
    is_one_type: Annotated[bool, Key("one_type")] = False
    max_start_spread_min: Annotated[
        int | None, Key("max_start_spread_hours", WrittenIn.HOURS, Sign.NOT_NEGATIVE)
    ] = None
    max_nights_in_row: Annotated[int | None, Key(sign=Sign.POSITIVE), Asked(least=1)] = None
    days_off_after_nights: Annotated[int, Key(sign=Sign.NOT_NEGATIVE), Asked(most=5)] = 0
    free_weekend_every: Annotated[int | None, Key(sign=Sign.POSITIVE), Asked(least=1)] = None
    min_days_week: Annotated[int, Key(sign=Sign.NOT_NEGATIVE), Asked(most=7)] = 0
    days_week: Annotated[tuple[int, ...], Asked()] = ()
    rotation: Annotated[tuple[str, ...], Asked()] = ()
    day_cycle: Annotated[tuple[str, ...], Asked()] = ()
    teams: Annotated[tuple[str, ...], Asked()] = ()
    is_by_team: Annotated[bool, Key("by_team"), Asked()] = False
    hours_owed: Annotated[OwedBy | None, Asked()] = None
    sixth_day: Annotated[SixthDay | None, Asked()] = None

    def __post_init__(self) -> None:
        with gathering() as check:
            check(bool(self.name.strip()), "empty", column="name")
            check_signs(self, check)
            good = 1 <= self.max_days_week <= WEEK_DAYS
            check(good, "days_of_week", column="max_days_week", value=self.max_days_week)
            together = self.days_off_together
            good = together < WEEK_DAYS
            check(good, "days_off_too_many", column="days_off_together", value=together)
            good = together > 1 or self.days_off_together_price is None
            check(good, "price_of_no_days", column="days_off_together_price", value=self.name)
            good = together > 1 or not self.is_week_round
            check(good, "round_of_no_days", column="week_goes_round", value=self.name)
            good = not self.days_off_after_nights or self.max_nights_in_row is not None
            check(good, "nights_without_limit", column="max_nights_in_row", value=self.name)
            spread = self.max_start_spread_min
            good = spread is None or spread < DAY_MIN // 2
            check(good, "start_spread", column="max_start_spread_hours", value=spread)
            most, least = self.max_days_week, self.min_days_week
            good = least <= most
            check(good, "days_of_week_order", column="min_days_week", value=least, most=most)
            for days in self.days_week:
                check(least <= days <= most, "days_of_cycle", column="days_week", value=days)

    @property
    def most_days_week(self) -> int:
        """Return the most days of work in any week of the cycle."""
        return max(self.days_week, default=self.max_days_week)

    @property
    def step_days(self) -> int:
        """Return by how many days a cycle that begins later differs: 7 where it is of weeks."""
        return 1 if len(self.day_cycle) % WEEK_DAYS else WEEK_DAYS

    @property
    def cycle_days(self) -> int:
        """Return the days after which all comes round again; 1, or 7, where nothing changes."""
        weeks = lcm(len(self.days_week) or 1, len(self.rotation) or 1)
        return lcm(WEEK_DAYS * weeks if weeks > 1 else 1, len(self.day_cycle) or 1)

    @property
    def is_cycle(self) -> bool:
        """Return whether it matters when the cycle of somebody began."""
        return self.cycle_days not in {1, WEEK_DAYS}

    def bounds(self, week: int) -> tuple[int, int]:
        """Return the fewest and the most days of work of a week of the cycle."""
        if not self.days_week:
            return self.min_days_week, self.max_days_week
        days = self.days_week[week % len(self.days_week)]
        return days, days
