"""
What moves a whole day: the course of the month, days after a closure, special days and those
around promotions and holidays.

Each is a column of a design over days; its effect on the logarithm of the day's volume is learnt
from history with a prior of "no effect", so that one early promotion counts for much of what it
showed and thirty days of noise for little.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Floats
from scheduler.forecast.calendar import DayKind, SpecialDay
from scheduler.forecast.profile import weighted_median
from scheduler.forecast.series import Flags, Series
from scheduler.horizon import WEEK_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.forecast.params import ForecastParams

AFTER_CLOSURE = 2  # days on which people catch up
LONGEST_CLOSURE = 4
TREND_DAYS = 28
HUBER = 1.5
ROUNDS = 15
HALF_LIFE_DAYS = 182.0
MONTH, CLOSURE, EVENT, AROUND_PROMOTION, AROUND_HOLIDAY, DRIVEN = range(6)  # groups, in order
AROUND = (-2, -1, 1, 2, 3, 4)  # days before a promotion's first and after its last
NEAR_HOLIDAY = (-3, -2, -1, 1, 2, 3)  # the run-up to a holiday, and its aftermath
MOST_AROUND = 0.5  # of all days: where promotions come every week, there is no ordinary day


@dataclass(frozen=True, eq=False)
class Design:
    """
    The columns that may move a day.

    Parameters
    ----------
    names
        Of the columns.
    columns
        Shape (days, columns); history and the days to forecast.
    prior
        Days of evidence for "no effect", per column; shape (columns,).
    is_special
        Days that special days or closures touch; shape (days,).
    is_event
        Columns of special days, kind and name; shape (columns,).
    is_month
        Columns of the course of the month; shape (columns,).
    is_around
        Columns of days before and after promotions and holidays; shape (columns,).
    is_driven
        Columns of drivers; shape (columns,).
    """

    names: tuple[str, ...]
    columns: Floats
    prior: Floats
    is_special: Flags
    is_event: Flags
    is_month: Flags
    is_around: Flags
    is_driven: Flags


def design(
    series: Series,
    days: int,
    special_days: Iterable[SpecialDay],
    params: ForecastParams,
    driven: Floats | None = None,
) -> Design:
    """Return the design over a series' rows and beyond, ``days`` in all; with drivers' columns."""
    special = [day for day in special_days if 0 <= series.row(day.date) < days]
    enough = series.days >= params.month_from_days
    month = _month_waves(series, days, params.month_waves if enough else 0)
    after = _after_closures(series, days, special)
    events = {
        name: np.isin(np.arange(days), rows).astype(float)
        for name, rows in _events(series, special).items()
    }
    around = _around(series, days, special, DayKind.PROMOTION, AROUND)
    near = _around(series, days, special, DayKind.HOLIDAY, NEAR_HOLIDAY)
    more = [] if driven is None else list(driven.T)
    groups = (month, after, list(events.values()), list(around.values()), list(near.values()), more)
    columns = [column for group in groups for column in group]
    table = np.stack(columns, axis=1) if columns else np.zeros((days, 0))
    sizes = [len(group) for group in groups]
    group_of = np.repeat(np.arange(len(groups)), sizes)
    priors = (
        params.month_prior,
        params.closure_prior,
        params.event_prior,
        params.around_prior,
        params.holiday_prior,
        params.driver_prior,
    )
    is_kind = np.isin(list(events), [kind.value for kind in DayKind])
    prior = np.repeat(priors, sizes)
    prior[group_of == EVENT] = np.where(is_kind, params.kind_prior, params.event_prior)
    return Design(
        (
            *(f"month.{number}" for number in range(len(month))),
            *(f"after_closure.{number + 1}" for number in range(len(after))),
            *events,
            *around,
            *near,
            *(f"driver.{number}" for number in range(len(more))),
        ),
        table,
        prior,
        np.asarray(table[:, (group_of > MONTH) & (group_of < AROUND_HOLIDAY)].any(axis=1)),
        is_event=group_of == EVENT,
        is_month=group_of == MONTH,
        is_around=(group_of == AROUND_PROMOTION) | (group_of == AROUND_HOLIDAY),
        is_driven=group_of == DRIVEN,
    )


def _month_waves(series: Series, days: int, waves: int) -> list[Floats]:
    dates = [series.date(row) for row in range(days)]
    phase = np.array(
        [(date.day - 1) / calendar.monthrange(date.year, date.month)[1] for date in dates]
    )
    angles = [2 * np.pi * wave * phase for wave in range(1, waves + 1)]
    return [turn(angle) for angle in angles for turn in (np.cos, np.sin)]


def odd_closures(series: Series, days: int, special_days: Iterable[SpecialDay]) -> Flags:
    """
    Return the days that are closed although their weekday is usually open; shape (days,).

    A stretch of more than a few such days is a hole in the records, not a closure.
    """
    closed = np.zeros(days, dtype=bool)
    closed[: series.days] = series.is_closed_day
    weekdays = series.weekdays(days)
    for weekday in range(WEEK_DAYS):
        rows = weekdays == weekday
        usual = closed[: series.days][rows[: series.days]]
        if len(usual) and usual.mean() > 0.5:
            closed[rows] = False
    _drop_holes(closed)
    for day in special_days:
        if day.kind in (DayKind.CLOSED, DayKind.LEFT_OUT):
            closed[series.row(day.date)] = day.kind is DayKind.CLOSED
    return closed


def _drop_holes(closed: Flags) -> None:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], closed.astype(np.int8), [0]))))
    for start, end in edges.reshape(-1, 2).tolist():
        if end - start > LONGEST_CLOSURE:
            closed[start:end] = False


def _after_closures(series: Series, days: int, special: list[SpecialDay]) -> list[Floats]:
    odd = odd_closures(series, days, special)
    shut = odd.copy()
    shut[: series.days] |= series.is_closed_day
    weekdays = series.weekdays(days)
    usually_shut = np.array(
        [shut[: series.days][weekdays[: series.days] == day].all() for day in range(WEEK_DAYS)]
    )
    shut |= usually_shut[weekdays]
    columns = [np.zeros(days) for _ in range(AFTER_CLOSURE)]
    for row in np.flatnonzero(odd).tolist():
        later = [day for day in range(row + 1, min(days, row + 8)) if not shut[day]]
        for column, day in zip(columns, later, strict=False):
            column[day] = 1.0
    return columns if odd.any() else []


def _events(series: Series, special: list[SpecialDay]) -> dict[str, list[int]]:
    """Return the rows of each kind, and of each name within it."""
    rows: dict[str, list[int]] = {}
    for day in special:
        if day.kind not in (DayKind.CLOSED, DayKind.LEFT_OUT):
            rows.setdefault(day.kind.value, []).append(series.row(day.date))
            rows.setdefault(f"{day.kind.value}/{day.name}", []).append(series.row(day.date))
    for key, days in promotion_days(series, special).items():
        rows[key] = days
    return rows


def promotion_days(series: Series, special: Iterable[SpecialDay]) -> dict[str, list[int]]:
    """
    Return the rows of each day of promotions of several days, by name and number of the day.

    Days of one name in a row are one promotion; each of its days is unlike the others.
    """
    by_name: dict[str, set[int]] = {}
    for day in special:
        if day.kind is DayKind.PROMOTION:
            by_name.setdefault(day.name, set()).add(series.row(day.date))
    found: dict[str, list[int]] = {}
    for name, rows in by_name.items():
        for start, end in _runs(sorted(rows)):
            for row in range(start, end + 1) if end > start else ():
                found.setdefault(day_key(name, row - start + 1), []).append(row)
    return found


def day_key(name: str, number: int) -> str:
    """Return the name of the column of a day of promotions of several days, from 1 on."""
    return f"{DayKind.PROMOTION.value}/{name}#{number}"


def _around(
    series: Series, days: int, special: list[SpecialDay], kind: DayKind, distances: Iterable[int]
) -> dict[str, Floats]:
    """
    Return the days before and after those of a kind, by distance: of all, and of each name.

    Days of one name in a row are one promotion or holiday, and none of its days is beside another;
    nor is a weekend worked for a holiday, which is known by itself.
    """
    by_name: dict[str, list[int]] = {}
    for day in special:
        if day.kind is kind:
            by_name.setdefault(day.name, []).append(series.row(day.date))
    taken = {row for rows in by_name.values() for row in rows}
    if kind is DayKind.HOLIDAY:
        taken |= {series.row(day.date) for day in special if day.kind is DayKind.MAKE_UP}
    found: dict[str, Floats] = {}
    for name, rows in by_name.items():
        for start, end in _runs(sorted(rows)):
            for away in distances:
                row = (start if away < 0 else end) + away
                if 0 <= row < days and row not in taken:
                    for key in (around_key(away, kind=kind), around_key(away, name, kind)):
                        found.setdefault(key, np.zeros(days))[row] = 1.0
    touched = np.any(list(found.values()), axis=0) if found else np.zeros(days)
    return found if touched.mean() <= MOST_AROUND else {}


def around_key(away: int, name: str = "", kind: DayKind = DayKind.PROMOTION) -> str:
    """Return the name of the column of days so far from some of a kind, of one name or of all."""
    return f"{kind.value}{'/' + name if name else ''}{away:+d}"


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Return the first and last row of each stretch of neighbouring rows."""
    cuts = [0, *(n for n in range(1, len(rows)) if rows[n] > rows[n - 1] + 1), len(rows)]
    return [(rows[a], rows[b - 1]) for a, b in pairwise(cuts)]


