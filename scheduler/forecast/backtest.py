"""
How good the forecast is: past weeks forecast from what was known before them, beside simple ways.

Errors are pooled over all folds, closed or missing intervals left out. WAPE is the sum of absolute
errors over the sum of volumes, bias the sum of errors over it (above 0: too high). The floor is the
WAPE that even the true rates would have if counts were Poisson.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import require
from scheduler.forecast.contest import Contest
from scheduler.forecast.handed_over import contacts_of
from scheduler.forecast.model import outlook
from scheduler.forecast.models import WEEKS, Model, median_of_weeks
from scheduler.forecast.params import DEFAULTS, ForecastParams
from scheduler.forecast.series import Series, all_series
from scheduler.horizon import WEEK_DAYS
from scheduler.limits import require_within

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.demand import Floats, Volumes
    from scheduler.forecast.calendar import SpecialDay
    from scheduler.forecast.drivers import Driver

LEVELS = (0.025, 0.1, 0.9, 0.975)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """
    How one model did on one post.

    Parameters
    ----------
    wape, bias
        Shares of the volume; NaN where nothing could be scored.
    intervals
        Intervals scored.
    missed
        Intervals with a volume for which the model had no forecast; they are in neither share.
    """

    wape: float
    bias: float
    intervals: int
    missed: int


@dataclass(frozen=True, eq=False)
class PostBacktest:
    """
    One post's folds together.

    Parameters
    ----------
    post
        Id of the post whose volumes are forecast.
    folds
        First dates of the weeks forecast.
    accuracy
        By model; the medians and the last week without anything learnt, as yardsticks.
    chosen
        Of the forecasts that would have been made: each fold's by the model chosen for it on the
        weeks before, with what special days do.
    models
        The model chosen for each fold.
    best
        The model chosen for the week after history.
    floor
        WAPE of the true rates under Poisson counts, from the means of ``chosen``.
    coverage_80, coverage_95
        Shares of scored intervals whose volume lay in the interval of that probability. Where few
        chats come they lie above it: an interval holds a whole number of chats or it does not.
    even_80, even_95
        The same, with a count at the edge counted for the part of its probability that lies inside:
        what counts however small are measured by (their randomised probability integral transform).
    winkler_80, winkler_95
        Interval scores as shares of the volume, low is good: width, and for each volume outside by
        how far it lies outside, 10 and 40 times.
    """

    post: str
    folds: tuple[dt.date, ...]
    accuracy: dict[Model, Accuracy]
    chosen: Accuracy
    mean_bias: float
    models: tuple[Model, ...]
    best: Model
    floor: float
    coverage_80: float
    coverage_95: float
    even_80: float
    even_95: float
    winkler_80: float
    winkler_95: float


def backtest(
    volumes: Volumes,
    *,
    interval_min: int,
    folds: int = 12,
    starts: Sequence[dt.date] | None = None,
    special_days: Iterable[SpecialDay] = (),
    params: ForecastParams = DEFAULTS,
    contacts: Volumes | None = None,
    drivers: tuple[Driver, ...] = (),
) -> tuple[PostBacktest, ...]:
    """
    Return the accuracy of week-ahead forecasts, per post.

    Parameters
    ----------
    volumes
        History; summed to ``interval_min`` where it is finer.
    interval_min
        Interval to forecast.
    folds
        Weeks of 7 days counted back from the last recorded day, fewer where history is shorter: two
        weeks are always left to learn from.
    starts
        First dates of the weeks instead; each with two weeks or more before it.
    special_days
        Taken as known in advance.
    params
        How history is weighed.
    contacts, drivers
        As for ``forecast``; a plan is taken as known before the weeks it is of.

    Raises
    ------
    InputError
        When no week can be forecast, or a start lies outside history.
    """
    special = tuple(special_days)
    of_all = contacts_of(volumes, contacts, interval_min, special)
    return tuple(
        _of_post(
            post,
            Contest(
                series,
                _concerned(special, post),
                params,
                of_all.get(post),
                tuple(driver for driver in drivers if driver.may_move(post)),
            ),
            _rows(series, folds, starts, params),
        )
        for post, series in all_series(volumes, interval_min, special).items()
    )


def _concerned(special_days: tuple[SpecialDay, ...], post: str) -> tuple[SpecialDay, ...]:
    return tuple(day for day in special_days if day.concerns(post))


def _rows(
    series: Series, folds: int, starts: Sequence[dt.date] | None, params: ForecastParams
) -> list[int]:
    require(folds >= 1, "not_positive", column="folds", value=folds)
    require_within("folds", folds, column="folds")
    if starts is None:
        rows = [series.days - WEEK_DAYS * (folds - fold) for fold in range(folds)]
        rows = [row for row in rows if row >= params.enough_days]
        needed = params.enough_days + WEEK_DAYS
        require(len(rows) > 0, "history_too_short", value=series.days, needed=needed)
        return rows
    rows = [series.row(start) for start in starts]
    for row, start in zip(rows, starts, strict=True):
        good = params.enough_days <= row < series.days
        require(good, "start_outside_history", value=start, needed=params.enough_days)
    return rows


def _of_post(
    post: str,
    contest: Contest,
    rows: Sequence[int],
) -> PostBacktest:
    series = contest.series
    actual = np.concatenate([_week(series, row) for row in rows])
    expected = np.concatenate([contest.chosen_week(row) for row in rows])
    ahead = [outlook(contest, row, WEEK_DAYS) for row in rows]
    bounds = np.concatenate([each.quantiles(LEVELS) for each in ahead], axis=1)
    weeks = [_week(series, row) for row in rows]
    upto, below = (
        np.concatenate([each.at_most(week - less) for each, week in zip(ahead, weeks, strict=True)])
        for less in (0.0, 1.0)
    )
    scored = ~np.isnan(actual) & ~np.isnan(expected)
    rates = expected[scored]
    return PostBacktest(
        post,
        tuple(series.date(row) for row in rows),
        {model: _accuracy(actual, _plain(contest, model, rows)) for model in contest.models},
        _accuracy(actual, expected),
        _accuracy(actual, np.concatenate([each.expected.mean for each in ahead])).bias,
        tuple(contest.chosen(row) for row in rows),
        contest.chosen(series.days),
        _share(float(np.sqrt(2 * rates / np.pi).sum()), float(rates.sum())),
        _coverage(actual[scored], bounds[1][scored], bounds[2][scored]),
        _coverage(actual[scored], bounds[0][scored], bounds[3][scored]),
        _even(below[scored], upto[scored], LEVELS[1], LEVELS[2]),
        _even(below[scored], upto[scored], LEVELS[0], LEVELS[3]),
        _winkler(actual[scored], bounds[1][scored], bounds[2][scored], 0.2),
        _winkler(actual[scored], bounds[0][scored], bounds[3][scored], 0.05),
    )


def _plain(contest: Contest, model: Model, rows: Sequence[int]) -> Floats:
    if model in WEEKS:
        weeks = [median_of_weeks(contest.series, row, WEEKS[model]) for row in rows]
    else:
        weeks = [contest.week(row)[model].point for row in rows]
    return np.concatenate(weeks)


def _week(series: Series, row: int) -> Floats:
    week = np.full((WEEK_DAYS, series.values.shape[1]), np.nan)
    known = series.values[row : row + WEEK_DAYS]
    week[: len(known)] = known
    return week


def _accuracy(actual: Floats, mean: Floats) -> Accuracy:
    known = ~np.isnan(actual)
    both = known & ~np.isnan(mean)
    errors, volume = (mean - actual)[both], float(actual[both].sum())
    return Accuracy(
        _share(float(np.abs(errors).sum()), volume),
        _share(float(errors.sum()), volume),
        int(both.sum()),
        int((known & ~both).sum()),
    )


def _coverage(actual: Floats, low: Floats, high: Floats) -> float:
    inside = (low <= actual) & (actual <= high)
    return _share(float(inside.sum()), len(actual))


def _winkler(actual: Floats, low: Floats, high: Floats, outside: float) -> float:
    """
    Return the interval scores over the volume, of intervals outside which some share may lie.

    References
    ----------
    Gneiting & Raftery (2007), Strictly proper scoring rules, prediction, and estimation, 6.2,
    doi:10.1198/016214506000001437.
    """
    beyond = np.maximum(low - actual, 0.0) + np.maximum(actual - high, 0.0)
    scores = high - low + 2 / outside * beyond
    return _share(float(scores.sum()), float(actual.sum()))


def _even(below: Floats, upto: Floats, low: float, high: float) -> float:
    """
    Return the mean part of the counts' probability, ``below`` to ``upto``, inside an interval.

    References
    ----------
    Czado, Gneiting & Held (2009), Predictive model assessment for count data,
    doi:10.1111/j.1541-0420.2009.01191.x.
    """
    wide = upto - below
    inside = np.clip(np.minimum(upto, high) - np.maximum(below, low), 0.0, None)
    surely = (below >= low) & (upto <= high)
    parts = np.where(wide > 0, inside / np.where(wide > 0, wide, 1.0), surely)
    return _share(float(parts.sum()), len(parts))


def _share(part: float, whole: float) -> float:
    return part / whole if whole > 0 else float("nan")
