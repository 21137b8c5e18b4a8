"""Roles: the register of who holds which, and the forms that give them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from service.access.giving import RoleTold, give_as_told, people_known, scopes
from service.access.grants import (
    GrantSeen,
    GrantState,
    Role,
    ScopeKind,
    end,
    name_deputy,
    set_vendor,
    vendors,
)
from service.shop.companies import companies
from service.shop.shops import agent_names, agents
from ui import link
from ui.parts import entry_form
from ui.parts.entry_form import Ask, Form
from ui.parts.hr.asking import full_day
from ui.parts.register import Act, Column, Register, draw, each, show
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.access.grants import Scope
    from service.desk import Desk

MARKS = {GrantState.HOLDS: "●", GrantState.LATER: "◐", GrantState.OVER: "○"}


@dataclass(frozen=True, slots=True)
class DeputyTold:
    """Who stands in for the holder of a role, from which day to which."""

    person: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class VendorTold:
    """Which vendor sends a team; empty: none does."""

    team: str
    vendor: str


def listed(found: Sequence[GrantSeen]) -> list[GrantSeen]:
    """Draw the register of roles; return those that are chosen."""
    names = agent_names(link.desk())
    columns: tuple[Column[GrantSeen], ...] = (
        Column("person", lambda one: one.given.grant.person),
        Column("role", lambda one: say(f"role.{one.given.grant.role}")),
        Column("over", lambda one: over_said(one.given.grant.scope, names)),
        Column("first", lambda one: full_day(one.given.grant.first)),
        Column("last", lambda one: full_day(one.given.grant.last)),
        Column("state", lambda one: f"{MARKS[one.state]} {say(f'roles.state_{one.state}')}"),
        Column("stands_in", lambda one: one.stands_in or "—"),
        Column("by", lambda one: one.given.entered.by),
    )
    sorts = {
        "now": lambda one: one.state is GrantState.HOLDS,
        "later": lambda one: one.state is GrantState.LATER,
        "over": lambda one: one.state is GrantState.OVER,
    }
    able = link.desk().may("grant_ended")
    act = Act(
        "end", each(_end), ":material/block:", can=lambda one: one.state is not GrantState.OVER
    )
    register = Register("roles", columns, (act,) if able else (), sorts=sorts, widths=(3, 2))
    return draw(register, found)


def _end(desk: Desk, one: GrantSeen) -> None:
    end(desk, one.given.id)


def over_said(scope: Scope, names: dict[str, str]) -> str:
    """Return over whom a role is held, in words."""
    if scope.kind in {ScopeKind.ALL, ScopeKind.SHOP}:
        return say(f"scope.{scope.kind}")
    is_company = scope.kind is ScopeKind.COMPANY
    if scope.kind is ScopeKind.SELF:
        told = [f"{one} {names.get(one, '')}".strip() for one in scope.names]
    else:
        told = [_company_name(one) for one in scope.names] if is_company else list(scope.names)
    return say(f"roles.over_{scope.kind}", names=say("list.comma").join(told))


def _company_name(company_id: str) -> str:
    named = {one.id: one.name for one in companies(link.desk())}
    return named.get(company_id) or company_id


def new() -> None:
    """Ask for a role to give."""
    names = agent_names(link.desk())
    options = {one: over_said(one, names) for one in scopes(link.desk())}
    rows = (
        (_person(),),
        (Ask("role", {role: say(f"role.{role}") for role in Role}, is_empty=True, fault="empty"),),
        (Ask("over", options, (), is_many=True),),
        (Ask("first"), Ask("last")),
    )
    entry_form.draw(Form("roles_new", RoleTold, rows, give_as_told, button="give"))


def _person() -> Ask:
    """Ask who is meant: somebody with an account, or a name where there are none yet."""
    desk = link.desk()
    known = people_known(desk)
    if not known:
        return Ask("person", fault="empty")
    options = {name: name for name in known}
    return Ask("person", options, is_empty=True, takes_new=True, fault="empty")


def deputy(one: GrantSeen) -> None:
    """Ask who stands in for the holder of a role."""
    today = link.today()

    def enter(desk: Desk, told: DeputyTold) -> int:
        return name_deputy(desk, one.given.id, told.person.strip(), told.first, told.last)

    rows = (
        (_person(),),
        (Ask("first", begins=today), Ask("last", begins=today)),
    )
    grant = one.given.grant
    text = say("roles_deputy.text", person=grant.person, role=say(f"role.{grant.role}"))
    entry_form.draw(
        Form(
            "roles_deputy",
            DeputyTold,
            rows,
            enter,
            button="give",
            text=text,
            key=f"roles_deputy.{one.given.id}",
        )
    )


def teams() -> None:
    """Draw which vendor sends which team, and ask for another."""
    desk = link.desk()
    sent = vendors(desk)
    known = sorted({agent.team for agent in agents(desk) if agent.team})
    columns: tuple[Column[str], ...] = (
        Column("team", lambda team: team),
        Column("vendor", lambda team: sent.get(team, "") or say("roles_teams.own")),
    )
    left, right = st.columns([3, 2], gap="medium")
    with left:
        show(Register("roles_teams", columns), known)
    if not known or not desk.may("team_vendor_set"):
        return
    with right:
        rows = ((Ask("team", {team: team for team in known}),), (Ask("vendor"),))
        entry_form.draw(
            Form(
                "roles_teams",
                VendorTold,
                rows,
                lambda desk, told: set_vendor(desk, told.team, told.vendor),
                button="keep",
            )
        )
