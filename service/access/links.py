"""Agents' own links: given out by a supervisor, bound to the phone that opens one, taken back."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from service.access.names import digest
from service.access.visits import begun, web
from service.access.way_in import WayIn, way_in
from service.desk import HOUSE, Desk, Person
from store.own_links import OwnLink

if TYPE_CHECKING:
    from store.database import Database
    from store.unit import Unit

__all__ = ["OwnLink"]

CODE_BYTES = 24
OPENED_WITHIN = dt.timedelta(days=7)


def links(desk: Desk, agent_id: str) -> tuple[OwnLink, ...]:
    """Return an agent's links that nobody took back, the newest first."""
    with desk.read() as unit:
        return tuple(one for one in unit.own_links.of(desk.shop_id) if one.agent_id == agent_id)


def give_link(desk: Desk, agent_id: str) -> str:
    """
    Give an agent a link in place of any other; return what stands in it, which is kept nowhere.

    Raises
    ------
    InputError
        When the shop has no such agent, or nobody signs in here yet.
    """
    require(way_in(desk.database) is WayIn.ACCOUNTS, "link_without_accounts")
    code = secrets.token_urlsafe(CODE_BYTES)
    until = desk.now + OPENED_WITHIN
    with desk.write("own_link_given", unseen="any other link ends") as unit:
        names = unit.staff.names(desk.shop_id)
        require(agent_id in names, "unknown_agent", column="agent_id", value=agent_id)
        _end_all(unit, desk, agent_id)
        unit.own_links.add(OwnLink(desk.shop_id, agent_id, digest(code), until, desk.stamp))
        unit.note(agent_id)
    return code


def take_link_back(desk: Desk, agent_id: str) -> None:
    """End an agent's link, and what is open by it, at once."""
    with desk.write("own_link_ended", unseen="it ends, whoever has it") as unit:
        _end_all(unit, desk, agent_id)
        unit.note(agent_id)


def _end_all(unit: Unit, desk: Desk, agent_id: str) -> None:
    for one in unit.own_links.of(desk.shop_id):
        if one.agent_id == agent_id:
            unit.own_links.end(one.id, desk.stamp)


def link_of(database: Database, code: str, now: dt.datetime) -> OwnLink:
    """Return the link of a code, if a phone may still be bound to it; raises InputError if not."""
    with database.read() as unit:
        found = unit.own_links.find(code=digest(code))
    is_good = (
        found is not None and found.ended is None and found.bound_at is None
    ) and found.until_at > now
    if found is None or not is_good:
        raise InputError(Fault("link_dead"))
    return found


def owner_of(database: Database, code: str, now: dt.datetime) -> str:
    """Return the name of the agent whose link a code opens; raises InputError if it opens none."""
    link = link_of(database, code, now)
    with database.read() as unit:
        return unit.staff.names(link.shop_id).get(link.agent_id) or link.agent_id


def open_link(
    database: Database, code: str, now: dt.datetime, came_from: str
) -> tuple[str, OwnLink]:
    """
    Bind a link to the phone that opens it; return the token of the visit, and the link.

    Raises
    ------
    InputError
        When another phone opened it first, it was taken back, or nobody opened it in time.
    """
    link, name = link_of(database, code, now), owner_of(database, code, now)
    desk = Desk(database, HOUSE, Person(name), now, origin=web(came_from))
    with desk.write("own_link_opened", unseen="nobody was in yet") as unit:
        require(unit.own_links.bind(link.id, desk.stamp.at_s), "link_dead")
        unit.note(f"{link.shop_id}/{link.agent_id}")
        return begun(unit, now, came_from=came_from, own_link_id=link.id), link
