"""What a stretch of work counts as: its kind, a night, a weekend, a peak, a late shift."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.horizon import DAY_MIN, WEEK_DAYS, Clock, ClockSpan
from scheduler.ruleset import RuleSet
from scheduler.shift import Shift
from scheduler.shift_kind import NIGHT, WEEKEND

if TYPE_CHECKING:
    from scheduler.shift import Shift
    from scheduler.type_pin import TypePin

SATURDAY = 5
WEEK_MIN = WEEK_DAYS * DAY_MIN
Spans = tuple[tuple[ClockSpan, ...], ...]  # by weekday, Monday first


@dataclass(frozen=True)
class MinutesOfWeek:
    """
    Some minutes of every week, by the wall clock.

    Parameters
    ----------
    spans
        Clock spans by weekday, Monday first, 7 entries; one that crosses midnight reaches into the
        next day.
    """

    spans: Spans

    @cached_property
    def _before(self) -> npt.NDArray[np.int64]:
        """Return how many of the minutes lie before each minute of two weeks."""
        inside = np.zeros(WEEK_MIN, dtype=np.int64)
        for day, spans in enumerate(self.spans):
            for span in spans:
                length = (span.end_clock - span.start_clock) % DAY_MIN or DAY_MIN
                first = day * DAY_MIN + span.start_clock
                inside[np.arange(first, first + length) % WEEK_MIN] = 1
        return np.concatenate(([0], np.cumsum(np.tile(inside, 2))))

    def minutes(self, clock: Clock, start_min: int, end_min: int) -> int:
        """Return how many minutes of a stretch lie in them, elapsed time."""
        weeks = (end_min - start_min) // WEEK_MIN  # a row of a file may end years too late
        if weeks > 0:
            rest = self.minutes(clock, start_min + weeks * WEEK_MIN, end_min)
            return weeks * int(self._before[WEEK_MIN]) + rest
        first, last = _minute_of_week(clock, start_min), _minute_of_week(clock, end_min)
        if (last - first - (end_min - start_min)) % WEEK_MIN:  # daylight saving changes inside
            return sum(
                self._holds(_minute_of_week(clock, minute)) for minute in range(start_min, end_min)
            )
        return int(self._before[first + end_min - start_min] - self._before[first])

    def _holds(self, minute_of_week: int) -> int:
        return int(self._before[minute_of_week + 1] - self._before[minute_of_week])


def _minute_of_week(clock: Clock, minute: int) -> int:
    return clock.date_of(minute).weekday() * DAY_MIN + clock.clock_of(minute)


@dataclass(frozen=True)
class ShiftClasses:
    """
    What shifts count as, by their start and end alone: where the meal lies makes no difference.

    Parameters
    ----------
    clock
        The site's wall clock.
    rules
        Kinds, and what night and late shifts are.
    peak
        Peak hours by weekday.
    """

    clock: Clock
    rules: RuleSet
    peak: Spans

    @cached_property
    def _night(self) -> MinutesOfWeek:
        return MinutesOfWeek(((self.rules.hours.night_of_shifts,),) * WEEK_DAYS)

    @cached_property
    def _late(self) -> MinutesOfWeek | None:
        late = self.rules.hours.late
        return None if late is None else MinutesOfWeek(((late,),) * WEEK_DAYS)

    @cached_property
    def _peak(self) -> MinutesOfWeek:
        return MinutesOfWeek(self.peak)

    @cached_property
    def _known(self) -> dict[tuple[int, int], tuple[bool, bool, bool]]:
        return {}

    def kind(self, start_min: int, end_min: int) -> str:
        """Return the type or kind of a shift; empty: of none."""
        if not self.rules.kind_names:
            return ""
        return self.rules.kind_of(self.clock.clock_of(start_min), end_min - start_min)

    def is_pinned(self, pin: TypePin, start_min: int, end_min: int) -> bool:
        """Return whether a shift's times are as somebody's day is fixed."""
        return pin.holds(self.kind(start_min, end_min), self.clock.clock_of(start_min))

    def kind_of(self, shift: Shift) -> str:
        """Return the type or kind of a shift: the one it is said to be of, else by its times."""
        return shift.stated_kind or self.kind(shift.start_min, shift.end_min)

    def weekend(self, start_min: int) -> dt.date | None:
        """Return the Saturday of the weekend a shift that starts at a moment works; None: none."""
        date = self.clock.date_of(start_min)
        beyond = date.weekday() - SATURDAY
        return None if beyond < 0 else date - dt.timedelta(days=beyond)

    def has_gap(self, shift: Shift) -> bool:
        """Return whether what a shift holds unpaid is the gap of a split one, not a meal."""
        kind = self.kind(shift.start_min, shift.end_min)
        return any(each.gap_min > 0 for each in self.rules.types if each.code == kind)

    def counts_as(self, name: str, start_min: int, end_min: int) -> bool:
        """Return whether a shift is of a kind, or of what ``night`` and ``weekend`` stand for."""
        if name == WEEKEND:
            return self.weekend(start_min) is not None
        if name == NIGHT and NIGHT not in self.rules.kind_names:
            return self.is_night(start_min, end_min)
        return self.kind(start_min, end_min) == name

    def is_night(self, start_min: int, end_min: int) -> bool:
        """Return whether enough minutes of a shift, the meal included, lie in the night."""
        return self._sides(start_min, end_min)[0]

    def is_peak(self, start_min: int, end_min: int) -> bool:
        """Return whether at least half of a shift, the meal included, lies in peak hours."""
        return self._sides(start_min, end_min)[1]

    def is_late(self, start_min: int, end_min: int) -> bool:
        """Return whether a shift that is no night shift has enough minutes in the evening."""
        return self._sides(start_min, end_min)[2]

    def _sides(self, start_min: int, end_min: int) -> tuple[bool, bool, bool]:
        found = self._known.get((start_min, end_min))
        if found is None:
            at_night = self._night.minutes(self.clock, start_min, end_min)
            at_peak = self._peak.minutes(self.clock, start_min, end_min)
            late = self._late.minutes(self.clock, start_min, end_min) if self._late else 0
            least = self.rules.hours.night_shift_min
            is_night = at_night >= least
            found = is_night, 2 * at_peak >= end_min - start_min, not is_night and late >= least
            self._known[start_min, end_min] = found
        return found
