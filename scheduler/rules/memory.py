"""What a counting rule is: a number that every day changes, and days it forbids or prices."""

from __future__ import annotations

from typing import NamedTuple, Protocol, runtime_checkable


class ShiftClass(NamedTuple):
    """
    A shift as the counting rules see it.

    Parameters
    ----------
    work_min
        Minutes of work.
    kind
        Name of its kind; empty: none.
    is_night
        Whether enough of it lies in the night hours.
    is_peak
        Whether enough of it lies in the peak hours.
    """

    work_min: int
    kind: str = ""
    is_night: bool = False
    is_peak: bool = False


class Memory(Protocol):
    """A rule that counts from day to day."""

    @property
    def start(self) -> int:
        """Return what is remembered before the first day."""
        ...

    def after(self, day: int, memory: int, shift: ShiftClass | None) -> int | None:
        """
        Return what is remembered after a day.

        Parameters
        ----------
        day
            Number of the day in the horizon.
        memory
            What was remembered before it.
        shift
            The shift that starts on the day; None: a day off.

        Returns
        -------
        int | None
            None where the rule forbids such a day.
        """
        ...


@runtime_checkable
class PricedMemory(Protocol):
    """A rule that counts and asks a price for some days."""

    def price(self, day: int, memory: int, shift: ShiftClass | None) -> float:
        """Return what such a day costs after what is remembered; arguments as of ``after``."""
        ...
