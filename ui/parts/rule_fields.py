"""The numbers of a week's rules as fields to fill in, by groups."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.errors import Fault, InputError
from scheduler.horizon import DAY_MIN, ClockSpan
from scheduler.post_change import MOST_PER_SHIFT, PostChange
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from scheduler.ruleset import RuleSet

HOUR_MIN = 60
OPENING = ("may_start_before_min", "may_end_after_min")
CHANGE_BOUNDS = {"min_stint_min": (30, 480), "max_per_shift": (1, MOST_PER_SHIFT)}  # and steps


class Unit(StrEnum):
    """What a field is filled in with."""

    HOURS = "hours"  # kept in minutes
    COUNT = "count"
    LIMIT = "limit"  # a count that may be left empty: no limit
    PRICE = "price"
    SWITCH = "switch"


@dataclass(frozen=True, slots=True)
class Field:
    """
    A number of the rules.

    Parameters
    ----------
    name
        In ``HoursRules``, or in ``Weights`` where it is a price; in the words ``rules.<name>``.
    unit
        What it is filled in with.
    least, most
        Bounds of what can be filled in.
    """

    name: str
    unit: Unit
    least: float = 0.0
    most: float = 1000.0


GROUPS: dict[str, tuple[Field, ...]] = {
    "hours": (
        Field("max_work_min_per_day", Unit.HOURS, 1, 24),
        Field("max_work_min_per_week", Unit.HOURS, 1, 168),
        Field("min_rest_min", Unit.HOURS, 0, 48),
        Field("is_averaged", Unit.SWITCH),
    ),
    "days": (
        Field("max_consecutive_days", Unit.COUNT, 1, 28),
        Field("min_days_off_per_week", Unit.COUNT, 0, 7),
        Field("min_consecutive_days", Unit.COUNT, 1, 14),
        Field("min_consecutive_days_off", Unit.COUNT, 1, 14),
    ),
    "nights": (
        Field("night_shift_min", Unit.HOURS, 0.5, 12),
        Field("max_nights_per_month", Unit.LIMIT, 0, 31),
        Field("max_weekends_per_month", Unit.LIMIT, 0, 5),
    ),
    "overtime": (
        Field("max_overtime_min_per_day", Unit.HOURS, 0, 12),
        Field("max_overtime_min_per_month", Unit.HOURS, 0, 200),
        Field("overtime_per_hour", Unit.PRICE),
    ),
    "comfort": (
        Field("fairness", Unit.PRICE),
        Field("steady_start_per_hour", Unit.PRICE),
        Field("steady_start_free_min", Unit.HOURS, 0, 12),
        Field("handover_missed", Unit.PRICE),
    ),
    "prices": (
        Field("shortage_per_agent_hour", Unit.PRICE),
        Field("surplus_per_agent_hour", Unit.PRICE),
        Field("preference", Unit.PRICE),
    ),
}


def group(name: str, rules: RuleSet, *, key: str) -> dict[str, object]:
    """Draw the fields of a group; return what they hold, by their names in the rules."""
    st.markdown(f"**{say(f'rules.group.{name}')}**")
    return {field.name: _field(field, rules, key) for field in GROUPS[name]}


def night(rules: RuleSet, *, key: str) -> dict[str, object]:
    """Draw the night hours; return their texts by name."""
    first, last = str(rules.hours.night).split("-")
    one, two = st.columns(2)
    return {
        "night_from": one.text_input(
            say("rules.night_from"), first, help=say("rules.night_help"), key=f"{key}.night_from"
        ),
        "night_until": two.text_input(say("rules.night_until"), last, key=f"{key}.night_until"),
    }


def opening(rules: RuleSet, *, key: str) -> dict[str, object]:
    """Draw the minutes of work before posts open and after they close; return what they hold."""
    st.markdown(f"**{say('rules.group.opening')}**")
    told: dict[str, object] = {}
    for column, name in zip(st.columns(2), OPENING, strict=True):
        told[name] = column.number_input(
            say(f"rules.{name}"),
            0,
            DAY_MIN - 1,
            getattr(rules, name),
            5,
            help=say(f"rules.{name}_help"),
            key=f"{key}.{name}",
        )
    return told


def _minutes(told: dict[str, object], name: str) -> int:
    if told[name] is None:
        raise InputError(Fault("empty", column=say(f"rules.{name}")))
    return int(str(told[name]))


def changes(rules: RuleSet, *, key: str) -> dict[str, object]:
    """Draw whether and how a post may change within a shift; return what the fields hold."""
    st.markdown(f"**{say('rules.group.posts')}**")
    told: dict[str, object] = {
        "changes_post": st.toggle(
            say("rules.changes_post"),
            rules.post_change is not None,
            help=say("rules.changes_post_help"),
            key=f"{key}.changes_post",
        )
    }
    now = rules.post_change or PostChange()
    for column, (name, (least, most)) in zip(st.columns(2), CHANGE_BOUNDS.items(), strict=True):
        value: int = getattr(now, name)
        told[name] = column.number_input(
            say(f"rules.{name}"),
            min(least, value),
            max(most, value),
            value,
            least,
            help=say(f"rules.{name}_help"),
            key=f"{key}.{name}",
        )
    return told


def _post_change(told: dict[str, object]) -> PostChange | None:
    if not told["changes_post"]:
        return None
    return PostChange(*(_minutes(told, name) for name in CHANGE_BOUNDS))


def filled_in(rules: RuleSet, told: dict[str, object]) -> RuleSet:
    """Return rules with what was filled in; raises InputError with what cannot be."""
    fields = [field for fields in GROUPS.values() for field in fields]
    for field in fields:
        if told[field.name] is None and field.unit is not Unit.LIMIT:
            raise InputError(Fault("empty", column=say(f"rules.{field.name}")))
    values = {field.name: _kept(field, told[field.name]) for field in fields}
    prices = {field.name for field in fields if field.unit is Unit.PRICE}
    span = ClockSpan.parse(f"{told['night_from']}-{told['night_until']}")
    limits = {name: value for name, value in values.items() if name not in prices}
    return replace(
        rules,
        hours=replace(rules.hours, night=span, **limits),  # type: ignore[arg-type]  # by name
        weights=replace(rules.weights, **{name: values[name] for name in prices}),  # type: ignore[arg-type]  # by name
        post_change=_post_change(told),
        may_start_before_min=_minutes(told, "may_start_before_min"),
        may_end_after_min=_minutes(told, "may_end_after_min"),
    )


def _field(field: Field, rules: RuleSet, key: str) -> object:
    value = getattr(rules.weights if field.unit is Unit.PRICE else rules.hours, field.name)
    label, known = say(f"rules.{field.name}"), f"{key}.{field.name}"
    told = say(f"rules.{field.name}_help")
    if field.unit is Unit.SWITCH:
        return st.toggle(plain(label), value, help=plain(told), key=known)
    if field.unit in {Unit.COUNT, Unit.LIMIT}:
        empty = say("rules.no_limit") if field.unit is Unit.LIMIT else None
        return st.number_input(
            plain(label),
            int(field.least),
            int(field.most),
            value,
            help=plain(told),
            placeholder=empty,
            key=known,
        )
    shown = value / HOUR_MIN if field.unit is Unit.HOURS else float(value)
    step = 0.5 if field.unit is Unit.HOURS else 1.0
    return st.number_input(
        plain(label),
        float(field.least),
        float(field.most),
        float(shown),
        step,
        "%g",
        help=plain(told),
        key=known,
    )


def _kept(field: Field, value: object) -> object:
    if field.unit is Unit.HOURS:
        return round(float(str(value)) * HOUR_MIN)
    return value
