"""The app's way to what is kept: one database for all sessions, and who asks at what time."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.errors import require
from service.access.grants import Grant, ScopeKind
from service.access.visits import Guest, grants_of, guest_by, sign_out
from service.access.way_in import WayIn, way_in
from service.database import Database, default_url, open_database
from service.desk import HOUSE, Desk, Person
from service.shop.shops import shop as shop_of
from ui import menu, state

if TYPE_CHECKING:
    from pathlib import Path


SEEN = "link.seen"
PLACE = "link.place"
OWN = "link.own"
VISIT = "link.visit"
ARRIVED = "link.arrived"
WHOSE = "link.whose"
VISIT_HEADER = "x-paiban-visit"
KNOWN_S = 0.5
MINUTE_S = 60


@st.cache_resource(max_entries=4, show_spinner=False)
def _opened(url: str) -> Database:
    return open_database(url)


def database() -> Database:
    """Return the database that ``PAIBAN_DB`` names, opened once."""
    return _opened(default_url())


def now() -> dt.datetime:
    """Return this moment; the only clock of the screen."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """Return the date in the chosen shop, which is not UTC's for a part of each day."""
    if not state.chosen("shop"):
        return now().date()
    return shop_of(desk()).clock.date_of(int(now().timestamp()) // MINUTE_S)


@dataclass(frozen=True, slots=True)
class Arrived:
    """
    How somebody came to the screen, as it was looked up.

    Parameters
    ----------
    at
        When, in seconds of a clock that only goes on.
    way
        How people come in.
    guest
        Who signed in; None: nobody.
    grants
        The roles they hold; None: nobody signs in here.
    """

    at: float
    way: WayIn
    guest: Guest | None
    grants: tuple[Grant, ...] | None


def arrived() -> Arrived:
    """Return how whoever looks came in; looked up anew after half a second."""
    known: Arrived | None = st.session_state.get(ARRIVED)
    key = st.context.headers.get(VISIT_HEADER) or ""
    is_other = st.session_state.get(WHOSE, key) != key
    if known is None or is_other or time.monotonic() - known.at > KNOWN_S:
        known = _arrived(key)
        if is_other:  # nothing of whoever was in this window before is left to them
            st.session_state.clear()
        st.session_state[WHOSE] = key
        st.session_state[ARRIVED] = known
    return known


def _arrived(key: str) -> Arrived:
    at, way = time.monotonic(), way_in(database())
    if way is not WayIn.ACCOUNTS:
        return Arrived(at, way, None, None)
    guest = guest_by(database(), key, now()) if key else None
    if guest is None or guest.must_change:
        return Arrived(at, way, None, ())
    return Arrived(at, way, guest, grants_of(Desk(database(), HOUSE, Person(""), now()), guest))


def is_in() -> bool:
    """Return whether whoever looks may look at all."""
    here = arrived()
    return here.way is not WayIn.ACCOUNTS or here.guest is not None


def guest_name() -> str:
    """Return who signed in; empty where nobody does."""
    guest = arrived().guest
    return "" if guest is None else guest.name


def own_id() -> str:
    """Return which agent of the chosen shop whoever signed in is; empty: none, or nobody did."""
    scopes = [one.scope for one in arrived().grants or () if one.scope.kind is ScopeKind.SELF]
    here = {one.names[0] for one in scopes if one.is_in(state.chosen("shop"))}
    return here.pop() if len(here) == 1 else ""


def address() -> str:
    """Return under which address whoever looks reaches the app, without a page."""
    headers = st.context.headers
    return headers.get("Origin") or f"http://{headers.get('Host', 'localhost')}"


def leave() -> None:
    """End the visit of whoever looks at once."""
    guest = arrived().guest
    if guest is not None:
        sign_out(database(), guest.visit.token, now())
    st.session_state.pop(ARRIVED, None)


def by() -> str:
    """Return who is looking, as they signed in or said; the role where they did not."""
    return guest_name() or state.chosen("name") or state.say(f"role.{state.chosen('role')}")


def desk(shop: str | None = None, *, name: str | None = None) -> Desk:
    """
    Return the desk at which whoever looks at the screen acts.

    Parameters
    ----------
    shop
        Another shop than the chosen one.
    name
        Another than theirs, where an agent writes under the own one; whoever signed in writes
        under their own.

    Raises
    ------
    InputError
        ``sign_in_over``, when their visit ended.
    """
    require(is_in(), "sign_in_over")
    named = guest_name() or (by() if name is None else name)
    who = Person(named, state.chosen("role"), arrived().grants)
    at = state.chosen("shop") if shop is None else shop
    own = _own()
    return Desk(
        database(), at, who, now(), seen=st.session_state.get(SEEN), own=own, origin=origin()
    )


def seen_as() -> str:
    """Return the database and the roles of whoever looks: under this, caches keep what they see."""
    return f"{database().url} {desk().person.grants!r}"


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
