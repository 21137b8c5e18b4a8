"""Giving a role as the page asks for it: to whom, as what, over whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import require
from service.access.accounts import accounts
from service.access.grants import SCOPES, Grant, Role, Scope, ScopeKind, give, grants
from service.desk import HOUSE

if TYPE_CHECKING:
    from service.desk import Desk


@dataclass(frozen=True, slots=True)
class RoleTold:
    """
    What is written of a role.

    Parameters
    ----------
    person, role
        Who, and as what.
    over
        Over whom: scopes, each of one name at most; empty: the whole shop where that will do.
    first, last
        First and last day, both included; None: without limit.
    """

    person: str
    role: Role
    over: tuple[Scope, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None


def scopes(desk: Desk) -> tuple[Scope, ...]:
    """Return over whom roles can be given in a shop, each by itself: the widest first."""
    shop_id = desk.shop_id
    if not shop_id:
        return (Scope(ScopeKind.ALL),)
    with desk.read() as unit:
        teams = sorted({team for team in unit.staff.teams(shop_id).values() if team})
        vendors = sorted(set(unit.grants.vendors(shop_id).values()))
        people = sorted(unit.staff.names(shop_id))
        company = unit.companies.of(shop_id)
    named = ((ScopeKind.VENDOR, vendors), (ScopeKind.TEAMS, teams), (ScopeKind.SELF, people))
    with desk.database.read() as unit:  # that there are others is all that is told of them
        several = len(unit.companies.all()) > 1
    single = (Scope(kind, shop_id, (name,)) for kind, names in named for name in names)
    of_company = (Scope(ScopeKind.COMPANY, names=(company,)),) if several else ()
    return (Scope(ScopeKind.ALL), *of_company, Scope(ScopeKind.SHOP, shop_id), *single)


def people_known(desk: Desk) -> tuple[str, ...]:
    """
    Return the names to whom roles can be given, as far as whoever gives them may know.

    Who is over every shop knows all accounts; others those who hold a role in the shop.
    """
    if not desk.may("accounts"):
        return ()
    if desk.at(HOUSE).may("accounts"):
        return tuple(one.name for one in accounts(desk.database))
    return tuple(sorted({one.grant.person for one in grants(desk)}))


def give_as_told(desk: Desk, told: RoleTold) -> int:
    """Give a role; return its number, or raise InputError with what does not go together."""
    return give(
        desk, Grant(told.person.strip(), told.role, _scope(desk, told), told.first, told.last)
    )


def _scope(desk: Desk, told: RoleTold) -> Scope:
    """Return what the chosen scopes come to: several teams are one scope."""
    kinds = {one.kind for one in told.over}
    require(len(kinds) <= 1, "scope_mixed", column="scope")
    if not told.over and not desk.shop_id:
        return Scope(ScopeKind.ALL)
    if not told.over:
        usual = ScopeKind.SHOP if ScopeKind.SHOP in SCOPES[told.role] else SCOPES[told.role][0]
        return Scope(usual, desk.shop_id)
    names = tuple(name for one in told.over for name in one.names)
    return Scope(told.over[0].kind, told.over[0].shop_id, names)
