"""Names beside points, none printed over another; those that find no room are left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NARROW_PX, WIDE_PX, LINE_PX = 6.8, 12.5, 14  # of letters at 12 px
POINT_PX = 7  # a point with its rim, to each side
PLACES = (("left", 9, -10), ("right", -9, -10), ("left", 9, 11), ("right", -9, 11))
"""Alignment and offsets that are tried, best first."""


@dataclass(frozen=True, slots=True)
class PlacedName:
    """A name's place in the list, and where it stands beside its point."""

    place: int
    align: str
    dx: int
    dy: int


def text_px(text: str) -> float:
    """Return about how wide a text is drawn."""
    return sum(NARROW_PX if ord(letter) < 0x2000 else WIDE_PX for letter in text)


def placed_names(
    names: Sequence[str],
    points: Sequence[tuple[float, float]],
    *,
    width: float,
    height: float,
) -> list[PlacedName]:
    """
    Return which names can stand beside their points, and where; the first come first.

    Parameters
    ----------
    names, points
        Of each point; from the left and from the top, in pixels of the narrowest picture: in a
        wider one they only move apart.
    width, height
        Of the picture.
    """
    taken = [(x - POINT_PX, y - POINT_PX, x + POINT_PX, y + POINT_PX) for x, y in points]
    found = []
    for place, (name, (x, y)) in enumerate(zip(names, points, strict=True)):
        for align, dx, dy in PLACES:
            left = x + dx if align == "left" else x + dx - text_px(name)
            box = (left, y + dy - LINE_PX / 2, left + text_px(name), y + dy + LINE_PX / 2)
            is_inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
            if is_inside and not any(_meet(box, other) for other in taken):
                taken.append(box)
                found.append(PlacedName(place, align, dx, dy))
                break
    return found


Box = tuple[float, float, float, float]


def _meet(one: Box, other: Box) -> bool:
    across = one[0] < other[2] and other[0] < one[2]
    return across and one[1] < other[3] and other[1] < one[3]
