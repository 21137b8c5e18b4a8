"""
What is known by day beside chats: columns ``date, kind, amount`` and, where not of all, ``post``.

``kind`` is a plan of sales, a plan of visitors, or orders that came. A plan also has days to come.
"""

from __future__ import annotations

from scheduler.forecast.drivers import DriverDay
from store.files.columns import columns
from store.files.table_file import TableFile

DRIVERS = TableFile("drivers", columns("drivers", DriverDay), once=("date", "kind", "post"))
