"""Training and meetings: somewhere in the window a shift must have room for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.rules.memory import ShiftClass
    from scheduler.session import Session
    from scheduler.shift import ShiftShape


@dataclass(frozen=True, slots=True)
class SessionDue:
    """
    Remembers whether a shift with room for a session was worked.

    Parameters
    ----------
    session
        Its id.
    days
        Days of the horizon.
    """

    session: str
    days: int
    start: bool = False

    def after(self, day: int, memory: bool, shift: ShiftClass | None) -> bool | None:
        """Return whether there was room so far, or None when there was none in all days."""
        held = self.seen(day, memory, shift)
        return None if day == self.days - 1 and not held else held

    def seen(self, day: int, memory: bool, shift: ShiftClass | None) -> bool:  # noqa: ARG002 - one signature for all
        """Return whether there was room so far."""
        return memory or (shift is not None and self.session in shift.rooms)


def has_room(session: Session, shape: ShiftShape, start_min: int, meal_step_min: int) -> bool:
    """Return whether a shift has room for a session wherever its meal lies."""
    first = max(session.earliest_min, start_min)
    last = min(session.latest_min, start_min + shape.length_min)
    if last - first < session.minutes:
        return False
    if not shape.meal_min:
        return True
    meals = range(shape.meal_earliest_min, shape.meal_latest_min + 1, meal_step_min)
    return all(
        min(last, start_min + meal) - first >= session.minutes
        or last - max(first, start_min + meal + shape.meal_min) >= session.minutes
        for meal in meals
    )
