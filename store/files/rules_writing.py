"""``rules.toml`` as values to be written; what holds without being said is left out."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from scheduler.post import WEEKDAYS
from scheduler.ruleset import HoursRules, RuleSet, Weights
from store.files.rules_document import CoverageSettings, WeightSettings

if TYPE_CHECKING:
    from scheduler.horizon import Horizon
    from scheduler.shift import BreakRule, ShiftShape


def rules_values(horizon: Horizon, rules: RuleSet) -> dict[str, Any]:
    """Return the values of ``rules.toml``."""
    values: dict[str, Any] = {
        "timezone": horizon.clock.timezone,
        "week_start": horizon.start.isoformat(),
        "days": horizon.days,
        "interval_minutes": horizon.interval_min,
        "hours": _hours_values(rules.hours),
        "shifts": _shift_values(rules),
        "coverage": {"min_agents": rules.min_agents},
        "weights": _weight_values(rules.weights),
    }
    if rules.newcomer_days != CoverageSettings.model_fields["newcomer_days"].default:
        values["coverage"]["newcomer_days"] = rules.newcomer_days
    if rules.peak is not None:
        values["peak"] = {
            day: "|".join(map(str, spans)) for day, spans in zip(WEEKDAYS, rules.peak, strict=True)
        }
    if rules.post_change is not None:
        values["post_change"] = {
            "min_stint_minutes": rules.post_change.min_stint_min,
            "max_per_shift": rules.post_change.max_per_shift,
        }
    return values


def _hours_values(hours: HoursRules) -> dict[str, Any]:
    """Return the limits; those that came later only where they differ from what holds anyway."""
    values: dict[str, Any] = {
        "max_work_hours_per_day": hours_number(hours.max_work_min_per_day),
        "max_work_hours_per_week": hours_number(hours.max_work_min_per_week),
        "min_rest_hours": hours_number(hours.min_rest_min),
        "max_consecutive_days": hours.max_consecutive_days,
        "min_days_off_per_week": hours.min_days_off_per_week,
        "night": str(hours.night),
    }
    usual = HoursRules()
    for name, key in LATER_HOURS.items():
        if getattr(hours, name) != getattr(usual, name):
            values[key] = hours_number(getattr(hours, name))
    for name, key in LATER_COUNTS.items():
        if getattr(hours, name) != getattr(usual, name):
            values[key] = getattr(hours, name)
    return values


LATER_HOURS = {
    "night_shift_min": "night_shift_hours",
    "max_overtime_min_per_day": "max_overtime_hours_per_day",
    "max_overtime_min_per_month": "max_overtime_hours_per_month",
    "steady_start_free_min": "steady_start_free_hours",
}
LATER_COUNTS = {
    "max_nights_per_month": "max_nights_per_month",
    "max_weekends_per_month": "max_weekends_per_month",
    "min_consecutive_days": "min_consecutive_days",
    "min_consecutive_days_off": "min_consecutive_days_off",
    "is_averaged": "averaged",
}


def _shift_values(rules: RuleSet) -> dict[str, Any]:
    values: dict[str, Any] = {
        "start_grid_minutes": rules.start_grid_min,
        "shape": [_shape_values(shape) for shape in rules.shapes],
    }
    for name in ("may_start_before", "may_end_after"):
        minutes = getattr(rules, f"{name}_min")
        if minutes:
            values[f"{name}_minutes"] = minutes
    if rules.kinds:
        values["kind"] = [{"name": kind.name, "start": str(kind.start)} for kind in rules.kinds]
    if rules.successions:
        values["succession"] = [
            {"first": each.first_kind, "next": each.next_kind} for each in rules.successions
        ]
    return values


def _weight_values(weights: Weights) -> dict[str, float]:
    """Return the prices; those that came later only where they are not 0."""
    return {
        name: price
        for name, price in asdict(weights).items()
        if price or WeightSettings.model_fields[name].is_required()
    }


def hours_number(minutes: int) -> float | int:
    """Return minutes in hours, a whole number where it is one."""
    return minutes // 60 if minutes % 60 == 0 else minutes / 60


def _shape_values(shape: ShiftShape) -> dict[str, Any]:
    values: dict[str, Any] = {
        "work_hours": hours_number(shape.work_min),
        "contract_hours": list(shape.contract_hours),
        "meal_minutes": shape.meal_min,
    }
    if shape.meal_min:
        values["meal_earliest_hours"] = hours_number(shape.meal_earliest_min)
        values["meal_latest_hours"] = hours_number(shape.meal_latest_min)
    if shape.breaks:
        values["breaks"] = [_break_values(pause) for pause in shape.breaks]
    if shape.starts:
        values["starts"] = "|".join(map(str, shape.starts))
    return values


def _break_values(pause: BreakRule) -> dict[str, Any]:
    return {
        "minutes": pause.minutes,
        "earliest_hours": hours_number(pause.earliest_min),
        "latest_hours": hours_number(pause.latest_min),
    }
