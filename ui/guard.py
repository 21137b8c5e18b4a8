"""No traceback reaches a reader: a fault becomes its sentences, a surprise a number to quote."""

from __future__ import annotations

import functools
from contextlib import contextmanager
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import streamlit as st

from scheduler.errors import InputError
from service.kept import noting_kept
from ui import link, state
from ui.plain import plain
from ui.surprise import troubles
from ui.words.sentences import fault_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scheduler.errors import Fault

P = ParamSpec("P")
R = TypeVar("R")

NOTICE = "guard.notice"
MOVED = "changed_meanwhile"


@contextmanager
def guarded() -> Iterator[None]:
    """Show what went wrong in place of the rest; Streamlit's own signals pass."""
    with noting_kept() as kept:
        try:
            yield
        except Exception as error:
            _show(explain(error, kept))


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
        with noting_kept() as kept:
            try:
                function(*args, **kwargs)
            except Exception as error:
                st.session_state[NOTICE] = explain(error, kept)

    return inner


def has_notice() -> bool:
    """Return whether a callback left something that is not shown yet."""
    return NOTICE in st.session_state


def show_notice() -> None:
    """Show what the last callback left, once."""
    sentences = st.session_state.pop(NOTICE, None)
    if sentences:
        _show(sentences)


def explain(error: Exception, kept: Sequence[str]) -> list[str]:
    """
    Return sentences for a reader; what nobody expected is logged whole under a number.

    Whoever is told that something moved on has been told: what they see then counts as seen.
    """
    if isinstance(error, InputError) and any(one.code == MOVED for one in error.faults):
        link.look_again()
    return [each.sentence for each in troubles(error, state.lang(), kept)]


def fault_sentences(faults: Sequence[Fault]) -> list[str]:
    """Return a sentence for each fault."""
    return [fault_sentence(fault, state.lang()) for fault in faults]


def show_faults(faults: tuple[Fault, ...]) -> None:
    """Show faults as sentences."""
    _show(fault_sentences(faults))


def _show(sentences: list[str]) -> None:
    if len(sentences) == 1:
        st.error(plain(sentences[0]), icon=":material/error:")
        return
    lines = "\n".join(f"- {plain(line)}" for line in sentences)
    st.error(
        f"{plain(state.say('error.faults', count=len(sentences)))}\n\n{lines}",
        icon=":material/error:",
    )
