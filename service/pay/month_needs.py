"""What a month is scored and paid from, and how each of it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NeedKind(StrEnum):
    """What a month is scored and paid from, in the order in which HR brings it."""

    ROSTERS = "rosters"
    IN_FORCE = "in_force"  # published too late to bind anybody; only where there are such
    ATTENDANCE = "attendance"
    ATTENDANCE_DAYS = (
        "attendance_days"  # with shifts and nobody recorded; only where there are some
    )
    CHATS = "chats"
    FACTS = "facts"
    TARGETS = "targets"
    SCHEMES = "schemes"
    PAY_PLANS = "pay_plans"
    REGISTER = "register"
    OVERTIME = "overtime"  # of sixth days, proposed by rosters; only where there is some
    CAMPAIGN_LEAVE = "campaign_leave"  # that campaigns owe for it; only where they owe some
    PAY = "pay"  # of the newest run, unlike last month's and not in review yet; only where it is


class NeedState(StrEnum):
    """How a need stands."""

    DONE = "done"
    PARTLY = "partly"  # can be scored; lines will be left out or people not be paid
    MISSING = "missing"  # can be scored without it, with that part unknown
    BLOCKING = "blocking"  # cannot be scored or paid without it


@dataclass(frozen=True, slots=True)
class Need:
    """
    One thing a month needs.

    Parameters
    ----------
    kind, state
        What, and how it stands.
    count, of
        How many are there, of how many that belong there; of the register: waiting, of all; of
        attendance: people, and how many presences are asked about; of days without it: those days,
        of all with shifts; of rosters that bound nobody: people, and hours; of overtime: proposals
        that wait, of all; of leave that campaigns owe: people, and hours, those planned and not
        confirmed left out.
    names
        Files it came from, or what is missing: posts without a scheme, agents without a plan; or
        agents with a presence in doubt; of leave that is owed the campaigns; of pay: people whose
        is unlike, of how many.
    """

    kind: NeedKind
    state: NeedState
    count: int = 0
    of: int = 0
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Readiness:
    """
    How ready a month is.

    Parameters
    ----------
    needs
        In the order of ``NeedKind``.
    changed
        Names of the actions after the newest run that may change it; empty: none, or no run.
    """

    needs: tuple[Need, ...]
    changed: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        """Return whether nothing of what is there is in doubt or left out."""
        asked = {
            *(NeedKind.ROSTERS, NeedKind.IN_FORCE, NeedKind.ATTENDANCE, NeedKind.REGISTER),
            *(NeedKind.ATTENDANCE_DAYS, NeedKind.OVERTIME, NeedKind.PAY),
        }
        return self.can_score and not any(
            need.kind in asked and need.state is NeedState.PARTLY for need in self.needs
        )

    @property
    def can_score(self) -> bool:
        """Return whether the month can be scored."""
        blocked = {need.kind for need in self.needs if need.state is NeedState.BLOCKING}
        return not blocked - {NeedKind.PAY_PLANS}

    @property
    def can_pay(self) -> bool:
        """Return whether the month can be scored and paid."""
        return all(need.state is not NeedState.BLOCKING for need in self.needs)

    def need(self, kind: NeedKind) -> Need:
        """Return how one kind of need stands."""
        return next(need for need in self.needs if need.kind is kind)
