"""What a shift counts as: a night, a peak, a late shift, one of a kind."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from scheduler.rules.memory import ShiftClass


class What(Enum):
    """By which of its sides a shift is counted."""

    KIND = auto()
    NIGHT = auto()
    PEAK = auto()
    LATE = auto()


class Sort(NamedTuple):
    """
    A sort of shifts that is counted.

    Parameters
    ----------
    what
        By which side.
    kind
        Name of the kind, where it is by kind.
    """

    what: What
    kind: str = ""

    def holds(self, shift: ShiftClass) -> bool:
        """Return whether a shift is of the sort."""
        if self.what is What.NIGHT:
            return shift.is_night
        if self.what is What.PEAK:
            return shift.is_peak
        if self.what is What.LATE:
            return shift.is_late
        return shift.kind == self.kind


NIGHT, PEAK, LATE = Sort(What.NIGHT), Sort(What.PEAK), Sort(What.LATE)
