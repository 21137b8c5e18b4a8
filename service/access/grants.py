"""Roles: giving one, naming a deputy, ending one, and who holds which at a moment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, gathering, require
from service.desk import HOUSE
from store.grants import SCOPES, GivenGrant, Grant, Role, Scope, ScopeKind

if TYPE_CHECKING:
    import datetime as dt

    from service.desk import Database, Desk
    from store.unit import Unit
    from store.writing import Writing

__all__ = ["SCOPES", "GivenGrant", "Grant", "Role", "Scope", "ScopeKind"]


def grants(desk: Desk) -> tuple[GivenGrant, ...]:
    """Return the roles held in a shop, or in every one, the newest first; those ended too."""
    with desk.read() as unit:
        return tuple(one for one in unit.grants.all() if one.grant.scope.is_in(desk.shop_id))


def held(desk: Desk, person: str) -> tuple[Grant, ...]:
    """
    Return the roles that somebody holds now, in whatever shop.

    One that reaches into every shop begins and ends by the clock of the desk's; by UTC where the
    desk is in none.
    """
    at, shop_id = desk.now, desk.shop_id
    with desk.read() as unit:
        known = {one.id: one for one in unit.grants.all()}
        clocks = {shop.id: shop.clock.zone for shop in unit.shops.all()}

    def holds(one: GivenGrant) -> bool:
        grant = one.grant
        zone = clocks.get(grant.scope.shop_id or shop_id)
        day = at.astimezone(zone).date() if zone is not None else at.date()
        of = None if grant.deputy_of is None else known[grant.deputy_of]
        return one.ended is None and grant.holds_on(day) and (of is None or holds(of))

    return tuple(one.grant for one in known.values() if one.grant.person == person and holds(one))


def is_anybody(database: Database) -> bool:
    """Return whether anybody was ever given a role."""
    with database.read() as unit:
        return bool(unit.grants.all())


def give(desk: Desk, grant: Grant) -> int:
    """
    Give somebody a role; return its number.

    Raises
    ------
    InputError
        When its days are over, it names a team, a vendor or a person the shop has not, they hold
        it already, or whoever gives it is no administrator of all that it reaches.
    """
    with desk.write("grant_given", unseen="a new role beside the others") as unit:
        _require_grantable(desk, unit, grant)
        return _added(desk, unit, grant)


def name_deputy(desk: Desk, number: int, person: str, first: dt.date, last: dt.date) -> int:
    """
    Let somebody stand in for the holder of a role from one day to another; return its number.

    The deputy's role ends with the holder's.
    """
    with desk.write("deputy_named", unseen="a new role beside the others") as unit:
        of = _running(unit, number)
        require(of.grant.deputy_of is None, "deputy_of_deputy", value=of.grant.person)
        require(person != of.grant.person, "deputy_of_oneself", value=person)
        grant = replace(of.grant, person=person, first=first, last=last, deputy_of=number)
        _require_grantable(desk, unit, grant)
        return _added(desk, unit, grant)


def end(desk: Desk, number: int) -> None:
    """End a role at once; raises InputError where it is over, or nobody could give roles then."""
    with desk.write("grant_ended", ("grant", number)) as unit:
        old = _running(unit, number)
        _require_over(desk, old.grant.scope)
        left = [one for one in _rulers(unit, desk.now) if one.id != number]
        is_last = old.grant.role is Role.ADMINISTRATOR and not left
        require(not is_last, "last_administrator", value=old.grant.person)
        unit.grants.end(number, desk.stamp)
        unit.note(old.grant.person, _told(old.grant))


def first_administrator(desk: Desk, person: str) -> int:
    """
    Make somebody the administrator of every shop where there is none yet; return the number.

    Raises
    ------
    InputError
        When there is one already: that one gives further roles.
    """
    with desk.at(HOUSE).write("grant_given", unseen="there is no other yet") as unit:
        there = _rulers(unit, desk.now)
        require(not there, "administrator_there", value=there[0].grant.person if there else "")
        return crown(desk, unit, person)


def crown(desk: Desk, unit: Writing, person: str) -> int:
    """Make somebody the administrator of every shop; the caller has seen that there is none."""
    grant = Grant(person, Role.ADMINISTRATOR, Scope(ScopeKind.ALL))
    number = unit.grants.add(grant, desk.stamp)
    unit.add(("grant", number))
    unit.note(person, _told(grant), action="grant_given")
    return number


def is_ruled(unit: Unit, now: dt.datetime) -> bool:
    """Return whether every shop has an administrator."""
    return bool(_rulers(unit, now))


def vendors(desk: Desk) -> dict[str, str]:
    """Return the vendor of every team that one sends, by team."""
    with desk.read() as unit:
        return unit.grants.vendors(desk.shop_id)


def set_vendor(desk: Desk, team: str, vendor: str) -> None:
    """Keep which vendor sends a team; empty: it is the shop's own."""
    with desk.write("team_vendor_set", ("vendor_team", team)) as unit:
        known = set(unit.staff.teams(desk.shop_id).values())
        require(team in known, "unknown_team", column="team", value=team)
        unit.grants.set_vendor(desk.shop_id, team, vendor.strip(), desk.stamp)
        unit.note(team, {"vendor": vendor.strip()})


