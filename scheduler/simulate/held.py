"""Whether a post holds its target, by what counts: chats or hours, of the week or of each day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scheduler.horizon import Horizon

Floats = npt.NDArray[np.float64]

HOUR_MIN = 60
FEWEST_CHATS = 1.0  # in an hour or a day: below it a level says nothing


class WhatCounts(StrEnum):
    """What a target is a share of before it is called held."""

    WEEK_CHATS = "week_chats"
    """All chats of the week together."""
    DAY_CHATS = "day_chats"
    """The chats of each day: every day has to reach it."""
    WEEK_HOURS = "week_hours"
    """Hours: so many of the week's have to reach it."""
    DAY_HOURS = "day_hours"
    """Hours: so many of each day's have to reach it."""

    @property
    def of_hours(self) -> bool:
        """Return whether a least share of hours is asked for."""
        return self in {WhatCounts.WEEK_HOURS, WhatCounts.DAY_HOURS}


@dataclass(frozen=True, slots=True)
class TargetHeld:
    """
    Whether a post's target is held.

    Parameters
    ----------
    is_held
        By what counts.
    held, units
        Days or hours (the week as one, where all its chats count) that reach what is asked, and
        how many say something.
    worst
        Number of the interval with which the worst of them begins.
    lowest
        Its level; where hours of days count, its share of hours.
    """

    is_held: bool
    held: int
    units: int
    worst: int
    lowest: float


def held_by(
    level: Floats,
    chats: Floats,
    horizon: Horizon,
    target: float,
    *,
    counts: WhatCounts,
    least_hours: float,
) -> TargetHeld | None:
    """
    Return whether a post's target is held; None: too few chats come to say so.

    Parameters
    ----------
    level, chats
        Share answered in time in each interval, and the chats it is a share of; (intervals,).
    target
        Share in [0, 1].
    counts, least_hours
        What counts, and the share of hours that have to reach the target where hours do.
    """
    wide = max(1, HOUR_MIN // horizon.interval_min)
    starts = {
        WhatCounts.WEEK_CHATS: np.zeros(1, dtype=np.int64),
        WhatCounts.DAY_CHATS: np.array([horizon.first_interval(d) for d in range(horizon.days)]),
    }.get(counts, np.arange(0, horizon.intervals, wide))
    offered = np.nan_to_num(chats)
    of_units = np.add.reduceat(offered, starts)
    in_time = np.add.reduceat(np.nan_to_num(level) * offered, starts)
    known = of_units >= FEWEST_CHATS
    if not known.any():
        return None
    begins, values = starts[known], in_time[known] / of_units[known]
    least = target
    if counts is WhatCounts.DAY_HOURS:
        begins, values = _shares_of_days(begins, values >= target, horizon)
        least = least_hours
    good = values >= least
    enough = good.mean() >= least_hours if counts is WhatCounts.WEEK_HOURS else good.all()
    worst = int(np.argmin(values))
    return TargetHeld(
        bool(enough), int(good.sum()), len(good), int(begins[worst]), float(values[worst])
    )


def _shares_of_days(
    begins: npt.NDArray[np.int64], good: npt.NDArray[np.bool_], horizon: Horizon
) -> tuple[npt.NDArray[np.int64], Floats]:
    """Return the first intervals of the days with hours that count, and the share of good ones."""
    firsts = np.array([horizon.first_interval(day) for day in range(horizon.days)])
    day = np.searchsorted(firsts, begins, side="right") - 1
    found = np.unique(day)
    shares: Floats = np.array([good[day == each].mean() for each in found])
    return firsts[found], shares
