"""Kinds of shift, such as early, late and night: named by their start, and what may follow what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from scheduler.errors import gathering, require
from scheduler.horizon import ClockSpan
from scheduler.keys import Key

NIGHT = "night"  # names a night shift as the rules count it, where no kind has that name
WEEKEND = "weekend"  # names a weekend worked; no kind may have that name
RESERVED = frozenset({WEEKEND, "off"})


@dataclass(frozen=True, slots=True)
class ShiftKind:
    """
    A kind of shift (班别): those that start in one clock span.

    Parameters
    ----------
    name
        Such as ``early``; without spaces, ``|`` and ``weekend``, ``off``.
    start
        Clock span in which a shift of this kind starts.
    """

    name: str
    start: ClockSpan

    def __post_init__(self) -> None:
        name = self.name
        with gathering() as check:
            check(bool(name), "empty", column="name")
            good = not any(mark in name for mark in " |-:@") and name not in RESERVED
            check(good, "kind_name", column="name", value=name)


@dataclass(frozen=True, slots=True)
class Succession:
    """
    What may not follow: after a shift of one kind, none of another on the next day.

    Parameters
    ----------
    first_kind, next_kind
        Names of kinds; the shift of the second would start on the day after the first one's.
    """

    first_kind: Annotated[str, Key("first")]
    next_kind: Annotated[str, Key("next")]

    def __post_init__(self) -> None:
        require(bool(self.first_kind), "empty", column="first")
        require(bool(self.next_kind), "empty", column="next")
