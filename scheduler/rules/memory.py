"""What a counting rule looks like: a number that every day changes, and days it forbids."""

from __future__ import annotations

from typing import Protocol


class Memory(Protocol):
    """A rule that counts from day to day."""

    @property
    def start(self) -> int:
        """Return what is remembered before the first day."""
        ...

    def after(self, day: int, memory: int, work_min: int | None) -> int | None:
        """
        Return what is remembered after a day.

        Parameters
        ----------
        day
            Number of the day in the horizon.
        memory
            What was remembered before it.
        work_min
            Minutes of work of the shift that starts on the day; None: a day off.

        Returns
        -------
        int | None
            None where the rule forbids such a day.
        """
        ...
