"""The app's way to what is kept: one database for all sessions, and who asks at what time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from service.database import Database, default_url, open_database
from service.desk import Desk, Person
from service.jobs import close_lost
from ui import menu, state

if TYPE_CHECKING:
    from pathlib import Path


@st.cache_resource(max_entries=4, show_spinner=False)
def _opened(url: str) -> Database:
    opened = open_database(url)
    close_lost(opened, now())
    return opened


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
    return Desk(database(), state.chosen("shop") if shop is None else shop, who, now())


def page(name: str) -> Path:
    """Return the script of a page, to switch to it."""
    return next(entry.path for entry in menu.PAGES if entry.name == name)
