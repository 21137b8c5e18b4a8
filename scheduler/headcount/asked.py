"""What is asked when the fewest people are looked for, and what "it holds" means."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scheduler.errors import gathering
from scheduler.horizon import ClockSpan
from scheduler.limits import require_within

LEAST_SECONDS = 10


@dataclass(frozen=True, slots=True)
class HeadcountAsked:
    """
    The question beside the week.

    A roster holds the week when it breaks no rule, so that all minimums are there at every moment,
    and when no more agent-hours are missing than a share of those required. Absence and lapses are
    in the requirement; nobody is on leave by name, and nobody works overtime.

    Parameters
    ----------
    short_share
        Share of the agent-hours required that may be missing, in [0, 1).
    seconds
        For one week, at least ``LEAST_SECONDS``: two fifths at most for the proof, then rosters.
    seed
        Of the rosters.
    also
        Sets of posts that people may hold whom the week has none of yet.
    most
        By set of posts, how many people may hold exactly these.
    """

    short_share: float = 0.01
    seconds: float = 120.0
    seed: int = 1
    also: tuple[tuple[str, ...], ...] = ()
    most: tuple[tuple[tuple[str, ...], int], ...] = ()

    def __post_init__(self) -> None:
        with gathering() as check:
            share = self.short_share
            check(0 <= share < 1, "share_below_one", column="short_share", value=share)
            good = LEAST_SECONDS <= self.seconds < math.inf
            details = {"least": LEAST_SECONDS}
            check(good, "headcount_seconds", column="seconds", value=self.seconds, **details)
            check(self.seed >= 0, "negative", column="seed", value=self.seed)
            for posts, most in self.most:
                check(most >= 0, "negative", column="+".join(posts), value=most)
        require_within("seconds", self.seconds, column="seconds")
        require_within("seed", self.seed, column="seed")


@dataclass(frozen=True, slots=True)
class ToVendor:
    """
    What goes to a vendor in a line of its own.

    Parameters
    ----------
    posts
        Empty: all.
    window
        Between which times of every day; None: at any time.
    """

    posts: tuple[str, ...] = ()
    window: ClockSpan | None = None
