"""What was learnt of coming special days and of the days around them, for the planner to judge."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from scheduler.forecast.calendar import DayKind
from scheduler.forecast.fit import expect
from scheduler.forecast.params import DEFAULTS, ForecastParams
from scheduler.forecast.series import all_series

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.demand import Volumes
    from scheduler.forecast.calendar import SpecialDay
    from scheduler.forecast.series import Series
    from scheduler.horizon import Horizon


class FactorSource(StrEnum):
    """Where a day's factor comes from."""

    LEARNT = "learnt"
    PLANNER = "planner"
    UNKNOWN = "unknown"  # no like day in history: taken as ordinary
    CLOSED = "closed"  # a special day says so: no forecast


@dataclass(frozen=True, slots=True)
class DayEffect:
    """
    What moves a day of a horizon.

    Parameters
    ----------
    post, date
        Whose day.
    names
        Special days on it; empty: it lies around one, or after a closure.
    factor
        How many times an ordinary day's chats are expected; 0 on a closed day.
    source
        Who says so.
    """

    post: str
    date: dt.date
    names: tuple[str, ...]
    factor: float
    source: FactorSource


def effects(
    volumes: Volumes,
    horizon: Horizon,
    *,
    special_days: Iterable[SpecialDay],
    params: ForecastParams = DEFAULTS,
) -> tuple[DayEffect, ...]:
    """Return the days of a horizon that special days or closures move, by post and date."""
    special = tuple(special_days)
    found: list[DayEffect] = []
    for post, whole in all_series(volumes, horizon.interval_min, special).items():
        row = whole.row(horizon.start)
        if row > 0:
            concerned = tuple(day for day in special if day.concerns(post))
            found += _of_post(post, whole.until(row), horizon, concerned, params)
    return tuple(found)


def _of_post(
    post: str,
    series: Series,
    horizon: Horizon,
    special_days: tuple[SpecialDay, ...],
    params: ForecastParams,
) -> Iterator[DayEffect]:
    first = series.row(horizon.start)
    expected = expect(series, first, horizon.days, special_days, params)
    for day in range(horizon.days):
        date = horizon.date(day)
        here = [each for each in special_days if each.date == date]
        names = tuple(each.name for each in here if each.kind is not DayKind.LEFT_OUT)
        factor = float(expected.factors[day])
        if any(each.kind is DayKind.CLOSED for each in here):
            yield DayEffect(post, date, names, 0.0, FactorSource.CLOSED)
        elif names or not np.isclose(factor, 1.0):
            source = FactorSource.UNKNOWN if expected.is_unlike[day] else FactorSource.LEARNT
            yield DayEffect(
                post, date, names, factor, FactorSource.PLANNER if expected.is_told[day] else source
            )
