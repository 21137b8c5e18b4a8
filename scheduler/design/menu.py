"""A menu of shift types, what it leaves short, and the curve of menus of two, three and more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.shift_type import ShiftType

if TYPE_CHECKING:
    from collections.abc import Sequence


LEAST_TYPES = 2
MOST_TYPES = 10
"""Starts a menu may be asked to have at most."""
KNEE = 0.02
"""Share of the required hours that a further type must save to be worth having."""


@dataclass(frozen=True, slots=True)
class OnType:
    """
    How many people a menu puts on a type and post.

    Parameters
    ----------
    code, post
        Of the type, and the post.
    people
        With a week of that type, on average over weeks.
    """

    code: str
    post: str
    people: float


@dataclass(frozen=True, slots=True)
class Menu:
    """
    The best menu of at most some number of starts that was found.

    Parameters
    ----------
    size
        How many starts it has; shorter contracts have shorter types at the same starts.
    types
        Named, in order of their starts.
    on_types
        People by type and post.
    required_hours
        Agent-hours required in all.
    short_hours, surplus_hours, unsealed_hours
        Agent-hours below and above the requirement, and below the least people, in all weeks.
    cost_hours, bound_hours
        Cost of all three in agent-hours short, and what no menu of that size can be below.
    """

    size: int
    types: tuple[ShiftType, ...]
    on_types: tuple[OnType, ...]
    required_hours: float
    short_hours: float
    surplus_hours: float
    unsealed_hours: float
    cost_hours: float
    bound_hours: float

    @property
    def gap(self) -> float:
        """Return by which share of its cost a menu may be from the best; 0: it is the best."""
        return max(0.0, self.cost_hours - self.bound_hours) / max(self.cost_hours, 1e-9)


def knee(curve: Sequence[Menu]) -> Menu:
    """
    Return the smallest menu beyond which a further type saves too little.

    Too little is less than ``KNEE`` of the required hours for each type a larger menu has more.
    """

    def is_enough(menu: Menu) -> bool:
        return all(
            menu.cost_hours - other.cost_hours
            < KNEE * menu.required_hours * (other.size - menu.size)
            for other in curve
            if other.size > menu.size
        )

    return next(menu for menu in curve if is_enough(menu))
