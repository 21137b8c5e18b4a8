"""A vendor's contract and month with defaults, so that a test shows only what matters."""

import datetime as dt
from decimal import Decimal

from kpi.month import Month
from kpi.vendors.contract import VendorContract
from kpi.vendors.vendor_month import VendorMonth, Worked
from scheduler.horizon import Clock

NOVEMBER = Month(2026, 11)
SHANGHAI = Clock("Asia/Shanghai")
FIRST = dt.date(2026, 1, 1)


def contract(**more):
    prices = ("seat_price", "hour_price", "chat_price", "order_price")
    if not any(name in more for name in prices):
        more["hour_price"] = Decimal(30)
    return VendorContract("云客", more.pop("name", "YK-1"), more.pop("first", FIRST), **more)


def worked(start, end, agent="V1", *, clock=SHANGHAI, post="presales", is_attended=True):
    """Work from one local time to another."""
    return Worked(agent, post, ((clock.parse(start), clock.parse(end)),), is_attended)


def month(*work, clock=SHANGHAI, when=NOVEMBER, facts=None, people=("V1", "V2"), **more):
    return VendorMonth("云客", when, clock, people, work, facts, **more)
