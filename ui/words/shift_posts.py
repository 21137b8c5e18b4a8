"""Which posts a shift is on, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import figures
from ui.words.names import post_name

if TYPE_CHECKING:
    from scheduler.horizon import Clock
    from scheduler.shift import Shift

ARROW = "→"


def posts_told(shift: Shift, clock: Clock, lang: str) -> str:
    """Return the post of a shift; where it changes, each post with its times."""
    if not shift.stints:
        return post_name(shift.post, lang)
    return f" {ARROW} ".join(
        f"{post_name(stint.post, lang)} "
        f"{figures.times(clock, stint.span.start_min, stint.span.end_min)}"
        for stint in shift.stints
    )
