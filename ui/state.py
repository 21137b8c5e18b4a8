"""
What stays chosen while pages change: language, shop, week, month, role, agent, name.

All but the name are in the address, so that a link can be sent; the session keeps them when a page
changes, because Streamlit then clears the address.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from ui.words.catalogue import t
from ui.words.names import OwnNames, names_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")

IN_ADDRESS = ("lang", "shop", "week", "month", "role", "me")
DEFAULTS = {"lang": "zh", "role": "supervisor"}
LANGUAGES = {"zh": "简体中文", "en": "English"}
PREFIX = "choice."
SHOP_POSTS = "shop.posts"
POST_NAMES = "shop.post_names"

_spoken: ContextVar[str] = ContextVar("spoken")
"""The language of the run that goes on in this thread, which a table's cells ask for one by one."""


def sync() -> None:
    """Take what a link says into the session, then write the session's choices to the address."""
    for name in IN_ADDRESS:
        told = st.query_params.get(name)
        if told and (name != "lang" or told in LANGUAGES):
            st.session_state[PREFIX + name] = told
    _spoken.set(chosen("lang"))
    write_address()


def write_address() -> None:
    """Write the choices to the address."""
    for name in IN_ADDRESS:
        value = chosen(name)
        if value and st.query_params.get(name) != value:
            st.query_params[name] = value


def chosen(name: str) -> str:
    """Return a choice; empty when there is none."""
    value: str = st.session_state.get(PREFIX + name, DEFAULTS.get(name, ""))
    return value


def choose(name: str, value: str) -> None:
    """Keep a choice, in the session and in the address."""
    st.session_state[PREFIX + name] = value
    if name in IN_ADDRESS:
        st.query_params[name] = value
    if name == "lang" and _spoken.get(""):
        _spoken.set(value)


def keep_posts(posts: Iterable[str], names: OwnNames) -> None:
    """Note the posts of the chosen shop, by which each has a colour, and their own names."""
    st.session_state[SHOP_POSTS] = tuple(posts)
    st.session_state[POST_NAMES] = names


def post_names() -> OwnNames:
    """Return what people of the chosen shop call its posts; nothing outside a session."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return {}
    found: OwnNames = st.session_state.get(POST_NAMES, {})
    return found


names_from(post_names)


def shop_posts() -> tuple[str, ...]:
    """Return the posts of the chosen shop; none outside a session."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return ()
    found: tuple[str, ...] = st.session_state.get(SHOP_POSTS, ())
    return found


def lang() -> str:
    """Return the language of the words."""
    return _spoken.get("") or chosen("lang")


def say(key: str, **values: object) -> str:
    """Return a sentence in the chosen language."""
    return t(key, lang(), **values)


def spoken(options: Iterable[T], name_of: Callable[[T], str]) -> Callable[[T], str]:
    """
    Return a ``format_func`` whose words are made now, in the language of this run.

    Streamlit may ask for them later, when it no longer knows whose session it is. It also tells
    options apart by their words, so that those which would be the same get a number.
    """
    words: dict[T, str] = {}
    for option in options:
        word = name_of(option)
        same = sum(1 for other in words.values() if other == word or other.startswith(f"{word} #"))
        words[option] = f"{word} #{same + 1}" if same else word
    return words.__getitem__
