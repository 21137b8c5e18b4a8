"""What breaking a rule of the house by hand counts for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from scheduler.errors import gathering, require
from scheduler.keys import Cell, Key, Sign, check_signs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.verify.verdict import Violation

OTHER = "other"
HOUR_MIN = 60


class Per(StrEnum):
    """By what a price counts."""

    BREACH = "breach"
    HOUR = "hour"
    """By which the limit is missed."""
    UNIT = "unit"
    """By the days, shifts or people by which it is missed."""


@dataclass(frozen=True, slots=True)
class HousePrice:
    """
    The price of breaking a rule.

    Parameters
    ----------
    rule
        Name of its breach; ``other``: of every rule without a price of its own.
    price
        In the unit of a roster's cost, 0 or more.
    per
        By what it counts.
    """

    rule: str
    price: float
    per: Per = Per.BREACH

    def __post_init__(self) -> None:
        require(bool(self.rule), "empty", column="rule")
        good = 0 <= self.price < float("inf")
        require(good, "negative", column="price", value=self.price)

    def of(self, found: Violation) -> float:
        """Return what a breach counts for."""
        if self.per is Per.BREACH or found.measured is None or found.limit is None:
            return self.price
        missed = abs(found.measured - found.limit)
        return self.price * (missed / HOUR_MIN if self.per is Per.HOUR else missed)


@dataclass(frozen=True, slots=True)
class Override:
    """
    That somebody broke a rule of the house by hand.

    Parameters
    ----------
    week
        In which week's roster.
    rule, agent_id, at_min
        The breach, as ``Violation`` has it.
    price
        What it counted for, in the unit of a roster's cost.
    reason
        Why; never empty.
    """

    week: Annotated[str, Key(cell=Cell.NAME)]
    rule: Annotated[str, Key(cell=Cell.NAME)]
    agent_id: str
    at_min: Annotated[int | None, Key("at", cell=Cell.MOMENT)]
    price: Annotated[float, Key(sign=Sign.NOT_NEGATIVE)]
    reason: Annotated[str, Key(cell=Cell.NAME)]

    def __post_init__(self) -> None:
        with gathering() as check:
            check_signs(self, check)
            check(bool(self.reason.strip()), "empty", column="reason")

    def is_of(self, found: Violation) -> bool:
        """Return whether it is about a breach."""
        mine = self.rule, self.agent_id, self.at_min
        return mine == (found.rule, found.agent_id, found.at_min)


def price_of(prices: Iterable[HousePrice], found: Violation) -> float:
    """Return what a breach counts for by its rule's price, or by that of all others."""
    by_rule = {each.rule: each for each in prices}
    return by_rule.get(found.rule, by_rule[OTHER]).of(found)
