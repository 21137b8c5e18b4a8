"""Forbidden successions: after a shift of one kind, none of another on the next day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.rules.memory import ShiftClass


@dataclass(frozen=True, slots=True)
class LastKind:
    """
    Remembers the kind of the shift of the day before, where it forbids any.

    Parameters
    ----------
    forbidden
        Pairs of kinds: that of a day, and one that may not start on the next.
    start
        Kind of the shift of the day before the horizon; empty: none, or one that forbids nothing.
    """

    forbidden: frozenset[tuple[str, str]]
    start: str = ""

    def after(self, day: int, memory: str, shift: ShiftClass | None) -> str | None:
        """Return the kind of the day's shift, or None when it may not follow."""
        if shift is not None and (memory, shift.kind) in self.forbidden:
            return None
        return self.seen(day, memory, shift)

    def seen(self, day: int, memory: str, shift: ShiftClass | None) -> str:  # noqa: ARG002 - one signature for all
        """Return the kind of the day's shift, where it forbids any."""
        if shift is None:
            return ""
        return shift.kind if any(first == shift.kind for first, _ in self.forbidden) else ""
