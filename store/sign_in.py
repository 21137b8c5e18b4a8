"""Accounts, tries to sign in, visits of people who signed in, and settings of the whole house."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from store import tables as t
from store.repository import Repository
from store.stamp import Stamp
from store.table_rows import columns_of, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement


@dataclass(frozen=True, slots=True)
class Account:
    """
    Somebody who may sign in.

    Parameters
    ----------
    id
        Number in the database.
    name
        As it stands in the log.
    folded
        What tells names apart.
    password
        Its hash; empty: none was set, so that none is right and they come by a provider alone.
    must_change
        The password was made by the program, and the first thing is to change it.
    totp
        Secret of the one-time codes; None: none are asked for.
    totp_step
        Step of the last one-time code that was used; none up to it is taken again.
    outside
        Who they are to a provider of identities (``Identity.outside``); None: to none.
    locked
        Who locked it and when; None: it is open.
    entered
        Who made it and when.
    """

    id: int
    name: str
    folded: str
    password: str
    must_change: bool
    totp: str | None
    totp_step: int
    outside: str | None
    locked: Stamp | None
    entered: Stamp


@dataclass(frozen=True, slots=True)
class Tries:
    """
    How often somebody failed to sign in under a name.

    Parameters
    ----------
    failed
        Times in a row.
    until_s, last_s
        Before when no other try is looked at, and when the last one was: seconds since 1970.
    """

    failed: int = 0
    until_s: int = 0
    last_s: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """
    Somebody who is signed in, on one device.

    Parameters
    ----------
    token
        SHA-256 of what their cookie holds, in hexadecimal digits.
    account_id, own_link_id
        By which account or which agent's link they came.
    came_from
        Network address.
    begun_at, seen_at
        When they signed in, and when they last did anything.
    ended_at
        When it was ended; None: it was not.
    """

    token: str
    account_id: int | None
    own_link_id: int | None
    came_from: str
    begun_at: dt.datetime
    seen_at: dt.datetime
    ended_at: dt.datetime | None = None


class Accounts(Repository):
    """The accounts."""

    def is_any(self) -> bool:
        """Return whether there is an account."""
        return self._first(t.account) is not None

    def all(self) -> tuple[Account, ...]:
        """Return every account, by name."""
        rows = self._rows(t.account, by=[t.account.c.folded])
        return tuple(value_of(Account, row) for row in rows)

    def find(self, **held: object) -> Account | None:
        """Return the account that is known by a column; None: there is none."""
        row = self._first(t.account, *(t.account.c[name] == value for name, value in held.items()))
        return None if row is None else value_of(Account, row)

    def add(self, stamp: Stamp, **held: object) -> int:
        """Keep a new account and return its number."""
        usual = {"must_change": False, "totp": None, "totp_step": 0, "outside": None}
        return self._added(t.account, {**usual, **held, **stamp.columns()})

    def change(self, number: int, **held: object) -> None:
        """Change columns of an account."""
        self._change(t.account, held, id=number)


class SignInTries(Repository):
    """Tries that failed, by a digest of the name: whoever mistakes the field typed a password."""

    def get(self, who: str) -> Tries:
        """Return how often somebody failed."""
        row = self._first(t.sign_in_try, who=who)
        return Tries() if row is None else value_of(Tries, row)

    def set(self, who: str, tries: Tries) -> None:
        """Keep how often somebody failed."""
        self.clear(who)
        self._add(t.sign_in_try, [columns_of(t.sign_in_try, tries, who=who)])

    def clear(self, who: str) -> None:
        """Forget how often somebody failed."""
        self._remove(t.sign_in_try, who=who)

    def forget(self, before_s: int) -> None:
        """Forget tries that were made before a moment."""
        self._remove(t.sign_in_try, t.sign_in_try.c.last_s < before_s)


class Visits(Repository):
    """Who is signed in; a visit that ended stays for a while to be read."""

    def add(self, visit: Visit) -> None:
        """Keep a new visit."""
        self._add(t.visit, [columns_of(t.visit, visit)])

    def standing(self, *where: ColumnElement[bool]) -> tuple[Visit, ...]:
        """Return the visits nobody ended, whose account or link stands too, the newest first."""
        query = (
            select(t.visit)
            .outerjoin(t.account, t.account.c.id == t.visit.c.account_id)
            .outerjoin(t.own_link, t.own_link.c.id == t.visit.c.own_link_id)
            .where(t.visit.c.ended_s.is_(None), *where)
            .where(t.account.c.locked_s.is_(None), t.own_link.c.ended_s.is_(None))
            .order_by(t.visit.c.begun_s.desc(), t.visit.c.token)
        )
        return tuple(value_of(Visit, row) for row in self.connection.execute(query))

    def named(self, tokens: Iterable[str]) -> tuple[Visit, ...]:
        """Return those of some visits that stand."""
        return self.standing(t.visit.c.token.in_(list(tokens)))

    def touch(self, tokens: Iterable[str], seen_s: int) -> None:
        """Note that visits were seen; never earlier than noted before."""
        told = t.visit.c.token.in_(list(tokens)) & (t.visit.c.seen_s < seen_s)
        self._change(t.visit, {"seen_s": seen_s}, told, t.visit.c.ended_s.is_(None))

    def end(self, ended_s: int, **held: object) -> int:
        """End the visits that a column knows; return how many were open."""
        return self._change(t.visit, {"ended_s": ended_s}, t.visit.c.ended_s.is_(None), **held)

    def forget(self, before_s: int) -> None:
        """Forget visits last seen before a moment."""
        self._remove(t.visit, t.visit.c.seen_s < before_s)


class HouseSettings(Repository):
    """What is set for the whole database, by name."""

    def get(self, name: str) -> str:
        """Return what is set; empty: nothing."""
        row = self._first(t.house_setting, name=name)
        return "" if row is None else str(row.value)

    def set(self, name: str, value: str, stamp: Stamp) -> None:
        """Set a value; empty takes it away."""
        self._remove(t.house_setting, name=name)
        if value:
            self._add(t.house_setting, [{"name": name, "value": value, **stamp.columns()}])
