"""Starts: on the start grid, counted on the clock from the horizon's start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.horizon import DAY_MIN

if TYPE_CHECKING:
    from scheduler.horizon import Horizon


def on_start_grid(horizon: Horizon, minute: int, start_grid_min: int) -> bool:
    """Return whether a shift may start at a moment."""
    clock = horizon.day_of(minute) * DAY_MIN + horizon.clock.clock_of(minute)
    return clock % start_grid_min == 0
