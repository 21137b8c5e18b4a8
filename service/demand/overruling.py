"""Forecasts whose model a planner chose, post by post."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Floats, Forecast, Volumes
from scheduler.forecast.model import forecast
from scheduler.forecast.models import CHALLENGERS, OURS, Model
from scheduler.forecast.params import DEFAULTS, ForecastParams

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scheduler.forecast.calendar import SpecialDay
    from scheduler.forecast.drivers import Driver
    from scheduler.horizon import Horizon
    from store.demand import KeptForecast

__all__ = ["CHALLENGERS", "OURS", "Model"]

OVERRULED = "overruled."


def overruled(kept: KeptForecast | None) -> dict[str, Model]:
    """Return the models people chose for a forecast, by post; the others were chosen by it."""
    if kept is None:
        return {}
    inputs = kept.note.inputs
    return {
        name.removeprefix(OVERRULED): Model(model)
        for name, model in inputs.items()
        if name.startswith(OVERRULED)
    }


def forecast_by(
    volumes: Volumes,
    horizon: Horizon,
    *,
    special_days: Iterable[SpecialDay],
    models: Mapping[str, Model],
    params: ForecastParams = DEFAULTS,
    contacts: Volumes | None = None,
    drivers: tuple[Driver, ...] = (),
) -> Forecast:
    """
    Return the forecast of a horizon, posts named in ``models`` by theirs, the others by the best.

    Raises
    ------
    InputError
        As ``forecast``.
    """
    special = tuple(special_days)
    groups: dict[Model | None, list[str]] = {}
    for post in volumes.posts:
        groups.setdefault(models.get(post, params.model), []).append(post)
    parts = [
        forecast(
            only(volumes, posts),
            horizon,
            special_days=special,
            params=dataclasses.replace(params, model=model),
            contacts=contacts,
            drivers=drivers,
        )
        for model, posts in groups.items()
    ]
    if len(parts) == 1:
        return parts[0]
    order = [(part, post) for post in volumes.posts for part in parts if post in part.posts]
    rows = [(part, part.posts.index(post)) for part, post in order]
    quantiles = [part.quantiles[row] for part, row in rows if part.quantiles is not None]
    return Forecast(
        horizon,
        volumes.posts,
        np.array([part.mean[row] for part, row in rows]),
        params.levels,
        np.array(quantiles),
        tuple(caveat for part in parts for caveat in part.caveats),
        tuple(part.models[row] for part, row in rows),
        tuple(part.day_cv[row] for part, row in rows),
        np.array([part.scored[row] for part, row in rows]),
        tuple(part.week_cv[row] for part, row in rows),
        _shares(rows),
    )


def _shares(rows: list[tuple[Forecast, int]]) -> Floats | None:
    """Return what a robot hands over, of forecasts and rows in them; None: nothing is known."""
    unknown = np.full(rows[0][0].horizon.intervals, np.nan)
    found = np.array(
        [unknown if part.handed_over is None else part.handed_over[row] for part, row in rows]
    )
    return None if np.isnan(found).all() else found


def only(volumes: Volumes, posts: list[str]) -> Volumes:
    """Return the volumes of some posts."""
    rows = [volumes.posts.index(post) for post in posts]
    counts = volumes.counts[rows]
    return Volumes(volumes.clock, volumes.interval_min, tuple(posts), volumes.start_min, counts)
