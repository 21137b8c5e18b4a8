"""
A calendar of special days: columns ``date, kind, name`` and any of ``post, factor``.

``post`` is one name or several with ``|`` between them, empty for all posts; ``factor`` is the
planner's own, empty where what was learnt from history holds.
"""

from __future__ import annotations

from scheduler.forecast.calendar import SpecialDay
from store.files.columns import columns
from store.files.table_file import TableFile

SPECIAL_DAYS = TableFile(
    "special_days", columns("special_days", SpecialDay), once=("date", "name", "post")
)
