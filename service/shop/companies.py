"""Companies over the shops, and people who work in several shops of one company."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.errors import require
from service.desk import HOUSE
from store.companies import FIRST_COMPANY, Company, SharedPerson
from store.grants import ScopeKind

if TYPE_CHECKING:
    from service.desk import Desk
    from store.shops import Shop
    from store.unit import Unit

__all__ = ["FIRST_COMPANY", "Company", "SharedPerson"]


@dataclass(frozen=True, slots=True)
class SharedTold:
    """
    What is told of somebody who works in another shop, too.

    Parameters
    ----------
    agent_id
        Their id in the desk's shop.
    shop_id
        The other shop, of the same company.
    other_id
        Their id there; empty: the same.
    """

    agent_id: str
    shop_id: str
    other_id: str = ""


def companies(desk: Desk) -> tuple[Company, ...]:
    """Return the companies that whoever asks may know of: their own, or all."""
    with desk.database.read() as unit:
        return tuple(one for one in unit.companies.all() if _knows(desk, unit, one.id))


def _knows(desk: Desk, unit: Unit, company_id: str) -> bool:
    grants = desk.person.grants
    if grants is None or any(one.scope.kind is ScopeKind.ALL for one in grants):
        return True
    own = unit.companies.shops(company_id)
    return any(one.scope.is_in(shop) for one in grants for shop in own)


def save_company(desk: Desk, company_id: str, name: str) -> Company:
    """Keep a company, new or under another name; only who is over every shop may."""
    told = Company(company_id.strip(), name.strip())
    require(bool(told.id), "empty", column="company")
    with desk.at(HOUSE).write("company_saved") as unit:
        unit.touch(("company", told.id))
        unit.companies.save(told, unit.stamp)
        unit.note(told.id, {"name": told.name})
    return told


def put_shop(desk: Desk, company_id: str) -> None:
    """
    Put the desk's shop into a company; only who is over every shop may.

    Whom it shared with shops of the one before it shares no longer, until it is put back.
    """
    shop_id = desk.shop_id
    with desk.at(HOUSE).write("shop_put_into_company") as unit:
        unit.touch(("company", company_id))
        unit.shops.get(shop_id)
        before, after = unit.companies.of(shop_id), unit.companies.get(company_id)
        unit.companies.put(shop_id, after.id)
        unit.note(shop_id, {"before": before, "after": after.id})


def sister_shops(desk: Desk) -> tuple[Shop, ...]:
    """Return the other shops of the company in which whoever asks may share people."""
    with desk.database.read() as unit:
        mine = unit.companies.of(desk.shop_id)
        others = (one for one in unit.shops.all() if one.company_id == mine)
        return tuple(
            one for one in others if one.id != desk.shop_id and desk.at(one.id).may("person_shared")
        )


def shared_people(desk: Desk) -> tuple[SharedPerson, ...]:
    """Return who of a shop works in which other shops of the company, too."""
    with desk.read() as unit:
        here = unit.staff.names(desk.shop_id)
        return tuple(one for one in unit.companies.shared(desk.shop_id) if one.agent_id in here)


def share_person(desk: Desk, told: SharedTold) -> SharedPerson:
    """
    Keep that somebody works in another shop of the company, too; from then on they have one roster.

    Raises
    ------
    InputError
        When they are not on both staff lists, or the other shop is none of this company that
        whoever acts may do it in.
    """
    other_id = told.other_id.strip() or told.agent_id
    known = {one.id: one for one in sister_shops(desk)}
    require(told.shop_id in known, "unknown_shop", column="shop_id", value=told.shop_id)
    one = SharedPerson(told.agent_id, told.shop_id, known[told.shop_id].name, other_id)
    with desk.write("person_shared") as unit:
        unit.touch(("people", told.agent_id))
        for shop, agent in ((desk.shop_id, one.agent_id), (one.shop_id, one.other_id)):
            there = unit.staff.names(shop)
            require(agent in there, "unknown_agent", column="agent_id", value=agent)
        unit.companies.share(one, desk.shop_id, unit.stamp)
        unit.note(one.agent_id, {"shop": one.shop_id, "agent": one.other_id})
    return one


def part_person(desk: Desk, agent_id: str) -> None:
    """Keep that somebody works in this shop alone."""
    with desk.write("person_parted", ("people", agent_id)) as unit:
        there = {one.agent_id for one in unit.companies.shared(desk.shop_id)}
        require(agent_id in there, "not_shared", column="agent_id", value=agent_id)
        unit.companies.part(desk.shop_id, agent_id)
        unit.note(agent_id, {})


def founding(desk: Desk, company_id: str) -> Desk:
    """Return the desk at which the administrator of a company sets up a new shop of it."""
    grants = desk.person.grants
    if grants is None:
        return desk
    mine = (company_id,)
    wider = tuple(
        replace(one, scope=replace(one.scope, shops=one.scope.shops | {desk.shop_id}))
        if one.scope.kind is ScopeKind.COMPANY and one.scope.names == mine
        else one
        for one in grants
    )
    return replace(desk, person=replace(desk.person, grants=wider))


def own_company(desk: Desk) -> str:
    """Return into which company a new shop goes that names none: the one that is administered."""
    held = [one.scope for one in desk.person.grants or () if one.scope.kind is ScopeKind.COMPANY]
    return held[0].names[0] if held else FIRST_COMPANY
