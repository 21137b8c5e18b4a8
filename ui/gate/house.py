"""What the gate knows of the house: its database, its clock, and how it is reached."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from service.access.outside.identity import Provider
from service.access.passwords import USUAL_COST, PasswordCost
from service.access.visits import Guest, grants_of, guest_of
from service.access.way_in import WayIn, way_in
from service.database import Database
from service.desk import HOUSE, Desk, Person

NOBODY = "?"


@dataclass(frozen=True, slots=True)
class House:
    """
    A house that people come into.

    Parameters
    ----------
    database
        Where accounts and visits are kept.
    is_sealed
        Whether all that comes is encrypted, by this server or by the proxy before it.
    is_proxied
        Whether a proxy stands before it: then nobody is on this computer for certain.
    cost
        Of trying a password.
    providers
        By which people sign in besides passwords.
    origins
        Under which addresses browsers reach it, by its settings; at least one where there are
        providers.
    """

    database: Database
    is_sealed: bool = False
    is_proxied: bool = False
    cost: PasswordCost = USUAL_COST
    providers: tuple[Provider, ...] = ()
    origins: tuple[str, ...] = ()

    @property
    def cookie(self) -> str:
        """Return the name of the cookie; browsers take a sealed one from this very host only."""
        return "__Host-paiban" if self.is_sealed else "paiban"

    @property
    def form_cookie(self) -> str:
        """Return the name of the cookie that proves a form to be ours."""
        return f"{self.cookie}-form"

    @property
    def way_cookie(self) -> str:
        """Return the name of the cookie that proves an answer of a provider to be asked for."""
        return f"{self.cookie}-way"

    def now(self) -> dt.datetime:
        """Return this moment."""
        return dt.datetime.now(dt.UTC)

    def look(self, token: str) -> Seen:
        """Return how things stand for whoever holds a token; asks the database each time."""
        way = way_in(self.database)
        guest = guest_of(self.database, token, self.now()) if way is WayIn.ACCOUNTS else None
        return Seen(way, guest, self.signature(guest))

    def signature(self, guest: Guest | None) -> str:
        """Return what tells the roles of a guest, as they are now, from others."""
        if guest is None:
            return ""
        desk = Desk(self.database, HOUSE, Person(NOBODY), self.now())
        return f"{guest.must_change} {grants_of(desk, guest)}"


@dataclass(frozen=True, slots=True)
class Seen:
    """
    How things stand for somebody at a moment.

    Parameters
    ----------
    way
        How people come in.
    guest
        Who they are; None: nobody who signed in.
    signature
        What tells their roles from others.
    """

    way: WayIn
    guest: Guest | None
    signature: str = ""
