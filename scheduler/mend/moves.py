"""What may change on a person's day, how much it disturbs, and from when."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scheduler.announced import hours_of
from scheduler.errors import gathering
from scheduler.horizon import DAY_MIN
from scheduler.roster import Roster
from scheduler.shift import Shift

if TYPE_CHECKING:
    from collections.abc import Sequence

NOTICE_DAYS = 4  # from so many days ahead on, a change disturbs no more than later ones
SUDDEN = 2.0  # times as much as then does one of the same day


class MoveKind(StrEnum):
    """How a person's day changes."""

    PAUSES = "pauses"  # meal or breaks at another time
    POST = "post"  # another post, the hours stay
    START = "start"  # other hours on a day of work
    COME_IN = "come_in"  # work on a day off
    FREED = "freed"  # a day off instead of work


WEIGHT = {  # of one change of hours four days or more ahead
    MoveKind.PAUSES: 0.25,
    MoveKind.POST: 0.35,
    MoveKind.START: 1.0,
    MoveKind.COME_IN: 2.0,  # a cancelled day off disturbs more than a changed shift
    MoveKind.FREED: 1.0,
}


class Rung(StrEnum):
    """How far a proposal goes; the last keeps days off that others may not."""

    PAUSES = "pauses"
    STARTS = "starts"
    COME_IN = "come_in"
    LATER = "later"
    WEEK = "week"


RUNGS: dict[Rung, frozenset[MoveKind]] = {
    Rung.PAUSES: frozenset({MoveKind.PAUSES, MoveKind.POST}),
    Rung.STARTS: frozenset({MoveKind.PAUSES, MoveKind.POST, MoveKind.START}),
    Rung.COME_IN: frozenset({MoveKind.PAUSES, MoveKind.POST, MoveKind.START, MoveKind.COME_IN}),
    Rung.LATER: frozenset(MoveKind),
    Rung.WEEK: frozenset({MoveKind.PAUSES, MoveKind.POST, MoveKind.START, MoveKind.COME_IN}),
}


@dataclass(frozen=True, slots=True)
class MendParams:
    """
    From when things may change, and what a change must be worth.

    Parameters
    ----------
    from_min
        No shift that begins before this moment changes, and no interval before it counts.
    worth_hours
        Missing agent-hours that one changed shift, four days or more ahead, must save at least;
        others as ``WEIGHT`` and ``notice`` say.
    fuller
        The fuller proposal's changes must be worth this share of it.
    weeks, people
        So much those of few people's whole weeks; how many people these are at most.
    program_s
        Seconds that the exact program of one proposal may take.
    """

    from_min: int
    worth_hours: float = 1.0
    fuller: float = 0.25
    weeks: float = 0.05
    people: int = 6
    program_s: float = 2.0

    def __post_init__(self) -> None:
        with gathering() as check:
            for name in ("worth_hours", "fuller", "weeks", "people", "program_s"):
                value = getattr(self, name)
                check(0 <= value < float("inf"), "negative", column=name, value=value)


@dataclass(frozen=True, slots=True)
class DayMove:
    """
    A change of one person's day.

    Parameters
    ----------
    agent_id
        Who.
    kind
        How the day changes.
    was, now
        The shift there was, and the one there is then; None: a day off.
    weight
        How much it disturbs, in changed shifts four days or more ahead.
    """

    agent_id: str
    kind: MoveKind
    was: Shift | None
    now: Shift | None
    weight: float


def notice(from_min: int, at_min: int) -> float:
    """Return how much more a change disturbs for being near: 2 on the same day, 1 from day 4 on."""
    days = max(0.0, (at_min - from_min) / DAY_MIN)
    return SUDDEN - (SUDDEN - 1.0) * min(1.0, days / NOTICE_DAYS)


def kind_of(was: Shift | None, now: Shift | None) -> MoveKind:
    """Return how a day changes from one shift to another."""
    if was is None:
        return MoveKind.COME_IN
    if now is None:
        return MoveKind.FREED
    if hours_of(was) != hours_of(now):
        return MoveKind.START
    return MoveKind.PAUSES if was.served == now.served else MoveKind.POST


def day_move(from_min: int, was: Shift | None, now: Shift | None) -> DayMove:
    """Return a change of a day with its weight; one of the two must be a shift."""
    shown = was or now
    assert shown is not None
    kind = kind_of(was, now)
    near = min(shift.start_min for shift in (was, now) if shift is not None)
    return DayMove(shown.agent_id, kind, was, now, WEIGHT[kind] * notice(from_min, near))


def with_moves(roster: Roster, moves: Sequence[DayMove]) -> Roster:
    """Return a roster with some changes made; what they replace must be in it."""
    gone = {move.was for move in moves if move.was is not None}
    kept = tuple(shift for shift in roster.shifts if shift not in gone)
    return Roster((*kept, *(move.now for move in moves if move.now is not None)))
