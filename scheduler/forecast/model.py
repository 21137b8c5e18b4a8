"""Volumes to forecast: what each post can expect in each interval of a horizon, and its spread."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Caveat, Floats, Forecast, Volumes
from scheduler.errors import InputError, require
from scheduler.forecast.calendar import DayKind
from scheduler.forecast.contest import Contest, Errors
from scheduler.forecast.driver_told import driver_caveats
from scheduler.forecast.fit import Expected, is_short
from scheduler.forecast.handed_over import contacts_of, share_ahead
from scheduler.forecast.models import Model
from scheduler.forecast.params import DEFAULTS, ForecastParams
from scheduler.forecast.series import Series, all_series, on_horizon
from scheduler.forecast.spread import Spread
from scheduler.limits import limits, over

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.forecast.calendar import SpecialDay
    from scheduler.forecast.drivers import Driver
    from scheduler.horizon import Horizon

LEAST_LAG_TOLD = 0.005


@dataclass(frozen=True, eq=False)
class Outlook:
    """
    One post's coming days.

    Parameters
    ----------
    model
        What made the point forecast.
    expected
        Point forecast, mean and what was learnt of special days.
    spread
        Errors of past forecasts.
    extra
        Relative standard deviation on top, per day; shape (days, 1).
    """

    model: Model
    expected: Expected
    spread: Spread
    extra: Floats

    def quantiles(self, levels: Iterable[float]) -> Floats:
        """Return the quantiles; shape (levels, days, slots)."""
        point = self.expected.point
        rows = [self.spread.quantile(point, level, self.extra) for level in levels]
        return np.array(rows).reshape(-1, *point.shape)

    def at_most(self, counts: Floats) -> Floats:
        """Return the probability of so many chats or fewer; shape (days, slots)."""
        return self.spread.at_most(counts, self.expected.point, self.extra)


def forecast(
    volumes: Volumes,
    horizon: Horizon,
    *,
    special_days: Iterable[SpecialDay] = (),
    params: ForecastParams = DEFAULTS,
    contacts: Volumes | None = None,
    drivers: tuple[Driver, ...] = (),
) -> Forecast:
    """
    Return the chats expected on a horizon, per post and interval, with quantiles.

    Parameters
    ----------
    volumes
        History at the horizon's interval or a finer one that divides it; what lies on or after the
        horizon's first day is not looked at.
    horizon
        The days asked for.
    special_days
        Past ones teach what they do, coming ones get what was learnt.
    params
        How history is weighed.
    contacts
        All contacts of posts that a robot answers first: another way to forecast them competes, and
        the share it hands over is forecast; None: not known.
    drivers
        What is known by day beside chats and may move them; another way to forecast with them
        competes, and caveats say what they tell.

    Returns
    -------
    NaN in slots of a weekday for which history has no record, and on days marked as closed. Fewer
    than two weeks of history give a coarse profile by clock time, wide quantiles and the caveat
    ``history_short``; a special day with no like day before gives ``special_day_unlike``.

    Raises
    ------
    InputError
        When a post has no record before the horizon, or intervals or clocks do not fit; when a post
        has fewer contacts than chats, or is to be forecast by contacts or drivers that are not
        known.
    """
    good = volumes.clock == horizon.clock
    require(
        good,
        "clock_differs",
        column="timezone",
        value=volumes.clock.timezone,
        expected=horizon.clock.timezone,
    )
    special = tuple(special_days)
    of_all = contacts_of(volumes, contacts, horizon.interval_min, special)
    outlooks: dict[str, Outlook] = {}
    shares: dict[str, Floats] = {}
    caveats: list[Caveat] = []
    for post, whole in all_series(volumes, horizon.interval_min, special).items():
        known = whole.row(horizon.start)
        require(known > 0, "history_empty", value=post)
        series = whole.until(known)
        _require_near(series, horizon)
        concerned = tuple(day for day in special if day.concerns(post))
        told = of_all.get(post)
        by_sessions = params.model is Model.HANDED_OVER
        require(told is not None or not by_sessions, "model_needs_contacts", value=post)
        mine = tuple(driver for driver in drivers if driver.may_move(post))
        good = bool(mine) or params.model is not Model.DRIVEN
        require(good, "model_needs_drivers", value=post)
        contest = Contest(series, concerned, params, told, mine)
        found = outlook(contest, known, horizon.days)
        if told is not None:
            past = told.until(max(0, told.row(horizon.start)))
            shares[post] = share_ahead(series, past, known, horizon.days, params)
        caveats += _history_caveats(post, series, found.spread, params)
        caveats += driver_caveats(post, contest, known, horizon.days)
        caveats += _moved_caveats(post, series, found.expected)
        of_mean = contest.chosen(known, Errors.MEAN)
        caveats += _lag_caveats(post, contest.lags(known, of_mean, horizon.days))
        caveats += _left_out_caveats(post, series, concerned)
        caveats += _unlike_caveats(post, horizon, found.expected, concerned)
        outlooks[post] = found
    mean, point = (
        on_horizon(np.array([getattr(each.expected, name) for each in outlooks.values()]), horizon)
        for name in ("mean", "point")
    )
    spread = np.array([each.quantiles(params.levels) for each in outlooks.values()])
    return Forecast(
        horizon,
        tuple(outlooks),
        mean,
        params.levels,
        on_horizon(spread, horizon),
        tuple(caveats),
        tuple(each.model.value for each in outlooks.values()),
        tuple(each.spread.day_cv for each in outlooks.values()),
        point,
        tuple(each.spread.week_cv for each in outlooks.values()),
        _handed_over(outlooks, shares, horizon),
    )


def _handed_over(
    outlooks: dict[str, Outlook], shares: dict[str, Floats], horizon: Horizon
) -> Floats | None:
    """Return the shares of all posts on a horizon; None: none is known."""
    if not shares:
        return None
    rows = [
        shares.get(post, np.full(each.expected.mean.shape, np.nan))
        for post, each in outlooks.items()
    ]
    return on_horizon(np.array(rows), horizon)


def outlook(contest: Contest, first: int, days: int) -> Outlook:
    """Return one post's ``days`` rows from row ``first``, by the model chosen for it."""
    entry = contest.entry(first, days)
    extra = contest.unlike(entry.expected)
    return Outlook(entry.model, entry.expected, contest.spreads.before(first), extra)


