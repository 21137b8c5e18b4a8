"""What is wrong with a history of volumes: gaps, silence, odd times, copied and unlike days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.demand import Volumes
from scheduler.forecast.calendar import SpecialDay
from scheduler.post import Post
from service.history.past_grid import Flags, Floats, PastGrid, PastLane
from service.history.past_unlike import spike, spikes, unlike_days
from service.history.volumes import history
from service.shop.campaigns import posts_in

if TYPE_CHECKING:
    import datetime as dt

    from service.desk import Desk
    from service.history.volumes import History
    from store.unit import Unit

LUMP_USUAL = 0.5  # of a usual day in its first interval: then a lump there is no fault
CHATS_MISSED = 20.0  # so many expected and none come: chance of it e^-20
LUMP_SHARE = 0.9
LUMP_CHATS = 20
SHIFT_CHATS = 100
SHIFT_GAIN = 0.3  # by which another hour must fit a day better than its own
SHIFT_FIT = 0.85
SHIFT_DAYS = 2
COPY_CHATS = 50
OUTSIDE_MOST = 7  # stretches with chats while it is closed, beyond which they are told as one


class PastFault(StrEnum):
    """What can be wrong with a stretch of history."""

    GAP = "gap"  # no record where there usually is one
    SILENT = "silent"  # zeros where many chats are usual
    OUTSIDE = "outside"  # chats while the post is closed
    DATE_ONLY = "date_only"  # a whole day's chats in its first interval: times were cut off
    SHIFTED = "shifted"  # the day's shape lies hours beside the usual: another time zone
    COPIED = "copied"  # the same numbers as another day's
    ABOVE = "above"  # a day with far more chats than its like
    BELOW = "below"  # a day with far fewer
    SPIKE = "spike"  # an interval far above what its day makes likely


@dataclass(frozen=True, slots=True)
class PastStretch:
    """
    A part of the history that is missing or looks wrong.

    Parameters
    ----------
    fault
        What is wrong.
    post
        Of which post.
    start_min, end_min
        From and until when.
    chats
        Chats recorded in it; for a gap or silence, those that are usual there.
    hours
        By how much it is shifted; 0 otherwise.
    usual
        Chats to be expected there, of what is far from its like; 0 otherwise.
    """

    fault: PastFault
    post: str
    start_min: int
    end_min: int
    chats: float
    hours: int = 0
    usual: float = 0.0


@dataclass(frozen=True, eq=False)
class CheckedHistory:
    """
    A shop's history and what is wrong with it.

    Parameters
    ----------
    volumes
        Chats that arrived, on a whole grid of intervals; None: nothing was imported.
    usual
        Median of the weeks by interval, on the same grid; NaN where the post is usually closed;
        shape (posts, intervals).
    posts
        Of the shop, in their order.
    special_days
        Public and entered ones.
    faults
        In order of time.
    """

    volumes: Volumes | None
    usual: Floats
    posts: tuple[Post, ...]
    special_days: tuple[SpecialDay, ...]
    faults: tuple[PastStretch, ...]

    @property
    def told(self) -> tuple[PastStretch, ...]:
        """Return what is wrong as it is told: chats of every closed night of a post as one."""
        return told_of(self.faults, self.posts)


def told_of(faults: tuple[PastStretch, ...], posts: tuple[Post, ...]) -> tuple[PastStretch, ...]:
    """Return stretches in order of time, those outside the opening as one where that is usual."""
    found = faults
    for post in posts:
        nights = [one for one in faults if one.post == post.id and one.fault is PastFault.OUTSIDE]
        if len(nights) > OUTSIDE_MOST:
            whole = replace(
                nights[0], end_min=nights[-1].end_min, chats=sum(one.chats for one in nights)
            )
            rest = (one for one in found if one not in nights)
            found = tuple(sorted((*rest, whole), key=lambda one: one.start_min))
    return found


def checked_history(desk: Desk, until: dt.date) -> CheckedHistory:
    """Return a shop's history with its special days to ``until``, and what is wrong with it."""
    known = history(desk, until)
    with desk.read() as unit:
        return checked(unit, desk.shop_id, known, until)


def checked(unit: Unit, shop_id: str, known: History, until: dt.date) -> CheckedHistory:
    """Return a shop's history that is known already, and what is wrong with it."""
    days = [until]
    if known.volumes is not None:
        days.insert(0, known.volumes.clock.date_of(int(known.volumes.start_min[0])))
    posts = posts_in(unit, shop_id, days)
    if known.volumes is None:
        return CheckedHistory(None, np.empty((0, 0)), posts, known.special_days, ())
    return check_history(known.volumes, posts, known.special_days)


def check_history(
    volumes: Volumes, posts: tuple[Post, ...], special_days: tuple[SpecialDay, ...]
) -> CheckedHistory:
    """Return a history on a whole grid with all that is wrong with it."""
    grid = PastGrid.of(volumes)
    by_id = {post.id: post for post in posts}
    found, usual = [], []
    for row, name in enumerate(volumes.posts):
        days = tuple(day for day in special_days if day.posts is None or name in day.posts)
        lane = PastLane.of(grid, grid.volumes.counts[row], by_id.get(name), days)
        usual.append(lane.usual)
        found += [_stretch(grid, name, part) for part in _parts(grid, lane)]
    order = sorted(found, key=lambda one: (one.start_min, volumes.posts.index(one.post)))
    return CheckedHistory(grid.volumes, np.array(usual), posts, special_days, tuple(order))


@dataclass(frozen=True, slots=True)
class _Part:
    fault: PastFault
    first: int
    after: int
    chats: float
    hours: int = 0
    usual: float = 0.0


