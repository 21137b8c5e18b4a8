"""Volumes at a coarser interval."""

from __future__ import annotations

import numpy as np

from scheduler.demand import Volumes
from scheduler.errors import require


def resample(volumes: Volumes, interval_min: int) -> Volumes:
    """
    Return volumes summed to longer intervals that begin at multiples after local midnight.

    An interval any part of which is closed or missing is NaN, never a smaller sum; one without any
    part at all is left out.

    Parameters
    ----------
    volumes
        History.
    interval_min
        A multiple of the history's interval that divides an hour.

    Raises
    ------
    InputError
        For any other interval.
    """
    fine = volumes.interval_min
    good = interval_min > 0 and interval_min % fine == 0 and 60 % interval_min == 0
    require(good, "interval_not_multiple", column="interval", value=interval_min, interval=fine)
    if interval_min == fine or not len(volumes.start_min):
        return volumes
    clock = volumes.clock
    starts = [at - clock.clock_of(at) % interval_min for at in volumes.start_min.tolist()]
    coarse, place, parts = np.unique(starts, return_inverse=True, return_counts=True)
    counts = np.zeros((len(volumes.posts), len(coarse)))
    np.add.at(counts.T, place, volumes.counts.T)
    counts[:, parts < interval_min // fine] = np.nan
    return Volumes(clock, interval_min, volumes.posts, coarse, counts)
