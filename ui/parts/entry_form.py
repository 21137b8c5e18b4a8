"""
A form that asks for an entry and keeps it, drawn from the fields of the entry's class.

How a field is asked follows from its type: an enumeration or ``Ask.options`` is chosen from, a
number has the bounds its class says (``scheduler.keys.Asked``), a date is picked, all else is
written. Labels are the
words ``<name>.<field>``; ``<field>_hint`` and ``<field>_help`` stand in and beside it where there
are such words. What is filled in is read here only, and handed over as an entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import streamlit as st

from scheduler.errors import InputError
from service.desk import Desk
from ui import done, link, state
from ui.guard import action
from ui.parts.entry_fields import Ask, AskedField, asked_fields, draw_field, held, is_text, missing
from ui.plain import plain
from ui.state import say
from ui.words.catalogue import has

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Ask", "Form", "draw", "fields"]

E = TypeVar("E")


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
    rare
        Rows of fields that few need, folded away under ``.rare``.
    key
        Beginning of the keys of its widgets; empty: the name.
    look
        Says what an entry would lead to, behind a second button ``.look``; None: there is none.
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
    rare: tuple[tuple[Ask, ...], ...] = ()
    key: str = ""
    look: Callable[[Desk, E], str] | None = None
    is_main: bool = True
    border: bool = True

    def words(self, end: str) -> str:
        """Return a word of the form that need not be there; empty: there is none."""
        key = f"{self.name}.{end}"
        return say(key, by=link.by()) if has(key, state.lang()) else ""


def draw(form: Form[E]) -> None:
    """Draw a form; what is filled in is kept when its button is pressed."""
    key = form.key or form.name
    with st.form(f"{key}.{form.title}", border=form.border):
        if form.title:
            st.markdown(f"**{say(f'{form.name}.{form.title}')}**")
        if form.text:
            st.caption(plain(form.text))
        _lay(form.name, form.entry, form.rows, key)
        if form.rare:
            with st.expander(say(f"{form.name}.rare")):
                _lay(form.name, form.entry, form.rare, key)
        with st.container(horizontal=True):
            st.form_submit_button(
                say(f"{form.name}.{form.button}"),
                type="primary" if form.is_main else "secondary",
                on_click=_enter,
                args=(form,),
            )
            if form.look is not None:
                st.form_submit_button(say(f"{form.name}.look"), on_click=_look, args=(form,))
        if told := st.session_state.pop(f"{key}.looked", ""):
            st.info(plain(told), icon=":material/visibility:")
    if text := form.words(f"{form.button}_as"):
        st.caption(plain(text))


def fields(
    name: str, entry: Callable[..., object], rows: Iterable[tuple[Ask, ...]], *, key: str
) -> dict[str, Any]:
    """Draw fields of an entry in the form that is open; return what they hold, by their names."""
    return {one.ask.name: held(one) for one in _lay(name, entry, rows, key)}


def _lay(
    name: str, entry: Callable[..., object], rows: Iterable[tuple[Ask, ...]], key: str
) -> list[AskedField]:
    """Draw fields, those of a row side by side; return them."""
    laid = []
    for row in rows:
        for place, one in zip(
            st.columns(len(row)), asked_fields(name, entry, row, key), strict=True
        ):
            with place:
                draw_field(one)
            laid.append(one)
    return laid


def _asked(form: Form[E]) -> list[AskedField]:
    return [
        one
        for row in (*form.rows, *form.rare)
        for one in asked_fields(form.name, form.entry, row, form.key or form.name)
    ]


def _entry(form: Form[E]) -> E:
    """Return what was filled in; raises InputError where something is missing."""
    asked = _asked(form)
    for one in asked:
        if one.ask.fault and not held(one):
            raise InputError(missing(one))
    return form.entry(**form.given, **{one.ask.name: held(one) for one in asked})


@action
def _look(form: Form[E]) -> None:
    assert form.look is not None
    st.session_state[f"{form.key or form.name}.looked"] = form.look(link.desk(), _entry(form))


@action
def _enter(form: Form[E]) -> None:
    asked, entry = _asked(form), _entry(form)
    found = form.enter(link.desk(), entry)
    for one in asked:
        if is_text(one) and not one.ask.begins:
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
