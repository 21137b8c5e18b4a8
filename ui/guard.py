"""No traceback reaches a reader: a fault becomes its sentences, a surprise a number to quote."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import streamlit as st

from scheduler.errors import Fault, InputError, UnusualError
from service.kept import noting_kept
from service.looked import looked_at
from ui import link, looking, state
from ui.plain import plain
from ui.surprise import troubles
from ui.words.sentences import fault_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

P = ParamSpec("P")
R = TypeVar("R")

NOTICE = "guard.notice"
ASKED = "guard.asked"
MOVED = "changed_meanwhile"


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """
    What a callback would keep once somebody has looked at it.

    Parameters
    ----------
    faults
        What is unusual.
    again
        Does it.
    visit
        Of the page where it was asked: on another one nobody waits for it.
    """

    faults: tuple[Fault, ...]
    again: Callable[[], object]
    visit: int


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

    Callbacks run before the script, where nothing can be drawn yet. What is to be looked at before
    it is kept is asked there too; the same is then done with the answer.
    """

    @functools.wraps(function)
    def inner(*args: P.args, **kwargs: P.kwargs) -> None:
        with noting_kept() as kept:
            try:
                function(*args, **kwargs)
            except UnusualError as error:
                again = functools.partial(function, *args, **kwargs)
                st.session_state[ASKED] = AskedAgain(error.faults, again, link.visit())
            except Exception as error:
                st.session_state[NOTICE] = explain(error, kept)

    return inner


def has_notice() -> bool:
    """Return whether a callback left something that is not shown yet."""
    return NOTICE in st.session_state or ASKED in st.session_state


def show_notice() -> None:
    """Show what the last callback left, once; a question until it is answered or left alone."""
    sentences = st.session_state.pop(NOTICE, None)
    if sentences:
        _show(sentences)
    asked: AskedAgain | None = st.session_state.get(ASKED)
    if asked is not None and asked.visit == link.visit():
        looking.question(asked.faults, ASKED, _keep)
    else:
        st.session_state.pop(ASKED, None)


@action
def _keep() -> None:
    """Do what was asked about, now that somebody has looked."""
    asked: AskedAgain = st.session_state[ASKED]
    with looked_at(looking.answer(ASKED)):
        asked.again()
    del st.session_state[ASKED]


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
