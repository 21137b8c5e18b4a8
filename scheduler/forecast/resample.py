"""Volumes at another interval."""

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


def on_interval(volumes: Volumes, interval_min: int) -> Volumes:
    """
    Return volumes at an interval, longer ones spread evenly over its parts.

    Raises
    ------
    InputError
        When neither interval is a multiple of the other, or one does not divide an hour.
    """
    own = volumes.interval_min
    if interval_min <= 0 or interval_min >= own or own % interval_min:
        return resample(volumes, interval_min)
    parts = own // interval_min
    starts = (volumes.start_min[:, None] + interval_min * np.arange(parts)).ravel()
    counts = np.repeat(volumes.counts / parts, parts, axis=1)
    return Volumes(volumes.clock, interval_min, volumes.posts, starts, counts)
