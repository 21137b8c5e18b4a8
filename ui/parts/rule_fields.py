"""
The numbers of a week's rules as fields to fill in, by groups.

Which there are, under which heading, with what unit and bounds, stands beside the fields of the
rules themselves (``scheduler.keys.Asked``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from types import NoneType
from typing import Any, get_args

import streamlit as st

from scheduler.errors import Fault, InputError
from scheduler.horizon import ClockSpan
from scheduler.keys import Asked, Keyed, WrittenIn, keyed
from scheduler.post_change import PostChange
from scheduler.ruleset import HoursRules, RuleSet, Weights
from scheduler.work_law import WorkLaw
from ui.parts import rule_marks
from ui.plain import plain
from ui.state import say, spoken

Spans = dict[str, ClockSpan | None]
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


SECTIONS = {
    "hours": ("hours", "days", "nights", "overtime"),
    "order": (),
    "cover": ("opening", "posts"),
    "prices": ("comfort", "prices"),
}
"""The parts of the form in their order, and the headings in each; an unknown heading comes last."""


def sections() -> dict[str, tuple[str, ...]]:
    """Return the headings of each part, those that no part names under ``other``."""
    named = {name for groups in SECTIONS.values() for name in groups}
    asked = (entry.asked for kind in PARTS.values() for entry in keyed(kind))
    met = {each.group: None for each in asked if isinstance(each, Asked) and each.group}
    others = tuple(name for name in met if name not in named)
    return SECTIONS | ({"other": others} if others else {})


@dataclass(frozen=True, slots=True)
class Draw:
    """
    What the fields are drawn of.

    Parameters
    ----------
    rules
        What they hold at first.
    law
        What the law says on the week's days.
    key
        What the keys of the fields begin with.
    """

    rules: RuleSet
    law: WorkLaw
    key: str


def group(name: str, draw: Draw) -> dict[str, object]:
    """Draw the fields of a heading, the rare ones folded; return what they hold, by name."""
    st.markdown(f"**{say(f'rules.group.{name}')}**")
    told = _may_change(draw) if name == "posts" else {}
    fields = fields_of(name)
    told |= _in_pairs([field for field in fields if not field.asked.is_rare], draw)
    if name == "nights":
        told |= _clock_span("night", draw.rules.hours.night, draw)
        rule_marks.draw(rule_marks.of_span("night", draw.rules.hours.night, draw.law))
    rare = [field for field in fields if field.asked.is_rare]
    hours = draw.rules.hours
    spans = {"counted_night": hours.counted_night, "late": hours.late} if name == "nights" else {}
    if rare or spans:
        told |= _folded(rare, spans, draw)
    return told


def _folded(rare: list[Field], spans: Spans, draw: Draw) -> dict[str, object]:
    """Draw what few need; open where something of it is set."""
    used = [field for field in rare if field.held(draw.rules) != field.entry.usual]
    count = len(rare) + len(spans)
    in_use = len(used) + sum(span is not None for span in spans.values())
    title = say("rules.rare_set" if in_use else "rules.rare", count=count, used=in_use)
    told: dict[str, object] = {}
    with st.expander(plain(title), expanded=bool(in_use)):
        for name, span in spans.items():
            told |= _clock_span(name, span, draw)
        told |= _in_pairs(rare, draw)
    return told


def _in_pairs(fields: list[Field], draw: Draw) -> dict[str, object]:
    told: dict[str, object] = {}
    for first in range(0, len(fields), 2):
        for field, place in zip(fields[first : first + 2], st.columns(2), strict=False):
            with place:
                told[field.entry.name] = _field(field, draw)
                if field.asked.rule:
                    rule_marks.draw(
                        rule_marks.of_field(field.entry, field.held(draw.rules), draw.law)
                    )
    return told


def _clock_span(name: str, span: ClockSpan | None, draw: Draw) -> dict[str, object]:
    """Draw the beginning and the end of hours by the clock; return their texts."""
    texts = ("", "") if span is None else tuple(str(span).split("-"))
    told: dict[str, object] = {}
    for end, text, place in zip(("from", "until"), texts, st.columns(2), strict=True):
        told[f"{name}_{end}"] = place.text_input(
            say(f"rules.{name}_from" if end == "from" else "rules.night_until"),
            text,
            help=say(f"rules.{name}_help") if end == "from" else None,
            placeholder="--:--",
            key=f"{draw.key}.{name}_{end}",
        )
    return told


def _may_change(draw: Draw) -> dict[str, object]:
    """Draw whether a post may change within a shift; return what the switch holds."""
    may = st.toggle(
        say("rules.changes_post"),
        draw.rules.post_change is not None,
        help=say("rules.changes_post_help"),
        key=f"{draw.key}.changes_post",
    )
    return {"changes_post": may}


def _span(told: dict[str, object], name: str) -> ClockSpan | None:
    """Return the clock span filled in under a name; None: nothing is."""
    first, last = (str(told[f"{name}_{end}"]).strip() for end in ("from", "until"))
    if bool(first) != bool(last):
        raise InputError(Fault("empty", column=say(f"rules.{name}_from"), value=first or last))
    return ClockSpan.parse(f"{first}-{last}") if first else None


def filled_in(rules: RuleSet, told: dict[str, object]) -> RuleSet:
    """Return rules with what was filled in; raises InputError with what cannot be."""
    values: dict[str, dict[str, Any]] = {part: {} for part in PARTS}
    for field in (
        field for names in sections().values() for name in names for field in fields_of(name)
    ):
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


def _field(field: Field, draw: Draw) -> float | bool | StrEnum | None:
    """Draw a field; return what it holds."""
    name, value = field.entry.name, field.held(draw.rules)
    label = plain(say(f"rules.{name}"))
    told = plain(say(f"rules.{name}_help"))
    if field.entry.form is bool:
        switched: bool = st.toggle(label, value, help=told, key=f"{draw.key}.{name}")
        return switched
    if isinstance(value, StrEnum):
        kinds: list[StrEnum] = list(type(value))
        chosen: StrEnum = st.selectbox(
            label,
            kinds,
            index=kinds.index(value),
            format_func=spoken(kinds, lambda each: say(f"rules.{name}_{each}")),
            help=told,
            key=f"{draw.key}.{name}",
        )
        return chosen
    is_hours = field.entry.key.unit is WrittenIn.HOURS
    number: Any = float if is_hours or field.entry.form is float else int
    shown = value if value is None else number(value / HOUR_MIN if is_hours else value)
    least, most = number(field.asked.least), number(field.asked.most)
    found: float | None = st.number_input(
        label,
        least if shown is None else min(least, shown),
        most if shown is None else max(most, shown),
        shown,
        number(field.asked.step or (0.5 if is_hours else 1)),
        "%g" if number is float else None,
        help=told,
        placeholder=say("rules.no_limit") if field.may_be_empty else None,
        key=f"{draw.key}.{name}",
    )
    return found


def _kept(field: Field, value: object) -> object:
    if field.entry.key.unit is WrittenIn.HOURS:
        return round(float(str(value)) * HOUR_MIN)
    return value
