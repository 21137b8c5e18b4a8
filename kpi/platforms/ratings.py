"""Means of shop ratings (DSR), and how many best ratings lift one."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from scheduler.errors import require

if TYPE_CHECKING:
    from collections.abc import Mapping

BEST = 5


def mean_rating(times: Mapping[int, int]) -> Decimal | None:
    """Return the mean of ratings from 1 to 5, given how often each came; None: none came."""
    good = all(1 <= rating <= BEST and count >= 0 for rating, count in times.items())
    require(good, "rating_out_of_range", column="rating")
    n = sum(times.values())
    total = sum(rating * count for rating, count in times.items())
    return Decimal(total) / n if n else None
