"""Whether people certified for several posts may change post within a shift."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from scheduler.errors import gathering
from scheduler.keys import Asked, Key, Sign, check_signs

MOST_PER_SHIFT = 3  # more would be nobody's working day


@dataclass(frozen=True, slots=True)
class PostChange:
    """
    How a post may change within a shift (班内换岗).

    Parameters
    ----------
    min_stint_min
        Fewest minutes of work on a post before the next one, meal not counted.
    max_per_shift
        Most changes in one shift, 1 to 3.
    """

    min_stint_min: Annotated[
        int,
        Key("min_stint_minutes", sign=Sign.POSITIVE, is_kept=True),
        Asked("posts", 30, 480, step=30, is_rare=True, rule="stint"),
    ] = 60
    max_per_shift: Annotated[
        int, Key(is_kept=True), Asked("posts", 1, MOST_PER_SHIFT, is_rare=True, rule="post_changes")
    ] = 2

    def __post_init__(self) -> None:
        most = self.max_per_shift
        with gathering() as check:
            check_signs(self, check)
            good = 1 <= most <= MOST_PER_SHIFT
            check(good, "changes_range", column="max_per_shift", value=most, most=MOST_PER_SHIFT)
