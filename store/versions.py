"""Versions of rosters with all that is kept of them: origin, verdict, proof, stamps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scheduler.roster import RosterState, RosterVersion
from scheduler.shift import Shift
from scheduler.solve.result import SolveStatus
from scheduler.verify.verdict import Verdict
from store.stamp import Stamp


class Origin(StrEnum):
    """How a version came to be."""

    SOLVED = "solved"
    IMPORTED = "imported"
    EDITED = "edited"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Checked:
    """
    What the checker said, and of which question.

    Parameters
    ----------
    verdict
        Its word.
    problem_key
        Key of the problem (``service.problem_key``); another key: check again.
    """

    verdict: Verdict
    problem_key: str


@dataclass(frozen=True, slots=True)
class Proof:
    """
    What a solve proved about a question.

    Parameters
    ----------
    status
        How it ended.
    bound
        No roster that obeys the hard rules (or all but cover, when relaxed) costs less.
    seconds
        Its length.
    ended_by_clock
        Whether the clock or a stop ended it.
    seed
        Of its random choices.
    question_key
        Key of the problem without its pins.
    pins
        The pins it had; the bound holds for these and for any more.
    """

    status: SolveStatus
    bound: float
    seconds: float
    ended_by_clock: bool
    seed: int
    question_key: str
    pins: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """
    A version with all that is kept of it.

    Parameters
    ----------
    id, week_id
        Numbers in the database.
    version
        Number, shifts, state.
    origin
        How it came to be.
    made, changed
        Who made it and who changed it last, and when.
    checked
        What the checker said when it was kept.
    proof
        What the solve before it proved; None: it does not come from one.
    """

    id: int
    week_id: int
    version: RosterVersion
    origin: Origin
    made: Stamp
    changed: Stamp
    checked: Checked
    proof: Proof | None = None

    @property
    def is_draft(self) -> bool:
        """Return whether it may still change."""
        return self.version.state is RosterState.DRAFT


@dataclass(frozen=True, slots=True)
class PublishedMark:
    """Which version of a week is in force, and who published it when."""

    number: int
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class AgentVersion:
    """
    Somebody's shifts in a published version.

    Parameters
    ----------
    id
        Of the version in the database.
    mark
        Its number, and who published it when.
    shifts
        In order of start; empty: none that week.
    """

    id: int
    mark: PublishedMark
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """
    A week's latest version in short, without its shifts.

    Parameters
    ----------
    number
        Of the latest version.
    breaches, cost
        What the checker said when it was kept.
    published
        The version in force; None: none yet.
    """

    number: int
    breaches: int
    cost: float
    published: PublishedMark | None
