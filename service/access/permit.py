"""Asks whether somebody may do an action or see a reading, and whose rows they reach by it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError
from service.access.person import Person
from service.access.rights import ACTIONS, READINGS, RIGHTS, SIGHTS, UNTOLD
from store.grants import ScopeKind
from store.reached import Reached
from store.sight import Sight

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.access.rights import Right
    from store.grants import Grant, Role, Scope

WHOLE = frozenset({ScopeKind.ALL, ScopeKind.COMPANY, ScopeKind.SHOP})


def everything_is_allowed(_person: Person, _shop_id: str, _action: str) -> None:
    """
    Let anybody do anything: on one computer, in the demo and at the command line nobody signs in.

    The person's roles are None there, not empty: whoever has signed in and holds none may nothing.
    """


def as_granted(person: Person, shop_id: str, action: str) -> None:
    """Raise InputError unless one of the roles a person holds allows an action in a shop."""
    if person.grants is None:
        everything_is_allowed(person, shop_id, action)
    elif not reached(person, shop_id, action).is_any:
        raise InputError(_refusal("not_permitted", action, RIGHTS.get(action)))


def may(person: Person, shop_id: str, name: str) -> bool:
    """Return whether somebody may do an action, or see a reading, with anybody in a shop."""
    return reached(person, shop_id, name).is_any


def require_reading(person: Person, shop_id: str, name: str) -> None:
    """Raise InputError unless somebody may see a reading."""
    if not may(person, shop_id, name):
        raise InputError(_refusal("not_shown", name, SIGHTS[name]))


def reached(person: Person, shop_id: str, name: str) -> Reached:
    """Return over whom somebody may do an action, or see a reading; nobody without a row."""
    if person.grants is None:
        return Reached(shop_id, is_whole=True)
    right = RIGHTS.get(name) or SIGHTS.get(name)
    return _reached(shop_id, () if right is None else _scopes(person.grants, shop_id, right))


def sight(person: Person, shop_id: str) -> Sight | None:
    """
    Return what somebody sees of a shop's rows; None: everything, as nobody signs in.

    Raises
    ------
    InputError
        When they hold no role in the shop.
    """
    return None if person.grants is None else _sight(person.grants, shop_id)


@lru_cache(maxsize=256)
def _sight(grants: tuple[Grant, ...], shop_id: str) -> Sight:
    person = Person("", grants=grants)
    here = [one.scope for one in grants if one.scope.is_in(shop_id)]
    if shop_id and not here:
        raise InputError(Fault("no_role_here", value=shop_id))
    apart = {
        held: reached(person, shop_id, one.right.names[0]) for one in READINGS for held in one.held
    }
    hidden = [one for one in ACTIONS if one.group in UNTOLD]
    untold = {
        name
        for one in hidden
        for name in one.names
        if not reached(person, shop_id, _READING_OF[one.group]).is_whole
    }
    has_wages = may(person, shop_id, "wages")
    return Sight(_reached(shop_id, here), apart, frozenset(untold), has_wages)


_READING_OF = {"pay": "pay", "scoring": "score", "objections": "score"}


def _scopes(grants: Iterable[Grant], shop_id: str, right: Right) -> list[Scope]:
    return [
        one.scope
        for one in grants
        if one.scope.is_in(shop_id) and allows(right, one.role, one.scope.kind)
    ]


def allows(right: Right, role: Role, kind: ScopeKind) -> bool:
    """Return whether a role with a scope of a kind has a right: a cell of the table."""
    return role in right.own or (role in right.whole and kind in WHOLE)


def _reached(shop_id: str, scopes: Iterable[Scope]) -> Reached:
    named: dict[ScopeKind, frozenset[str]] = {}
    is_whole = False
    for scope in scopes:
        is_whole |= scope.kind in WHOLE
        named[scope.kind] = named.get(scope.kind, frozenset()) | set(scope.names)
    empty: frozenset[str] = frozenset()
    return Reached(
        shop_id,
        is_whole,
        named.get(ScopeKind.TEAMS, empty),
        named.get(ScopeKind.VENDOR, empty),
        named.get(ScopeKind.SELF, empty),
    )


def _refusal(code: str, name: str, right: Right | None) -> Fault:
    roles = () if right is None else right.roles
    what = "reading" if name in SIGHTS else "action"
    return Fault(code, value=name, details={what: name, "roles": roles})
