"""What a file of volumes held: how it was read, what it lacks, what is unlike the rest."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from scheduler.forecast.calendar import CHINA, public_days
from service.history.past_caveats import UNLIKE, WRONG
from service.history.past_check import PastStretch, check_history
from service.shop.campaigns import special_days_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.forecast.calendar import SpecialDay
    from service.desk import Desk
    from store.files.volume_export import VolumeExport

DAY = dt.timedelta(days=1)
MOST_TOLD = 12


def reading_report(
    export: VolumeExport,
    special_days: Iterable[SpecialDay] | None = None,
    *,
    interval_min: int | None = None,
) -> dict[str, Any]:
    """
    Return how many rows of a file were kept and left out, and how the rest was read.

    Parameters
    ----------
    special_days
        Days that need not look like others: with them it is told what is unlike the rest; None: it
        is told elsewhere.
    interval_min
        For which it is read; None: for its own.
    """
    longest = max(length for rows in export.lengths.values() for length in rows)
    is_mixed = any(length != longest for rows in export.lengths.values() for length in rows)
    repeats, passed = export.repeats, export.passed
    first, last, empty = _days(export)
    return {
        "rows": export.rows,
        "kept": export.kept_rows,
        "dropped": export.dropped_rows,
        "clock_changes": export.clock_change_rows,
        "unknown": export.unknown_rows,
        "totals": passed.totals,
        "sums": export.sum_rows,
        "sum_posts": list(passed.sum_posts),
        "posts_left_out": sum(passed.posts.values()),
        "repeated": repeats.equal,
        "repeated_unlike": repeats.unlike,
        "unread": list(passed.unread),
        "years": passed.years,
        "fractions": export.fractions,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "chats": float(np.nansum(export.volumes.counts)),
        "empty_days": [day.isoformat() for day in empty],
        "without_row": export.missing.intervals,
        "silent": export.missing.silent,
        "no_row": export.no_row,
        "lengths": {post: dict(rows) for post, rows in export.lengths.items()} if is_mixed else {},
        "spread": _spread(export.volumes.interval_min, interval_min),
        "handle_s": dict(export.handle_s),
        "unlike": [] if special_days is None else _unlike(export, tuple(special_days)),
    }


def _spread(own: int, interval_min: int | None) -> list[int]:
    """Return the file's interval and the shorter one over which it is spread; empty: it is not."""
    return [own, interval_min] if interval_min is not None and interval_min < own else []


def special_of(desk: Desk, export: VolumeExport, country: str = CHINA) -> tuple[SpecialDay, ...]:
    """Return the public days of an export's time, and the special ones that a shop entered."""
    first, last, _ = _days(export)
    with desk.read() as unit:
        entered = special_days_in(unit, desk.shop_id)
    return (*public_days(country, first, last).days, *entered)


def _days(export: VolumeExport) -> tuple[dt.date, dt.date, list[dt.date]]:
    """Return the first and the last day, and the days between without a row of any post."""
    volumes = export.volumes
    known = volumes.start_min[np.isfinite(volumes.counts).any(axis=0)]
    moments = known if len(known) else volumes.start_min
    there = {volumes.clock.date_of(int(at)) for at in moments}
    first, last = min(there), max(there)
    all_days = (first + DAY * number for number in range((last - first).days + 1))
    return first, last, [day for day in all_days if day not in there]


def _unlike(export: VolumeExport, special_days: tuple[SpecialDay, ...]) -> list[dict[str, Any]]:
    """Return what is far from its like or looks wrong, the most distant first."""
    clock = export.volumes.clock
    found = [
        fault
        for fault in check_history(export.volumes, (), special_days).faults
        if fault.fault in (*UNLIKE, *WRONG)
    ]
    found.sort(key=_distance, reverse=True)
    return [
        {
            "fault": fault.fault.value,
            "post": fault.post,
            "start": clock.format(fault.start_min),
            "end": clock.format(fault.end_min),
            "chats": fault.chats,
            "usual": fault.usual,
        }
        for fault in found[:MOST_TOLD]
    ]


def _distance(fault: PastStretch) -> float:
    if not fault.usual:
        return float("inf")
    return abs(float(np.log((fault.chats + 1) / (fault.usual + 1))))
