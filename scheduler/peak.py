"""Peak hours, read off the requirement where the rules do not name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.horizon import WEEK_DAYS, ClockSpan

if TYPE_CHECKING:
    from scheduler.demand import Requirement

HOUR_MIN = 60
DAY_HOURS = 24
TOP_SHARE = 0.25


def peak_spans(requirement: Requirement) -> tuple[tuple[ClockSpan, ...], ...]:
    """
    Return the quarter of a week's hours in which most people are required, by weekday.

    An hour counts by the people required on all posts together, on average over the horizon's days
    of that weekday. Hours that need no more than one outside the quarter are none: where the need
    is flat there is no peak.
    """
    horizon = requirement.horizon
    people = np.zeros((WEEK_DAYS, DAY_HOURS))
    seen = np.zeros((WEEK_DAYS, DAY_HOURS))
    for interval, needed in enumerate(np.nansum(requirement.agents, axis=0).tolist()):
        moment = horizon.minute(interval)
        weekday = horizon.clock.date_of(moment).weekday()
        hour = horizon.clock.clock_of(moment) // HOUR_MIN
        people[weekday, hour] += needed
        seen[weekday, hour] += 1
    mean = people / np.maximum(seen, 1)
    hours = np.sort(mean[seen > 0])[::-1]
    border = hours[int(len(hours) * TOP_SHARE)]
    return tuple(
        tuple(
            ClockSpan(hour * HOUR_MIN, (hour + 1) * HOUR_MIN)
            for hour in np.flatnonzero(day).tolist()
        )
        for day in (mean > border).tolist()
    )
