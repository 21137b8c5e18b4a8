"""Accounts: made with a first password, locked, opened again, and their passwords changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from service.access import one_time
from service.access.grants import crown, is_ruled
from service.access.names import cleaned, digest, folded
from service.access.passwords import USUAL_COST, hashed, made_password, matches, require_good
from service.access.visits import begun, guest_of, web
from service.access.way_in import SETTING
from service.desk import HOUSE, Desk, Person
from store.sign_in import Account

if TYPE_CHECKING:
    import datetime as dt

    from service.access.passwords import PasswordCost
    from store.database import Database
    from store.unit import Unit
    from store.writing import Writing

__all__ = ["Account"]


@dataclass(frozen=True, slots=True)
class NewAccount:
    """
    An account that was just made or given a new password.

    Parameters
    ----------
    name
        As it stands in the log.
    password
        To be shown once; it is kept nowhere. Empty: they chose it themselves.
    totp
        Address from which a phone's app makes one-time codes, to be shown once; empty: none.
    """

    name: str
    password: str = ""
    totp: str = ""


def accounts(database: Database) -> tuple[Account, ...]:
    """Return every account, by name."""
    with database.read() as unit:
        return unit.accounts.all()


def create(
    desk: Desk, name: str, *, with_codes: bool = False, cost: PasswordCost = USUAL_COST
) -> NewAccount:
    """
    Make an account with a password that is changed at first use; nobody else is in without one.

    It is an administrator where there is none of every shop; other roles are given apart.

    Raises
    ------
    InputError
        When the name will not do, or somebody has it.
    """
    made = NewAccount(cleaned(name), made_password())
    secret = one_time.made_secret() if with_codes else None
    told = {"password": hashed(made.password, cost), "must_change": True, "totp": secret}
    with desk.at(HOUSE).write("account_created", unseen="it is new") as unit:
        _added(unit, desk, made.name, told)
    address = "" if secret is None else one_time.address(secret, made.name)
    return NewAccount(made.name, made.password, address)


def create_first(
    database: Database,
    now: dt.datetime,
    *,
    name: str,
    password: str,
    came_from: str = "",
    cost: PasswordCost = USUAL_COST,
) -> str:
    """
    Make the first account, of somebody who chose their password; return the token of their visit.

    Raises
    ------
    InputError
        When there is an account, or name or password will not do.
    """
    kept = cleaned(name)
    require_good(password, kept)
    desk = Desk(database, HOUSE, Person(kept), now, origin=web(came_from))
    key = hashed(password, cost)
    with desk.write("account_created", unseen="it is the first") as unit:
        require(not unit.accounts.is_any(), "account_there")
        number = _added(unit, desk, kept, {"password": key})
        return begun(unit, now, came_from=came_from, account_id=number)


def _added(unit: Writing, desk: Desk, name: str, told: dict[str, object]) -> int:
    """Keep a new account; where nobody rules every shop, it does."""
    require(unit.accounts.find(folded=folded(name)) is None, "account_taken", value=name)
    unit.house.set(SETTING, "", desk.stamp)  # whoever came without an account is out
    number = unit.accounts.add(desk.stamp, name=name, folded=folded(name), **told)
    unit.note(name)
    if not is_ruled(unit, desk):
        crown(desk, unit, name)
    return number


def change_password(
    database: Database,
    token: str,
    now: dt.datetime,
    *,
    old: str,
    new: str,
    cost: PasswordCost = USUAL_COST,
) -> str:
    """
    Change the password of whoever holds a token; return a new token, as all others end.

    Raises
    ------
    InputError
        When the visit is over, the old password is wrong, or the new one will not do.
    """
    guest = guest_of(database, token, now)
    if guest is None or guest.account is None:
        raise InputError(Fault("sign_in_over"))
    account = guest.account
    require(bool(account.password), "password_none")
    require(matches(account.password, old, cost), "password_old", column="password")
    require_good(new, account.name, old=old)
    key = hashed(new, cost)
    origin = web(guest.visit.came_from)
    desk = Desk(database, HOUSE, Person(account.name), now, origin=origin)
    with desk.write("password_changed", unseen="it is their own") as unit:
        require(unit.accounts.find(id=account.id) == account, "sign_in_over")
        unit.accounts.change(account.id, password=key, must_change=False)
        unit.visits.end(desk.stamp.at_s, account_id=account.id)
        unit.note(account.name)
        return begun(unit, now, came_from=guest.visit.came_from, account_id=account.id)


def lock(desk: Desk, name: str) -> None:
    """Lock an account and end its visits at once; raises InputError for the last open one."""
    with desk.at(HOUSE).write("account_locked", unseen="it is locked, whatever it was") as unit:
        account = named_account(unit, name)
        others = [one for one in unit.accounts.all() if one.locked is None and one != account]
        require(bool(others), "last_account", value=account.name)
        unit.accounts.change(account.id, **desk.stamp.columns("locked"))
        unit.visits.end(desk.stamp.at_s, account_id=account.id)
        unit.note(account.name)


def unlock(desk: Desk, name: str) -> None:
    """Open an account again, and forget the tries that failed."""
    with desk.at(HOUSE).write("account_unlocked", unseen="it is open, whatever it was") as unit:
        account = named_account(unit, name)
        unit.accounts.change(account.id, locked_by=None, locked_s=None)
        unit.sign_in_tries.clear(digest(account.folded))
        unit.note(account.name)


def reset(
    desk: Desk, name: str, *, with_codes: bool = False, cost: PasswordCost = USUAL_COST
) -> NewAccount:
    """
    Give an account a new first password and end its visits at once.

    Parameters
    ----------
    with_codes
        Ask for one-time codes from now on, of a new secret; False: ask for none.
    """
    password = made_password()
    secret = one_time.made_secret() if with_codes else None
    told = {"password": hashed(password, cost), "must_change": True, "totp": secret}
    with desk.at(HOUSE).write("account_reset", unseen="it is new, whatever it was") as unit:
        account = named_account(unit, name)
        unit.accounts.change(account.id, **told, totp_step=0)
        unit.visits.end(desk.stamp.at_s, account_id=account.id)
        unit.sign_in_tries.clear(digest(account.folded))
        unit.note(account.name)
    address = "" if secret is None else one_time.address(secret, account.name)
    return NewAccount(account.name, password, address)


def named_account(unit: Unit, name: str) -> Account:
    """Return the account of a name; raises InputError where there is none."""
    found = unit.accounts.find(folded=folded(name))
    if found is None:
        raise InputError(Fault("unknown_account", column="name", value=name))
    return found
