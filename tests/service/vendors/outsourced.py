"""November of the small shop, in which A1 and A2 are a vendor's people and A3 is another's."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from kpi.month import Month
from service.access.grants import Role, Scope, ScopeKind, set_vendor
from service.access.person import Person
from service.shop.shops import agents, save_agents
from service.vendors.contracts import VendorContract, save_contract
from store.grants import Grant
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import with_month

NOVEMBER = Month(2026, 11)
OCTOBER = dt.datetime(2026, 10, 15, 1, 0, tzinfo=dt.UTC)
DECEMBER = dt.datetime(2026, 12, 3, 1, 0, tzinfo=dt.UTC)
TEAMS = {"A1": "一组", "A2": "一组", "A3": "二组"}
AGREED = VendorContract(
    "云客", "YK-1", dt.date(2026, 1, 1), hour_price=Decimal(30), chat_price=Decimal("0.5")
)


def fill(opened):
    """Fill a database with the month, the vendors and a contract each."""
    with_month()(opened)
    desk = at_desk(opened, by="人事", now=s.NOW)
    save_agents(desk, tuple(replace(one, team=TEAMS.get(one.id, "自有")) for one in agents(desk)))
    early = at_desk(opened, by="人事", now=OCTOBER)
    set_vendor(early, "一组", "云客")
    set_vendor(early, "二组", "海客")
    save_contract(desk, AGREED)
    save_contract(desk, replace(AGREED, vendor="海客", name="HK-1"))


def signed_in(database, name, role, *vendors):
    """Return the desk in December of somebody who has signed in."""
    scope = Scope(ScopeKind.VENDOR, "main", vendors) if vendors else Scope(ScopeKind.SHOP, "main")
    return replace(
        at_desk(database, now=DECEMBER), person=Person(name, grants=(Grant(name, role, scope),))
    )


def hr(database, name="何"):
    return signed_in(database, name, Role.HR)


def supervisor(database, vendor="云客", name="云"):
    return signed_in(database, name, Role.VENDOR, vendor)
