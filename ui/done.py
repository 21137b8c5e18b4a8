"""What was just done, said once on the page where it was done, and taken back from there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from service.desk import Desk
from ui import link
from ui.guard import action
from ui.plain import plain
from ui.state import say

DONE = "done.told"


@dataclass(frozen=True, slots=True)
class Done:
    """
    Something that was done.

    Parameters
    ----------
    text
        The sentence that says it.
    undo
        Action that takes it back; None: there is none.
    visit
        Of the page where it was done: on another one it is old news.
    """

    text: str
    undo: Callable[[Desk], object] | None
    visit: int


def tell(text: str, undo: Callable[[Desk], object] | None = None) -> None:
    """Leave a sentence for ``show``; a callback draws nothing itself."""
    st.session_state[DONE] = Done(text, undo, link.visit())


def show() -> None:
    """Say what was just done, once, and offer to take it back where that is possible."""
    told: Done | None = st.session_state.pop(DONE, None)
    if told is None or told.visit != link.visit():
        return
    st.success(plain(told.text), icon=":material/check:")
    if told.undo is not None:
        st.button(
            say("done.undo"),
            icon=":material/undo:",
            on_click=_undo,
            args=(told.undo,),
            key="done.undo",
        )


@action
def _undo(undo: Callable[[Desk], object]) -> None:
    undo(link.desk())
    tell(say("done.undone"))