def _parts(grid: PastGrid, lane: PastLane) -> list[_Part]:
    known = np.isfinite(lane.counts)
    gaps = [
        _Part(PastFault.GAP, first, after, float(np.nansum(lane.usual[first:after])))
        for first, after in _runs(lane.due & ~known, bridge=~lane.due & ~known)
    ]
    outside = [
        _Part(PastFault.OUTSIDE, first, after, float(np.nansum(lane.counts[first:after])))
        for first, after in _runs(lane.shut & (np.nan_to_num(lane.counts) > 0))
    ]
    days = _days(grid, lane)
    wrong = [day for day in days if day.fault is not PastFault.COPIED]
    within = [part for part in (*gaps, *_silence(lane)) if not _is_inside(part, wrong)]
    far = [part for part in _unlike(grid, lane) if not _is_inside(part, [*days, *within])]
    left_out = lane.left_out[grid.day]
    return [part for part in (*within, *outside, *days, *far) if not left_out[part.first]]


def _is_inside(part: _Part, others: list[_Part]) -> bool:
    """Return whether a stretch follows from what is wrong with its whole day."""
    return any(other.first <= part.first and part.after <= other.after for other in others)


def _unlike(grid: PastGrid, lane: PastLane) -> list[_Part]:
    """Return the days far from their like, and spikes on other days."""
    spiked = spikes(grid, lane)
    days = [
        _Part(PastFault.ABOVE if day.chats > day.usual else PastFault.BELOW, *day[:3], 0, day.usual)
        for day in unlike_days(grid, lane, spiked)
    ]
    runs = (spike(grid, lane, *run) for run in _runs(spiked))
    alone = [_Part(PastFault.SPIKE, *run[:3], 0, run.usual) for run in runs]
    return [*days, *(run for run in alone if not _is_inside(run, days))]


def _silence(lane: PastLane) -> list[_Part]:
    found = []
    for first, after in _runs(lane.counts == 0):
        missed = float(np.nansum(lane.usual[first:after]))
        if missed >= CHATS_MISSED:
            found.append(_Part(PastFault.SILENT, first, after, missed))
    return found


def _days(grid: PastGrid, lane: PastLane) -> list[_Part]:
    """Return what is wrong with whole days: cut times, shifted shapes, copied numbers."""
    found: list[_Part] = []
    lags = np.zeros(len(grid.dates), dtype=np.int64)
    seen: dict[bytes, int] = {}
    for number, (first, after) in enumerate(pairwise(grid.day_edges.tolist())):
        counts, usual = lane.counts[first:after], lane.usual[first:after]
        total = float(np.nansum(counts))
        if total >= LUMP_CHATS and _is_lump(counts, usual, total):
            found.append(_Part(PastFault.DATE_ONLY, first, after, total))
            continue
        if total >= COPY_CHATS and seen.setdefault(counts.tobytes(), number) != number:
            found.append(_Part(PastFault.COPIED, first, after, total))
        if total >= SHIFT_CHATS and not lane.special[number]:
            lags[number] = _lag(counts, usual, 60 // grid.volumes.interval_min)
    return found + _shifts(grid, lane, lags)


def _is_lump(counts: Floats, usual: Floats, total: float) -> bool:
    usual_share = np.nan_to_num(usual[0]) / max(1.0, float(np.nansum(usual)))
    return bool(np.nan_to_num(counts[0]) >= LUMP_SHARE * total and usual_share < LUMP_USUAL)


def _lag(counts: Floats, usual: Floats, per_hour: int) -> int:
    """Return by how many hours a day's shape lies after the usual one; 0 where that is unclear."""
    if len(counts) != 24 * per_hour:  # a day on which the clock changes
        return 0
    shape, day = (np.nan_to_num(row).reshape(24, -1).sum(axis=1) for row in (usual, counts))
    if shape.std() == 0 or day.std() == 0:
        return 0
    hours = range(-11, 13)
    fits = [float(np.corrcoef(np.roll(shape, lag), day)[0, 1]) for lag in hours]
    best = int(np.argmax(fits))
    clear = fits[best] >= SHIFT_FIT and fits[best] - fits[hours.index(0)] >= SHIFT_GAIN
    return hours[best] if clear else 0


def _shifts(grid: PastGrid, lane: PastLane, lags: npt.NDArray[np.int64]) -> list[_Part]:
    found = []
    edges = [0, *(np.flatnonzero(np.diff(lags)) + 1).tolist(), len(lags)]
    for first, after in pairwise(edges):
        if lags[first] and after - first >= SHIFT_DAYS:
            begin, end = int(grid.day_edges[first]), int(grid.day_edges[after])
            chats = float(np.nansum(lane.counts[begin:end]))
            found.append(_Part(PastFault.SHIFTED, begin, end, chats, int(lags[first])))
    return found


def _runs(flags: Flags, bridge: Flags | None = None) -> list[tuple[int, int]]:
    """Return first and after-last of each run; ``bridge``: where a run goes on without a flag."""
    edges = np.flatnonzero(np.diff(np.r_[0, flags.astype(int), 0])).reshape(-1, 2).tolist()
    runs: list[tuple[int, int]] = []
    for first, after in edges:
        if runs and bridge is not None and bridge[runs[-1][1] : first].all():
            runs[-1] = (runs[-1][0], after)
        else:
            runs.append((first, after))
    return runs


def _stretch(grid: PastGrid, post: str, part: _Part) -> PastStretch:
    starts, step = grid.volumes.start_min, grid.volumes.interval_min
    end = int(starts[part.after - 1]) + step
    begin = int(starts[part.first])
    return PastStretch(part.fault, post, begin, end, part.chats, part.hours, part.usual)
