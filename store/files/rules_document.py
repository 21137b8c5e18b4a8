"""``rules.toml``: the horizon and the rules, read and written."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from scheduler.errors import Fault, InputError
from scheduler.horizon import Clock, Horizon
from scheduler.ruleset import HoursRules, RuleSet, Weights
from scheduler.shift import ShiftShape
from store.files.settings import (
    Hours,
    HoursOfWork,
    Settings,
    Text,
    Window,
    at_key,
    made,
    read_settings,
    setting,
)

if TYPE_CHECKING:
    from store.files.document import Document
    from store.files.fault_log import FaultLog


def _date(value: object) -> dt.date:
    """Return the date of TOML's own form, of a text, or of a worksheet's cell."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise InputError(Fault("date_unreadable", value=str(value))) from None


class ShapeSettings(Settings):
    """An entry of ``shifts.shape``."""

    work_hours: HoursOfWork
    contract_hours: tuple[float, float] = (0.0, 168.0)
    meal_minutes: int = 0
    meal_earliest_hours: Hours = 0
    meal_latest_hours: Hours = 0

    def shape(self) -> ShiftShape:
        """Return the shape."""
        return ShiftShape(
            work_min=self.work_hours,
            meal_min=self.meal_minutes,
            meal_earliest_min=self.meal_earliest_hours,
            meal_latest_min=self.meal_latest_hours,
            contract_hours=self.contract_hours,
        )


class ShiftSettings(Settings):
    """The table ``shifts``, but for its shapes."""

    start_grid_minutes: int


class HoursSettings(Settings):
    """The table ``hours``."""

    max_work_hours_per_day: HoursOfWork
    max_work_hours_per_week: HoursOfWork
    min_rest_hours: Hours
    max_consecutive_days: int
    min_days_off_per_week: int
    night: Window

    def rules(self) -> HoursRules:
        """Return the limits on people's time."""
        return HoursRules(
            max_work_min_per_day=self.max_work_hours_per_day,
            max_work_min_per_week=self.max_work_hours_per_week,
            min_rest_min=self.min_rest_hours,
            max_consecutive_days=self.max_consecutive_days,
            min_days_off_per_week=self.min_days_off_per_week,
            night=self.night,
        )


class CoverageSettings(Settings):
    """The table ``coverage``."""

    min_agents: int


class WeightSettings(Settings):
    """The table ``weights``."""

    shortage_per_agent_hour: float
    surplus_per_agent_hour: float
    preference: float

    def weights(self) -> Weights:
        """Return the prices."""
        return Weights(self.shortage_per_agent_hour, self.surplus_per_agent_hour, self.preference)


class HorizonSettings(Settings):
    """The keys of ``rules.toml`` that stand in no table."""

    timezone: Text
    week_start: Annotated[dt.date, setting(_date)]
    days: int
    interval_minutes: int

    def horizon(self) -> Horizon:
        """Return the horizon."""
        clock = Clock(self.timezone)
        return Horizon(clock, self.week_start, self.days, self.interval_minutes)


TABLES = ("hours", "shifts", "coverage", "weights")


def read_rules(document: Document, log: FaultLog) -> tuple[Horizon | None, RuleSet | None]:
    """
    Return the horizon and the rules, without seal groups; None where faults were noted.

    Every table is read apart, so that a fault in one does not hide those in another.
    """
    top = read_settings(document, HorizonSettings, log, without=TABLES)
    hours = read_settings(document, HoursSettings, log, inside=("hours",))
    shifts = read_settings(document, ShiftSettings, log, inside=("shifts",), without=("shape",))
    coverage = read_settings(document, CoverageSettings, log, inside=("coverage",))
    weights = read_settings(document, WeightSettings, log, inside=("weights",))
    horizon = top and made(document, (), log, top.horizon)
    limits = hours and made(document, ("hours",), log, hours.rules)
    prices = weights and made(document, ("weights",), log, weights.weights)
    shapes = _shapes(document, log)
    if not (limits and shifts and coverage and prices) or None in shapes:
        return horizon, None
    rules = partial(
        RuleSet,
        shapes=shapes,
        hours=limits,
        start_grid_min=shifts.start_grid_minutes,
        min_agents=coverage.min_agents,
        weights=prices,
    )
    return horizon, made(document, (), log, rules)


def _shapes(document: Document, log: FaultLog) -> tuple[ShiftShape | None, ...]:
    table = document.values.get("shifts")
    entries = table.get("shape", []) if isinstance(table, dict) else []
    if not isinstance(entries, list):
        fault = Fault("not_list", value=str(entries))
        log.add([at_key(document, ("shifts", "shape"), fault)])
        return (None,)
    paths = [("shifts", "shape", number) for number in range(len(entries))]
    settings = [read_settings(document, ShapeSettings, log, inside=path) for path in paths]
    return tuple(
        entry and made(document, path, log, entry.shape)
        for path, entry in zip(paths, settings, strict=True)
    )


def clock_of(document: Document) -> Clock | None:
    """Return the wall clock of a document that may be faulty elsewhere; None when it has none."""
    try:
        return Clock(str(document.values.get("timezone")))
    except InputError:
        return None


def rules_values(horizon: Horizon, rules: RuleSet) -> dict[str, Any]:
    """Return the values of ``rules.toml``."""
    hours = rules.hours
    return {
        "timezone": horizon.clock.timezone,
        "week_start": horizon.start.isoformat(),
        "days": horizon.days,
        "interval_minutes": horizon.interval_min,
        "hours": {
            "max_work_hours_per_day": hours_number(hours.max_work_min_per_day),
            "max_work_hours_per_week": hours_number(hours.max_work_min_per_week),
            "min_rest_hours": hours_number(hours.min_rest_min),
            "max_consecutive_days": hours.max_consecutive_days,
            "min_days_off_per_week": hours.min_days_off_per_week,
            "night": str(hours.night),
        },
        "shifts": {
            "start_grid_minutes": rules.start_grid_min,
            "shape": [_shape_values(shape) for shape in rules.shapes],
        },
        "coverage": {"min_agents": rules.min_agents},
        "weights": _weight_values(rules.weights),
    }


def _weight_values(weights: Weights) -> dict[str, float]:
    """Return the prices; those that came later only where they are not 0."""
    always = WeightSettings.model_fields
    return {name: price for name, price in asdict(weights).items() if price or name in always}


def hours_number(minutes: int) -> float | int:
    """Return minutes in hours, a whole number where it is one."""
    return minutes // 60 if minutes % 60 == 0 else minutes / 60


def _shape_values(shape: ShiftShape) -> dict[str, Any]:
    values = {
        "work_hours": hours_number(shape.work_min),
        "contract_hours": list(shape.contract_hours),
        "meal_minutes": shape.meal_min,
    }
    if shape.meal_min:
        values["meal_earliest_hours"] = hours_number(shape.meal_earliest_min)
        values["meal_latest_hours"] = hours_number(shape.meal_latest_min)
    return values
