"""Which account somebody of a provider is: linked by an administrator, and nobody else's say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from service.access.accounts import named_account
from service.access.names import cleaned, folded
from service.access.outside.identity import outside_of
from service.desk import HOUSE
from store.arrivals import Arrival
from store.sign_in import Account

if TYPE_CHECKING:
    from service.desk import Desk
    from store.writing import Writing

__all__ = ["Account", "Arrival"]


def link(desk: Desk, name: str, issuer: str, subject: str) -> None:
    """
    Let somebody of a provider in as an account, by what the provider knows them by.

    Raises
    ------
    InputError
        When there is no such account, it is linked already, or they are linked to another.
    """
    who = subject.strip()
    require(bool(who) and who.isprintable(), "empty", column="subject", value=subject)
    with desk.at(HOUSE).write("identity_linked", unseen="it is linked to nobody yet") as unit:
        _tie(unit, named_account(unit, name), outside_of(issuer, who))


def unlink(desk: Desk, name: str) -> None:
    """Let nobody of a provider in as an account any more, and end its visits at once."""
    with desk.at(HOUSE).write("identity_unlinked", unseen="it ends, whoever it was") as unit:
        account = named_account(unit, name)
        require(account.outside is not None, "not_linked", value=account.name)
        unit.accounts.change(account.id, outside=None)
        unit.visits.end(desk.stamp.at_s, account_id=account.id)
        unit.note(account.name)


def arrivals(desk: Desk) -> tuple[Arrival, ...]:
    """Return who came from a provider and waits, the latest first; for who may read accounts."""
    desk.require_reading("accounts")
    with desk.database.read() as unit:
        return unit.arrivals.all()


def accept(desk: Desk, outside: str, name: str) -> None:
    """
    Let somebody who waits in as an account; where there is none of the name, it is made for them.

    An account that is made so has no password: its owner comes by the provider alone, until an
    administrator gives it one (``reset``). It holds no role yet.

    Raises
    ------
    InputError
        When they wait no longer, or the account is linked already.
    """
    kept = cleaned(name)
    with desk.at(HOUSE).write("identity_linked", unseen="they wait, whoever looked") as unit:
        require(unit.arrivals.find(outside) is not None, "arrival_gone")
        account = unit.accounts.find(folded=folded(kept))
        if account is None:
            told = {"name": kept, "folded": folded(kept), "password": ""}
            number = unit.accounts.add(desk.stamp, **told)
            unit.note(kept, action="account_created")
            account = unit.accounts.find(id=number)
        assert account is not None  # it was just made
        _tie(unit, account, outside)


def dismiss(desk: Desk, outside: str) -> None:
    """Let somebody wait no longer; they wait again once they come again."""
    with desk.at(HOUSE).write("arrival_dismissed", unseen="it is of no consequence") as unit:
        found = unit.arrivals.find(outside)
        require(found is not None, "arrival_gone")
        unit.arrivals.remove(outside)
        unit.note(found.name if found else "")


def _tie(unit: Writing, account: Account, outside: str) -> None:
    """Link an account to somebody of a provider, who waits no longer."""
    other = unit.accounts.find(outside=outside)
    if other is not None:
        raise InputError(Fault("identity_taken", value=other.name))
    require(account.outside is None, "account_linked", value=account.name)
    unit.accounts.change(account.id, outside=outside)
    unit.arrivals.remove(outside)
    unit.note(account.name)
