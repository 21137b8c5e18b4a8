"""
Intervals of volumes without a row: no chat came, or nobody knows.

Which it is only the shop can say. Hours in which a post never has a row, three or more on end in
every week, are taken as closed and are neither. Even where no row means no chat, a silence in which
many chats are usual stays unknown: the record is missing there. Where rows are rarely missing, it
need not be asked: these intervals are unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from scheduler.demand import Floats, Ints, Volumes
from scheduler.forecast.counted import SILENT_CHATS
from scheduler.forecast.series import Flags, day_and_slot
from scheduler.horizon import DAY_MIN, WEEK_DAYS

CLOSED_MIN = 3 * 60
RARE = 0.1
FEWEST_WEEKS = 3  # whole ones; with fewer, hours of all days together say what is open


class NoRow(StrEnum):
    """What an interval without a row means."""

    ZERO = "zero"
    UNKNOWN = "unknown"


@dataclass(frozen=True, eq=False, slots=True)
class Unrecorded:
    """
    Volumes, and where they have no row.

    Parameters
    ----------
    volumes
        As recorded.
    grid_min
        First moments from the first interval with a row to the last, without holes; shape (grid,).
    open_hours
        Intervals without a row while a post is open; shape (posts, grid).
    silences
        Those of them in stretches where many chats are usual; shape (posts, grid).
    is_rare
        Whether at no time of day more than one in ten is without a row: then hardly anything hangs
        on what that means.
    """

    volumes: Volumes
    grid_min: Ints
    open_hours: Flags
    silences: Flags
    is_rare: bool

    @property
    def intervals(self) -> int:
        """Return how many intervals of all posts have no row while open."""
        return int(self.open_hours.sum())

    @property
    def silent(self) -> int:
        """Return how many of them stay unknown whatever no row means."""
        return int(self.silences.sum())

    def meaning(self, no_row: NoRow) -> Volumes:
        """Return the volumes with what an interval without a row means."""
        if no_row is NoRow.UNKNOWN:
            return self.volumes
        zeros = self.open_hours & ~self.silences
        counts = _spread(self.volumes, self.grid_min)
        counts[zeros] = 0.0
        kept = zeros.any(axis=0) | np.isin(self.grid_min, self.volumes.start_min)
        return replace(self.volumes, start_min=self.grid_min[kept], counts=counts[:, kept])


def unrecorded(volumes: Volumes, others: tuple[Ints, ...] | None = None) -> Unrecorded:
    """
    Return where volumes have no row.

    Parameters
    ----------
    volumes
        As recorded.
    others
        By post, first moments of intervals that have a row, though no number came of it.
    """
    step = volumes.interval_min
    grid = np.arange(volumes.start_min[0], volumes.start_min[-1] + step, step)
    counts = _spread(volumes, grid)
    recorded = ~np.isnan(counts)
    has_row = recorded.copy()
    for row, starts in enumerate(others or ()):
        has_row[row, np.isin(grid, starts)] = True
    days, slots = day_and_slot(volumes.clock, grid, step)
    per_day = DAY_MIN // step
    open_hours = np.array([_open_hours(each, days, slots, per_day) for each in recorded])
    missing = open_hours & ~has_row
    place = (days % WEEK_DAYS) * per_day + slots
    each = zip(counts, missing, strict=True)
    silences = np.array([_silences(row, lost, place) for row, lost in each])
    is_rare = all(
        _is_rare(lost, there, slots) for lost, there in zip(missing, has_row, strict=True)
    )
    return Unrecorded(volumes, grid, missing, silences, is_rare)


def _is_rare(missing: Flags, has_row: Flags, slots: Ints) -> bool:
    lost, there = (
        np.bincount(slots[each], minlength=slots.max() + 1) for each in (missing, has_row)
    )
    return bool((lost <= RARE * (lost + there)).all())


def _spread(volumes: Volumes, grid: Ints) -> Floats:
    """Return counts on a grid that has every start of the volumes; NaN elsewhere."""
    counts = np.full((len(volumes.posts), len(grid)), np.nan)
    counts[:, np.searchsorted(grid, volumes.start_min)] = volumes.counts
    return counts


def _open_hours(has_row: Flags, days: Ints, slots: Ints, per_day: int) -> Flags:
    """Return when a post is open, from its first row to its last; shape (intervals,)."""
    seen = np.zeros((WEEK_DAYS, per_day), dtype=bool)
    seen[days[has_row] % WEEK_DAYS, slots[has_row]] = True
    if days[-1] - days[0] < FEWEST_WEEKS * WEEK_DAYS:
        seen[seen.any(axis=1)] = seen.any(axis=0)
    ring = seen.reshape(-1)
    is_open = np.ones(ring.size, dtype=bool)
    most = CLOSED_MIN * per_day // DAY_MIN
    for first, length in _gaps_on_ring(ring):
        if length >= most:
            is_open[(first + np.arange(length)) % ring.size] = False
    inside = np.zeros(len(has_row), dtype=bool)
    inside[has_row.argmax() : len(has_row) - has_row[::-1].argmax()] = has_row.any()
    found: Flags = inside & is_open[(days % WEEK_DAYS) * per_day + slots]
    return found


def _gaps_on_ring(seen: Flags) -> list[tuple[int, int]]:
    """Return the first place and length of each stretch that is never seen, round the week."""
    there = np.flatnonzero(seen)
    if not there.size:
        return [(0, seen.size)]
    after = np.append(there[1:], there[0] + seen.size)
    return [
        (int(place) + 1, int(gap))
        for place, gap in zip(there, after - there - 1, strict=True)
        if gap > 0
    ]


def _silences(counts: Floats, missing: Flags, place: Ints) -> Flags:
    """Return the missing intervals in stretches without a chat where many are usual."""
    quiet = np.where(missing, 0.0, counts)
    usual = np.zeros(int(place.max()) + 1)
    for each in np.unique(place):
        there = quiet[(place == each) & ~np.isnan(quiet)]
        usual[each] = np.median(there) if there.size else 0.0
    found = np.zeros(len(counts), dtype=bool)
    edges = np.flatnonzero(np.diff(np.r_[0, (~(quiet > 0)).astype(np.int8), 0])).reshape(-1, 2)
    for begin, end in edges.tolist():
        inside = slice(begin, end)
        if float(usual[place[inside]][missing[inside]].sum()) >= SILENT_CHATS:
            found[inside] = missing[inside]
    return found
