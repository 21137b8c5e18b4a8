"""Volumes to forecast: what each post can expect in each interval of a horizon, and its spread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Caveat, Floats, Forecast, Volumes
from scheduler.errors import require
from scheduler.forecast.fit import Expected, expect, is_short
from scheduler.forecast.params import DEFAULTS, ForecastParams
from scheduler.forecast.series import Series, all_series, on_horizon
from scheduler.forecast.spread import Expectation, Spread, measure_spread
from scheduler.horizon import WEEK_DAYS, Horizon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.forecast.calendar import SpecialDay


@dataclass(frozen=True, eq=False)
class Outlook:
    """
    One post's coming days.

    Parameters
    ----------
    expected
        Means and what was learnt of special days.
    spread
        Errors of past forecasts.
    extra
        Relative standard deviation on top, per day; shape (days, 1).
    """

    expected: Expected
    spread: Spread
    extra: Floats

    def quantiles(self, levels: Iterable[float]) -> Floats:
        """Return the quantiles; shape (levels, days, slots)."""
        mean = self.expected.mean
        rows = [self.spread.quantile(mean, level, self.extra) for level in levels]
        return np.array(rows).reshape(-1, *mean.shape)


def forecast(
    volumes: Volumes,
    horizon: Horizon,
    *,
    special_days: Iterable[SpecialDay] = (),
    params: ForecastParams = DEFAULTS,
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

    Returns
    -------
    NaN in slots of a weekday for which history has no record, and on days marked as closed. Fewer
    than two weeks of history give a coarse profile by clock time, wide quantiles and the caveat
    ``history_short``; a special day with no like day before gives ``special_day_unlike``.

    Raises
    ------
    InputError
        When a post has no record before the horizon, or intervals or clocks do not fit.
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
    outlooks: dict[str, Outlook] = {}
    caveats: list[Caveat] = []
    for post, whole in all_series(volumes, horizon.interval_min).items():
        known = whole.row(horizon.start)
        require(known > 0, "history_empty", value=post)
        series = whole.until(known)
        concerned = tuple(day for day in special if day.concerns(post))
        found = outlook(series, known, horizon.days, special_days=concerned, params=params)
        caveats += _history_caveats(post, series, found.spread, params)
        caveats += _unlike_caveats(post, horizon, found.expected, concerned)
        outlooks[post] = found
    by_day = np.array([each.expected.mean for each in outlooks.values()])
    spread = np.array([each.quantiles(params.levels) for each in outlooks.values()])
    return Forecast(
        horizon,
        tuple(outlooks),
        on_horizon(by_day, horizon),
        params.levels,
        on_horizon(spread, horizon),
        tuple(caveats),
    )


def outlook(
    series: Series,
    first: int,
    days: int,
    *,
    special_days: tuple[SpecialDay, ...] = (),
    params: ForecastParams = DEFAULTS,
    expectation: Expectation | None = None,
) -> Outlook:
    """
    Return one post's ``days`` rows from row ``first``; its special days are those of the post.

    ``expectation`` gives the forecasts of past weeks where the caller keeps them; None: made here.
    """

    def past(row: int) -> Floats:
        return expect(series.until(row), row, WEEK_DAYS, special_days, params).mean

    expected = expect(series, first, days, special_days, params)
    spread = measure_spread(series, expectation or past, params)
    extra = np.where(expected.is_unlike, params.unknown_event_spread, 0.0)[:, None]
    return Outlook(expected, spread, extra)


def _history_caveats(
    post: str, series: Series, spread: Spread, params: ForecastParams
) -> Iterator[Caveat]:
    if is_short(series, params):
        details = {"days": series.days, "needed": params.enough_days}
        yield Caveat("history_short", post, details)
    elif not len(spread.errors):
        yield Caveat("spread_unmeasured", post, {"days": series.days})


def _unlike_caveats(
    post: str, horizon: Horizon, expected: Expected, special_days: tuple[SpecialDay, ...]
) -> Iterator[Caveat]:
    for day in special_days:
        number = horizon.day(day.date)
        if 0 <= number < horizon.days and expected.is_unlike[number]:
            details = {"date": day.date.isoformat(), "name": day.name}
            yield Caveat("special_day_unlike", post, details)
