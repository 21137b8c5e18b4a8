"""
The numbers of a week's rules as fields to fill in, by groups.

Which there are, under which heading, with what unit and bounds, stands beside the fields of the
rules themselves (``scheduler.keys.Asked``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args

import streamlit as st

from scheduler.errors import Fault, InputError
from scheduler.horizon import ClockSpan
from scheduler.keys import Asked, Keyed, WrittenIn, keyed
from scheduler.post_change import PostChange
from scheduler.ruleset import HoursRules, RuleSet, Weights
from ui.plain import plain
from ui.state import say, spoken

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

HOUR_MIN = 60
PARTS: dict[str, type] = {
    "hours": HoursRules,
    "weights": Weights,
    "post_change": PostChange,
    "": RuleSet,
}


@dataclass(frozen=True, slots=True)
class Field:
    """
    A number of the rules.

    Parameters
    ----------
    part
        Where in the rules it stands; empty: in the rule set itself.
    entry
        The field; its words are ``rules.<name>``.
    asked
        Heading and bounds.
    """

    part: str
    entry: Keyed
    asked: Asked

    @property
    def may_be_empty(self) -> bool:
        """Return whether nothing filled in means: no limit."""
        return NoneType in get_args(self.entry.form)

    def held(self, rules: RuleSet) -> Any:  # noqa: ANN401 - a number, a yes or no, or nothing
        """Return what the rules hold; of rules that are not set, what would hold."""
        part = getattr(rules, self.part) if self.part else rules
        return getattr(PARTS[self.part]() if part is None else part, self.entry.name)


def fields_of(group: str) -> tuple[Field, ...]:
    """Return the fields of a heading in their order."""
    found = [
        Field(part, entry, entry.asked)
        for part, kind in PARTS.items()
        for entry in keyed(kind)
        if isinstance(entry.asked, Asked) and entry.asked.group == group
    ]
    return tuple(sorted(found, key=lambda field: field.asked.row))


GROUPS = ("hours", "days", "nights", "overtime", "comfort", "prices")
SIDE_BY_SIDE = ("posts", "opening")


def group(name: str, rules: RuleSet, *, key: str) -> dict[str, object]:
    """Draw the fields of a group; return what they hold, by their names in the rules."""
    st.markdown(f"**{say(f'rules.group.{name}')}**")
    return {field.entry.name: _field(field, rules, key) for field in fields_of(name)}


def spans(rules: RuleSet, *, key: str) -> dict[str, object]:
    """Draw night hours and the spans by which night and late shifts count; return their texts."""
    hours, told = rules.hours, {}
    held = {"night": hours.night, "counted_night": hours.counted_night, "late": hours.late}
    for name, span in held.items():
        first, last = ("", "") if span is None else str(span).split("-")
        one, two = st.columns(2)
        told[f"{name}_from"] = one.text_input(
            say(f"rules.{name}_from"),
            first,
            help=say(f"rules.{name}_help"),
            key=f"{key}.{name}_from",
        )
        told[f"{name}_until"] = two.text_input(
            say("rules.night_until"), last, key=f"{key}.{name}_until"
        )
    return dict(told)


def _span(told: dict[str, object], name: str) -> ClockSpan | None:
    """Return the clock span filled in under a name; None: nothing is."""
    first, last = (str(told[f"{name}_{end}"]).strip() for end in ("from", "until"))
    if bool(first) != bool(last):
        raise InputError(Fault("empty", column=say(f"rules.{name}_from"), value=first or last))
    return ClockSpan.parse(f"{first}-{last}") if first else None


def opening(rules: RuleSet, *, key: str) -> dict[str, object]:
    """Draw the minutes of work before posts open and after they close; return what they hold."""
    st.markdown(f"**{say('rules.group.opening')}**")
    return _side_by_side("opening", rules, key)


def changes(rules: RuleSet, *, key: str) -> dict[str, object]:
    """Draw whether and how a post may change within a shift; return what the fields hold."""
    st.markdown(f"**{say('rules.group.posts')}**")
    may = st.toggle(
        say("rules.changes_post"),
        rules.post_change is not None,
        help=say("rules.changes_post_help"),
        key=f"{key}.changes_post",
    )
    return {"changes_post": may, **_side_by_side("posts", rules, key)}


def _side_by_side(name: str, rules: RuleSet, key: str) -> dict[str, object]:
    fields = fields_of(name)
    columns = st.columns(len(fields))
    return {
        field.entry.name: _field(field, rules, key, column)
        for column, field in zip(columns, fields, strict=True)
    }


def filled_in(rules: RuleSet, told: dict[str, object]) -> RuleSet:
    """Return rules with what was filled in; raises InputError with what cannot be."""
    values: dict[str, dict[str, Any]] = {part: {} for part in PARTS}
    for field in (field for name in (*GROUPS, *SIDE_BY_SIDE) for field in fields_of(name)):
        value = told[field.entry.name]
        if value is None and not field.may_be_empty:
            raise InputError(Fault("empty", column=say(f"rules.{field.entry.name}")))
        values[field.part][field.entry.name] = _kept(field, value)
    night = ClockSpan.parse(f"{told['night_from']}-{told['night_until']}")
    values["hours"] |= {name: _span(told, name) for name in ("counted_night", "late")}
    return replace(
        rules,
        hours=replace(rules.hours, night=night, **values["hours"]),
        weights=replace(rules.weights, **values["weights"]),
        post_change=PostChange(**values["post_change"]) if told["changes_post"] else None,
        **values[""],
    )


def _field(
    field: Field, rules: RuleSet, key: str, place: DeltaGenerator | None = None
) -> float | bool | StrEnum | None:
    """Draw a field, in a place of its own or in the one that is open; return what it holds."""
    at: Any = place or st
    name, value = field.entry.name, field.held(rules)
    label = plain(say(f"rules.{name}"))
    told = plain(say(f"rules.{name}_help"))
    if field.entry.form is bool:
        switched: bool = at.toggle(label, value, help=told, key=f"{key}.{name}")
        return switched
    if isinstance(value, StrEnum):
        kinds: list[StrEnum] = list(type(value))
        chosen: StrEnum = at.selectbox(
            label,
            kinds,
            index=kinds.index(value),
            format_func=spoken(kinds, lambda each: say(f"rules.{name}_{each}")),
            help=told,
            key=f"{key}.{name}",
        )
        return chosen
    is_hours = field.entry.key.unit is WrittenIn.HOURS
    number = float if is_hours or field.entry.form is float else int
    shown = value if value is None else number(value / HOUR_MIN if is_hours else value)
    least, most = number(field.asked.least), number(field.asked.most)
    found: float | None = at.number_input(
        label,
        least if shown is None else min(least, shown),
        most if shown is None else max(most, shown),
        shown,
        number(field.asked.step or (0.5 if is_hours else 1)),
        "%g" if number is float else None,
        help=told,
        placeholder=say("rules.no_limit") if field.may_be_empty else None,
        key=f"{key}.{name}",
    )
    return found


def _kept(field: Field, value: object) -> object:
    if field.entry.key.unit is WrittenIn.HOURS:
        return round(float(str(value)) * HOUR_MIN)
    return value
