"""The app's way to what is kept: one database for all sessions, and who asks at what time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from service.database import Database, default_url, open_database
from service.desk import Desk, Person
from ui import menu, state

if TYPE_CHECKING:
    from pathlib import Path


SEEN = "link.seen"
PLACE = "link.place"
OWN = "link.own"
VISIT = "link.visit"


@st.cache_resource(max_entries=4, show_spinner=False)
def _opened(url: str) -> Database:
    return open_database(url)


def database() -> Database:
    """Return the database that ``PAIBAN_DB`` names, opened once."""
    return _opened(default_url())


def now() -> dt.datetime:
    """Return this moment; the only clock of the screen."""
    return dt.datetime.now(dt.UTC)


def by() -> str:
    """Return who is looking, as they said; the role where they did not."""
    return state.chosen("name") or state.say(f"role.{state.chosen('role')}")


def desk(shop: str | None = None, *, name: str | None = None) -> Desk:
    """
    Return the desk at which whoever looks at the screen acts.

    Parameters
    ----------
    shop
        Another shop than the chosen one.
    name
        Another than theirs, where an agent writes under the own one.
    """
    who = Person(by() if name is None else name, state.chosen("role"))
    at = state.chosen("shop") if shop is None else shop
    own = _own()
    return Desk(
        database(), at, who, now(), seen=st.session_state.get(SEEN), own=own, origin=origin()
    )


def origin() -> str:
    """Return from where somebody acts, as the log keeps it: the address that asked for the page."""
    address = st.context.ip_address
    return f"web {address}" if address else "web"


def _own() -> set[int]:
    own: set[int] = st.session_state.setdefault(OWN, set())
    return own


def actions_taken() -> int:
    """Return how many actions whoever looks has taken here."""
    return len(_own())


def visit() -> int:
    """Return which visit of a page this is: another one where page, shop, week or month changed."""
    _place, number = st.session_state.get(VISIT, ((), 0))
    return int(number)


def look(place: tuple[str, ...], *, keeps_entries: bool) -> int:
    """
    Return as of which action the page that is drawn now is seen; ``looked`` keeps it.

    Parameters
    ----------
    place
        Page, shop, week and month.
    keeps_entries
        What was entered stays in the page's fields when it is drawn again, with what stood beside
        it then: it rests on what was seen when the page was opened.
    """
    if st.session_state.get(VISIT, ((), 0))[0] != place:
        st.session_state[VISIT] = (place, visit() + 1)
    if keeps_entries and st.session_state.get(PLACE) == place and SEEN in st.session_state:
        return int(st.session_state[SEEN])
    st.session_state[PLACE] = place
    return desk().seen_now()


def looked(seen: int) -> None:
    """Keep what was seen once the page is drawn: what is clicked next rests on it."""
    st.session_state[SEEN] = seen


def look_again() -> None:
    """Let the next drawing count as seen, after a refusal or when new fields begin."""
    st.session_state.pop(PLACE, None)


def page(name: str) -> Path:
    """Return the script of a page, to switch to it."""
    return next(entry.path for entry in menu.PAGES if entry.name == name)
