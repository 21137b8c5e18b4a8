"""Fields of an entry as a form asks for them: which widget, its words and bounds, what it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass
from decimal import Decimal
from enum import Enum
from types import NoneType
from typing import Any, get_args, get_type_hints

import streamlit as st

from scheduler.errors import Fault, InputError
from scheduler.horizon import Clock
from scheduler.keys import Asked, keyed
from ui import state
from ui.plain import plain
from ui.state import say, spoken
from ui.words.catalogue import has

STEP_S = 300
UNBOUND = 1_000_000_000
FIRST_DAY, LAST_DAY = dt.date(1950, 1, 1), dt.date(2099, 12, 31)  # of what a person can mean
KNOWN: dict[str, bool | None] = {"unknown": None, "yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Ask:
    """
    How one field is asked for, as far as its type does not say it.

    Parameters
    ----------
    name
        Of the field in the entry's class; without ``is_``, ``_id``, ``_min`` the end of its words.
    options
        What can be chosen, with words for it; of a moment, its days.
    begins
        What stands in it at first: one of the options, a text, a number or a clock time.
    is_empty
        Whether none of the options is chosen at first.
    fault
        Code of what is told where nothing was chosen or written; empty: it may be left so.
    clock
        Of the shop: the field is a moment, a day and a time on this clock.
    is_row
        Whether the options stand side by side.
    takes_new
        Whether something else than the options can be written.
    is_long
        Whether what is written has several lines.
    is_many
        Whether several of the options can be chosen; ``begins`` are those chosen at first.
    """

    name: str
    options: Mapping[Any, str] | None = None
    begins: Any = None
    is_empty: bool = False
    fault: str = ""
    clock: Clock | None = None
    is_row: bool = False
    takes_new: bool = False
    is_many: bool = False
    is_long: bool = False

    @property
    def word(self) -> str:
        """Return the end of the field's words and of its key."""
        return self.name.removeprefix("is_").removesuffix("_id").removesuffix("_min")


@dataclass(frozen=True, slots=True)
class AskedField:
    """A field as it is asked for: its type without None, whether that is possible, its bounds."""

    ask: Ask
    kind: Any
    may_be_none: bool
    bounds: Asked | None
    name: str
    key: str


def asked_fields(
    name: str, entry: Callable[..., object], row: tuple[Ask, ...], key: str
) -> list[AskedField]:
    """Return the fields of a row of an entry's form."""
    hints: dict[str, Any] = get_type_hints(entry)
    marks: dict[str, object] = {}
    if isinstance(entry, type) and is_dataclass(entry):
        marks = {one.name: one.asked for one in keyed(entry)}
    found = []
    for ask in row:
        kinds = [each for each in get_args(hints[ask.name]) if each is not NoneType]
        kind = kinds[0] if kinds else hints[ask.name]
        bounds = marks.get(ask.name)
        may_be_none = NoneType in get_args(hints[ask.name])
        limits = bounds if isinstance(bounds, Asked) else None
        found.append(AskedField(ask, kind, may_be_none, limits, name, f"{key}.{ask.word}"))
    return found


def _options(one: AskedField) -> dict[Any, str] | None:
    """Return what can be chosen, with words; None: the field is no choice."""
    if one.ask.options is not None:
        return dict(one.ask.options)
    if isinstance(one.kind, type) and issubclass(one.kind, Enum):
        return {each: say(f"{one.name}.{one.ask.word}_{each}") for each in one.kind}
    return None


def is_text(one: AskedField) -> bool:
    """Return whether a field is written freely."""
    return one.kind is str and one.ask.options is None


def _told(one: AskedField, end: str) -> str:
    """Return a word of the field that need not be there, its hint or help; empty: it is not."""
    key = f"{one.name}.{one.ask.word}_{end}"
    return say(key) if has(key, state.lang()) else ""


