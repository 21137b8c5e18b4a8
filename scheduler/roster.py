"""The answer: who works which shift on which post, its versions, and the people it puts at work."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from scheduler.errors import require
from scheduler.shift import Shift


@dataclass(frozen=True, slots=True)
class Roster:
    """
    Shifts of a horizon, in the order agent, start.

    Parameters
    ----------
    shifts
        In any order; may break any rule (``verify`` says which). Shifts of one agent that start
        together keep the order in which they were given.
    """

    shifts: tuple[Shift, ...] = ()

    def __post_init__(self) -> None:
        ordered = sorted(self.shifts, key=lambda s: (s.agent_id, s.start_min))
        object.__setattr__(self, "shifts", tuple(ordered))

    def by_agent(self) -> dict[str, tuple[Shift, ...]]:
        """Return the shifts of each agent who has any, in order of start."""
        found: dict[str, list[Shift]] = defaultdict(list)
        for shift in self.shifts:
            found[shift.agent_id].append(shift)
        return {agent: tuple(shifts) for agent, shifts in found.items()}

    def with_shift(self, shift: Shift) -> Roster:
        """Return a roster with one shift more."""
        return Roster((*self.shifts, shift))

    def without(self, shift: Shift) -> Roster:
        """Return a roster with one shift less; raises InputError when it is not there."""
        require(shift in self.shifts, "shift_not_in_roster", value=shift.agent_id)
        left = list(self.shifts)
        left.remove(shift)
        return Roster(tuple(left))


class RosterState(StrEnum):
    """Whether a version may still change."""

    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class RosterVersion:
    """
    A roster as it stood at one time; published ones never change.

    Parameters
    ----------
    number
        1 for a week's first version.
    roster
        The shifts.
    state
        Draft or published.
    published_at, published_by
        When and by whom; both or neither, and only when published.
    reason
        Why it was published although a hard rule is broken; empty when none is.
    agreed_from
        From when it binds, where it was put in force for a time before it was published; None: from
        its publication.
    """

    number: int
    roster: Roster
    state: RosterState = RosterState.DRAFT
    published_at: dt.datetime | None = None
    published_by: str = ""
    reason: str = ""
    agreed_from: dt.datetime | None = None

    def __post_init__(self) -> None:
        require(self.number >= 1, "not_positive", column="number", value=self.number)
        published = self.state is RosterState.PUBLISHED
        require(published == (self.published_at is not None), "published_when", value=self.state)
        require(published == bool(self.published_by), "published_by_whom", value=self.state)
        if self.published_at is not None:
            require(
                self.published_at.tzinfo is not None, "time_without_zone", column="published_at"
            )

    @property
    def binds_from(self) -> dt.datetime | None:
        """Return from when its shifts bind; None: it is a draft and never does."""
        return self.agreed_from or self.published_at
