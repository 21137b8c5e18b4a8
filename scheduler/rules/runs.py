"""Short runs: enough working days, and enough days off, in a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.rules.memory import ShiftClass


@dataclass(frozen=True, slots=True)
class Runs:
    """
    Remembers the days worked (above 0) or off (below 0) in a row, as long as they are too few.

    Parameters
    ----------
    least_on, least_off
        Fewest working days, and days off, in a row.
    excused
        Days whose absence ends a run of working days that is then not judged.
    start
        The run that ends the day before the horizon; 0: not judged, for nothing is known of it.
    """

    least_on: int
    least_off: int
    excused: frozenset[int] = frozenset()
    start: int = 0

    def after(self, day: int, memory: int, shift: ShiftClass | None) -> int | None:
        """Return the run with this day, or None when it ends one that is too short."""
        if shift is not None:
            is_short = -self.least_off < memory < 0
        else:
            is_short = 0 < memory < self.least_on and day not in self.excused
        return None if is_short else self.seen(day, memory, shift)

    def seen(self, day: int, memory: int, shift: ShiftClass | None) -> int:  # noqa: ARG002 - one signature for all
        """Return the run with this day."""
        if shift is not None:
            return min(self.least_on, memory + 1 if memory > 0 else self._first(memory))
        return max(-self.least_off, memory - 1 if memory < 0 else -self._first(memory))

    def _first(self, memory: int) -> int:
        """Return the length of a run that begins; one that nothing is known of is long enough."""
        return 1 if memory else max(self.least_on, self.least_off)


def run_until(days: frozenset[int], day: int) -> int:
    """Return the run that ends with a day: days worked, or minus the days off; 0 without any."""
    if not days:
        return 0
    if day in days:
        length = 1
        while day - length in days:
            length += 1
        return length
    return max(days) - day
