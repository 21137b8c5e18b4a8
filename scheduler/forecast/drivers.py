"""
What is known by day beside chats, and moves them: planned sales or visitors, orders, other posts.

A driver's day is compared with what its weekday usually brings, and so is the post's. Where the two
deviate together, the same day or some days apart, the driver's deviations are a column of the
design, learnt beside special days. A plan is known for days to come; of what comes by itself only
what special days do is expected beyond the last day known.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import numpy as np

from scheduler.demand import Floats
from scheduler.errors import require
from scheduler.forecast.events import trend
from scheduler.forecast.profile import by_weekday, weighted_median
from scheduler.forecast.series import Series
from scheduler.keys import Cell, Key, Sign

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scheduler.forecast.calendar import DayKind, SpecialDay

LONGEST_LAG = 7
FEWEST_DAYS = 28
CHANCE = 3.0
"""Standard errors of a correlation by which it must stand out from none."""
BETWEEN_POSTS = 0.3
"""Least correlation with another post: shops' posts move together by much that leads nowhere."""


class DriverKind(StrEnum):
    """What a driver counts by day."""

    SALES_PLAN = "sales_plan"
    VISITORS_PLAN = "visitors_plan"
    ORDERS = "orders"


PLANS = (DriverKind.SALES_PLAN, DriverKind.VISITORS_PLAN)


@dataclass(frozen=True, slots=True, order=True)
class DriverDay:
    """
    What a driver says of one day.

    Parameters
    ----------
    date, kind
        When, and of what.
    amount
        Yuan, visitors or orders, in the same unit on all days; 0 or more.
    posts
        Whose chats it may move; None: those of every post.
    """

    date: dt.date
    kind: Annotated[DriverKind, Key(fault="driver_kind_unknown")]
    amount: Annotated[float, Key(sign=Sign.NOT_NEGATIVE)]
    posts: Annotated[tuple[str, ...] | None, Key("post", cell=Cell.POSTS_OR_ALL)] = None

    def __post_init__(self) -> None:
        good = 0 <= self.amount < float("inf")
        require(good, "negative", column="amount", value=self.amount)
        object.__setattr__(self, "posts", self.posts or None)  # none named: those of every post


@dataclass(frozen=True, eq=False)
class Driver:
    """
    A driver by day.

    Parameters
    ----------
    kind
        What it counts; None: the chats of another post.
    post
        Whose chats it may move; of chats: whose they are, and they move others. Empty: all posts.
    series
        What came or is planned; shape (days, 1).
    """

    kind: DriverKind | None
    post: str
    series: Series
    _seen: dict[tuple[dt.date, dt.date, int], Floats] = field(default_factory=dict, repr=False)

    @property
    def is_plan(self) -> bool:
        """Return whether days to come are known."""
        return self.kind in PLANS

    def may_move(self, post: str) -> bool:
        """Return whether it may move a post's chats."""
        if self.kind is None:
            return self.post != post
        return self.post in {"", post}

    def moves(self, chats: Series, row: int, days: int) -> Floats:
        """
        Return by how much each day deviates from its usual, as a logarithm; shape (days,).

        Parameters
        ----------
        chats
            Whose rows the days are.
        row
            First day of which nothing that comes by itself is known.
        days
            Rows in all.

        Returns
        -------
        NaN where nothing is known.
        """
        key = (chats.first, chats.date(row), days)
        if key not in self._seen:
            shift = self.series.row(chats.first)
            values = np.full((days, 1), np.nan)
            last = days if self.is_plan else row
            for day in range(last):
                if 0 <= day + shift < self.series.days:
                    values[day] = self.series.values[day + shift]
            self._seen[key] = moved_by(Series(chats.first, values), row)
        return self._seen[key]


def drivers_of(days: Iterable[DriverDay]) -> tuple[Driver, ...]:
    """Return the drivers that a table tells, by kind and post; of one day the last row holds."""
    found: dict[tuple[DriverKind, str], dict[dt.date, float]] = {}
    for day in days:
        for post in day.posts or ("",):
            found.setdefault((day.kind, post), {})[day.date] = day.amount
    return tuple(_driver(kind, post, amounts) for (kind, post), amounts in sorted(found.items()))


def _driver(kind: DriverKind, post: str, amounts: Mapping[dt.date, float]) -> Driver:
    first, last = min(amounts), max(amounts)
    values = np.full(((last - first).days + 1, 1), np.nan)
    for date, amount in amounts.items():
        values[(date - first).days] = amount
    return Driver(kind, post, Series(first, values))


def chats_of_posts(series: Mapping[str, Series]) -> tuple[Driver, ...]:
    """Return the chats of each of several posts as a driver of the others; none of a single one."""
    if len(series) < 2:
        return ()
    return tuple(
        Driver(None, post, Series(each.first, day_totals(each))) for post, each in series.items()
    )


