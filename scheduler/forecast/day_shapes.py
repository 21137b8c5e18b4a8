"""
How promotions change the course of a day: where in it the chats come, beside how many there are.

A promotion that opens at 20:00 brings its chats then, whatever the day's total. The shape of a slot
is what came over what the day's usual course would bring at the day's own total; it is drawn
towards what all promotions do, then to what those of the name do, where few chats speak.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.forecast.calendar import DayKind
from scheduler.forecast.events import promotion_days

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.demand import Floats, Ints
    from scheduler.forecast.calendar import SpecialDay
    from scheduler.forecast.series import Series

PRIOR_CHATS = 30.0
"""Chats of evidence in a slot that promotions do not move it."""


def promotion_shapes(
    series: Series, week: Floats, first: int, days: int, special_days: Iterable[SpecialDay]
) -> Floats:
    """
    Return by how much promotions move each slot of days to come, beside their totals.

    Parameters
    ----------
    series
        History; only its rows teach.
    week
        What slots of each weekday usually bring; shape (7, slots).
    first, days
        First row asked for, and how many.
    special_days
        Of this post.

    Returns
    -------
    1 on days without promotions; a day's total stays as it was; shape (days, slots).
    """
    found = np.ones((days, week.shape[1]))
    rows = _keys_by_row(series, special_days)
    coming = {row: keys for row, keys in rows.items() if first <= row < first + days}
    past = {row: keys for row, keys in rows.items() if row < series.days}
    if not coming or not past:
        return found
    weekdays = series.weekdays(first + days)
    shapes: dict[str, Floats] = {}
    for row, keys in coming.items():
        usual = np.nan_to_num(week[weekdays[row]])
        shape = np.ones(week.shape[1])
        for key in keys:
            if key not in shapes:
                like = [other for other, others in past.items() if key in others]
                shapes[key] = _shape(series, week, weekdays[like], like, shape) if like else shape
            shape = shapes[key]
        total = float((usual * shape).sum())
        found[row - first] = shape * (float(usual.sum()) / total if total > 0 else 1.0)
    return found


def _keys_by_row(series: Series, special_days: Iterable[SpecialDay]) -> dict[int, tuple[str, ...]]:
    """Return what each promotion's day is like: any promotion, one of its name, its own number."""
    special = [day for day in special_days if day.kind is DayKind.PROMOTION]
    kind = DayKind.PROMOTION.value
    numbered = {row: key for key, rows in promotion_days(series, special).items() for row in rows}
    found = {}
    for day in sorted(special):
        row = series.row(day.date)
        if row >= 0:
            own = (numbered[row],) if row in numbered else ()
            found[row] = (kind, f"{kind}/{day.name}", *own)
    return found


def _shape(
    series: Series, week: Floats, weekdays: Ints, rows: list[int], towards: Floats
) -> Floats:
    """Return what came over the usual at each day's own total, drawn towards another shape."""
    came, usual = np.zeros(week.shape[1]), np.zeros(week.shape[1])
    for row, weekday in zip(rows, weekdays, strict=True):
        values, base = series.values[row], week[weekday] * towards
        both = ~np.isnan(values) & ~np.isnan(base)
        expected = np.where(both, base, 0.0)
        total = float(expected.sum())
        if total > 0:
            seen = np.where(both, values, 0.0)
            came += seen
            usual += expected * (float(seen.sum()) / total)
    found: Floats = towards * (came + PRIOR_CHATS) / (usual + PRIOR_CHATS)
    return found
