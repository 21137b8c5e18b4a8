"""
What single people of small posts are worth: the chats that each more of them answers in time.

A need of 1.1 people says nothing of what the second is worth: with one a sixth of the chats may be
answered in time, with two nine in ten. The level each whole number holds says it. What a person
adds is taken in falling order (where two people add more together than the first alone, each adds
half), so that no roster is paid for the second without the first, and the price of a roster stays
convex. In all, the people needed on a post are worth as much as before: only whom to spare moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.staffing.presence import Levels

if TYPE_CHECKING:
    import numpy.typing as npt

    from scheduler.demand import Floats
    from scheduler.post import StaffingInputs

BEYOND = 1  # people above the need who are still worth what they add
DECIMALS = 2  # of a person's worth, so that costs stay whole multiples of something
NOISE = 1e-9


def worth_of_people(
    chats: tuple[Floats, Floats],
    needed: Floats,
    priced: npt.NDArray[np.bool_],
    staffing: StaffingInputs,
    interval_s: float,
) -> Floats:
    """
    Return what the first, second, … person of each interval is worth, in people needed.

    Parameters
    ----------
    chats
        That come in each interval, and those whose steady state stands for it; shape (intervals,).
    needed
        People, decimals kept; shape (intervals,).
    priced
        Where people are given a worth: few are needed and somebody comes; shape (intervals,).
    staffing, interval_s
        The post's inputs, of which the main target counts, and the length of an interval.

    Returns
    -------
    Never more than the person before; the sum over priced intervals is that of ``needed``; NaN
    where people have no worth of their own. Shape (people, intervals).
    """
    counts = np.ceil(np.where(priced, needed, 0.0) - NOISE).astype(np.int64) + BEYOND
    gains = np.zeros((int(counts.max(initial=BEYOND)), len(needed)))
    came, steady = chats
    for cell in np.flatnonzero(priced).tolist():
        rate = float(steady[cell]) / interval_s
        levels = Levels(rate, staffing, staffing.within_s, staffing.definition)
        held = [levels.with_rostered(float(people)) for people in range(counts[cell] + 1)]
        gains[: counts[cell], cell] = came[cell] * falling(np.diff(held))
    total = float(gains.sum())
    if total <= 0:
        return np.full(gains.shape, np.nan)
    scaled = np.round(gains * float(needed[priced].sum()) / total, DECIMALS)
    found: Floats = np.where(priced, scaled, np.nan)
    return found


def falling(gains: Floats) -> Floats:
    """Return gains that never rise and whose running sums are the least concave ones above."""
    blocks: list[tuple[float, int]] = []
    for gain in np.maximum(0.0, gains).tolist():
        mean, size = gain, 1
        while blocks and blocks[-1][0] < mean:
            before, many = blocks.pop()
            mean, size = (before * many + mean * size) / (many + size), many + size
        blocks.append((mean, size))
    return np.repeat([mean for mean, _ in blocks], [size for _, size in blocks])
