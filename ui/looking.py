"""Numbers hardly anybody means: a page lists them, and keeps them when somebody has looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.plain import plain
from ui.state import lang, say
from ui.words.sentences import fault_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scheduler.errors import Fault

SHOWN = 50


def question(
    faults: Sequence[Fault], key: str, keep: Callable[..., None], args: tuple[object, ...] = ()
) -> None:
    """
    List what is unusual, with a tick and a reason.

    Parameters
    ----------
    faults
        The questions.
    key
        Beginning of the keys of the widgets; ``answer`` reads them.
    keep, args
        Callback of the button.
    """
    with st.container(border=True, key=f"{key}.box"):
        lines = [f"- {plain(fault_sentence(fault, lang()))}" for fault in faults[:SHOWN]]
        if len(faults) > SHOWN:
            lines.append(f"- {plain(say('looked.more', count=len(faults) - SHOWN))}")
        title = plain(say("looked.title", count=len(faults)))
        st.warning("\n".join([f"**{title}**", "", *lines]), icon=":material/help:")
        st.checkbox(say("looked.tick"), key=f"{key}.tick")
        st.text_input(say("looked.reason"), key=f"{key}.reason", help=say("looked.reason_help"))
        st.button(
            say("looked.keep"), on_click=keep, args=args, key=f"{key}.keep", icon=":material/check:"
        )


def answer(key: str) -> str:
    """Return why the numbers are meant; empty: it was not ticked that somebody has looked."""
    ticked = st.session_state.get(f"{key}.tick", False)
    return str(st.session_state.get(f"{key}.reason", "")) if ticked else ""
