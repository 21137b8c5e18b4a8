"""Coming in by a provider: only as an account that an administrator linked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from service.access.outside.identity import UNNAMED
from service.access.visits import begun, web
from service.desk import HOUSE, Desk, Person
from store.arrivals import Arrival

if TYPE_CHECKING:
    from service.access.outside.identity import Identity, Provider
    from store.database import Database
    from store.sign_in import Account

NOBODY = "?"
MOST_WAITING = 200
KEPT = dt.timedelta(days=30)


def enter(
    database: Database, provider: Provider, identity: Identity, now: dt.datetime, came_from: str
) -> str:
    """
    Return the token of a new visit of whom a provider vouches for.

    Somebody whom nobody linked to an account waits until an administrator does.

    Raises
    ------
    InputError
        ``outside_unlinked``, ``outside_many`` where too many wait already; ``sign_in_locked``.
    """
    with database.read() as unit:
        account = unit.accounts.find(outside=identity.outside)
    if account is None:
        raise _waits(database, provider, identity, now, came_from)
    if account.locked is not None:
        _note_refused(database, account.name, now, came_from)
        raise InputError(Fault("sign_in_locked"))
    return _let_in(database, account, now, came_from)


def _let_in(database: Database, account: Account, now: dt.datetime, came_from: str) -> str:
    desk = Desk(database, HOUSE, Person(account.name), now, origin=web(came_from))
    with desk.write("signed_in", unseen="nobody is in yet") as unit:
        same = unit.accounts.find(id=account.id) == account
        require(same, "outside_lost")  # it was locked, changed or unlinked meanwhile
        if account.must_change:  # a first password that nobody used is one nobody needs
            unit.accounts.change(account.id, password="", must_change=False)
        unit.note(account.name)
        return begun(unit, now, came_from=came_from, account_id=account.id)


def _note_refused(database: Database, name: str, now: dt.datetime, came_from: str) -> None:
    desk = Desk(database, HOUSE, Person(name), now, origin=web(came_from))
    with desk.write("sign_in_refused", unseen="nobody is in yet") as unit:
        unit.note(name)


def _waits(
    database: Database, provider: Provider, identity: Identity, now: dt.datetime, came_from: str
) -> InputError:
    """Keep that somebody waits; return why they are not in."""
    desk = Desk(database, HOUSE, Person(NOBODY), now, origin=web(came_from))
    with desk.write("sign_in_refused", unseen="nobody is in yet") as unit:
        unit.arrivals.forget(int((now - KEPT).timestamp()))
        before = unit.arrivals.find(identity.outside)
        has_room = before is not None or unit.arrivals.count() < MOST_WAITING
        if has_room:
            first = now if before is None else before.first_at
            told = (provider.kind, provider.label, identity.name)
            unit.arrivals.set(Arrival(identity.outside, *told, first, now))
        unit.note(NOBODY)
    code = "outside_unlinked" if has_room else "outside_many"
    details = {"subject": identity.subject, "provider": UNNAMED}
    return InputError(Fault(code, value=identity.name, details=details))
