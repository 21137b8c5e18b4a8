"""Commands on who may sign in: ``admin create``, ``list``, ``lock``, ``sessions`` and others."""

import datetime as dt
from typing import Annotated

import typer

from service.access import accounts
from service.access.accounts import Account, NewAccount
from service.access.visits import Guest, guests, number_of
from service.access.visits import revoke as end_visit
from ui.cli.acting import Housekeeping, now
from ui.cli.screen import Screen
from ui.cli.spelled import Report

Name = Annotated[str, typer.Argument(metavar="NAME", help="cli.option.account")]
Codes = Annotated[bool, typer.Option("--codes", help="cli.option.codes")]
Number = Annotated[str, typer.Argument(metavar="SESSION", help="cli.option.visit")]


def create(screen: Screen, name: Name, *, codes: Codes = False, at: Housekeeping) -> Report:
    """Make an account with a first password."""
    with at.desk() as desk:
        made = accounts.create(desk, name, with_codes=codes)
    screen.say("cli.account_created", name=made.name)
    return _handed_out(screen, made)


def list_accounts(screen: Screen, *, at: Housekeeping) -> Report:
    """List the accounts."""
    with at.desk() as desk:
        found = accounts.accounts(desk.database)
    if not found:
        screen.say("cli.accounts_none")
    else:
        names = ("account", "state", "codes", "outside", "made")
        heads = [f"cli.column.{name}" for name in names]
        screen.table(heads, [_row(screen, one) for one in found])
    return {"accounts": [_said(one) for one in found]}


def lock(screen: Screen, name: Name, *, at: Housekeeping) -> Report:
    """Lock an account and sign it out everywhere."""
    with at.desk() as desk:
        accounts.lock(desk, name)
    screen.say("cli.account_locked", name=name)
    return {"locked": name}


def unlock(screen: Screen, name: Name, *, at: Housekeeping) -> Report:
    """Open a locked account again."""
    with at.desk() as desk:
        accounts.unlock(desk, name)
    screen.say("cli.account_unlocked", name=name)
    return {"unlocked": name}


def reset(screen: Screen, name: Name, *, codes: Codes = False, at: Housekeeping) -> Report:
    """Give an account a new first password."""
    with at.desk() as desk:
        made = accounts.reset(desk, name, with_codes=codes)
    screen.say("cli.account_reset", name=made.name)
    return _handed_out(screen, made)


def sessions(screen: Screen, *, at: Housekeeping) -> Report:
    """List who is signed in."""
    with at.desk() as desk:
        found = guests(desk.database, now())
    if not found:
        screen.say("cli.visits_none")
    else:
        names = ("visit", "account", "from", "begun", "seen")
        heads = [f"cli.column.{name}" for name in names]
        screen.table(heads, [list(_visit(one).values()) for one in found])
    return {"sessions": [_visit(one) for one in found]}


def revoke(screen: Screen, number: Number, *, at: Housekeeping) -> Report:
    """Sign somebody out on one device."""
    with at.desk() as desk:
        guest = end_visit(desk, number)
    screen.say("cli.visit_revoked", name=guest.name)
    return {"revoked": number, "account": guest.name}


def _handed_out(screen: Screen, made: NewAccount) -> Report:
    screen.say("cli.first_password", password=made.password)
    if made.totp:
        screen.say("cli.codes_from", address=made.totp)
    return {"account": made.name, "password": made.password, "codes_from": made.totp or None}


def _row(screen: Screen, one: Account) -> list[str]:
    state = "locked" if one.locked else "first" if one.must_change else "open"
    asked = "asked" if one.totp else "none"
    made = local(one.entered.at)
    linked = "no" if one.outside is None else "yes"
    words = (f"account_state.{state}", f"codes.{asked}", f"linked.{linked}")
    return [one.name, *(screen.word(word) for word in words), made]


def _said(one: Account) -> Report:
    locked = None if one.locked is None else one.locked.at.isoformat()
    told = {"account": one.name, "locked": locked, "must_change": one.must_change}
    told |= {"codes": one.totp is not None, "linked": one.outside is not None}
    return told | {"made": one.entered.at.isoformat()}


def _visit(one: Guest) -> dict[str, str]:
    begun, seen = (local(at) for at in (one.visit.begun_at, one.visit.seen_at))
    where = one.visit.came_from or "—"
    told = {"session": number_of(one.visit), "account": one.name, "from": where}
    return told | {"begun": begun, "seen": seen}


def local(moment: dt.datetime) -> str:
    """Return a moment as this computer's clock shows it."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M %z")
