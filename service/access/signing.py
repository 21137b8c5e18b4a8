"""Signing in with a password: tries that are slowed down, and refusals that tell nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError
from service.access import one_time
from service.access.names import digest, folded
from service.access.passwords import USUAL_COST, hashed, is_worn, matches
from service.access.visits import begun, web
from service.desk import HOUSE, Desk, Person
from store.sign_in import Account, Tries

if TYPE_CHECKING:
    from service.access.passwords import PasswordCost
    from store.database import Database
    from store.unit import Unit

FREE_TRIES = 5
FIRST_WAIT_S, LONGEST_WAIT_S = 15, 900
FORGOTTEN = dt.timedelta(hours=24)
NOBODY = "?"


@dataclass(frozen=True, slots=True)
class Presented:
    """
    What somebody presents to sign in.

    Parameters
    ----------
    name, password
        As typed.
    code
        One-time code; empty where none is asked for.
    came_from
        Network address.
    """

    name: str
    password: str
    code: str = ""
    came_from: str = ""


def wait_s(failed: int) -> int:
    """Return how long nobody may try again after so many failures in a row."""
    beyond = failed - FREE_TRIES
    return 0 if beyond < 0 else min(FIRST_WAIT_S * 2 ** min(beyond, 10), LONGEST_WAIT_S)


def sign_in(
    database: Database, entry: Presented, now: dt.datetime, cost: PasswordCost = USUAL_COST
) -> str:
    """
    Return the token of a new visit.

    A try counts as failed before the password is looked at, so that many at once gain nothing.
    A name that nobody has is answered as slowly, in the same words, and waits as long.

    Raises
    ------
    InputError
        ``sign_in_wait`` after many failures; ``sign_in_wrong`` whatever is wrong;
        ``sign_in_locked`` to whoever knows the password of an account that is locked.
    """
    who = digest(folded(entry.name))
    _count(database, who, now)
    with database.read() as unit:
        account = unit.accounts.find(folded=folded(entry.name))
    good = matches("" if account is None else account.password, entry.password, cost)
    step = _step(account, entry.code, now)
    if account is None or not good or step is None:
        raise _refused(database, account, entry, now)
    if account.locked is not None:
        raise _refused(database, account, entry, now, "sign_in_locked")
    return _let_in(database, account, entry, now, step=step, cost=cost)


def _count(database: Database, who: str, now: dt.datetime) -> None:
    at_s = int(now.timestamp())
    with database.write() as unit:
        unit.sign_in_tries.forget(int((now - FORGOTTEN).timestamp()))
        tries = unit.sign_in_tries.get(who)
        if tries.until_s > at_s:
            raise InputError(Fault("sign_in_wait", value=str(tries.until_s - at_s)))
        failed = tries.failed + 1
        unit.sign_in_tries.set(who, Tries(failed, at_s + wait_s(failed), at_s))


def _step(account: Account | None, code: str, now: dt.datetime) -> int | None:
    """Return the step of a right one-time code, 0 where none is asked for; None: it is wrong."""
    if account is None or account.totp is None:
        return 0
    return one_time.step_of(account.totp, code, int(now.timestamp()), account.totp_step)


def _refused(
    database: Database,
    account: Account | None,
    entry: Presented,
    now: dt.datetime,
    code: str = "sign_in_wrong",
) -> InputError:
    """Note that somebody was refused, but not what they typed as a name that nobody has."""
    name = NOBODY if account is None else account.name
    desk = Desk(database, HOUSE, Person(name), now, origin=web(entry.came_from))
    with desk.write("sign_in_refused", unseen="nobody is in yet") as unit:
        unit.note(name)
    return InputError(Fault(code))


def _let_in(
    database: Database,
    account: Account,
    entry: Presented,
    now: dt.datetime,
    *,
    step: int,
    cost: PasswordCost,
) -> str:
    desk = Desk(database, HOUSE, Person(account.name), now, origin=web(entry.came_from))
    with desk.write("signed_in", unseen="nobody is in yet") as unit:
        _require_as_looked_at(unit, account)
        unit.sign_in_tries.clear(digest(account.folded))
        told: dict[str, object] = {"totp_step": max(step, account.totp_step)}
        if is_worn(account.password, cost):
            told["password"] = hashed(entry.password, cost)
        unit.accounts.change(account.id, **told)
        unit.note(account.name)
        return begun(unit, now, came_from=entry.came_from, account_id=account.id)


def _require_as_looked_at(unit: Unit, account: Account) -> None:
    """Raise InputError where an account was locked or changed, or its code used, meanwhile."""
    if unit.accounts.find(id=account.id) != account:
        raise InputError(Fault("sign_in_wrong"))
