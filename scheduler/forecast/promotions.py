"""What earlier promotions did, before, on and after them, beside what was learnt from all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from scheduler.forecast.calendar import DayKind
from scheduler.forecast.events import AROUND, around_key, day_key
from scheduler.forecast.fit import expect
from scheduler.forecast.params import DEFAULTS, ForecastParams
from scheduler.forecast.series import all_series
from scheduler.horizon import WEEK_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.demand import Volumes
    from scheduler.forecast.calendar import SpecialDay
    from scheduler.forecast.series import Series

WEEKS_AROUND = 4


class Phase(StrEnum):
    """Where a day lies."""

    BEFORE = "before"
    ON = "on"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class PromotionDay:
    """
    One day of a promotion or near it.

    Parameters
    ----------
    phase, number
        Where: so many days before the first, the so-manieth of it, so many after the last; from 1.
    date
        When.
    chats
        That came; None: no record.
    usual
        Median of the same weekday of the ordinary days in the four weeks to both sides; None: none.
    learnt
        How many times an ordinary day's chats are expected where such a day comes again.
    """

    phase: Phase
    number: int
    date: dt.date
    chats: float | None
    usual: float | None
    learnt: float

    @property
    def seen(self) -> float | None:
        """Return how many times the usual chats came; None: not known."""
        if self.chats is None or not self.usual:
            return None
        return self.chats / self.usual


@dataclass(frozen=True, slots=True)
class Promotion:
    """
    A promotion of the past and one post.

    Parameters
    ----------
    post, name
        Whose, and what it is called.
    first, last
        Its own days.
    days
        Those before, on and after it, in order.
    """

    post: str
    name: str
    first: dt.date
    last: dt.date
    days: tuple[PromotionDay, ...]


def promotions(
    volumes: Volumes,
    *,
    interval_min: int,
    special_days: Iterable[SpecialDay],
    params: ForecastParams = DEFAULTS,
) -> tuple[Promotion, ...]:
    """Return the promotions that history holds, the newest first, those of one by post."""
    special = tuple(special_days)
    found: list[Promotion] = []
    for post, series in all_series(volumes, interval_min, special).items():
        concerned = tuple(day for day in special if day.concerns(post))
        found += _of_post(post, series, concerned, params)
    order = {post: place for place, post in enumerate(volumes.posts)}
    return tuple(sorted(found, key=lambda each: (-each.first.toordinal(), order[each.post])))


def _of_post(
    post: str, series: Series, special: tuple[SpecialDay, ...], params: ForecastParams
) -> Iterator[Promotion]:
    runs = [run for run in _runs(special) if 0 <= series.row(run[1]) < series.days]
    if not runs:
        return
    learnt = expect(series, series.days, 1, special, params).effects
    touched = _touched(series, special, runs)
    ours = {day.date for day in special if day.kind is DayKind.PROMOTION}
    kind = DayKind.PROMOTION.value
    for name, first, last in runs:
        days = []
        for away, date in _dates(first, last):
            if away and date in ours:
                continue
            if away:
                keys = (around_key(away), around_key(away, name))
                phase, number = (Phase.BEFORE if away < 0 else Phase.AFTER), abs(away)
            else:
                phase, number = Phase.ON, (date - first).days + 1
                keys = (kind, f"{kind}/{name}", *([day_key(name, number)] if last > first else ()))
            factor = float(np.prod([learnt.get(key, 1.0) for key in keys]))
            chats, usual = _total(series, series.row(date)), _usual(series, date, touched)
            days.append(PromotionDay(phase, number, date, chats, usual, factor))
        yield Promotion(post, name, first, last, tuple(days))


def _runs(special: tuple[SpecialDay, ...]) -> list[tuple[str, dt.date, dt.date]]:
    """Return name, first and last date of each promotion: neighbouring days of one name."""
    runs: list[tuple[str, dt.date, dt.date]] = []
    for name, date in sorted(
        {(day.name, day.date) for day in special if day.kind is DayKind.PROMOTION}
    ):
        if runs and runs[-1][0] == name and (date - runs[-1][2]).days == 1:
            runs[-1] = (name, runs[-1][1], date)
        else:
            runs.append((name, date, date))
    return runs


def _dates(first: dt.date, last: dt.date) -> Iterator[tuple[int, dt.date]]:
    """Yield each day before, on and after with its distance; 0 on it."""
    for away in AROUND:
        if away < 0:
            yield away, first + dt.timedelta(days=away)
    for number in range((last - first).days + 1):
        yield 0, first + dt.timedelta(days=number)
    for away in AROUND:
        if away > 0:
            yield away, last + dt.timedelta(days=away)


def _touched(
    series: Series,
    special: tuple[SpecialDay, ...],
    runs: list[tuple[str, dt.date, dt.date]],
) -> frozenset[int]:
    """Return the rows that no ordinary day is to be measured by."""
    rows = {series.row(day.date) for day in special}
    rows |= {series.row(date) for _, first, last in runs for _, date in _dates(first, last)}
    return frozenset(rows)


def _total(series: Series, row: int) -> float | None:
    if not 0 <= row < series.days or np.isnan(series.values[row]).all():
        return None
    return float(np.nansum(series.values[row]))


def _usual(series: Series, date: dt.date, touched: frozenset[int]) -> float | None:
    row = series.row(date)
    steps = [WEEK_DAYS * week for week in range(-WEEKS_AROUND, WEEKS_AROUND + 1) if week]
    totals = [
        total
        for step in steps
        if row + step not in touched and (total := _total(series, row + step)) is not None
    ]
    return float(np.median(totals)) if totals else None
