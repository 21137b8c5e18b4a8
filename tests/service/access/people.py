"""People who have signed in, each with one role, at desks of the small shop."""

from dataclasses import replace

from service.access.grants import SCOPES, Grant, Role, Scope, ScopeKind
from service.desk import Person
from tests.desks import at_desk

SHOP = "main"
NAMED = {
    ScopeKind.ALL: Scope(ScopeKind.ALL),
    ScopeKind.COMPANY: Scope(ScopeKind.COMPANY, names=("main",), shops=frozenset({SHOP})),
    ScopeKind.SHOP: Scope(ScopeKind.SHOP, SHOP),
    ScopeKind.TEAMS: Scope(ScopeKind.TEAMS, SHOP, ("一组",)),
    ScopeKind.VENDOR: Scope(ScopeKind.VENDOR, SHOP, ("云客",)),
    ScopeKind.SELF: Scope(ScopeKind.SELF, SHOP, ("A1",)),
}
CELLS = [(role, kind) for role in Role for kind in SCOPES[role]]


def signed_in(*grants, name="李"):
    """Return somebody who has signed in and holds some roles, each as (role, kind of scope)."""
    return Person(name, grants=tuple(Grant(name, role, NAMED[kind]) for role, kind in grants))


def desk_of(database, *grants, shop=SHOP):
    """Return their desk."""
    return replace(at_desk(database, shop), person=signed_in(*grants))
