"""A served house with a week of 200 people in it, and people who sign in: for what is measured."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import closing
from pathlib import Path

from service.access import accounts
from service.access.grants import Grant, Role, Scope, ScopeKind, give
from service.access.passwords import PasswordCost
from service.access.visits import begun
from service.desk import HOUSE
from service.roster.intake import keep_week
from service.roster.publishing import keep_roster
from service.worker import memory_mb
from store.database import open_database
from store.files.week import read_roster, read_week
from tests.desks import at_desk
from tests.ui.gate.visitor import Visitor

SHOP = "main"
CHEAP = PasswordCost(1, 8, 1)
PASSWORD = "four unrelated 词语 here"


def instance(name: str) -> Path:
    """Return the folder of a benchmark week."""
    return Path(os.environ.get("PAIBAN_SHARED", "../shared")) / "benchmarks/contact_centre" / name


def fill(url: str, name: str) -> str:
    """Keep a benchmark week and its known roster in a new database; return the week's label."""
    folder = instance(name)
    week = read_week(folder)
    problem = week.problem()
    with closing(open_database(url)) as database:
        desk = at_desk(database, SHOP, now=dt.datetime.now(dt.UTC))
        keep_week(desk, week, shop_name="西湖店")
        label = problem.horizon.iso_week
        keep_roster(desk, label, read_roster(folder / "known_roster.csv", problem))
    return str(label)


def people(url: str, count: int) -> list[str]:
    """Give so many people an account and the role of a supervisor; return their names."""
    names = [f"主管{number:02}" for number in range(count)]
    now = dt.datetime.now(dt.UTC)
    with closing(open_database(url)) as database:
        desk = at_desk(database, HOUSE, now=now)
        first = accounts.create(desk, "管理员", cost=CHEAP)
        _settled(database, first.name, first.password)
        for name in names:
            made = accounts.create(desk, name, cost=CHEAP)
            _settled(database, name, made.password)
            give(desk, Grant(name, Role.SUPERVISOR, Scope(ScopeKind.SHOP, SHOP)))
    return names


def _settled(database, name, password):
    """Change somebody's first password, as they would be asked to."""
    now = dt.datetime.now(dt.UTC)
    with database.write() as unit:
        account = next(one for one in unit.accounts.all() if one.name == name)
        token = begun(unit, now, came_from="127.0.0.1", account_id=account.id)
    accounts.change_password(database, token, now, old=password, new=PASSWORD, cost=CHEAP)


def sign_in(address: str, name: str) -> Visitor:
    """Sign somebody in by the form; return them with their cookies."""
    visitor = Visitor(address)
    status, to, _ = visitor.fill("/sign-in", name=name, password=PASSWORD)
    if (status, to) != (303, "/"):
        raise RuntimeError(f"{name} could not sign in: {status} {to}")
    return visitor


def memory_of(pid: int) -> float:
    """Return the memory of a server's process in MB, without the worker beside it."""
    return memory_mb(pid)
