"""
Models of well-kept libraries that compete where the extra ``models`` is installed.

MSTL and boosted trees model the intervals themselves; the other two, which know one season only,
the totals of days, laid over the shape of the weekly profile.
"""

from __future__ import annotations

import importlib.util
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from scheduler.errors import Fault, InputError
from scheduler.forecast import boosted
from scheduler.forecast.models import CHALLENGERS, Model
from scheduler.horizon import WEEK_DAYS

if TYPE_CHECKING:
    from scheduler.demand import Floats
    from scheduler.forecast.series import Series

LONGEST_DAYS = 16 * WEEK_DAYS
SHORTEST_DAYS = 3 * WEEK_DAYS


def installed() -> tuple[Model, ...]:
    """Return the challengers that can compete here."""
    return tuple(
        model
        for model in CHALLENGERS
        if importlib.util.find_spec("lightgbm" if model is Model.BOOSTED else "statsforecast")
    )


def challenge(model: Model, series: Series, profile: Floats) -> Floats:
    """
    Return a challenger's forecast of the days after a series.

    Parameters
    ----------
    model
        One of ``CHALLENGERS``.
    series
        History.
    profile
        The profile's forecast of the same days, whose closed slots and shape hold; returned as it
        is where history is too short; shape (days, slots).

    Raises
    ------
    InputError
        When the library is not installed.
    """
    if model not in installed():
        raise InputError(Fault("models_not_installed", value=model.value))
    if series.days < (boosted.SHORTEST_DAYS if model is Model.BOOSTED else SHORTEST_DAYS):
        return profile
    if model is Model.BOOSTED:
        found = boosted.boosted_days(series, len(profile))
        return np.where(np.isnan(profile), np.nan, found)
    values = series.values[-LONGEST_DAYS:]
    if model is Model.MSTL:
        days, slots = profile.shape
        filled = np.nan_to_num(values).ravel()
        mean = _fitted(model, filled, slots, days * slots).reshape(profile.shape)
        return np.where(np.isnan(profile), np.nan, np.maximum(mean, 0.0))
    total = np.nansum(profile, axis=1)
    expected = np.maximum(_fitted(model, _day_totals(values), WEEK_DAYS, len(profile)), 0.0)
    scale = np.divide(expected, total, out=np.ones_like(total), where=total > 0)
    scaled: Floats = profile * scale[:, None]
    return scaled


def _day_totals(values: Floats) -> Floats:
    """Return the chats of each day, that of a week before where a day has no record."""
    totals = np.nansum(values, axis=1)
    closed = np.isnan(values).all(axis=1)
    for day in np.flatnonzero(closed).tolist():
        totals[day] = totals[day - WEEK_DAYS] if day >= WEEK_DAYS else 0.0
    found: Floats = totals
    return found


def _fitted(model: Model, history: Floats, season: int, steps: int) -> Floats:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the library's own dependencies
        from statsforecast import models  # noqa: PLC0415 - an extra

        made: Any = {
            Model.MSTL: lambda: models.MSTL(season_length=[season, WEEK_DAYS * season]),
            Model.AUTO_ETS: lambda: models.AutoETS(season_length=season),
            Model.AUTO_THETA: lambda: models.AutoTheta(season_length=season),
        }[model]()
        found: Floats = np.asarray(made.forecast(history, h=steps)["mean"], dtype=np.float64)
    return found
