"""What a worker is asked of the fewest people of weeks, and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.headcount.asked import HeadcountAsked, ToVendor
from scheduler.headcount.outcome import HeadcountLine
from scheduler.roster import Roster


@dataclass(frozen=True, slots=True)
class PeopleTask:
    """
    Whose fewest people are looked for.

    Parameters
    ----------
    weeks
        Labels, in the order of their lines.
    asked
        Of each week.
    vendor
        What a second line of each week leaves to a vendor; None: there is no such line.
    level
        Staff for this quantile of the forecast; None: for the week's own requirement.
    """

    weeks: tuple[str, ...]
    asked: HeadcountAsked
    vendor: ToVendor | None = None
    level: float | None = None


@dataclass(frozen=True, slots=True)
class PeopleWeek:
    """
    A week that was looked at.

    Parameters
    ----------
    line
        What was found.
    roster
        The witness, by people to hire; None: there is none.
    question_key
        Key of the week's problem as it was.
    """

    line: HeadcountLine
    roster: Roster | None
    question_key: str


@dataclass(frozen=True, slots=True)
class PeopleAnswer:
    """Weeks that were looked at, in the order they were asked for; fewer where it was stopped."""

    weeks: tuple[PeopleWeek, ...]
