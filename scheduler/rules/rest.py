"""Rest: from the end of a shift to the start of the next, the past included."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.horizon import Horizon
    from scheduler.shift import ShiftShape


def ready_cells(shape: ShiftShape, min_rest_min: int, interval_min: int) -> int:
    """Return how many intervals after a shift's start the next one may start, at the earliest."""
    return -(-(shape.length_min + min_rest_min) // interval_min)


def ready_at(past_ends_min: Iterable[int], min_rest_min: int, horizon: Horizon) -> int:
    """Return the first interval at which a shift may start after the past; 0 without a past."""
    ready_min = max((end + min_rest_min for end in past_ends_min), default=horizon.start_min)
    return max(0, -(-(ready_min - horizon.start_min) // horizon.interval_min))
