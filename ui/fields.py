"""Fields that begin with what is kept: no refusal and nobody else empties them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import streamlit as st

from ui import link
from ui.plain import plain
from ui.state import say

T = TypeVar("T")
PREFIX = "fields."
NO_VISIT = -1


@dataclass(frozen=True, slots=True)
class Fields(Generic[T]):
    """
    A set of fields, from when they were first drawn until they begin anew.

    Parameters
    ----------
    name
        Of the set, with what it is about (a week, a post).
    began
        What was kept when they began, and stood in them at first.
    moved
        Whether something else is kept now, by somebody else's hand.
    round
        How often they began.
    visit
        Of the page on which they began (``link.visit``).
    own
        How many actions the person had taken when the same was still kept.
    """

    name: str
    began: T
    moved: bool
    round: int
    visit: int
    own: int

    @property
    def key(self) -> str:
        """Return what the keys of the fields begin with."""
        return f"{self.name}.{self.round}"


def begin(name: str, kept: T) -> Fields[T]:
    """
    Return a set of fields, which begins anew when the page is opened or the person changed it.

    What somebody else kept meanwhile leaves the entry as it is, and is told by ``tell_moved``.

    Parameters
    ----------
    name
        Of the set, with what it is about.
    kept
        What is kept now.
    """
    old: Fields[T] | None = st.session_state.get(PREFIX + name)
    visit, own = link.visit(), link.actions_taken()
    here = old is not None and old.visit == visit
    if old is not None and here and old.began == kept:
        found = replace(old, moved=False, own=own)
    elif old is not None and here and old.own == own:
        found = replace(old, moved=True)
    else:
        found = Fields(name, kept, False, 0 if old is None else old.round + 1, visit, own)
    st.session_state[PREFIX + name] = found
    return found


def begin_anew(name: str) -> None:
    """Let a set begin with what is kept now, which counts as seen."""
    old: Fields[object] | None = st.session_state.get(PREFIX + name)
    if old is not None:
        st.session_state[PREFIX + name] = replace(old, visit=NO_VISIT)
    link.look_again()


def tell_moved(fields: Fields[T], word: str = "fields.moved") -> None:
    """Say where somebody else changed what the fields are about, and offer to begin with that."""
    if fields.moved:
        st.warning(plain(say(word)), icon=":material/sync_problem:")
        st.button(
            say("fields.look_again"),
            on_click=begin_anew,
            args=(fields.name,),
            key=f"{fields.key}.look_again",
        )
