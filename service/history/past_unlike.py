"""
Days far from their like, and intervals far above what their day makes likely.

A day is measured by the median of the same weekday in the weeks around it; how far days usually lie
from that is the median of their own distances (MAD), so that neither a promotion nor a growing shop
moves the measure. An interval is measured by what is usual at its time of the week, at the level of
the rest of its day. Special days are neither judged nor a measure of others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scheduler.horizon import WEEK_DAYS

if TYPE_CHECKING:
    from service.history.past_grid import Flags, Floats, PastGrid, PastLane

WEEKS_AROUND = 4
LEAST_LIKE = 3  # days to be measured by
WHOLE = 0.9  # of a day's intervals must be recorded for its sum to be one
MAD_TO_SCALE = 1.4826
FAR_SCALES = 5.0
FAR_TIMES = 1.4  # so many times the usual, or its inverse, is the least that is told
SPIKE_SCALES = 8.0
SPIKE_TIMES = 3.0
SPIKE_CHATS = 20.0
LEAST_REST = 10.0  # usual chats in the rest of a day for it to show the day's level
LEVELS = (0.2, 10.0)


class Unlike(NamedTuple):
    """What is far from its like: first interval, the one after the last, chats, and the usual."""

    first: int
    after: int
    chats: float
    usual: float


def spikes(grid: PastGrid, lane: PastLane) -> Flags:
    """Return the intervals far above what their day makes likely; shape (intervals,)."""
    likely = _likely(grid, lane)
    counts = np.nan_to_num(lane.counts)
    distance = (counts - likely) / np.sqrt(likely + 1)
    judged = np.isfinite(lane.counts) & np.isfinite(lane.usual) & ~lane.special[grid.day]
    if not judged.any():
        return judged
    scale = max(1.0, MAD_TO_SCALE * float(np.median(np.abs(distance[judged]))))
    far = (counts - likely >= SPIKE_CHATS) & (counts >= SPIKE_TIMES * np.maximum(likely, 1))
    found: Flags = judged & far & (distance > SPIKE_SCALES * scale)
    return found


def spike(grid: PastGrid, lane: PastLane, first: int, after: int) -> Unlike:
    """Return a run of such intervals with its chats and what was likely."""
    likely = float(_likely(grid, lane)[first:after].sum())
    return Unlike(first, after, float(lane.counts[first:after].sum()), likely)


def unlike_days(grid: PastGrid, lane: PastLane, spiked: Flags) -> list[Unlike]:
    """Return the days far from their like; ``spiked``: intervals judged by themselves."""
    days = len(grid.dates)
    counts = np.where(spiked, _likely(grid, lane), np.nan_to_num(lane.counts))
    sums: Floats = np.bincount(grid.day, weights=counts, minlength=days).astype(np.float64)
    ordinary = _is_whole(grid, lane) & ~lane.special
    usual = np.array([_median_around(sums, ordinary, day) for day in range(days)])
    known = ordinary & np.isfinite(usual) & (usual > 0)
    if not known.any():
        return []
    logs = np.zeros(days)
    logs[known] = np.log((sums[known] + 0.5) / (usual[known] + 0.5))
    scale = MAD_TO_SCALE * float(np.median(np.abs(logs[known])))
    chance = np.abs(sums - usual) > FAR_SCALES * np.sqrt(np.maximum(np.nan_to_num(usual), 1))
    far = known & chance & (np.abs(logs) > max(float(np.log(FAR_TIMES)), FAR_SCALES * scale))
    edges = grid.day_edges
    return [
        Unlike(int(edges[day]), int(edges[day + 1]), float(sums[day]), float(usual[day]))
        for day in np.flatnonzero(far).tolist()
    ]


def _likely(grid: PastGrid, lane: PastLane) -> Floats:
    """Return what is usual at each interval's time, at the level of the rest of its day."""
    both = np.isfinite(lane.counts) & np.isfinite(lane.usual)
    counts, usual = (np.where(both, each, 0.0) for each in (lane.counts, lane.usual))
    days = len(grid.dates)
    rest, usual_rest = (
        np.bincount(grid.day, weights=each, minlength=days)[grid.day] - each
        for each in (counts, usual)
    )
    enough = usual_rest >= LEAST_REST
    level = np.where(enough, rest / np.where(enough, usual_rest, 1.0), 1.0)
    found: Floats = np.nan_to_num(lane.usual) * np.clip(level, *LEVELS)
    return found


def _is_whole(grid: PastGrid, lane: PastLane) -> Flags:
    days = len(grid.dates)
    due, known = (
        np.bincount(grid.day, weights=each, minlength=days)
        for each in (lane.due, lane.due & np.isfinite(lane.counts))
    )
    found: Flags = (due > 0) & (known >= WHOLE * due)
    return found


def _median_around(sums: Floats, ordinary: Flags, day: int) -> float:
    """Return the median of the same weekday in the weeks around a day; NaN: too few of them."""
    steps = [WEEK_DAYS * week for week in range(-WEEKS_AROUND, WEEKS_AROUND + 1) if week]
    like = [day + step for step in steps if 0 <= day + step < len(sums) and ordinary[day + step]]
    return float(np.median(sums[like])) if len(like) >= LEAST_LIKE else np.nan
