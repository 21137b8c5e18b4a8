"""
Shares beside their targets: the numbers shown and the verdict say the same.

A simulated share that lies below its target by less than its interval is neither held nor missed.
"""

from __future__ import annotations

from enum import StrEnum

from ui import figures

EQUAL = 1e-9
MOST_DECIMALS = 4


class Reach(StrEnum):
    """How a share stands to its target; the value is its sign."""

    HELD = "✓"
    NEAR = "≈"
    MISSED = "✗"


def reach(value: float, target: float, high: float | None = None) -> Reach:
    """
    Return how a share stands to its target.

    Parameters
    ----------
    value, target
        Shares in [0, 1].
    high
        Upper end of the interval of a simulated share; None: the share is exact.
    """
    if value >= target - EQUAL:
        return Reach.HELD
    return Reach.MISSED if high is None or high < target - EQUAL else Reach.NEAR


def digits(value: float, target: float, least: int = 0) -> int:
    """Return the decimals of a per cent with which a share stands to its target as it does."""
    for decimals in range(max(least, goal_places(target)), MOST_DECIMALS):
        shown, asked = round(100 * value, decimals), round(100 * target, decimals)
        if (shown >= asked) == (value >= target - EQUAL):
            return decimals
    return MOST_DECIMALS


def pair(value: float, target: float, lang: str, least: int = 0) -> tuple[str, str]:
    """Return a share and its target in per cent, with as many decimals as it takes."""
    decimals = digits(value, target, least)
    return figures.share(value, lang, decimals), goal(target, lang)


def goal(target: float, lang: str) -> str:
    """Return a target in per cent, exactly as it was asked for."""
    return figures.share(target, lang, goal_places(target))


def goal_places(target: float) -> int:
    """Return the decimals, in per cent, with which a target is written out."""
    whole = 100 * target
    places = (n for n in range(MOST_DECIMALS) if abs(round(whole, n) - whole) < EQUAL)
    return next(places, MOST_DECIMALS)


def mean_places(value: float, most: float, least: int = 1) -> int:
    """Return the decimals with which a mean stands to the most allowed as it truly does."""
    for decimals in range(least, MOST_DECIMALS):
        if (round(value, decimals) <= most) == (value <= most):
            return decimals
    return MOST_DECIMALS
