"""Roles: giving one, naming a deputy, ending one, and who holds which at a moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, gathering, require
from service.unchanged import WISHES, while_unchanged
from store.grants import SCOPES, GivenGrant, Grant, Role, Scope, ScopeKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.desk import Desk
    from store.unit import Unit
    from store.writing import Writing

__all__ = ["SCOPES", "GivenGrant", "Grant", "Role", "Scope", "ScopeKind"]


class GrantState(StrEnum):
    """Whether a role is held now."""

    HOLDS = "holds"
    LATER = "later"  # its first day is still to come
    OVER = "over"


@dataclass(frozen=True, slots=True)
class GrantSeen:
    """
    A role as the register of roles shows it.

    Parameters
    ----------
    given
        The grant.
    state
        Whether it is held now.
    stands_in
        For whom a deputy stands in; empty: the role is their own.
    """

    given: GivenGrant
    state: GrantState
    stands_in: str = ""


def grants(desk: Desk) -> tuple[GivenGrant, ...]:
    """Return the roles held in a shop, or in every one, the newest first; those ended too."""
    return tuple(one.given for one in grants_seen(desk))


def grants_seen(desk: Desk) -> tuple[GrantSeen, ...]:
    """Return the roles held in a shop, or in every one, with whether they hold now."""
    with desk.read() as unit:
        when = _When.of(unit, desk)
    return tuple(
        GrantSeen(one, when.state(one), when.stands_in(one))
        for one in when.known.values()
        if one.grant.scope.is_in(desk.shop_id)
    )


def held(desk: Desk, person: str) -> tuple[Grant, ...]:
    """
    Return the roles that somebody holds now, in whatever shop.

    One that reaches into every shop begins and ends by the clock of the desk's; by UTC where the
    desk is in none.
    """
    with desk.read() as unit:
        when = _When.of(unit, desk)
    mine = (one for one in when.known.values() if one.grant.person == person)
    return tuple(one.grant for one in mine if when.state(one) is GrantState.HOLDS)


@dataclass(frozen=True, slots=True)
class _When:
    """All grants by number, and what day it is in each shop; the empty one is where it is not."""

    known: dict[int, GivenGrant]
    days: dict[str, dt.date]

    @classmethod
    def of(cls, unit: Unit, desk: Desk) -> _When:
        given = while_unchanged(desk, unit, ("grants",), unit.grants.all, apart_from=WISHES)
        return cls.with_grants(given, unit, desk)

    @classmethod
    def with_grants(cls, given: Iterable[GivenGrant], unit: Unit, desk: Desk) -> _When:
        at = desk.now
        days = {shop.id: at.astimezone(shop.clock.zone).date() for shop in unit.shops.all()}
        days[""] = days.get(desk.shop_id, at.astimezone(dt.UTC).date())
        return cls({one.id: one for one in given}, days)

    def state(self, one: GivenGrant) -> GrantState:
        """Return whether a grant holds, and a deputy's only while that of the holder does."""
        grant = one.grant
        day = self.days[grant.scope.shop_id]
        if one.ended is not None or (grant.last is not None and grant.last < day):
            return GrantState.OVER
        of = None if grant.deputy_of is None else self.state(self.known[grant.deputy_of])
        if of is GrantState.OVER:
            return of
        is_later = of is GrantState.LATER or not grant.holds_on(day)
        return GrantState.LATER if is_later else GrantState.HOLDS

    def stands_in(self, one: GivenGrant) -> str:
        """Return for whom a deputy stands in; empty: it is no deputy."""
        of = one.grant.deputy_of
        return "" if of is None else self.known[of].grant.person


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
        of = _running(desk, unit, number)
        require(of.grant.deputy_of is None, "deputy_of_deputy", value=of.grant.person)
        require(person != of.grant.person, "deputy_of_oneself", value=person)
        grant = replace(of.grant, person=person, first=first, last=last, deputy_of=number)
        _require_grantable(desk, unit, grant)
        return _added(desk, unit, grant)


def end(desk: Desk, number: int) -> None:
    """End a role at once; raises InputError where it is over, or nobody could give roles then."""
    with desk.write("grant_ended", ("grant", number)) as unit:
        old = _running(desk, unit, number)
        left = [one for one in _rulers(unit, desk) if one.id != number]
        is_last = old.grant.role is Role.ADMINISTRATOR and not left
        require(not is_last, "last_administrator", value=old.grant.person)
        unit.grants.end(number, desk.stamp)
        unit.note(old.grant.person, _told(old.grant))


def crown(desk: Desk, unit: Writing, person: str) -> int:
    """Make somebody the administrator of every shop; the caller has seen that there is none."""
    grant = Grant(person, Role.ADMINISTRATOR, Scope(ScopeKind.ALL))
    number = unit.grants.add(grant, desk.stamp)
    unit.add(("grant", number))
    unit.note(person, _told(grant), action="grant_given")
    return number


def is_ruled(unit: Unit, desk: Desk) -> bool:
    """Return whether every shop has an administrator."""
    return bool(_rulers(unit, desk))


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


def _running(desk: Desk, unit: Unit, number: int) -> GivenGrant:
    """Return a grant that is not over; of other shops' nothing is told, not that it is there."""
    found = unit.grants.get(number)
    scope = found.grant.scope
    is_seen = scope.kind is ScopeKind.ALL or scope.is_in(desk.shop_id)
    require(desk.person.grants is None or is_seen, "unknown_grant", value=number)
    _require_over(desk, scope)
    require(found.ended is None, "grant_over", value=found.grant.person)
    return found


def _rulers(unit: Unit, desk: Desk) -> list[GivenGrant]:
    """Return the grants of administrators of every shop that hold now and without an end."""
    when = _When.with_grants(unit.grants.all(), unit, desk)  # as this transaction has them
    return [
        one
        for one in when.known.values()
        if one.grant.role is Role.ADMINISTRATOR
        and one.grant.scope.kind is ScopeKind.ALL
        and one.grant.last is None
        and when.state(one) is GrantState.HOLDS
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
    ScopeKind.COMPANY: "unknown_company",
    ScopeKind.TEAMS: "unknown_team",
    ScopeKind.VENDOR: "unknown_vendor",
    ScopeKind.SELF: "unknown_agent",
}


def _known(unit: Unit, scope: Scope) -> set[str]:
    """Return what a scope may name: companies, or teams, vendors or people of its shop."""
    if scope.kind is ScopeKind.COMPANY:
        return {one.id for one in unit.companies.all()}
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
    if not any(one.takes_in(scope) for one in mine_over):
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
