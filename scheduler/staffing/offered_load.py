"""
The load of a day in motion: chats still open from before count, arrivals to come do not yet.

The modified offered load ``m`` is the mean number of chats that would be open if nobody ever
waited: ``dm/dt = arrivals - m / handling time``. Staffing each interval for it instead of for its
own arrivals moves the need by about a handling time, which matters on ramps and for long chats. On
a steep rise its mean hides what comes within the interval, and no queue is carried into the next:
``motion`` follows both.

References
----------
Green, Kolesar & Whitt (2007), Coping with time-varying demand when setting staffing requirements
for a service system, doi:10.1111/j.1937-5956.2007.tb00164.x.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import require

if TYPE_CHECKING:
    from scheduler.demand import Floats


class Load(StrEnum):
    """What an interval is staffed for."""

    OWN_ARRIVALS = "own_arrivals"
    """Its own arrivals, as if they had always come at that rate."""
    MODIFIED_OFFERED = "modified_offered"
    """The mean of the chats that are open in it, those from before included."""
    IN_MOTION = "in_motion"
    """What happens from its first minute to its last, on top of what the one before leaves."""
    WHOLE_PEOPLE = "whole_people"
    """The same, and where few people are needed the least whole number that holds the target."""
    PRICED_PEOPLE = "priced_people"
    """As in motion, and where few are needed each person at the chats they answer in time."""

    @property
    def is_moving(self) -> bool:
        """Return whether an interval is staffed on top of what the one before leaves."""
        return self in {Load.IN_MOTION, Load.WHOLE_PEOPLE, Load.PRICED_PEOPLE}


USUAL = Load.IN_MOTION


def offered_load(
    arrivals_per_s: Floats, handle_s: float, interval_s: float, *, start: float | None = None
) -> Floats:
    """
    Return the mean modified offered load of each interval, in open chats; the shape of arrivals.

    Parameters
    ----------
    arrivals_per_s
        Rates, each constant over its interval; NaN is taken as nobody; intervals on the last axis.
    handle_s
        Mean of exponential handling times, in seconds.
    interval_s
        Length of an interval, in seconds.
    start
        Load at the beginning; None: that of the first rate, had it always been so.
    """
    require(handle_s > 0, "not_positive", column="handle_seconds", value=handle_s)
    rates = np.nan_to_num(arrivals_per_s)
    kept = float(np.exp(-interval_s / handle_s))
    lag = handle_s * (1.0 - kept) / interval_s  # weight of the load at an interval's beginning
    found = np.empty_like(rates)
    load = None if start is None else np.full(rates.shape[:-1], start)
    for interval in range(rates.shape[-1]):
        own = rates[..., interval] * handle_s
        load = own if load is None else load
        found[..., interval] = own + (load - own) * lag
        load = own + (load - own) * kept
    return found
