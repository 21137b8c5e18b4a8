"""
Work that may wait: asynchronous chat, whose backlog is carried over.

What is staffed is the work, not the open conversations: active minutes arrive, are promised within
a time, and may be done at any open moment between. Of all plans that do no work before it arrives
and all of it in time, the flattest one is the shortest path between "all that has arrived" and "all
that is due" (a taut string); it has the lowest peak too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import require

if TYPE_CHECKING:
    import numpy.typing as npt

    from scheduler.demand import Floats

TINY = 1e-12


def deferred_work(work: Floats, is_open: npt.NDArray[np.bool_], within: int) -> Floats:
    """
    Return the work to do in each interval, in the unit of ``work``; shape (intervals,).

    Work of an interval is done in that interval at the earliest, and ``within`` intervals after it
    at the latest; where posts are closed then, in the first open one after. What is due beyond the
    end is left to the intervals after it.

    Parameters
    ----------
    work
        Arriving in each interval, NaN is nothing; closed ones may bring work too.
    is_open
        Where work can be done.
    within
        Intervals, 0 or more.
    """
    require(within >= 0, "negative", column="within_seconds", value=within)
    places = np.flatnonzero(is_open)
    done = np.zeros(len(work))
    if not len(places):
        return done
    arrived = np.concatenate(([0.0], np.cumsum(np.nan_to_num(work))))
    upper = np.concatenate(([0.0], arrived[places + 1]))
    due = arrived[np.maximum(places + 1 - within, 0)]
    lower = np.concatenate(([0.0], np.minimum(due, upper[1:])))
    done[places] = np.diff(_taut(lower, upper))
    return done


def _taut(lower: Floats, upper: Floats) -> Floats:
    """Return the shortest path from the lower's start to its end that stays between both."""
    path = np.empty(len(lower))
    path[0] = lower[0]
    at, height = 0, float(lower[0])
    last = len(lower) - 1
    while at < last:
        at, height = _next_knot(lower, upper, at, height, path)
    return path


def _next_knot(
    lower: Floats, upper: Floats, at: int, height: float, path: Floats
) -> tuple[int, float]:
    """Return where the string next touches a side, and fill the path up to there."""
    steps = np.arange(1, len(lower) - at)
    floor = (lower[at + 1 :] - height) / steps
    ceiling = (upper[at + 1 :] - height) / steps
    ceiling[-1] = floor[-1]  # ends on the lower side: what is not due yet is left
    least = np.maximum.accumulate(floor)
    most = np.minimum.accumulate(ceiling)
    crossed = np.flatnonzero(least > most + TINY)
    if not len(crossed):
        end, slope = len(steps) - 1, float(floor[-1])
    else:
        first = int(crossed[0])
        rose = floor[first] > most[first - 1]  # the floor over the lowest ceiling before
        side = ceiling[:first] if rose else floor[:first]
        end = int(np.flatnonzero(side == (side.min() if rose else side.max()))[-1])
        slope = float(side[end])
    path[at + 1 : at + end + 2] = height + slope * steps[: end + 1]
    return at + end + 1, float(path[at + end + 1])
