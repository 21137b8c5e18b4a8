"""Visits of people who signed in: begun, looked up at every request, and ended at once."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import require
from service.access.grants import Grant, Role, Scope, ScopeKind, held
from service.access.names import digest
from service.desk import HOUSE, Desk, Person
from store.own_links import OwnLink
from store.sign_in import Account, Visit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from store.database import Database
    from store.unit import Unit

__all__ = ["Guest", "Visit"]

TOKEN_BYTES = 32
SHOWN = 8  # digits by which a visit is named where it is listed
KEPT = dt.timedelta(days=180)


@dataclass(frozen=True, slots=True)
class VisitLimits:
    """
    How long a visit lasts.

    Parameters
    ----------
    idle
        After the person last did anything.
    most
        After they signed in, whatever they do.
    """

    idle: dt.timedelta
    most: dt.timedelta


BY_ACCOUNT = VisitLimits(dt.timedelta(hours=10), dt.timedelta(hours=24))
BY_LINK = VisitLimits(dt.timedelta(days=30), dt.timedelta(days=180))


@dataclass(frozen=True, slots=True)
class Guest:
    """
    Who is signed in.

    Parameters
    ----------
    visit
        On which device, since when.
    account
        By which account; None: by a link.
    link
        By which agent's link; None: by an account.
    name
        As it stands in the log.
    """

    visit: Visit
    account: Account | None
    link: OwnLink | None
    name: str

    @property
    def must_change(self) -> bool:
        """Return whether they must change their password before anything else."""
        return self.account is not None and self.account.must_change


def web(came_from: str) -> str:
    """Return from where somebody acts, as the log keeps it."""
    return f"web {came_from}".strip()


def begun(
    unit: Unit,
    now: dt.datetime,
    *,
    came_from: str,
    account_id: int | None = None,
    own_link_id: int | None = None,
) -> str:
    """Keep a new visit in a transaction; return the token that its cookie holds."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    unit.visits.forget(int((now - KEPT).timestamp()))
    unit.visits.add(Visit(digest(token), account_id, own_link_id, came_from, now, now))
    return token


def guest_of(database: Database, token: str, now: dt.datetime) -> Guest | None:
    """Return who holds a token, as things stand at this moment; None: nobody."""
    return guest_by(database, digest(token), now) if token else None


def guest_by(database: Database, key: str, now: dt.datetime) -> Guest | None:
    """Return whose visit has a token of this digest, as things stand now; None: nobody's."""
    with database.read() as unit:
        for visit in unit.visits.named([key]):
            if lasts(visit, now):
                return _guest(unit, visit)
    return None


def _guest(unit: Unit, visit: Visit) -> Guest | None:
    if visit.account_id is not None:
        account = unit.accounts.find(id=visit.account_id)
        return None if account is None else Guest(visit, account, None, account.name)
    link = unit.own_links.find(id=visit.own_link_id)
    if link is None:
        return None
    name = unit.staff.names(link.shop_id).get(link.agent_id)
    return None if name is None else Guest(visit, None, link, name or link.agent_id)


def lasts(visit: Visit, now: dt.datetime) -> bool:
    """Return whether a visit has not run out; one from the future has: a clock went wrong."""
    limits = BY_ACCOUNT if visit.account_id is not None else BY_LINK
    return visit.begun_at + limits.most > now and visit.seen_at + limits.idle > now


def standing(database: Database, tokens: Collection[str], now: dt.datetime) -> set[str]:
    """Return those of some visits, by the digests of their tokens, that go on."""
    if not tokens:
        return set()
    with database.read() as unit:
        return {one.token for one in unit.visits.named(tokens) if lasts(one, now)}


def touch(database: Database, tokens: Iterable[str], now: dt.datetime) -> None:
    """Note that people did something, by the digests of their tokens."""
    told = list(tokens)
    if told:
        with database.write() as unit:
            unit.visits.touch(told, int(now.timestamp()))


def sign_out(database: Database, key: str, now: dt.datetime) -> None:
    """End a visit at once, by the digest of its token."""
    guest = guest_by(database, key, now)
    if guest is None:
        return
    origin = web(guest.visit.came_from)
    desk = Desk(database, HOUSE, Person(guest.name), now, origin=origin)
    with desk.write("signed_out", unseen="whoever signs out means themselves") as unit:
        unit.visits.end(desk.stamp.at_s, token=guest.visit.token)
        unit.note(guest.name)


def own_visits(database: Database, guest: Guest, now: dt.datetime) -> tuple[Visit, ...]:
    """Return the visits that go on of whoever has one, on all devices, the newest first."""
    mine = (guest.visit.account_id, guest.visit.own_link_id)
    with database.read() as unit:
        found = unit.visits.standing()
    return tuple(
        one for one in found if (one.account_id, one.own_link_id) == mine and lasts(one, now)
    )


def sign_out_elsewhere(database: Database, guest: Guest, now: dt.datetime) -> None:
    """End at once what is open of somebody on other devices than this one."""
    others = [one for one in own_visits(database, guest, now) if one.token != guest.visit.token]
    if not others:
        return
    origin = web(guest.visit.came_from)
    desk = Desk(database, HOUSE, Person(guest.name), now, origin=origin)
    with desk.write("signed_out", unseen="whoever signs out means themselves") as unit:
        for one in others:
            unit.visits.end(desk.stamp.at_s, token=one.token)
        unit.note(guest.name, {"others": str(len(others))})


def guests(database: Database, now: dt.datetime) -> tuple[Guest, ...]:
    """Return who is signed in, the newest first."""
    with database.read() as unit:
        found = [_guest(unit, one) for one in unit.visits.standing() if lasts(one, now)]
    return tuple(one for one in found if one is not None)


def grants_of(desk: Desk, guest: Guest) -> tuple[Grant, ...]:
    """Return the roles a guest holds now; whoever came by a link is that agent alone."""
    if guest.link is None:
        return held(desk, guest.name)
    scope = Scope(ScopeKind.SELF, guest.link.shop_id, (guest.link.agent_id,))
    return (Grant(guest.name, Role.AGENT, scope),)


def number_of(visit: Visit) -> str:
    """Return by what a visit is named in a list; not enough to be taken for its token."""
    return visit.token[:SHOWN]


def revoke(desk: Desk, number: str) -> Guest:
    """End somebody's visit at once; raises InputError where no visit has that name."""
    found = [one for one in guests(desk.database, desk.now) if number_of(one.visit) == number]
    require(len(found) == 1, "unknown_visit", value=number)
    with desk.write("visit_revoked", unseen="it ends, whatever was done in it") as unit:
        unit.visits.end(desk.stamp.at_s, token=found[0].visit.token)
        unit.note(found[0].name)
    return found[0]
