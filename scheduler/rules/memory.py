"""What a counting rule is: something that every day changes, and days it forbids or prices."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple, Protocol, TypeVar, runtime_checkable

Held = TypeVar("Held", bound=Hashable)
Seen_contra = TypeVar("Seen_contra", bound=Hashable, contravariant=True)


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
    rooms
        Ids of the sessions it has room for.
    clock
        Minutes after midnight at which it starts, where a rule looks at that.
    is_late
        Whether it counts as a late shift.
    """

    work_min: int
    kind: str = ""
    is_night: bool = False
    is_peak: bool = False
    rooms: frozenset[str] = frozenset()
    clock: int = 0
    is_late: bool = False


class Memory(Protocol[Held]):
    """A rule that counts from day to day."""

    @property
    def start(self) -> Held:
        """Return what is remembered before the first day."""
        ...

    def after(self, day: int, memory: Held, shift: ShiftClass | None) -> Held | None:
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
        Held | None
            None where the rule forbids such a day.
        """
        ...

    def seen(self, day: int, memory: Held, shift: ShiftClass | None) -> Held:
        """Return what is remembered after a day that is a fact, also one the rule forbids."""
        ...


@runtime_checkable
class PricedMemory(Protocol[Seen_contra]):
    """A rule that counts and asks a price for some days."""

    def price(self, day: int, memory: Seen_contra, shift: ShiftClass | None) -> float:
        """Return what such a day costs after what is remembered; arguments as of ``after``."""
        ...
