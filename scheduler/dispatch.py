"""The floor: who was present, and who was lent (抽调) or disrupted (非抽调) with approval."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

from scheduler.errors import require
from scheduler.keys import Cell, Key, Plausible
from scheduler.shift import Span

if TYPE_CHECKING:
    from scheduler.horizon import Clock


class Punch(StrEnum):
    """One of the two punches of a presence."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True, order=True)
class Presence:
    """
    A stretch of time in which an agent was there, as the time clock recorded it.

    Parameters
    ----------
    agent_id
        Id of the agent, one of the staff list.
    start_min, end_min
        From and until when, half-open; where a punch is missing both are the one there is.
    card
        Card it was recorded with; empty: not known.
    missing
        Which punch was not recorded; empty: neither.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    start_min: Annotated[int, Key("start", cell=Cell.MOMENT)]
    end_min: Annotated[int, Key("end", cell=Cell.MOMENT)]
    card: str = ""
    missing: Annotated[Punch | Literal[""], Key(is_apart=True)] = ""

    def __post_init__(self) -> None:
        require(bool(self.agent_id), "empty", column="agent_id")
        good = self.start_min == self.end_min if self.missing else self.start_min < self.end_min
        require(good, "ends_before_start", column="end")

    @property
    def span(self) -> Span:
        """Return the stretch from start to end."""
        return Span(self.start_min, self.end_min)


class InterruptionKind(StrEnum):
    """Why an agent was kept from the post."""

    SECONDMENT = "secondment"
    DISRUPTION = "disruption"


@dataclass(frozen=True, slots=True)
class Interruption:
    """
    Time in which an agent was kept from the post through no fault of the agent.

    Parameters
    ----------
    agent_id
        Id of the agent, one of the staff list.
    kind
        Lent to other work, or disrupted (system fault, late company bus).
    start_min, end_min
        From and until when, half-open.
    reason
        The task lent to, or what broke down; never empty.
    registered_min, registered_by
        When and by whom it was written down.
    approved_by
        Who approved it, another person than the one who registered it; empty: not approved yet.
    late_reason, second_approval
        Needed, both, when it was registered later than on the day it began: why, and the higher
        approval.
    duty_end_min
        End of the shift in which it began; None: no shift is known.
    asked_by
        The team that asked for somebody who is lent; empty: nobody said.
    evidence
        What shows it, such as a ticket's number; empty: nothing is told.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    kind: InterruptionKind
    start_min: Annotated[int, Key("start", cell=Cell.MOMENT, after="reason")]
    end_min: Annotated[
        int,
        Key("end", cell=Cell.MOMENT, after="start_min"),
        Plausible(1, 960, since="start_min"),
    ]
    reason: Annotated[str, Key(cell=Cell.NAME)]
    registered_min: Annotated[int, Key("registered_at", cell=Cell.MOMENT)]
    registered_by: Annotated[str, Key(cell=Cell.NAME)]
    approved_by: str = ""
    late_reason: str = ""
    second_approval: str = ""
    duty_end_min: Annotated[int | None, Key(is_apart=True)] = None
    asked_by: str = ""
    evidence: str = ""

    def __post_init__(self) -> None:
        for column in ("agent_id", "reason", "registered_by"):
            require(bool(getattr(self, column)), "empty", column=column)
        require(self.start_min < self.end_min, "ends_before_start", column="end")
        alone = self.approved_by == self.registered_by
        require(not alone, "approved_by_oneself", column="approved_by", value=self.approved_by)
        alone = bool(self.second_approval) and self.second_approval in (
            self.approved_by,
            self.registered_by,
        )
        require(
            not alone, "approved_by_oneself", column="second_approval", value=self.second_approval
        )

    @property
    def span(self) -> Span:
        """Return the stretch from start to end."""
        return Span(self.start_min, self.end_min)

    def in_time(self, clock: Clock) -> bool:
        """
        Return whether it was registered at the latest on the day it began.

        The day of a shift over midnight ends with the shift.
        """
        same_date = clock.date_of(self.registered_min) <= clock.date_of(self.start_min)
        return same_date or (
            self.duty_end_min is not None and self.registered_min <= self.duty_end_min
        )

    def counts(self, clock: Clock) -> bool:
        """Return whether it excuses: approved, and if registered late then with a reason, twice."""
        return bool(self.approved_by) and (
            self.in_time(clock) or (bool(self.late_reason) and bool(self.second_approval))
        )
