"""
A form that asks for an entry and keeps it, drawn from the fields of the entry's class.

How a field is asked follows from its type: an enumeration or ``Ask.options`` is chosen from, a
number has the bounds its class says (``scheduler.keys.Asked``), a date is picked, all else is
written. Labels are the
words ``<name>.<field>``; ``<field>_hint`` and ``<field>_help`` stand in and beside it where there
are such words. What is filled in is read here only, and handed over as an entry.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, is_dataclass
from decimal import Decimal
from enum import Enum
from types import NoneType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_args, get_type_hints

import streamlit as st

from scheduler.errors import Fault, InputError
from scheduler.horizon import Clock
from scheduler.keys import Asked, keyed
from service.desk import Desk
from ui import done, link, state
from ui.guard import action
from ui.plain import plain
from ui.state import say, spoken
from ui.words.catalogue import has

if TYPE_CHECKING:
    from collections.abc import Iterable

E = TypeVar("E")
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
    """

    name: str
    options: Mapping[Any, str] | None = None
    begins: Any = None
    is_empty: bool = False
    fault: str = ""
    clock: Clock | None = None
    is_row: bool = False
    takes_new: bool = False

    @property
    def word(self) -> str:
        """Return the end of the field's words and of its key."""
        return self.name.removeprefix("is_").removesuffix("_id").removesuffix("_min")


