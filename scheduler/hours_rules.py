"""The limits on one agent's time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from scheduler.errors import gathering
from scheduler.forecast.calendar import CHINA, is_known
from scheduler.horizon import ClockSpan
from scheduler.keys import Asked, Key, NotAsked, Sign, WrittenIn, check_signs

LEGAL_OVERTIME_MIN_PER_MONTH = 36 * 60


class OwedBy(StrEnum):
    """Over what time the hours of a contract are owed."""

    NONE = "none"
    WEEK = "week"
    MONTH = "month"
    CYCLE = "cycle"  # of the work plan; by the week where it has none


@dataclass(frozen=True, slots=True)
class HoursRules:
    """
    Limits on one agent's time; meals are not work, and a shift belongs to the date it starts on.

    Parameters
    ----------
    max_work_min_per_day, max_work_min_per_week
        Work of one shift, and of 7 days from the horizon's start (never above the contract).
    min_rest_min
        From the end of a shift to the start of the next, history included.
    max_consecutive_days
        Days in a row on which a shift starts, history included.
    min_days_off_per_week
        Days without a shift start, per 7 days from the horizon's start.
    night
        Clock span in which agents with ``no_nights`` may not work: the law's protection.
    counted_night
        Clock span by which night shifts are counted, for runs, limits and fairness; None:
        ``night``.
    night_shift_min
        A shift is a night shift when at least so many minutes of it, the meal included, lie in
        ``counted_night``; so it does not matter where the meal is.
    late
        Clock span of the evening, by which late shifts are counted for fairness: those with at
        least ``night_shift_min`` minutes in it that are no night shifts; None: none are.
    max_nights_per_month, max_weekends_per_month
        Night shifts, and weekends worked, in a calendar month, history included; None: no limit. A
        weekend is worked when a shift starts on its Saturday or Sunday, and belongs to the month of
        the Saturday.
    min_consecutive_days, min_consecutive_days_off
        Fewest working days, and days off, in a row. A run that reaches the horizon's last day is
        not judged; one that reaches its first day counts the history, and is not judged without
        any. A run of working days that an absence on the next day ends is not judged.
    max_overtime_min_per_day
        Work above the day's limit for agents who agreed to overtime, who may then exceed the week's
        limit and the contract too; 0: no overtime.
    max_overtime_min_per_month
        Overtime of an agent in a calendar month, history included.
    steady_start_free_min
        Difference between the starts of two days in a row that costs nothing.
    is_averaged
        The limit of a week and the contract hold on average over the horizon (综合计算工时) instead
        of in each 7 days.
    hours_owed
        Over what time the contract's hours are owed to those whose work plan does not say it.
    nursing_min
        Minutes of a working day that count as work for who is nursing, beside the shift's.
    holidays
        Country whose statutory holidays lower what is owed; empty: none does.
    """

    max_work_min_per_day: Annotated[
        int,
        Key("max_work_hours_per_day", WrittenIn.HOURS, Sign.POSITIVE, is_needed=True),
        Asked("hours", 1, 24, rule="hours_per_day"),
    ] = 8 * 60
    max_work_min_per_week: Annotated[
        int,
        Key("max_work_hours_per_week", WrittenIn.HOURS, Sign.POSITIVE, is_needed=True),
        Asked("hours", 1, 168, rule="hours_per_week"),
    ] = 40 * 60
    min_rest_min: Annotated[
        int,
        Key("min_rest_hours", WrittenIn.HOURS, Sign.NOT_NEGATIVE, is_needed=True),
        Asked("hours", 0, 48, rule="rest"),
    ] = 11 * 60
    max_consecutive_days: Annotated[
        int, Key(sign=Sign.POSITIVE, is_needed=True), Asked("days", 1, 28, rule="consecutive_days")
    ] = 6
    min_days_off_per_week: Annotated[
        int, Key(is_needed=True), Asked("days", 0, 7, rule="days_off")
    ] = 1
    night: Annotated[ClockSpan, Key(is_needed=True), Asked()] = ClockSpan(22 * 60, 6 * 60)
    counted_night: Annotated[ClockSpan | None, Asked()] = None
    late: Annotated[ClockSpan | None, Asked()] = None
    night_shift_min: Annotated[
        int,
        Key("night_shift_hours", WrittenIn.HOURS, Sign.POSITIVE),
        Asked("nights", 0.5, 12, row=9, is_rare=True),
    ] = 180
    max_nights_per_month: Annotated[
        int | None, Key(sign=Sign.NOT_NEGATIVE), Asked("nights", 0, 31, rule="nights_per_month")
    ] = None
    max_weekends_per_month: Annotated[
        int | None, Key(sign=Sign.NOT_NEGATIVE), Asked("nights", 0, 5, rule="weekends_per_month")
    ] = None
    min_consecutive_days: Annotated[
        int, Key(sign=Sign.POSITIVE), Asked("days", 1, 14, is_rare=True, rule="short_run")
    ] = 1
    min_consecutive_days_off: Annotated[
        int, Key(sign=Sign.POSITIVE), Asked("days", 1, 14, is_rare=True, rule="short_rest_run")
    ] = 1
    max_overtime_min_per_day: Annotated[
        int,
        Key(
            "max_overtime_hours_per_day",
            WrittenIn.HOURS,
            Sign.NOT_NEGATIVE,
            after="night_shift_min",
        ),
        Asked("overtime", 0, 12, rule="overtime_per_day"),
    ] = 0
    max_overtime_min_per_month: Annotated[
        int,
        Key(
            "max_overtime_hours_per_month",
            WrittenIn.HOURS,
            Sign.NOT_NEGATIVE,
            after="max_overtime_min_per_day",
        ),
        Asked("overtime", 0, 200, rule="overtime_per_month"),
    ] = LEGAL_OVERTIME_MIN_PER_MONTH
    steady_start_free_min: Annotated[
        int,
        Key(
            "steady_start_free_hours",
            WrittenIn.HOURS,
            Sign.NOT_NEGATIVE,
            after="max_overtime_min_per_month",
        ),
        Asked("comfort", 0, 12, row=3, is_rare=True),
    ] = 0
    is_averaged: Annotated[
        bool, Key("averaged"), Asked("hours", is_rare=True, rule="hours_per_horizon")
    ] = False
    hours_owed: Annotated[OwedBy, Asked("hours", rule="min_hours")] = OwedBy.NONE
    nursing_min: Annotated[
        int,
        Key("nursing_minutes", sign=Sign.NOT_NEGATIVE),
        NotAsked("as the law says; an hour more for each further child is agreed in the files"),
    ] = 60
    holidays: Annotated[str, NotAsked("one country for the shop")] = CHINA

    def __post_init__(self) -> None:
        off = self.min_days_off_per_week
        with gathering() as check:
            check_signs(self, check)
            good = not self.holidays or is_known(self.holidays)
            check(good, "country_unknown", column="holidays", value=self.holidays)
            check(0 <= off <= 7, "days_off_range", column="min_days_off_per_week", value=off)
            least, most = self.min_consecutive_days, self.max_consecutive_days
            check(
                most <= 0 or least <= most,
                "run_order",
                column="min_consecutive_days",
                value=least,
                most=most,
            )

    @property
    def night_of_shifts(self) -> ClockSpan:
        """Return the clock span by which night shifts are counted."""
        return self.night if self.counted_night is None else self.counted_night

    @property
    def allows_overtime(self) -> bool:
        """Return whether who agreed to it may work overtime at all."""
        return self.max_overtime_min_per_day > 0
