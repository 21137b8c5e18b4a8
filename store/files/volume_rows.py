"""Rows of volumes: which are repeated, what posts they are of, how long a chat takes in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from store.files.cells import Moment, Name
from store.files.number_cells import CountOrUnknown, Duration
from store.files.rows import Placed, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.demand import Floats

EXAMPLES = 3
SUM_SHARE = 0.98  # of the intervals must hold the sum of the other posts
LEAST_POSTS = 3
MINUTES = re.compile(r"分|min", re.IGNORECASE)
SECONDS = re.compile(r"秒|sec", re.IGNORECASE)


class Repeated(StrEnum):
    """Which of several rows of one interval with different numbers holds."""

    FIRST = "first"
    LAST = "last"
    LARGER = "larger"
    SUM = "sum"

    def of(self, values: Sequence[float]) -> float:
        """Return the number of an interval that has several."""
        known = [value for value in values if not np.isnan(value)] or [np.nan]
        match self:
            case Repeated.FIRST:
                return known[0]
            case Repeated.LAST:
                return known[-1]
            case Repeated.LARGER:
                return max(known)
            case Repeated.SUM:
                return sum(known)


@dataclass(frozen=True, slots=True)
class RepeatedRows:
    """
    Rows of intervals that an earlier row is of.

    Parameters
    ----------
    equal
        How many say what the earlier one said; they are left out.
    unlike
        How many say something else.
    examples
        Of these, some lines: the later one and the earlier one.
    """

    equal: int = 0
    unlike: int = 0
    examples: tuple[tuple[int, int], ...] = ()


class VolumeRow(Record):
    """A row of a volume export, by our names."""

    start: Moment
    post: Name
    volume: CountOrUnknown
    handle_s: Duration = float("nan")


class DroppedRow(Record):
    """A row that is left out: what interval it is of."""

    start: Moment
    post: Name


def once(
    lines: Sequence[Placed[VolumeRow]], choice: Repeated
) -> tuple[tuple[Placed[VolumeRow], ...], RepeatedRows]:
    """Return a row for each interval and post, and which rows said it again."""
    rows: dict[tuple[str, int], list[Placed[VolumeRow]]] = {}
    for line in lines:
        rows.setdefault((line.value.post, line.value.start), []).append(line)
    kept, equal, unlike, examples = [], 0, 0, []
    for same in rows.values():
        first = same[0]
        others = [line for line in same[1:] if not _same(line.value.volume, first.value.volume)]
        equal += len(same) - 1 - len(others)
        unlike += len(others)
        examples += [(line.line, first.line) for line in others]
        if others:
            volume = choice.of([first.value.volume, *(line.value.volume for line in others)])
            first = Placed(first.line, first.value.model_copy(update={"volume": volume}))
        kept.append(first)
    return tuple(kept), RepeatedRows(equal, unlike, tuple(examples[:EXAMPLES]))


def _same(one: float, other: float) -> bool:
    return one == other or (np.isnan(one) and np.isnan(other))


def handle_times(lines: Iterable[Placed[VolumeRow]]) -> dict[str, float]:
    """Return the mean time a chat takes by post, in seconds, of the rows that say it."""
    chats: dict[str, float] = {}
    spent: dict[str, float] = {}
    for line in lines:
        row = line.value
        if row.volume > 0 and row.handle_s > 0:
            chats[row.post] = chats.get(row.post, 0.0) + row.volume
            spent[row.post] = spent.get(row.post, 0.0) + row.volume * row.handle_s
    return {post: spent[post] / chats[post] for post in chats}


def in_minutes(head: str) -> bool:
    """Return whether the head of a column of times says that they are minutes."""
    return MINUTES.search(head) is not None and SECONDS.search(head) is None


def sums_of_others(counts: Floats) -> list[int]:
    """Return which rows hold the sums of all others; ``counts``: shape (posts, intervals)."""
    if len(counts) < LEAST_POSTS:
        return []
    known = np.isfinite(counts).all(axis=0)
    some = known & (counts.sum(axis=0) > 0)
    if not some.any():
        return []
    whole = counts[:, some].sum(axis=0)
    shares = [float(np.isclose(2 * row, whole).mean()) for row in counts[:, some]]
    return [row for row, share in enumerate(shares) if share >= SUM_SHARE]


@dataclass(frozen=True, slots=True)
class PassedOver:
    """
    What of a file was passed over, and what was taken for granted.

    Parameters
    ----------
    totals
        Rows that are sums or means.
    sum_posts
        What the file calls posts that are the sum of all others.
    posts
        Rows by what the file calls posts that were left out.
    unread
        Columns with numbers that were not read.
    years
        Dates without a year, taken as the latest there was.
    """

    totals: int = 0
    sum_posts: tuple[str, ...] = ()
    posts: Mapping[str, int] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    years: int = 0