@dataclass(frozen=True, slots=True)
class Form(Generic[E]):
    """
    What is asked for an entry and what is done with it.

    Parameters
    ----------
    name
        Beginning of its words: ``.<title>`` above, ``.<button>`` on the button; the sentences
        ``.<button>_done`` and, below the form, ``.<button>_as`` (``by``) need not be there.
    entry
        Class of the entry, or a function that makes one of what was filled in.
    rows
        Fields, those of a row side by side.
    enter
        Action that keeps an entry.
    given
        Fields of the entry that are not asked.
    done
        Sentence for what was kept, from the entry and what the action returned; None: the word,
        with the entry's fields.
    undo
        Action that takes back what was kept, from what the action returned; None: there is none.
    title, button
        Ends of its words; a form without a title has none above it.
    text
        Sentence below the title.
    key
        Beginning of the keys of its widgets; empty: the name.
    is_main, border
        Whether its button stands out, and whether there is a line round it.
    """

    name: str
    entry: Callable[..., E]
    rows: tuple[tuple[Ask, ...], ...]
    enter: Callable[[Desk, E], object]
    given: Mapping[str, object] = field(default_factory=dict)
    done: Callable[[E, Any], str] | None = None
    undo: Callable[[Desk, Any], object] | None = None
    title: str = "new"
    button: str = "enter"
    text: str = ""
    key: str = ""
    is_main: bool = True
    border: bool = True

    def words(self, end: str) -> str:
        """Return a word of the form that need not be there; empty: there is none."""
        key = f"{self.name}.{end}"
        return say(key, by=link.by()) if has(key, state.lang()) else ""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A field as it is asked for: its type without None, whether that is possible, its bounds."""

    ask: Ask
    kind: Any
    may_be_none: bool
    bounds: Asked | None
    name: str
    key: str


def draw(form: Form[E]) -> None:
    """Draw a form; what is filled in is kept when its button is pressed."""
    key = form.key or form.name
    with st.form(f"{key}.{form.title}", border=form.border):
        if form.title:
            st.markdown(f"**{say(f'{form.name}.{form.title}')}**")
        if form.text:
            st.caption(plain(form.text))
        _lay(form.name, form.entry, form.rows, key)
        st.form_submit_button(
            say(f"{form.name}.{form.button}"),
            type="primary" if form.is_main else "secondary",
            on_click=_enter,
            args=(form,),
        )
    if text := form.words(f"{form.button}_as"):
        st.caption(plain(text))


def fields(
    name: str, entry: Callable[..., object], rows: Iterable[tuple[Ask, ...]], *, key: str
) -> dict[str, Any]:
    """Draw fields of an entry in the form that is open; return what they hold, by their names."""
    return {one.ask.name: _held(one) for one in _lay(name, entry, rows, key)}


def _lay(
    name: str, entry: Callable[..., object], rows: Iterable[tuple[Ask, ...]], key: str
) -> list[_Asked]:
    """Draw fields, those of a row side by side; return them."""
    laid = []
    for row in rows:
        for place, one in zip(st.columns(len(row)), _asked(name, entry, row, key), strict=True):
            with place:
                _draw(one)
            laid.append(one)
    return laid


@action
def _enter(form: Form[E]) -> None:
    asked = [
        one
        for row in form.rows
        for one in _asked(form.name, form.entry, row, form.key or form.name)
    ]
    for one in asked:
        if one.ask.fault and not _held(one):
            raise InputError(_missing(one))
    entry = form.entry(**form.given, **{one.ask.name: _held(one) for one in asked})
    found = form.enter(link.desk(), entry)
    for one in asked:
        if _is_text(one) and not one.ask.begins:
            st.session_state[one.key] = ""
    if text := _sentence(form, entry, found):
        undo = form.undo
        done.tell(text, None if undo is None else lambda desk: undo(desk, found))


def _sentence(form: Form[E], entry: E, found: object) -> str:
    if form.done is not None:
        return form.done(entry, found)
    key = f"{form.name}.{form.button}_done"
    if not has(key, state.lang()):
        return ""
    told = {ask.word: getattr(entry, ask.name, "") for row in form.rows for ask in row}
    return say(key, **told)


def _asked(name: str, entry: Callable[..., object], row: tuple[Ask, ...], key: str) -> list[_Asked]:
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
        found.append(_Asked(ask, kind, may_be_none, limits, name, f"{key}.{ask.word}"))
    return found


def _options(one: _Asked) -> dict[Any, str] | None:
    """Return what can be chosen, with words; None: the field is no choice."""
    if one.ask.options is not None:
        return dict(one.ask.options)
    if isinstance(one.kind, type) and issubclass(one.kind, Enum):
        return {each: say(f"{one.name}.{one.ask.word}_{each}") for each in one.kind}
    return None


def _is_text(one: _Asked) -> bool:
    return one.kind is str and one.ask.options is None


def _told(one: _Asked, end: str) -> str:
    """Return a word of the field that need not be there, its hint or help; empty: it is not."""
    key = f"{one.name}.{one.ask.word}_{end}"
    return say(key) if has(key, state.lang()) else ""


def _draw(one: _Asked) -> None:
    label = say(f"{one.name}.{one.ask.word}")
    options = _options(one)
    if one.ask.clock is not None and options is not None:
        day, time = st.columns([3, 2])
        with day:
            _choice(one, label, options, f"{one.key}.day")
        time.time_input(say("asking.time"), _time(one), step=STEP_S, key=f"{one.key}.time")
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
    else:
        st.text_input(
            plain(label),
            str(one.ask.begins or ""),
            placeholder=plain(_told(one, "hint")) or None,
            help=plain(_told(one, "help")) or None,
            key=one.key,
        )


def _time(one: _Asked) -> dt.time:
    return one.ask.begins if isinstance(one.ask.begins, dt.time) else dt.time()


def _choice(one: _Asked, label: str, options: dict[Any, str], key: str) -> None:
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


def _number(one: _Asked, label: str) -> None:
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


def _held(one: _Asked) -> Any:  # noqa: ANN401 - of whatever type the field is
    """Return what a field holds, as the entry's class has it."""
    if one.ask.clock is not None:
        time: dt.time = st.session_state[f"{one.key}.time"]
        day: dt.date = st.session_state[f"{one.key}.day"]
        return one.ask.clock.at(day, time.hour * 60 + time.minute)
    held: Any = st.session_state.get(one.key)
    if one.kind is bool and one.may_be_none:
        return KNOWN[held]
    if held is None and one.may_be_none:
        return None
    if one.kind is str:
        return "" if held is None else str(held).strip()
    if held is None:
        raise InputError(_missing(one))
    return Decimal(str(held)) if one.kind is Decimal else held


def _missing(one: _Asked) -> Fault:
    """Return what is told of a field that holds nothing, with its label where nothing else is."""
    if one.ask.fault not in {"", "empty"}:
        return Fault(one.ask.fault)
    return Fault("empty", column=say(f"{one.name}.{one.ask.word}"))
