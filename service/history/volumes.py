"""Joining volumes of several files into one history."""

from __future__ import annotations

import numpy as np

from scheduler.demand import Volumes, require_unbroken
from scheduler.errors import require
from scheduler.limits import require_within


def merge_volumes(old: Volumes | None, new: Volumes) -> Volumes:
    """
    Return both histories in one; where both have a number, the new one holds.

    Intervals and posts that neither has are missing (NaN), not zero.

    Raises
    ------
    InputError
        When their intervals differ in length.
    """
    if old is None:
        return new
    same = old.interval_min == new.interval_min
    require(same, "volumes_interval", value=new.interval_min, expected=old.interval_min)
    posts = tuple(dict.fromkeys((*old.posts, *new.posts)))
    starts = np.union1d(old.start_min, new.start_min)
    require_unbroken(new.clock, starts)
    require_within("posts", len(posts), column="post")
    counts = np.full((len(posts), len(starts)), np.nan)
    for table in (old, new):
        rows = np.array([posts.index(post) for post in table.posts], dtype=np.intp)
        columns = np.searchsorted(starts, table.start_min)
        there = counts[np.ix_(rows, columns)]
        counts[np.ix_(rows, columns)] = np.where(np.isnan(table.counts), there, table.counts)
    return Volumes(new.clock, new.interval_min, posts, starts, counts)
