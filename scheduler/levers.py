"""What a scenario can change: each lever once, for files of sweeps, the command and the page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


PARTS = ("requirement", "people", "wages", "vendor", "rules")


class LeverUnit(StrEnum):
    """In what a lever's values are."""

    FACTOR = "factor"
    MORE = "more"
    """Whole numbers of people, more or fewer."""
    WHOLE = "whole"
    SECONDS = "seconds"
    SHARE = "share"
    YUAN = "yuan"
    CLOCK = "clock"
    """Hours after midnight."""
    RULE = "rule"
    """As files of rules write it."""


@dataclass(frozen=True, slots=True)
class LeverKind:
    """
    How one field of ``Changes`` is told.

    Parameters
    ----------
    unit
        In what its values are.
    of_week
        Whether it is the whole week's, not a post's.
    takes_percent
        Whether it can be told in per cent of what is now.
    moves
        What is computed anew: one of ``PARTS``.
    is_input
        Whether it is one of a post's inputs of staffing.
    needs_post
        Whether it names a post: of all at once it would mean nothing.
    """

    unit: LeverUnit
    of_week: bool = False
    takes_percent: bool = True
    moves: str = "requirement"
    is_input: bool = False
    needs_post: bool = False

    @property
    def is_whole(self) -> bool:
        """Return whether its values are whole numbers."""
        return self.unit in (LeverUnit.MORE, LeverUnit.WHOLE)


LEVERS: Mapping[str, LeverKind] = {
    "volume": LeverKind(LeverUnit.FACTOR),
    "handed_over": LeverKind(LeverUnit.SHARE, takes_percent=False),
    "agents": LeverKind(LeverUnit.MORE, moves="people"),
    "handle_s": LeverKind(LeverUnit.SECONDS, is_input=True),
    "chats_at_once": LeverKind(LeverUnit.WHOLE, is_input=True),
    "patience_s": LeverKind(LeverUnit.SECONDS, is_input=True),
    "service_level": LeverKind(LeverUnit.SHARE, is_input=True),
    "within_s": LeverKind(LeverUnit.SECONDS, is_input=True),
    "shrinkage": LeverKind(LeverUnit.SHARE, is_input=True),
    "absence_rate": LeverKind(LeverUnit.SHARE, is_input=True),
    "at_once_slower": LeverKind(LeverUnit.SHARE, takes_percent=False),
    "hires": LeverKind(LeverUnit.MORE, takes_percent=False, moves="people", needs_post=True),
    "attrition": LeverKind(LeverUnit.SHARE, takes_percent=False, moves="people"),
    "promotion": LeverKind(LeverUnit.FACTOR),
    "opens": LeverKind(LeverUnit.CLOCK, takes_percent=False),
    "closes": LeverKind(LeverUnit.CLOCK, takes_percent=False),
    "menu": LeverKind(LeverUnit.WHOLE, of_week=True, takes_percent=False, moves="rules"),
    "rule": LeverKind(LeverUnit.RULE, of_week=True, takes_percent=False, moves="rules"),
    "wages": LeverKind(LeverUnit.FACTOR, moves="wages"),
    "vendor": LeverKind(LeverUnit.YUAN, takes_percent=False, moves="vendor"),
    "comfort": LeverKind(LeverUnit.WHOLE, of_week=True, takes_percent=False, moves="rules"),
    "hourly_cost": LeverKind(LeverUnit.YUAN, of_week=True, takes_percent=False, moves="wages"),
    "level": LeverKind(LeverUnit.SHARE, of_week=True, takes_percent=False),
}
"""By the name of the field."""
STAFFING = tuple(name for name, kind in LEVERS.items() if kind.is_input)
