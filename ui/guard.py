"""No traceback reaches a reader: a fault becomes its sentences, a surprise a number to quote."""

from __future__ import annotations

import functools
import logging
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import streamlit as st

from scheduler.errors import InputError, StoreError
from ui import state
from ui.words.sentences import fault_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scheduler.errors import Fault

P = ParamSpec("P")
R = TypeVar("R")

NOTICE = "guard.notice"
log = logging.getLogger("paiban.app")


@contextmanager
def guarded() -> Iterator[None]:
    """Show what went wrong in place of the rest; Streamlit's own signals pass."""
    try:
        yield
    except Exception as error:
        _show(explain(error))


def guard(function: Callable[P, R]) -> Callable[P, R | None]:
    """Return a fragment or dialog that shows what went wrong instead of a traceback."""

    @functools.wraps(function)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R | None:
        with guarded():
            return function(*args, **kwargs)
        return None

    return inner


def action(function: Callable[P, object]) -> Callable[P, None]:
    """
    Return a callback of a widget that leaves what went wrong for ``show_notice``.

    Callbacks run before the script, where nothing can be drawn yet.
    """

    @functools.wraps(function)
    def inner(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            function(*args, **kwargs)
        except Exception as error:
            st.session_state[NOTICE] = explain(error)

    return inner


def show_notice() -> None:
    """Show what the last callback left, once."""
    sentences = st.session_state.pop(NOTICE, None)
    if sentences:
        _show(sentences)


def explain(error: Exception) -> list[str]:
    """Return sentences for a reader; what nobody expected is logged whole under a number."""
    if isinstance(error, InputError):
        return fault_sentences(error.faults)
    number = secrets.token_hex(4)
    log.error("error %s", number, exc_info=error)
    if isinstance(error, StoreError) and error.fault is not None:
        return fault_sentences((error.fault,))
    key = "error.store" if isinstance(error, StoreError) else "error.unexpected"
    return [state.say(key, number=number)]


def fault_sentences(faults: tuple[Fault, ...]) -> list[str]:
    """Return a sentence for each fault."""
    return [fault_sentence(fault, state.lang()) for fault in faults]


def show_faults(faults: tuple[Fault, ...]) -> None:
    """Show faults as sentences."""
    _show(fault_sentences(faults))


def _show(sentences: list[str]) -> None:
    if len(sentences) == 1:
        st.error(sentences[0], icon=":material/error:")
        return
    lines = "\n".join(f"- {line}" for line in sentences)
    st.error(
        f"{state.say('error.faults', count=len(sentences))}\n\n{lines}", icon=":material/error:"
    )
