"""What looking for the fewest people gives: number, bound, who they are, and a roster of theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.headcount.kinds import PersonKind
from scheduler.problem import RosterProblem
from scheduler.roster import Roster


@dataclass(frozen=True, slots=True)
class HeadcountTry:
    """
    A roster that was tried as a witness.

    Parameters
    ----------
    people
        How many it has.
    short_hours
        Agent-hours missing; None: there is no roster.
    breaches
        Rules it breaks, each stretch once.
    holds
        Whether it is a witness.
    """

    people: int
    short_hours: float | None
    breaches: int
    holds: bool


@dataclass(frozen=True, slots=True)
class FirstHire:
    """
    Who helps most next, beside the people there are and those named before.

    Parameters
    ----------
    kind
        Who.
    saved_hours
        Agent-hours a week that are missing less with one of them: an estimate from mixed weeks.
    """

    kind: PersonKind
    saved_hours: float


@dataclass(frozen=True, eq=False, slots=True)
class Fewest:
    """
    The fewest people of a week.

    Parameters
    ----------
    bound
        Proven: no roster of fewer people holds the week.
    people
        How many hold it: those of the roster; None: no roster was found in time.
    counts
        How many of each kind they are.
    today
        People of each kind there are.
    required_hours, allowed_hours, short_hours
        Agent-hours required, that may be missing, and that are missing in the roster.
    left_out_hours
        Agent-hours at the week's beginning that no shift of the week reaches: shifts of the week
        before, which are not known, cover them.
    tries
        Rosters tried, in order.
    first_hires
        Whom to hire first, in order; empty: the people there are do.
    seconds
        It took.
    problem, roster
        The week with these people, and their roster; None with ``people``.
    """

    bound: int
    people: int | None
    counts: Mapping[PersonKind, int]
    today: Mapping[PersonKind, int]
    required_hours: float
    allowed_hours: float
    short_hours: float | None
    left_out_hours: float
    tries: tuple[HeadcountTry, ...]
    first_hires: tuple[FirstHire, ...]
    seconds: float
    problem: RosterProblem | None = None
    roster: Roster | None = None

    @property
    def apart(self) -> int | None:
        """Return how many people the roster has more than the bound."""
        return None if self.people is None else self.people - self.bound
