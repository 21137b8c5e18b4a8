"""History as a table of days and slots of the day, which is how volumes repeat."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.demand import Floats, Ints, Volumes
from scheduler.errors import require
from scheduler.forecast.calendar import DayKind
from scheduler.forecast.resample import resample
from scheduler.horizon import DAY_MIN, WEEK_DAYS, Clock, Horizon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.forecast.calendar import SpecialDay

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Series:
    """
    One post's chats by day and slot of the day.

    Parameters
    ----------
    first
        Date of the first row.
    values
        Chats; NaN where closed or missing; shape (days, slots).
    """

    first: dt.date
    values: Floats

    @property
    def days(self) -> int:
        """Return the number of rows."""
        return len(self.values)

    def weekdays(self, days: int) -> Ints:
        """Return the weekday (0: Monday) of the first ``days`` rows and beyond; shape (days,)."""
        return (self.first.weekday() + np.arange(days)) % WEEK_DAYS

    def date(self, row: int) -> dt.date:
        """Return the date of a row, which may lie beyond the last."""
        return self.first + dt.timedelta(days=row)

    def row(self, date: dt.date) -> int:
        """Return the row of a date; may lie outside."""
        return (date - self.first).days

    def until(self, row: int) -> Series:
        """Return the rows before one."""
        return Series(self.first, self.values[:row])

    @property
    def is_closed_day(self) -> Flags:
        """Return the days without any record; shape (days,)."""
        return np.asarray(np.isnan(self.values).all(axis=1))


def day_and_slot(clock: Clock, moments: Ints, interval_min: int) -> tuple[Ints, Ints]:
    """Return the proleptic day number and the slot of the day of each moment; shape (moments,)."""
    days = [clock.date_of(at).toordinal() for at in moments.tolist()]
    slots = [clock.clock_of(at) // interval_min for at in moments.tolist()]
    return np.array(days, dtype=np.int64), np.array(slots, dtype=np.int64)


def all_series(
    volumes: Volumes, interval_min: int, special_days: Iterable[SpecialDay]
) -> dict[str, Series]:
    """
    Return each post's history from its first recorded day to the last, by slot of the day.

    Finer volumes are summed first. Where the clock shows a slot twice, the mean of both is taken.
    Leading and trailing days without a record are left out. Special days of the kind ``left_out``
    have no record here.
    """
    left_out = [day for day in special_days if day.kind is DayKind.LEFT_OUT]
    coarse = resample(volumes, interval_min)
    require(len(coarse.start_min) > 0, "history_empty", value=coarse.posts[0])
    days, slots = day_and_slot(coarse.clock, coarse.start_min, interval_min)
    first = int(days.min())
    shape = (int(days.max()) - first + 1, DAY_MIN // interval_min)
    found = {}
    for post, row in zip(coarse.posts, coarse.counts, strict=True):
        values = _gridded(row, days - first, slots, shape)
        for day in left_out:
            if day.concerns(post) and 0 <= day.date.toordinal() - first < len(values):
                values[day.date.toordinal() - first] = np.nan
        found[post] = _series(dt.date.fromordinal(first), values, post)
    return found


def _gridded(counts: Floats, days: Ints, slots: Ints, shape: tuple[int, int]) -> Floats:
    known = ~np.isnan(counts)
    total, seen = np.zeros(shape), np.zeros(shape)
    np.add.at(total, (days[known], slots[known]), counts[known])
    np.add.at(seen, (days[known], slots[known]), 1)
    return np.where(seen > 0, total / np.maximum(seen, 1), np.nan)


def _series(first: dt.date, values: Floats, post: str) -> Series:
    recorded = np.flatnonzero(~np.isnan(values).all(axis=1))
    require(len(recorded) > 0, "history_empty", value=post)
    start, end = int(recorded[0]), int(recorded[-1]) + 1
    return Series(first + dt.timedelta(days=start), values[start:end])


def on_horizon(by_day: Floats, horizon: Horizon) -> Floats:
    """Return a table of the horizon's days and slots, shape (..., days, slots), by interval."""
    moments = horizon.start_min + horizon.interval_min * np.arange(horizon.intervals)
    days, slots = day_and_slot(horizon.clock, moments, horizon.interval_min)
    found: Floats = by_day[..., days - horizon.start.toordinal(), slots]
    return found
