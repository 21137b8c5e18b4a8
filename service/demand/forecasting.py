"""From history to a week's forecast: volumes, special days, the forecast and how good it is."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import Fault, InputError, require
from scheduler.forecast.backtest import PostBacktest, backtest
from scheduler.forecast.calendar import CHINA, DayKind, SpecialDay
from scheduler.forecast.params import ForecastParams
from service.demand.overruling import OVERRULED, forecast_by
from service.demand.rivals import factors_told, keep_overrulings, rivals
from service.history.past_caveats import past_caveats
from service.history.past_check import checked
from service.history.volumes import history_of
from store.demand import KeptForecast, TableNote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.demand import Caveat
    from scheduler.forecast.models import Model
    from service.desk import Desk

__all__ = ["DayKind", "KeptForecast", "PostBacktest", "SpecialDay"]

MODEL = "model"


def special_days(desk: Desk) -> tuple[SpecialDay, ...]:
    """Return the promotions and other special days people entered, in order of date."""
    with desk.read() as unit:
        unit.shops.get(desk.shop_id)
        return unit.demand.special_days(desk.shop_id)


def save_special_day(desk: Desk, day: SpecialDay) -> None:
    """Enter a special day; one of the same date and name is replaced."""
    stamp = desk.stamp
    with desk.write("special_day_saved", ("special_day", day.date, day.name)) as unit:
        unit.shops.get(desk.shop_id)
        unit.demand.save_special_day(desk.shop_id, day, stamp)
        details = {"date": day.date.isoformat(), "name": day.name}
        unit.note("", details)


def remove_special_day(desk: Desk, date: dt.date, name: str) -> None:
    """Remove a special day somebody entered; raises InputError when there is none."""
    with desk.write("special_day_removed", ("special_day", date, name)) as unit:
        was_there = unit.demand.remove_special_day(desk.shop_id, date, name)
        require(was_there, "unknown_special_day", value=name)
        details = {"date": date.isoformat(), "name": name}
        unit.note("", details)


def forecast_week(
    desk: Desk,
    label: str,
    *,
    country: str = CHINA,
    params: ForecastParams | None = None,
    models: Mapping[str, Model] | None = None,
) -> KeptForecast:
    """
    Forecast a week from the shop's history before it, and make that the week's forecast.

    Its requirement stays as it was until ``staff_week`` makes a new one.

    Parameters
    ----------
    models
        By post, in place of the model that did best; None: no post is overruled.

    Raises
    ------
    InputError
        When the week is not open, or there is no history before it.
    """
    stamp = desk.stamp
    with desk.read() as unit:
        horizon = unit.weeks.get(desk.shop_id, label).horizon
        known = history_of(unit, desk.shop_id, horizon.date(horizon.days - 1), country)
        past = checked(unit, desk.shop_id, known, horizon.start)
        factors = factors_told(unit, desk.shop_id, known.special_days, horizon.dates)
    if known.volumes is None:
        raise InputError(Fault("no_volumes", value=desk.shop_id))
    chosen = ForecastParams() if params is None else params
    told = {} if models is None else models
    made = forecast_by(
        known.volumes,
        horizon,
        special_days=known.special_days,
        models=told,
        params=chosen,
        contacts=known.contacts,
        drivers=known.drivers,
    )
    others = rivals(
        known.volumes,
        made,
        special_days=known.special_days,
        models=told,
        factors=factors,
        params=chosen,
        contacts=known.contacts,
        drivers=known.drivers,
    )
    of_years = _in_years(known.caveats, horizon.start, horizon.days)
    caveats = (*made.caveats, *past_caveats(past, horizon.start), *of_years)
    last = known.volumes.clock.format(int(known.volumes.start_min[-1]))
    inputs = {"history_until": last, "country": country}
    inputs |= {f"model.{post}": model for post, model in zip(made.posts, made.models, strict=True)}
    inputs |= {f"{OVERRULED}{post}": model.value for post, model in told.items()}
    with desk.write("week_forecast", ("forecast", label)) as unit:
        week = unit.weeks.get(desk.shop_id, label)
        last_made = None if week.forecast_id is None else unit.demand.forecast(week.forecast_id)
        before = () if last_made is None else last_made.note.overrulings
        by_hand = keep_overrulings(unit, others, models=told, factors=factors, before=before)
        note = TableNote(made.posts, MODEL, inputs, caveats, by_hand)
        number = unit.demand.add_forecast(desk.shop_id, made, note, stamp)
        unit.weeks.change(dataclasses.replace(week, forecast_id=number))
        unit.note(label, {})
        return unit.demand.forecast(number)


def _in_years(caveats: tuple[Caveat, ...], start: dt.date, days: int) -> tuple[Caveat, ...]:
    """Return the caveats that concern the years of a horizon."""
    years = {start.year, (start + dt.timedelta(days=days - 1)).year}
    return tuple(caveat for caveat in caveats if caveat.details.get("year") in years)


def backtest_forecast(
    desk: Desk, *, folds: int = 12, country: str = CHINA
) -> tuple[PostBacktest, ...]:
    """
    Return how good week-ahead forecasts of the past weeks would have been, per post.

    Raises
    ------
    InputError
        When there is no history, or too little of it.
    """
    with desk.read() as unit:
        shop = unit.shops.get(desk.shop_id)
        volumes = unit.demand.volumes(desk.shop_id)
        if volumes is None or not np.isfinite(volumes.counts).any():
            raise InputError(Fault("no_volumes", value=desk.shop_id))
        until = volumes.clock.date_of(int(volumes.start_min[-1]))
        known = history_of(unit, desk.shop_id, until, country)
    return backtest(
        volumes,
        interval_min=shop.interval_min,
        folds=folds,
        special_days=known.special_days,
        contacts=known.contacts,
        drivers=known.drivers,
    )
