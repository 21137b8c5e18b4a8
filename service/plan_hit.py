"""How near a plan's forecast came to what arrived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Forecast

if TYPE_CHECKING:
    from scheduler.demand import Volumes
    from store.files.week import Week


@dataclass(frozen=True, slots=True)
class Hit:
    """
    How near a forecast came to what arrived.

    Parameters
    ----------
    wape, bias
        Sums of absolute errors of the point forecast and of signed ones of its mean, as shares of
        the volume.
    floor
        WAPE that the true rates would have if counts were Poisson.
    arrived
        Chats that arrived in the intervals compared.
    """

    wape: float
    bias: float
    floor: float
    arrived: float


def arrivals(volumes: Volumes, week: Week) -> Forecast | None:
    """Return what arrived in a week, where it was open; None where nothing is recorded."""
    horizon = week.horizon
    found = np.full((len(week.posts), horizon.intervals), np.nan)
    inside = (volumes.start_min >= horizon.start_min) & (volumes.start_min < horizon.end_min)
    places = (volumes.start_min[inside] - horizon.start_min) // horizon.interval_min
    found[:, places] = volumes.counts[:, inside]
    assert week.requirement is not None
    found[~week.requirement.is_open] = np.nan
    return None if np.isnan(found).all() else Forecast(horizon, volumes.posts, found)


def hit_of(expected: Forecast, arrived: Forecast | None) -> Hit | None:
    """Return how near a forecast came to what arrived; None where nothing can be compared."""
    if arrived is None:
        return None
    both = ~np.isnan(expected.mean) & ~np.isnan(arrived.mean)
    came, point, mean = (each[both] for each in (arrived.mean, expected.scored, expected.mean))
    total = float(came.sum())
    if total <= 0:
        return None
    return Hit(
        wape=float(np.abs(point - came).sum()) / total,
        bias=float((mean - came).sum()) / total,
        floor=float(np.sqrt(2 * mean / np.pi).sum() / mean.sum()),
        arrived=total,
    )
