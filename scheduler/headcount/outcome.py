"""What looking for the fewest people gives: number, bound, who they are, and a roster of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from scheduler.headcount.kinds import PersonKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many people there are of a kind."""

    kind: PersonKind
    people: int


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


@dataclass(frozen=True, slots=True)
class Fewest:
    """
    The fewest people of a week, as plain values.

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
        Agent-hours needed, that may be missing of them, and that are missing in the roster.
    left_out_hours
        Agent-hours at the week's beginning that no shift of the week reaches: shifts of the week
        before, which are not known, cover them.
    tries
        Rosters tried, in order.
    first_hires
        Whom to hire first, in order; empty: the people there are do.
    seconds
        It took.
    filled_hours
        Agent-hours asked for: those needed, and never fewer than the least numbers of open posts;
        None: an answer from before they were kept.
    """

    bound: int
    people: int | None
    counts: tuple[KindCount, ...]
    today: tuple[KindCount, ...]
    required_hours: float
    allowed_hours: float
    short_hours: float | None
    left_out_hours: float
    tries: tuple[HeadcountTry, ...]
    first_hires: tuple[FirstHire, ...]
    seconds: float
    filled_hours: float | None = None

    @property
    def apart(self) -> int | None:
        """Return how many people the roster has more than the bound."""
        return None if self.people is None else self.people - self.bound

    @property
    def people_today(self) -> int:
        """Return how many people there are."""
        return sum(each.people for each in self.today)


class FewestFound(NamedTuple):
    """
    The fewest people, and what shows it.

    Parameters
    ----------
    told
        Numbers and kinds.
    problem, roster
        The week with these people, and their roster; None: no roster was found in time.
    """

    told: Fewest
    problem: RosterProblem | None
    roster: Roster | None


@dataclass(frozen=True, slots=True)
class HeadcountLine:
    """
    A week's fewest people.

    Parameters
    ----------
    week
        Label or folder.
    own
        All hours by own people.
    with_vendor
        A vendor's hours left out; None: this was not asked.
    """

    week: str
    own: Fewest
    with_vendor: Fewest | None = None


def in_order(counts: Sequence[KindCount]) -> list[KindCount]:
    """Return kinds and how many there are of each, those of fewest posts first."""
    return sorted(
        counts,
        key=lambda one: (len(one.kind.posts), one.kind.posts, -one.kind.contract.hours_week),
    )


def by_posts(counts: Sequence[KindCount]) -> dict[tuple[str, ...], int]:
    """Return how many people there are by the posts they hold, contracts put together."""
    found: dict[tuple[str, ...], int] = {}
    for one in in_order(counts):
        found[one.kind.posts] = found.get(one.kind.posts, 0) + one.people
    return found