def learn(ratios: Floats, known: Flags, plan: Design) -> Floats:
    """
    Return the effect of each column on the logarithm of a day's volume; shape (columns,).

    Parameters
    ----------
    ratios
        Logarithm of each past day's volume over its weekday's profile; shape (days,).
    known
        Days whose ratio can be trusted; shape (days,).
    plan
        The design; its first rows are the past days.

    Notes
    -----
    Ridge regression on what deviates from a running median of four weeks to both sides; ordinary
    days weigh less the older they are and the further they lie off (Huber), special days do not,
    since what they say is what is asked.
    """
    days = len(ratios)
    columns, special = plan.columns[:days], plan.is_special[:days]
    if not plan.columns.shape[1] or not known.any():
        return np.zeros(plan.columns.shape[1])
    deviations = np.where(known, ratios - trend(ratios, known & ~special), 0.0)
    aged = np.where(special, 1.0, 0.5 ** (np.arange(days)[::-1] / HALF_LIFE_DAYS)) * known
    effects = np.zeros(columns.shape[1])
    for _ in range(ROUNDS):
        left = deviations - columns @ effects
        scale = 1.4826 * float(np.median(np.abs(left[known]))) + 1e-9
        trust = np.minimum(1.0, HUBER * scale / np.maximum(np.abs(left), 1e-12))
        weights = aged * np.where(special, 1.0, trust)
        square = columns.T @ (weights[:, None] * columns) + np.diag(plan.prior)
        effects = np.linalg.solve(square, columns.T @ (weights * deviations))
    found: Floats = effects
    return found


def trend(ratios: Floats, ordinary: Flags) -> Floats:
    """Return the median ratio of the ordinary days around each day; 0 where there are none."""
    kept = np.pad(np.where(ordinary, ratios, np.nan), TREND_DAYS, constant_values=np.nan)
    around = np.lib.stride_tricks.sliding_window_view(kept, 2 * TREND_DAYS + 1)
    return np.nan_to_num(weighted_median(around.T, np.ones(2 * TREND_DAYS + 1)))
