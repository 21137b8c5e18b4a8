"""What moves the days of a week, and what today's chats so far say of the rest of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError
from scheduler.forecast.calendar import CHINA
from scheduler.forecast.effects import DayEffect, Source, effects
from scheduler.forecast.params import DEFAULTS, ForecastParams
from scheduler.forecast.resample import resample
from scheduler.forecast.today import update_today
from service.demand.forecasting import history

if TYPE_CHECKING:
    from scheduler.demand import Forecast
    from store.database import Database

__all__ = ["DayEffect", "Source"]


def week_effects(
    database: Database,
    shop_id: str,
    label: str,
    *,
    country: str = CHINA,
    params: ForecastParams = DEFAULTS,
) -> tuple[DayEffect, ...]:
    """
    Return what special days do to a week, as learnt from earlier ones or as the planner said.

    Raises
    ------
    InputError
        When the week is not open, or the shop has no volumes.
    """
    with database.read() as unit:
        horizon = unit.weeks.get(shop_id, label).horizon
    known = history(database, shop_id, horizon.date(horizon.days - 1), country)
    if known.volumes is None:
        raise InputError(Fault("no_volumes", value=shop_id))
    return effects(known.volumes, horizon, special_days=known.special_days, params=params)


def rest_of_today(database: Database, shop_id: str, label: str, now_min: int) -> Forecast:
    """
    Return a week's forecast with the rest of today updated by the volumes imported so far.

    Parameters
    ----------
    database, shop_id, label
        Whose week; its forecast stays as it is kept.
    now_min
        Moment up to which volumes are complete.

    Raises
    ------
    InputError
        When the week has no forecast, or the moment lies outside it.
    """
    with database.read() as unit:
        week = unit.weeks.get(shop_id, label)
        if week.forecast_id is None:
            raise InputError(Fault("week_without_forecast", value=label))
        forecast = unit.demand.forecast(week.forecast_id).forecast
        volumes = unit.demand.volumes(shop_id)
    if volumes is None:
        raise InputError(Fault("no_volumes", value=shop_id))
    return update_today(forecast, resample(volumes, forecast.horizon.interval_min), now_min)
