"""
Dates and clock times on one side, numbers on the other; alone knows about time zones.

Everywhere else a moment is an integer: whole minutes since 1970-01-01 00:00 UTC (a name ending in
``_min``), so that subtraction is elapsed time even across a change of daylight saving. A clock time
within a day is minutes after local midnight (a name ending in ``_clock``).
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from scheduler.errors import Fault, InputError, gathering, require
from scheduler.keys import Key
from scheduler.limits import require_within, require_year

DAY_MIN = 24 * 60
WEEK_DAYS = 7
CLOCK = re.compile(r"[0-9]{1,2}:[0-9]{2}")


@lru_cache(maxsize=1)
def _timezones() -> frozenset[str]:
    """Return all names; finding them walks through the whole database of zones."""
    return frozenset(available_timezones())


@lru_cache(maxsize=200_000)
def _date_and_clock(zone: ZoneInfo, minute: int) -> tuple[dt.date, int]:
    local = dt.datetime.fromtimestamp(minute * 60, zone)
    return local.date(), local.hour * 60 + local.minute


@lru_cache(maxsize=200_000)
def _instants(zone: ZoneInfo, naive: dt.datetime) -> tuple[int, ...]:
    """Return the moments a wall clock shows ``naive``: none (skipped), one, or two (repeated)."""
    found = []
    for fold in (0, 1):
        aware = naive.replace(tzinfo=zone, fold=fold)
        utc = aware.astimezone(dt.UTC)
        if utc.astimezone(zone).replace(tzinfo=None) == naive:
            found.append(int(utc.timestamp()) // 60)
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Clock:
    """
    The wall clock of a site.

    Parameters
    ----------
    timezone
        IANA name, such as ``Asia/Shanghai``.
    """

    timezone: str

    def __post_init__(self) -> None:
        require(
            self.timezone in _timezones(),
            "timezone_unknown",
            value=self.timezone,
            column="timezone",
        )

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone."""
        return ZoneInfo(self.timezone)

    def parse(self, text: str) -> int:
        """
        Return the moment a local ISO time names.

        Raises
        ------
        InputError
            When it is no ISO time, has seconds, lies in an hour that daylight saving skips, or in
            one that occurs twice without saying the UTC offset.
        """
        try:
            stamp = dt.datetime.fromisoformat(text.strip())
        except ValueError:
            raise InputError(Fault("time_unreadable", value=text)) from None
        require_year(stamp.year, text)
        require(not (stamp.second or stamp.microsecond), "time_has_seconds", value=text)
        if stamp.tzinfo is not None:
            return self._with_offset(stamp, text)
        moments = _instants(self.zone, stamp)
        require(len(moments) > 0, "time_skipped", value=text, timezone=self.timezone)
        require(len(moments) == 1, "time_twice", value=text, timezone=self.timezone)
        return moments[0]

    def parse_second(self, text: str) -> int:
        """
        Return the second since 1970-01-01 00:00 UTC that an ISO time of a log names.

        A local time that occurs twice is the first of the two; one with an offset is that moment,
        whatever offset the site has.

        Raises
        ------
        InputError
            When it is no ISO time, or lies in an hour that daylight saving skips.
        """
        try:
            stamp = dt.datetime.fromisoformat(text.strip())
        except ValueError:
            raise InputError(Fault("time_unreadable", value=text)) from None
        require_year(stamp.year, text)
        if stamp.tzinfo is not None:
            return math.floor(stamp.timestamp())
        moments = _instants(self.zone, stamp.replace(second=0, microsecond=0))
        require(len(moments) > 0, "time_skipped", value=text, timezone=self.timezone)
        return moments[0] * 60 + stamp.second

    def _with_offset(self, stamp: dt.datetime, text: str) -> int:
        minute = int(stamp.astimezone(dt.UTC).timestamp()) // 60
        local = dt.datetime.fromtimestamp(minute * 60, self.zone)
        require(
            local.utcoffset() == stamp.utcoffset(),
            "offset_wrong",
            value=text,
            timezone=self.timezone,
        )
        return minute

    def format(self, minute: int) -> str:
        """Return the local ISO time; with the UTC offset where the clock shows it twice."""
        local = dt.datetime.fromtimestamp(minute * 60, self.zone)
        naive = local.replace(tzinfo=None)
        twice = len(_instants(self.zone, naive.replace(fold=0))) > 1
        return (local if twice else naive).isoformat(timespec="minutes")

    def date_of(self, minute: int) -> dt.date:
        """Return the local date of a moment."""
        return _date_and_clock(self.zone, minute)[0]

    def clock_of(self, minute: int) -> int:
        """Return the minutes after local midnight that the wall clock shows at a moment."""
        return _date_and_clock(self.zone, minute)[1]

    def at(self, date: dt.date, clock: int = 0) -> int:
        """
        Return the moment the wall clock shows ``clock`` on ``date``; 1440 is the next midnight.

        A time that is skipped moves ahead by the length of the gap; of two, the first is meant.

        Raises
        ------
        InputError
            At the very ends of the calendar, whose moments cannot be told.
        """
        day, minute = divmod(clock, DAY_MIN)
        try:
            naive = dt.datetime.combine(
                date + dt.timedelta(days=day), dt.time(minute // 60, minute % 60)
            )
            return int(naive.replace(tzinfo=self.zone, fold=0).timestamp()) // 60
        except OverflowError:
            require_year(date.year, date.isoformat())
            raise


def parse_clock(text: str) -> int:
    """Return minutes after midnight of ``HH:MM``; ``24:00`` is 1440."""
    hours, _, minutes = text.strip().partition(":")
    good = CLOCK.fullmatch(text.strip()) is not None
    require(good, "clock_unreadable", value=text)
    clock = int(hours) * 60 + int(minutes)
    require(int(minutes) < 60 and clock <= DAY_MIN, "clock_unreadable", value=text)
    return clock


def format_clock(clock: int) -> str:
    """Return ``HH:MM`` of minutes after midnight."""
    return f"{clock // 60:02d}:{clock % 60:02d}"


@dataclass(frozen=True, slots=True)
class ClockSpan:
    """
    A daily stretch of clock time, half-open; ``end <= start`` crosses midnight.

    Parameters
    ----------
    start_clock, end_clock
        Minutes after midnight, in [0, 1440].
    """

    start_clock: int
    end_clock: int

    def __post_init__(self) -> None:
        for clock in (self.start_clock, self.end_clock):
            require(0 <= clock <= DAY_MIN, "clock_unreadable", value=clock)

    @classmethod
    def parse(cls, text: str) -> ClockSpan:
        """Return the span of ``HH:MM-HH:MM``."""
        start, dash, end = text.partition("-")
        require(dash == "-", "window_unreadable", value=text)
        return cls(parse_clock(start), parse_clock(end))

    def __contains__(self, clock: int) -> bool:
        if self.start_clock < self.end_clock:
            return self.start_clock <= clock < self.end_clock
        return clock >= self.start_clock or clock < self.end_clock

    def __str__(self) -> str:
        return f"{format_clock(self.start_clock)}-{format_clock(self.end_clock)}"


@dataclass(frozen=True)
class Horizon:
    """
    A stretch of whole local days cut into intervals; interval 0 begins at local midnight.

    A day on which daylight saving changes has more or fewer intervals than the others.

    Parameters
    ----------
    clock
        The site's wall clock.
    start
        First date.
    days
        Number of days, at least 1.
    interval_min
        Length of an interval in minutes; divides an hour.
    """

    clock: Annotated[Clock, Key(is_flat=True)]
    start: Annotated[dt.date, Key("week_start")]
    days: Annotated[int, Key(is_needed=True)] = WEEK_DAYS
    interval_min: Annotated[int, Key("interval_minutes", is_needed=True)] = 30

    def __post_init__(self) -> None:
        step = self.interval_min
        with gathering() as check:
            check(self.days >= 1, "days_not_positive", value=self.days, column="days")
            good = step >= 1 and 60 % step == 0
            check(good, "interval_not_in_hour", value=step, column="interval_minutes")
        require_year(self.start.year, self.start.isoformat())
        require_within("days", self.days, column="days")
        require_within("intervals", self.days * DAY_MIN // step, column="interval_minutes")

    @cached_property
    def day_starts_min(self) -> tuple[int, ...]:
        """Return the first moment of each day, and of the day after the last; length days + 1."""
        return tuple(self.clock.at(self.date(day)) for day in range(self.days + 1))

    @property
    def start_min(self) -> int:
        """Return the first moment."""
        return self.day_starts_min[0]

    @property
    def end_min(self) -> int:
        """Return the moment after the last."""
        return self.day_starts_min[-1]

    @cached_property
    def intervals(self) -> int:
        """Return the number of intervals."""
        return (self.end_min - self.start_min) // self.interval_min

    @property
    def interval_hours(self) -> float:
        """Return an interval's length in hours."""
        return self.interval_min / 60

    def date(self, day: int) -> dt.date:
        """Return the date of a day's number; days before the horizon are negative."""
        return self.start + dt.timedelta(days=day)

    @property
    def dates(self) -> tuple[dt.date, ...]:
        """Return the dates of the horizon."""
        return tuple(self.date(day) for day in range(self.days))

    def day(self, date: dt.date) -> int:
        """Return the number of a date's day; negative before the horizon."""
        return (date - self.start).days

    def day_of(self, minute: int) -> int:
        """Return the number of the local day a moment lies on; may lie outside the horizon."""
        return self.day(self.clock.date_of(minute))

    def interval_of(self, minute: int) -> int:
        """Return the number of the interval a moment lies in; may lie outside the horizon."""
        return (minute - self.start_min) // self.interval_min

    def minute(self, interval: int) -> int:
        """Return the first moment of an interval."""
        return self.start_min + interval * self.interval_min

    def first_interval(self, day: int) -> int:
        """Return the number of the first interval of a day in [0, days]."""
        return (self.day_starts_min[day] - self.start_min) // self.interval_min

    def on_grid(self, minute: int) -> bool:
        """Return whether a moment begins an interval."""
        return (minute - self.start_min) % self.interval_min == 0

    def __contains__(self, minute: int) -> bool:
        return self.start_min <= minute < self.end_min

    @property
    def iso_week(self) -> str:
        """Return the ISO week of the first day, such as ``2026-W49``."""
        year, week, _ = self.start.isocalendar()
        return f"{year}-W{week:02d}"

    def weeks(self) -> tuple[range, ...]:
        """Return the day numbers of each 7 days counted from the start; the last may be shorter."""
        return tuple(
            range(first, min(first + WEEK_DAYS, self.days))
            for first in range(0, self.days, WEEK_DAYS)
        )


def monday_of(iso_week: str) -> dt.date:
    """Return the Monday of an ISO week such as ``2026-W49``."""
    try:
        monday = dt.date.fromisoformat(f"{iso_week}-1")
    except ValueError:
        raise InputError(Fault("week_unreadable", value=iso_week)) from None
    require_year(monday.year, iso_week)
    return monday
