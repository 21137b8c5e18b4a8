"""Days in a row on which a shift starts, those before the horizon included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.rules.memory import ShiftClass


@dataclass(frozen=True, slots=True)
class DaysInARow:
    """
    Remembers the days worked without a day off between.

    Parameters
    ----------
    limit
        Most days in a row.
    start
        Days in a row up to the day before the horizon.
    """

    limit: int
    start: int = 0

    def after(self, day: int, memory: int, shift: ShiftClass | None) -> int | None:
        """Return the days in a row, or None when they pass the limit."""
        run = self.seen(day, memory, shift)
        return run if run <= self.limit else None

    def seen(self, day: int, memory: int, shift: ShiftClass | None) -> int:  # noqa: ARG002 - one signature for all
        """Return the days in a row."""
        return 0 if shift is None else memory + 1


def run_before(days: Iterable[int]) -> int:
    """Return how many days in a row end with day -1, given the days on which shifts started."""
    worked = set(days)
    run = 0
    while -1 - run in worked:
        run += 1
    return run
