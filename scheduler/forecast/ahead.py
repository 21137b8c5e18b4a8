"""What each model expects of the days after a history: as a point, and on average."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Floats
from scheduler.forecast.average import average_week
from scheduler.forecast.challengers import challenge
from scheduler.forecast.models import CHALLENGERS, WEEKS, Model, median_of_weeks
from scheduler.horizon import WEEK_DAYS

if TYPE_CHECKING:
    from scheduler.forecast.fit import Expected
    from scheduler.forecast.series import Series


@dataclass(frozen=True, eq=False)
class Ahead:
    """
    One model's forecast; arrays of shape (days, slots), NaN where closed.

    Parameters
    ----------
    point
        Chats as likely exceeded as not: what is scored by absolute errors.
    mean
        Chats on average: what people are needed for, and what adds up.
    """

    point: Floats
    mean: Floats

    def half_with(self, other: Ahead) -> Ahead:
        """Return the mean of two forecasts of the same days."""
        return Ahead((self.point + other.point) / 2, (self.mean + other.mean) / 2)


def ahead(model: Model, series: Series, row: int, profile: Expected) -> Ahead:
    """
    Return a model's forecast; what special days do is learnt once, for all of them.

    Parameters
    ----------
    model
        The model whose forecast it is.
    series
        History before ``row``, two weeks or more; it may end some days earlier.
    row
        First of the days.
    profile
        The profile's forecast of the same days, whose closed slots hold for all.
    """
    own = Ahead(profile.point, profile.mean)
    following = Ahead(profile.followed_point, profile.followed_mean)
    usual = {
        Model.PROFILE: own,
        Model.FOLLOWING: following,
        Model.FOLLOWING_BLEND: own.half_with(following),
    }
    return usual[model] if model in usual else _other(model, series, row, profile)


def _other(model: Model, series: Series, row: int, profile: Expected) -> Ahead:
    """Return the forecast of a model that looks at the days themselves."""
    if profile.step is not None:  # every model sees the level as it is now
        series = replace(series, values=profile.step.raised(series.values))
    if model in CHALLENGERS:
        return _challenger(model, series, profile)
    if model is Model.BLEND:
        other = _other(Model.MEDIAN_8_WEEKS, series, row, replace(profile, step=None))
        return other.half_with(Ahead(profile.point, profile.mean))
    point = _repeated(median_of_weeks(series, series.days, WEEKS[model]), series, row, profile)
    if model is Model.LAST_WEEK:
        return Ahead(point, point)
    mean = _repeated(_average_of_weeks(series, WEEKS[model]), series, row, profile, mean=True)
    return Ahead(point, mean)


def _challenger(model: Model, series: Series, profile: Expected) -> Ahead:
    """Return a challenger's; its day totals are means, MSTL's and the trees' intervals too."""
    point = challenge(model, series, profile.point)
    if model in {Model.MSTL, Model.BOOSTED}:
        return Ahead(point, point)
    total, usual = np.nansum(point, axis=1), np.nansum(profile.mean, axis=1)
    scale = np.divide(total, usual, out=np.ones_like(total), where=usual > 0)
    return Ahead(point, profile.mean * scale[:, None])


def _average_of_weeks(series: Series, weeks: int) -> Floats:
    """Return the mean of the same intervals of the last weeks; shape (7, slots)."""
    whole = min(weeks, series.days // WEEK_DAYS)
    past = series.values[series.days - whole * WEEK_DAYS :]
    return average_week(past, np.arange(len(past)) % WEEK_DAYS, np.ones(len(past)))


def _repeated(
    week: Floats, series: Series, row: int, profile: Expected, *, mean: bool = False
) -> Floats:
    """Return a week over the days ahead, times what special days do; the profile where unknown."""
    own = profile.mean if mean else profile.point
    days = week[(np.arange(len(own)) + row - series.days) % WEEK_DAYS] * profile.factors[:, None]
    days = profile.shaped(days)
    return np.where(np.isnan(days) | np.isnan(own), own, days)