def draw_field(one: AskedField) -> None:
    """Draw a field by its type."""
    label = say(f"{one.name}.{one.ask.word}")
    options = _options(one)
    if one.ask.clock is not None and options is not None:
        day, time = st.columns([3, 2])
        with day:
            _choice(one, label, options, f"{one.key}.day")
        time.time_input(say("asking.time"), _time(one), step=STEP_S, key=f"{one.key}.time")
    elif options is not None and one.ask.is_many:
        _choices(one, label, options)
    elif options is not None:
        _choice(one, label, options, one.key)
    elif one.kind is bool and one.may_be_none:
        names = list(KNOWN)
        st.radio(
            plain(label),
            names,
            index=list(KNOWN.values()).index(one.ask.begins),
            format_func=spoken(names, lambda name: say(f"{one.name}.{name}")),
            horizontal=True,
            key=one.key,
        )
    elif one.kind is bool:
        st.toggle(
            plain(label), bool(one.ask.begins), help=plain(_told(one, "help")) or None, key=one.key
        )
    elif one.kind in (int, float, Decimal):
        _number(one, label)
    elif one.kind is dt.date:
        st.date_input(
            plain(label),
            one.ask.begins,
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            format="YYYY-MM-DD",
            help=plain(_told(one, "help")) or None,
            key=one.key,
        )
    elif one.kind is dt.time:
        st.time_input(plain(label), _time(one), step=STEP_S, key=one.key)
    elif one.ask.is_long:
        st.text_area(
            plain(label),
            str(one.ask.begins or ""),
            help=plain(_told(one, "help")) or None,
            key=one.key,
        )
    else:
        st.text_input(
            plain(label),
            str(one.ask.begins or ""),
            placeholder=plain(_told(one, "hint")) or None,
            help=plain(_told(one, "help")) or None,
            key=one.key,
        )


def _time(one: AskedField) -> dt.time:
    return one.ask.begins if isinstance(one.ask.begins, dt.time) else dt.time()


def _choice(one: AskedField, label: str, options: dict[Any, str], key: str) -> None:
    names, ask = list(options), one.ask
    at = names.index(ask.begins) if ask.begins in options else 0
    if ask.is_row:
        st.radio(
            plain(label),
            names,
            index=at,
            format_func=spoken(names, lambda each: plain(options[each])),
            horizontal=True,
            key=key,
        )
        return
    word = spoken(names, options.__getitem__)
    hint = say("asking.choose") if ask.is_empty else None
    st.selectbox(
        plain(label),
        names,
        index=None if ask.is_empty else at,
        format_func=(lambda each: options.get(each, str(each))) if ask.takes_new else word,
        placeholder=plain(_told(one, "hint")) or hint,
        accept_new_options=ask.takes_new,
        help=plain(_told(one, "help")) or None,
        key=key,
    )


def _choices(one: AskedField, label: str, options: dict[Any, str]) -> None:
    names = list(options)
    st.multiselect(
        plain(label),
        names,
        default=[each for each in one.ask.begins or () if each in options],
        format_func=spoken(names, options.__getitem__),
        placeholder=_told(one, "hint") or say("asking.choose"),
        help=plain(_told(one, "help")) or None,
        key=one.key,
    )


def _number(one: AskedField, label: str) -> None:
    number: Any = int if one.kind is int else float
    begins, bounds = one.ask.begins, one.bounds or Asked(most=UNBOUND)
    at: Any = st
    at.number_input(
        plain(label),
        number(bounds.least if begins is None else min(bounds.least, begins)),
        number(bounds.most if begins is None else max(bounds.most, begins)),
        None if begins is None else number(begins),
        number(bounds.step or 1),
        None if number is int else "%.2f" if one.kind is Decimal else "%.1f",
        help=plain(_told(one, "help")) or None,
        placeholder=plain(_told(one, "hint")) or None,
        key=one.key,
    )


def held(one: AskedField) -> Any:  # noqa: ANN401 - of whatever type the field is
    """Return what a field holds, as the entry's class has it."""
    if one.ask.clock is not None:
        time: dt.time = st.session_state[f"{one.key}.time"]
        day: dt.date = st.session_state[f"{one.key}.day"]
        return one.ask.clock.at(day, time.hour * 60 + time.minute)
    held: Any = st.session_state.get(one.key)
    if one.ask.is_many:
        return tuple(held or ())
    if one.kind is bool and one.may_be_none:
        return KNOWN[held]
    if held is None and one.may_be_none:
        return None
    if one.kind is str:
        return "" if held is None else str(held).strip()
    if held is None:
        raise InputError(missing(one))
    return Decimal(str(held)) if one.kind is Decimal else held


def missing(one: AskedField) -> Fault:
    """Return what is told of a field that holds nothing, with its label where nothing else is."""
    if one.ask.fault not in {"", "empty"}:
        return Fault(one.ask.fault)
    return Fault("empty", column=say(f"{one.name}.{one.ask.word}"))