def _require_near(series: Series, horizon: Horizon) -> None:
    """Raise an InputError where a horizon begins long after the last record."""
    ahead = horizon.day(series.first) + series.days
    if -ahead > limits().gap_days:
        last = series.first + dt.timedelta(days=series.days - 1)
        ends = {"first": last.isoformat(), "last": horizon.start.isoformat()}
        raise InputError(over("gap_days", -ahead, **ends))


def _history_caveats(
    post: str, series: Series, spread: Spread, params: ForecastParams
) -> Iterator[Caveat]:
    if is_short(series, params):
        details = {"days": series.days, "needed": params.enough_days}
        yield Caveat("history_short", post, details)
    elif not len(spread.errors):
        yield Caveat("spread_unmeasured", post, {"days": series.days})


def _moved_caveats(post: str, series: Series, expected: Expected) -> Iterator[Caveat]:
    """Yield since when the level has been another, and by how much."""
    step = expected.step
    if step is not None:
        told = {"days": series.days - step.row, "times": round(math.exp(step.by), 2)}
        yield Caveat("level_moved", post, {"since": series.date(step.row).isoformat(), **told})


def _lag_caveats(post: str, lags: Floats) -> Iterator[Caveat]:
    """Yield by how much the mean was raised or lowered for what the weeks before erred alike."""
    first, last = (round(math.exp(float(lags[day, 0])), 3) for day in (0, -1))
    if max(abs(lags[0, 0]), abs(lags[-1, 0])) < LEAST_LAG_TOLD:
        return
    if first == last:
        yield Caveat("level_lags", post, {"times": first})
    else:
        yield Caveat("level_lags_more", post, {"times": first, "last": last})


def _left_out_caveats(
    post: str, series: Series, special_days: tuple[SpecialDay, ...]
) -> Iterator[Caveat]:
    """Yield the days of history from which nothing is learnt."""
    left_out = (day.date for day in special_days if day.kind is DayKind.LEFT_OUT)
    dates = sorted({date for date in left_out if 0 <= series.row(date) < series.days})
    if dates:
        yield Caveat("days_left_out", post, {"dates": [date.isoformat() for date in dates]})


def _unlike_caveats(
    post: str, horizon: Horizon, expected: Expected, special_days: tuple[SpecialDay, ...]
) -> Iterator[Caveat]:
    for day in special_days:
        number = horizon.day(day.date)
        alone = 0 <= number < horizon.days and day.factor is None
        alone = alone and day.kind is not DayKind.LEFT_OUT
        if alone and expected.is_unlike[number]:
            details = {"date": day.date.isoformat(), "name": day.name}
            yield Caveat("special_day_unlike", post, details)