def _added(desk: Desk, unit: Writing, grant: Grant) -> int:
    number = unit.grants.add(grant, desk.stamp)
    unit.add(("grant", number))
    unit.note(grant.person, _told(grant))
    return number


def _running(unit: Unit, number: int) -> GivenGrant:
    found = unit.grants.get(number)
    require(found.ended is None, "grant_over", value=found.grant.person)
    return found


def _rulers(unit: Unit, now: dt.datetime) -> list[GivenGrant]:
    """Return the grants of administrators of every shop that hold now and without an end."""
    return [
        one
        for one in unit.grants.all()
        if one.ended is None
        and one.grant.role is Role.ADMINISTRATOR
        and one.grant.scope.kind is ScopeKind.ALL
        and one.grant.last is None
        and one.grant.holds_on(now.date())
    ]


def _require_grantable(desk: Desk, unit: Writing, grant: Grant) -> None:
    """Raise InputError with all for which a role cannot be given."""
    _require_over(desk, grant.scope)
    with gathering() as check:
        over = grant.last is not None and grant.last < unit.today
        check(not over, "grant_over_already", column="last", value=grant.last)
        known = _known(unit, grant.scope)
        for name in grant.scope.names:
            check(name in known, _UNKNOWN[grant.scope.kind], column="scope", value=name)
        same = any(one.ended is None and one.grant == grant for one in unit.grants.all())
        check(not same, "grant_there", value=grant.person)


_UNKNOWN = {
    ScopeKind.TEAMS: "unknown_team",
    ScopeKind.VENDOR: "unknown_vendor",
    ScopeKind.SELF: "unknown_agent",
}


def _known(unit: Unit, scope: Scope) -> set[str]:
    """Return what a scope may name: teams, vendors or people of its shop."""
    if scope.kind is ScopeKind.TEAMS:
        return set(unit.staff.teams(scope.shop_id).values())
    if scope.kind is ScopeKind.VENDOR:
        return set(unit.grants.vendors(scope.shop_id).values())
    return set(unit.staff.names(scope.shop_id))


def _require_over(desk: Desk, scope: Scope) -> None:
    """Raise InputError where whoever signed in administers less than a role reaches."""
    mine = desk.person.grants
    if mine is None:
        return
    mine_over = [one.scope for one in mine if one.role is Role.ADMINISTRATOR]
    good = any(
        one.kind is ScopeKind.ALL or (scope.kind is not ScopeKind.ALL and one.is_in(scope.shop_id))
        for one in mine_over
    )
    if not good:
        raise InputError(Fault("scope_beyond", value=scope.shop_id or scope.kind))


def _told(grant: Grant) -> dict[str, str]:
    """Return a role as the log tells it."""
    scope = grant.scope
    told = {
        "role": grant.role.value,
        "scope": scope.kind.value,
        "names": ", ".join(scope.names),
        "first": "" if grant.first is None else str(grant.first),
        "last": "" if grant.last is None else str(grant.last),
        "deputy_of": "" if grant.deputy_of is None else str(grant.deputy_of),
    }
    return {name: text for name, text in told.items() if text}
