"""How long signs of life have stood still, by a clock that nobody can set."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

MOST_S = 3.0  # of one look: while this process slept it saw nothing


class StillWatch:
    """
    Counts for how long marks stay the same between looks.

    Times written by others are worth nothing here: their clocks may be set back or wrong. What
    counts is that a mark was seen to stand still, look after look, by this process's own clock.

    Parameters
    ----------
    clock
        Seconds that only ever grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at = clock()
        self._seen: dict[Hashable, tuple[object, float]] = {}

    def look(self, marks: Mapping[Hashable, object]) -> dict[Hashable, float]:
        """Return for how many seconds each mark has stood still; those left out are forgotten."""
        now = self._clock()
        passed, self._at = min(MOST_S, now - self._at), now
        self._seen = {key: (mark, self._still(key, mark, passed)) for key, mark in marks.items()}
        return {key: still_s for key, (_mark, still_s) in self._seen.items()}

    def _still(self, key: Hashable, mark: object, passed: float) -> float:
        before, still_s = self._seen.get(key, (None, 0.0))
        return still_s + passed if before == mark else 0.0
