"""Raw logs of chats taken in as history: volumes, and what they show of agents and customers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from scheduler.demand import Volumes
from scheduler.forecast.counted import counted
from scheduler.history import Finding
from scheduler.staffing.measured import MeasuredChats, measured
from service.history.volumes import import_volumes
from service.shop.shops import shop
from store.files.raw_chats import ChatColumns, read_raw_chats
from store.files.source import write_table
from store.files.week_tables import volume_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scheduler.horizon import Clock
    from service.desk import Desk

__all__ = ["ChatColumns", "Finding", "MeasuredChats"]


@dataclass(frozen=True, eq=False, slots=True)
class TakenIn:
    """
    A log of chats as history.

    Parameters
    ----------
    rows, chats
        Of the file, and those that could be placed in time.
    volumes
        By post and interval; NaN where closed or missing.
    measured
        By post.
    findings
        What was wrong, closed hours and gaps included.
    """

    rows: int
    chats: int
    volumes: Volumes
    measured: tuple[MeasuredChats, ...]
    findings: tuple[Finding, ...]


def read_chat_history(
    path: Path,
    clock: Clock,
    columns: ChatColumns,
    *,
    interval_min: int = 30,
    drop: Mapping[str, str] | None = None,
    out: Path | None = None,
) -> TakenIn:
    """
    Return what a raw log of chats shows.

    Parameters
    ----------
    path, clock, columns, drop
        The file and how to read it.
    interval_min
        Interval of the volumes.
    out
        Where to write the volumes as ``start, post, volume``, an empty cell where closed or not
        known; None: nowhere.

    Raises
    ------
    InputError
        When a column is missing, or no row can be placed in time.
    """
    raw = read_raw_chats(path, clock, columns, drop=drop)
    found = counted(raw.history, clock, interval_min)
    if out is not None:
        write_table("volumes", volume_rows(found.volumes), out)
    return TakenIn(
        raw.rows,
        len(raw.history),
        found.volumes,
        measured(raw.history),
        (*raw.findings, *found.findings),
    )


def import_chat_history(
    desk: Desk,
    path: Path,
    clock: Clock,
    columns: ChatColumns,
    *,
    drop: Mapping[str, str] | None = None,
) -> TakenIn:
    """
    Merge a raw log's volumes into a shop's history, at the shop's interval.

    Raises
    ------
    InputError
        As for reading, and when time zone or posts are not those of the shop; nothing is kept then.
    """
    here = shop(desk)
    found = read_chat_history(path, clock, columns, interval_min=here.interval_min, drop=drop)
    import_volumes(desk, found.volumes)
    return found


def taken_report(found: TakenIn) -> dict[str, Any]:
    """Return what a log shows, for programs."""
    volumes = found.volumes
    return {
        "rows": found.rows,
        "chats": found.chats,
        "interval_minutes": volumes.interval_min,
        "timezone": volumes.clock.timezone,
        "first": volumes.clock.format(int(volumes.start_min[0])),
        "last": volumes.clock.format(int(volumes.start_min[-1])),
        "findings": [asdict(each) for each in found.findings],
        "posts": {
            each.post: asdict(each) | {"usual_most": each.usual_most} for each in found.measured
        },
    }