def day_totals(series: Series) -> Floats:
    """Return the chats of each day; NaN without any record; shape (days, 1)."""
    totals = np.nansum(series.values, axis=1)
    found: Floats = np.where(series.is_closed_day, np.nan, totals)[:, np.newaxis]
    return found


def moved_by(series: Series, row: int) -> Floats:
    """
    Return the logarithm of each day over its weekday's usual and the weeks around; shape (days,).

    The usual is of rows before ``row``. NaN where nothing is known.
    """
    values = series.values
    weekdays = series.weekdays(series.days)
    usual = by_weekday(values[:row], weekdays[:row], np.ones(row), weighted_median)[weekdays]
    known = ~np.isnan(values[:, 0]) & ~np.isnan(usual[:, 0])
    filled = np.where(known, values[:, 0], 0.0), np.where(known, usual[:, 0], 0.0)
    ratios = np.where(known, np.log((filled[0] + 0.5) / (filled[1] + 0.5)), 0.0)
    return np.where(known, ratios - trend(ratios, known), np.nan)


@dataclass(frozen=True, slots=True)
class Lag:
    """
    How a post's days follow a driver's.

    Parameters
    ----------
    driver
        Which.
    days
        After which the post follows most closely; 0: the same day.
    correlation
        Between both days' deviations from their usual, that many days apart.
    of_days
        How many days it is of.
    columns
        All lags, in days, whose correlation stands out; empty: the driver tells nothing.
    """

    driver: Driver
    days: int
    correlation: float
    of_days: int
    columns: tuple[int, ...]


def lag_of(driver: Driver, chats: Series, row: int) -> Lag | None:
    """Return how a post follows a driver on the days before a row; None: too few days are known."""
    mine = moved_by(Series(chats.first, day_totals(chats.until(row))), min(row, chats.days))
    theirs = driver.moves(chats, row, row)[: len(mine)]
    found: dict[int, tuple[float, int]] = {}
    for lag in range(0 if driver.is_plan else 1, LONGEST_LAG + 1):
        x, y = theirs[: len(mine) - lag], mine[lag:]
        both = ~np.isnan(x) & ~np.isnan(y)
        if both.sum() >= FEWEST_DAYS:
            wide = float(x[both].std() * y[both].std())
            together = float(np.mean((x[both] - x[both].mean()) * (y[both] - y[both].mean())))
            found[lag] = (together / wide if wide > 0 else 0.0, int(both.sum()))
    if not found:
        return None
    least = BETWEEN_POSTS if driver.kind is None else 0.0
    standing = {
        lag for lag, (share, of) in found.items() if share > max(least, CHANCE / np.sqrt(of))
    }
    best = max(found, key=lambda lag: found[lag][0])
    near = tuple(lag for lag in found if lag in standing and _is_joined(lag, best, standing))
    return Lag(driver, best, *found[best], near)


def _is_joined(lag: int, best: int, standing: set[int]) -> bool:
    """Return whether all lags from one to the best stand out."""
    low, high = sorted((lag, best))
    return standing.issuperset(range(low, high + 1))


@dataclass(frozen=True, eq=False)
class DrivenColumns:
    """
    What drivers add to a design.

    Parameters
    ----------
    lags
        The driver and the days of each column.
    columns
        Shape (days, columns).
    """

    lags: tuple[tuple[Driver, int], ...]
    columns: Floats


def driven_columns(
    drivers: Iterable[Driver],
    chats: Series,
    row: int,
    days: int,
    special_days: tuple[SpecialDay, ...],
) -> DrivenColumns | None:
    """
    Return the columns of the drivers that a post follows, learnt before ``row``; None: of none.

    Parameters
    ----------
    drivers
        Those that may move the post.
    chats
        The post's history.
    row, days
        First row to forecast, and how many.
    special_days
        Of the post.
    """
    found: list[tuple[Driver, int]] = []
    columns: list[Floats] = []
    last = row + days
    for driver in drivers:
        lag = lag_of(driver, chats, row)
        if lag is None or not lag.columns:
            continue
        moves = driver.moves(chats, row, last)
        if not driver.is_plan:
            moves = _as_before(moves, chats, row, special_days)
        for each in lag.columns:
            column = np.zeros(last)
            column[each:] = np.nan_to_num(moves[: last - each])
            found.append((driver, each))
            columns.append(column)
    return DrivenColumns(tuple(found), np.stack(columns, axis=1)) if columns else None


def _as_before(
    moves: Floats, chats: Series, row: int, special_days: tuple[SpecialDay, ...]
) -> Floats:
    """Return a driver's days with those ahead that a special day moves as the ones of its name."""
    found = moves.copy()
    rows: dict[tuple[DayKind, str], list[int]] = {}
    for day in special_days:
        rows.setdefault((day.kind, day.name), []).append(chats.row(day.date))
    for places in rows.values():
        past = [moves[place] for place in places if 0 <= place < row]
        known = [value for value in past if not np.isnan(value)]
        for place in places:
            if known and row <= place < len(found):
                found[place] = float(np.mean(known))
    return found
