"""Nights: agents with ``no_nights`` do no work inside the night hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scheduler.horizon import ClockSpan, Horizon


def night_cells(horizon: Horizon, night: ClockSpan, cells: int) -> npt.NDArray[np.bool_]:
    """Return which intervals begin in the night, for ``cells`` intervals from the start."""
    clock = horizon.clock
    return np.array(
        [clock.clock_of(horizon.minute(cell)) in night for cell in range(cells)], dtype=np.bool_
    )


def meals_clear_of_night(
    night: npt.NDArray[np.bool_], start: int, length: int, meals: range, meal_length: int
) -> tuple[int, int] | None:
    """
    Return the first and last meal offset that keep work out of the night.

    None when there is none; ``(0, 0)`` for a shift without a meal that keeps clear.
    """
    dark = np.flatnonzero(night[start : start + length])
    if len(dark) == 0:
        return (meals.start, meals.stop - 1) if len(meals) else (0, 0)
    good = [meal for meal in meals if meal <= dark[0] and dark[-1] < meal + meal_length]
    return (good[0], good[-1]) if good else None
