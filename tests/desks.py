"""A desk for tests: whose, in which shop and when matter only where a test says so."""

import datetime as dt

from service.desk import Desk, Person

NOW = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)


def at_desk(database, shop_id="main", *, by="测试", now=NOW, **more):
    """Return a desk on a database."""
    return Desk(database, shop_id, Person(by), now, **more)
