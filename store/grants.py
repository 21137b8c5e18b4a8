"""Who holds which role over whom, from when to when, and which vendor sends a team."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from scheduler.agent import Employment
from scheduler.errors import gathering
from store import tables as t
from store.documents import from_document, to_document
from store.repository import Repository
from store.shops import HOUSE
from store.stamp import Stamp
from store.table_rows import columns_of, value_of

if TYPE_CHECKING:
    from sqlalchemy import Row


class Role(StrEnum):
    """As what somebody works with the program."""

    ADMINISTRATOR = "administrator"
    HR = "hr"
    PLANNER = "planner"
    SUPERVISOR = "supervisor"
    TEAM_LEADER = "team_leader"
    AGENT = "agent"
    VENDOR = "vendor"  # supervises the people of a vendor, and knows nobody's pay
    AUDITOR = "auditor"  # reads, and changes nothing


class ScopeKind(StrEnum):
    """How far a role reaches, the widest first."""

    ALL = "all"  # every shop
    COMPANY = "company"  # every shop of one company
    SHOP = "shop"
    VENDOR = "vendor"  # the teams that a vendor sends to a shop
    TEAMS = "teams"
    SELF = "self"


SCOPES = {
    Role.ADMINISTRATOR: (ScopeKind.ALL, ScopeKind.COMPANY, ScopeKind.SHOP),
    Role.HR: (ScopeKind.ALL, ScopeKind.COMPANY, ScopeKind.SHOP),
    Role.PLANNER: (ScopeKind.ALL, ScopeKind.COMPANY, ScopeKind.SHOP),
    Role.SUPERVISOR: (ScopeKind.TEAMS, ScopeKind.SHOP),
    Role.TEAM_LEADER: (ScopeKind.TEAMS,),
    Role.AGENT: (ScopeKind.SELF,),
    Role.VENDOR: (ScopeKind.VENDOR,),
    Role.AUDITOR: (ScopeKind.ALL, ScopeKind.COMPANY, ScopeKind.SHOP),
}
"""How far each role may reach; the first is what it is given for unless somebody says more."""

NAMED = frozenset({ScopeKind.COMPANY, ScopeKind.VENDOR, ScopeKind.TEAMS, ScopeKind.SELF})
HOUSEWIDE = frozenset({ScopeKind.ALL, ScopeKind.COMPANY})
SINGLE = frozenset({ScopeKind.COMPANY, ScopeKind.VENDOR, ScopeKind.SELF})


@dataclass(frozen=True, slots=True)
class Scope:
    """
    Over whom a role is held.

    Parameters
    ----------
    kind
        How far.
    shop_id
        In which shop; empty: in every one, or in those of a company.
    names
        The teams; the one company or vendor; the id of the one agent. Empty for ``ALL``, ``SHOP``.
    shops
        Of a company: its shops when the scope was looked up.
    """

    kind: ScopeKind
    shop_id: str = ""
    names: tuple[str, ...] = ()
    shops: frozenset[str] = field(default=frozenset(), compare=False)

    def __post_init__(self) -> None:
        with gathering() as check:
            everywhere = self.kind in HOUSEWIDE
            check(everywhere != bool(self.shop_id), "scope_shop", column="scope", value=self.kind)
            count, named = len(self.names), self.kind in NAMED
            good = bool(count) == named and (count <= 1 or self.kind not in SINGLE)
            check(
                good and all(map(str.strip, self.names)),
                "scope_names",
                column="scope",
                value=", ".join(self.names),
                scope=self.kind,
            )

    def is_in(self, shop_id: str) -> bool:
        """Return whether it reaches into a shop."""
        if self.kind is ScopeKind.COMPANY:
            return shop_id in self.shops
        return self.kind is ScopeKind.ALL or self.shop_id == shop_id

    def takes_in(self, other: Scope) -> bool:
        """Return whether whoever is over this is over another scope."""
        if ScopeKind.ALL in (self.kind, other.kind):
            return self.kind is ScopeKind.ALL
        if other.kind is ScopeKind.COMPANY:
            return self.kind is ScopeKind.COMPANY and self.names == other.names
        return self.is_in(other.shop_id)


@dataclass(frozen=True, slots=True)
class Grant:
    """
    A role that somebody holds.

    Parameters
    ----------
    person
        Who, as they sign in and as they stand in the log.
    role, scope
        As what, and over whom.
    first, last
        First and last day, both included, by the clock of the shop; None: without limit.
    deputy_of
        Number of the grant whose holder they stand in for; None: the role is their own. It holds
        only while that one does.
    """

    person: str
    role: Role
    scope: Scope
    first: dt.date | None = None
    last: dt.date | None = None
    deputy_of: int | None = None

    def __post_init__(self) -> None:
        with gathering() as check:
            check(bool(self.person.strip()), "empty", column="person")
            check(
                self.scope.kind in SCOPES[self.role],
                "role_scope",
                column="scope",
                scope=self.scope.kind,
                role=self.role,
            )
            good = Employment(self.first, self.last).is_some
            check(good, "ends_before_start", column="last", value=self.last)
            good = self.deputy_of is None or None not in {self.first, self.last}
            check(good, "deputy_without_days", column="last", value=self.person)

    def holds_on(self, day: dt.date) -> bool:
        """Return whether a day is one of its own."""
        return day in Employment(self.first, self.last)


@dataclass(frozen=True, slots=True)
class GivenGrant:
    """A grant with its number in the database, who gave it when, and who ended it when."""

    id: int
    grant: Grant
    entered: Stamp
    ended: Stamp | None = None


class Grants(Repository):
    """The roles that people hold; one that was ended stays to be read."""

    def add(self, grant: Grant, stamp: Stamp) -> int:
        """Keep a grant and return its number."""
        scope = grant.scope
        told = {"scope": scope.kind.value, "shop_id": scope.shop_id or None}
        row = columns_of(t.role_grant, grant, stamp, **told, names=to_document(scope.names))
        return self._added(t.role_grant, row)

    def all(self) -> tuple[GivenGrant, ...]:
        """Return the grants of every shop, those that were ended too, the newest first."""
        return tuple(map(self._given, self._rows(t.role_grant, by=[t.role_grant.c.id.desc()])))

    def get(self, number: int) -> GivenGrant:
        """Return one; raises InputError without one."""
        return self._given(self._needed("unknown_grant", t.role_grant, id=number))

    def end(self, number: int, stamp: Stamp) -> None:
        """End a grant at once."""
        self._change(t.role_grant, stamp.columns("ended"), id=number)

    def vendors(self, shop_id: str) -> dict[str, str]:
        """Return the vendor of every team that one sends, by team."""
        rows = self._rows(t.vendor_team, by=[t.vendor_team.c.team], shop_id=shop_id)
        return {row.team: row.vendor for row in rows}

    def vendors_since(self, shop_id: str) -> dict[str, dt.datetime]:
        """Return by team since when it stands here that a vendor sends it."""
        rows = self._rows(t.vendor_team, by=[t.vendor_team.c.team], shop_id=shop_id)
        return {row.team: Stamp.of(row, "entered").at for row in rows}

    def set_vendor(self, shop_id: str, team: str, vendor: str, stamp: Stamp) -> None:
        """Keep which vendor sends a team; empty: none does."""
        self._remove(t.vendor_team, shop_id=shop_id, team=team)
        if vendor:
            key = {"shop_id": shop_id, "team": team, "vendor": vendor}
            self._add(t.vendor_team, [{**key, **stamp.columns()}])

    def _given(self, row: Row[Any]) -> GivenGrant:
        names, kind = from_document(tuple[str, ...], row.names), ScopeKind(row.scope)
        shops: frozenset[str] = frozenset()
        if kind is ScopeKind.COMPANY:
            shops = frozenset(self._cells(t.shop.c.id, t.shop.c.id != HOUSE, company_id=names[0]))
        scope = Scope(kind, row.shop_id or "", names, shops)
        return value_of(GivenGrant, row, grant=value_of(Grant, row, scope=scope))
