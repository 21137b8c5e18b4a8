"""
Rows of volumes of different interval lengths, brought to one grid.

An export may count one post by the hour and another by the half hour, or change its interval on the
way. How long a row's interval is shows in the distances between the rows of its post; the chats of
a longer one are spread evenly over the grid's intervals.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduler.demand import Floats, Ints

LENGTHS = (60, 30, 20, 15, 12, 10, 6, 5, 4, 3, 2, 1)
LONG_RUN = 24  # rows on a coarser clock: of half-hourly ones, by chance once in 2^23


@dataclass(frozen=True, eq=False, slots=True)
class ChatGrid:
    """
    Chats of posts on one grid.

    Parameters
    ----------
    interval_min
        Length of its intervals; divides an hour.
    start_min
        First moments of those with a row of any post, ascending; shape (intervals,).
    counts
        Chats; NaN where a post has no row; shape (posts, intervals).
    rows
        By post, how many rows are of each length in minutes.
    """

    interval_min: int
    start_min: Ints
    counts: Floats
    rows: tuple[dict[int, int], ...]


def on_one_grid(starts: tuple[Ints, ...], counts: tuple[Floats, ...]) -> ChatGrid | None:
    """
    Return rows of posts on the grid that holds them all; None when there is no such.

    Parameters
    ----------
    starts, counts
        Of each post, first moments in whole minutes, ascending without repeats, and chats.
    """
    found = [lengths_of(each) for each in starts]
    known = [int(each.min()) for each in found if each.size and each.min() > 0]
    if not known:
        return None
    lengths = [np.where(each > 0, each, min(known)) for each in found]
    origin = min(int(each[0]) for each in starts if each.size)
    parts = [
        np.concatenate((each - origin, size)) for each, size in zip(starts, lengths, strict=True)
    ]
    step = int(np.gcd.reduce(np.concatenate(parts)))
    if 60 % step:
        return None
    cells = [_cells(*row, step) for row in zip(starts, lengths, counts, strict=True)]
    grid = np.unique(np.concatenate([moments for moments, _ in cells]))
    table = np.full((len(starts), len(grid)), np.nan)
    for row, (moments, values) in enumerate(cells):
        table[row, np.searchsorted(grid, moments)] = values
    rows = tuple(
        {int(size): int((each == size).sum()) for size in np.unique(each)} for each in lengths
    )
    return ChatGrid(step, grid, table, rows)


def lengths_of(starts: Ints) -> Ints:
    """Return the minutes of each row's interval, 0 where nothing shows it; shape (rows,)."""
    found = np.zeros(len(starts), dtype=np.int64)
    if len(starts) < 2:
        return found
    for length in LENGTHS:
        for begin, end in _runs(starts % length):
            if end - begin >= LONG_RUN:
                part = found[begin:end]
                part[part == 0] = length
    gaps = np.diff(starts)
    rest = found == 0
    if rest.any():
        step = int(np.gcd.reduce(gaps[rest[:-1] | rest[1:]]))
        found[rest] = step if 60 % step == 0 else 0
    found[:-1] = np.minimum(found[:-1], gaps)
    return found


def _runs(values: Ints) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(values)) + 1
    ends = np.concatenate(([0], edges, [len(values)]))
    return list(zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True))


def _cells(starts: Ints, lengths: Ints, counts: Floats, step: int) -> tuple[Ints, Floats]:
    """Return the grid's intervals that rows cover, and the chats of each."""
    parts = lengths // step
    first = np.repeat(starts, parts)
    within = np.arange(len(first)) - np.repeat(np.cumsum(parts) - parts, parts)
    return first + within * step, np.repeat(counts / parts, parts)
