"""A shift as a row of columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from scheduler.shift import Shift, Sitting, Span, Stint
from store.documents import from_document, to_document

if TYPE_CHECKING:
    from sqlalchemy import Row

NOTHING = "[]"
Part = TypeVar("Part", Span, Sitting, Stint)


def shift_values(shift: Shift) -> dict[str, object]:
    """Return the columns of a shift by name."""
    return {
        "agent_id": shift.agent_id,
        "post": shift.post,
        "start_min": shift.start_min,
        "end_min": shift.end_min,
        "meal_start_min": shift.meal.start_min if shift.meal else None,
        "meal_end_min": shift.meal.end_min if shift.meal else None,
        "breaks": to_document(shift.breaks) if shift.breaks else NOTHING,
        "sessions": to_document(shift.sessions) if shift.sessions else NOTHING,
        "stints": to_document(shift.stints) if shift.stints else NOTHING,
    }


def shift_of(row: Row[Any]) -> Shift:
    """Return the shift of a row that has its columns."""
    meal = None if row.meal_start_min is None else Span(row.meal_start_min, row.meal_end_min)
    return Shift(
        row.agent_id,
        row.start_min,
        row.end_min,
        row.post,
        meal,
        _parts(Span, row.breaks),
        _parts(Sitting, row.sessions),
        _parts(Stint, row.stints),
    )


def _parts(kind: type[Part], text: str) -> tuple[Part, ...]:
    if text == NOTHING:
        return ()
    parts: tuple[Part, ...] = from_document(tuple[kind, ...], text)  # type: ignore[valid-type]
    return parts
