"""How people come in: by account, or, on this computer alone, without one."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from scheduler.errors import gathering, require
from service.desk import HOUSE

if TYPE_CHECKING:
    from service.desk import Desk
    from store.database import Database

SETTING = "without_accounts"


class WayIn(StrEnum):
    """How people come in."""

    ACCOUNTS = "accounts"  # everybody signs in
    ALONE = "alone"  # somebody said that nobody signs in on this computer
    DEMO = "demo"  # it is the demo's shop, on this computer
    UNDECIDED = "undecided"  # nobody said anything yet


def way_in(database: Database) -> WayIn:
    """Return how people come in, as things stand at this moment."""
    with database.read() as unit:
        if unit.accounts.is_any():
            return WayIn.ACCOUNTS
        return WayIn(unit.house.get(SETTING) or WayIn.UNDECIDED)


def go_on_alone(desk: Desk, way: WayIn = WayIn.ALONE) -> None:
    """
    Let people in on this computer without signing in, until there is an account.

    Raises
    ------
    InputError
        When there is an account.
    """
    with desk.at(HOUSE).write("went_on_alone", unseen="nothing was said before") as unit:
        require(not unit.accounts.is_any(), "account_there")
        unit.house.set(SETTING, way.value, desk.stamp)
        unit.note(way.value)


def require_guarded(database: Database, *, is_local: bool, is_sealed: bool) -> None:
    """
    Raise InputError where others could reach the house unguarded.

    Parameters
    ----------
    is_local
        Only this very computer reaches it.
    is_sealed
        All that comes is encrypted.
    """
    if is_local:
        return
    with gathering() as check:
        check(way_in(database) is WayIn.ACCOUNTS, "serve_without_accounts")
        check(is_sealed, "serve_without_tls")
