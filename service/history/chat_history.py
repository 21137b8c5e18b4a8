"""Raw logs of chats taken in as history: volumes, and what they show of agents and customers."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from scheduler.demand import Volumes
from scheduler.forecast.counted import counted
from scheduler.history import Finding
from scheduler.post import Post
from scheduler.staffing.measured import MeasuredChats, measured
from service.history.volumes import HistoryKind, VolumesFrom, import_volumes
from service.shop.shops import save_post, shop
from service.shop.told import NOBODY_SAYS, NamesTold, reading_as, remember
from store.files.raw_chats import ChatColumns, LogStage, Tell, nobody, read_raw_chats
from store.files.source import write_table
from store.files.week_tables import volume_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from scheduler.horizon import Clock
    from service.desk import Desk

__all__ = ["ChatColumns", "Finding", "LogStage", "MeasuredChats"]

TABLE = "chats"


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

    def without(self, posts: frozenset[str]) -> TakenIn:
        """Return the log without some posts."""
        rows = [row for row, post in enumerate(self.volumes.posts) if post not in posts]
        if len(rows) == len(self.volumes.posts):
            return self
        kept = tuple(self.volumes.posts[row] for row in rows)
        return replace(
            self,
            volumes=replace(self.volumes, posts=kept, counts=self.volumes.counts[rows]),
            measured=tuple(each for each in self.measured if each.post in kept),
            findings=tuple(each for each in self.findings if each.post not in posts),
        )


def read_chat_history(
    path: Path,
    clock: Clock,
    columns: ChatColumns,
    *,
    interval_min: int = 30,
    drop: Mapping[str, str] | None = None,
    out: Path | None = None,
    tell: Tell = nobody,
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
    tell
        Told how far the reading is.

    Raises
    ------
    InputError
        When a column is missing, or no row can be placed in time.
    """
    raw = read_raw_chats(path, clock, columns, drop=drop, tell=tell)
    tell(LogStage.COUNTS)
    found = counted(raw.history, clock, interval_min)
    if out is not None:
        write_table("volumes", volume_rows(found.volumes), out)
    tell(LogStage.SPEEDS)
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
    with reading_as(desk, TABLE):
        found = read_chat_history(path, clock, columns, interval_min=here.interval_min, drop=drop)
    import_volumes(desk, found.volumes, source=_source(path.name, found))
    return found


def _source(file: str, found: TakenIn) -> VolumesFrom:
    return VolumesFrom(HistoryKind.CHAT_LOG, file, found.chats)


def look_at_chats(
    desk: Desk,
    path: Path,
    columns: ChatColumns,
    *,
    told: NamesTold = NOBODY_SAYS,
    tell: Tell = nobody,
) -> TakenIn:
    """Return what a raw log shows, read as the shop's logs are; nothing is kept."""
    here = shop(desk)
    with reading_as(desk, TABLE, told):
        return read_chat_history(
            path, here.clock, columns, interval_min=here.interval_min, tell=tell
        )


def keep_chats(
    desk: Desk,
    found: TakenIn,
    file: str,
    *,
    told: NamesTold = NOBODY_SAYS,
    new_posts: tuple[str, ...] = (),
    left_out: frozenset[str] = frozenset(),
) -> TakenIn:
    """
    Merge what a log showed into a shop's history.

    Parameters
    ----------
    file
        Name of the log, by which it can be withdrawn.
    told
        As which the log was read: its names of posts are remembered.
    new_posts, left_out
        What the log calls posts that the shop gets, and those that are not kept.

    Raises
    ------
    InputError
        When time zone or posts are not those of the shop; nothing is kept then.
    """
    kept = found.without(left_out)
    for post in new_posts:
        save_post(desk, Post(post))
    import_volumes(desk, kept.volumes, source=_source(file, kept))
    if told.posts:
        remember(desk, told)
    return kept


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
