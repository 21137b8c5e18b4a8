"""Sets of half-open stretches of time, as ascending pairs of minutes that do not touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Spans = tuple[tuple[int, int], ...]


def union(spans: Iterable[tuple[int, int]]) -> Spans:
    """Return all the moments of any of the stretches."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return tuple(joined)


def intersect(one: Spans, two: Spans) -> Spans:
    """Return the moments both have."""
    found = [
        (max(start, other), min(end, last))
        for start, end in one
        for other, last in two
        if max(start, other) < min(end, last)
    ]
    return tuple(found)


def subtract(one: Spans, two: Spans) -> Spans:
    """Return the moments the first has and the second has not."""
    left = list(one)
    for other, last in two:
        pieces = [
            piece
            for start, end in left
            for piece in ((start, min(end, other)), (max(start, last), end))
        ]
        left = [(start, end) for start, end in pieces if start < end]
    return tuple(left)


def minutes(spans: Spans) -> int:
    """Return how many minutes there are in all."""
    return sum(end - start for start, end in spans)
