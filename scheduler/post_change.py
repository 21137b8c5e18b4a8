"""Whether people certified for several posts may change post within a shift."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.errors import gathering

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

    min_stint_min: int = 60
    max_per_shift: int = 2

    def __post_init__(self) -> None:
        least, most = self.min_stint_min, self.max_per_shift
        with gathering() as check:
            check(least > 0, "not_positive", column="min_stint_minutes", value=least)
            good = 1 <= most <= MOST_PER_SHIFT
            check(good, "changes_range", column="max_per_shift", value=most, most=MOST_PER_SHIFT)
