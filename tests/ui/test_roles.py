"""Pages by role: what a menu holds, and what an address opens to whom."""

from dataclasses import replace

import pytest
import streamlit as st

from service.access.grants import SCOPES, Grant, Role, ScopeKind
from service.access.permit import WHOLE, allows
from service.access.rights import SIGHTS
from tests.service.access.people import NAMED, signed_in
from ui import link, menu, roles, state

MOST = 7
CELLS = [(role, kind) for role in Role for kind in SCOPES[role]]
PRIVATE_PAGES = {  # what a page shows of what not everybody may see
    "pay": {"payout", "firm_rules"},
    "score": {"month", "scorecard", "course", "growth", "scheme_editor"},
    "roles": {"roles"},
    "log": {"log"},
}


@pytest.fixture
def as_whom(monkeypatch):
    """Return a function by which somebody who holds some roles in the shop looks."""
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(st, "query_params", {})

    def look(person, role):
        desk = replace(link.Desk(None, "main", person, link.now()))
        monkeypatch.setattr(link, "desk", lambda *_, **__: desk)
        state.choose("shop", "main")
        state.choose("role", role)

    return look


@pytest.mark.parametrize("role", Role)
def test_a_menu_has_at_most_seven_entries(role):
    for is_whole in (True, False):
        pages = menu.of(role, is_whole=is_whole)
        plain = [entry for entry in pages if not entry.group]
        assert 1 <= len(plain) + len({entry.group for entry in pages if entry.group}) <= MOST


@pytest.mark.parametrize(("role", "kind"), CELLS)
def test_an_address_opens_a_page_to_its_roles_and_to_nobody_else(as_whom, role, kind):
    as_whom(signed_in((role, kind)), role)
    mine = menu.of(role, is_whole=kind in WHOLE)
    for entry in menu.PAGES:
        assert roles.role_for(entry) == (role if entry in mine else None)


@pytest.mark.parametrize(("role", "kind"), CELLS)
@pytest.mark.parametrize("name", PRIVATE_PAGES)
def test_no_menu_holds_a_page_of_what_its_role_may_not_see(name, role, kind):
    shown = {entry.name for entry in menu.of(role, is_whole=kind in WHOLE)}
    assert not (shown & PRIVATE_PAGES[name]) or allows(SIGHTS[name], role, kind)


def test_whoever_holds_several_roles_opens_the_pages_of_each(as_whom):
    both = signed_in((Role.PLANNER, ScopeKind.SHOP), (Role.HR, ScopeKind.SHOP))
    as_whom(both, Role.HR)
    assert roles.held() == (Role.HR, Role.PLANNER)
    assert roles.role_for(menu.named("forecast")) is Role.PLANNER
    assert roles.role_for(menu.named("week")) is None


def test_a_role_in_another_shop_opens_nothing_here(as_whom):
    there = Grant("李", Role.HR, replace(NAMED[ScopeKind.SHOP], shop_id="other"))
    as_whom(replace(signed_in(), grants=(there,)), Role.HR)
    assert roles.held() == ()
    assert not [entry for entry in menu.PAGES if roles.role_for(entry)]


def test_where_nobody_signs_in_every_page_opens(as_whom):
    as_whom(replace(signed_in(), grants=None), Role.SUPERVISOR)
    assert all(roles.role_for(entry) for entry in menu.PAGES)
