"""A roster file beside its week: read with the absences that were reported since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.agent import Absence
from scheduler.errors import Fault, InputError
from scheduler.horizon import DAY_MIN
from scheduler.house_price import Override
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from service.roster.long_weeks import read_weeks
from store.files.absences import read_overrides, read_reported
from store.files.week import Week, read_roster

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scheduler.horizon import Clock

KIND = "sick"
LENT = "secondment"


@dataclass(frozen=True, slots=True)
class Away:
    """
    Somebody who cannot come, as a person says it.

    Parameters
    ----------
    agent_id
        Id of the agent, one of the week's.
    first, last
        Dates, both included, or local ISO times, half-open.
    kind
        Kind of absence, as it is kept and told.
    """

    agent_id: str
    first: str
    last: str
    kind: str = KIND

    def absence(self, clock: Clock) -> Absence:
        """Return the absence; raises InputError for what is no date and no time."""
        start = clock.parse(self.first)
        is_date = "T" not in self.last and " " not in self.last.strip()
        last = clock.parse(self.last)
        end = clock.at(clock.date_of(last), DAY_MIN) if is_date else last
        return Absence(self.agent_id, start, end, self.kind)


@dataclass(frozen=True, eq=False, slots=True)
class RosterInFile:
    """
    A roster file and what it answers.

    Parameters
    ----------
    week, problem
        The week; the question, the absences reported since in it.
    roster
        The answer.
    beside
        Absences written beside the roster.
    reported
        Those, and the ones said now.
    overrides
        Rules of the house broken by hand, as written beside the roster.
    """

    week: Week
    problem: RosterProblem
    roster: Roster
    beside: tuple[Absence, ...]
    reported: tuple[Absence, ...]
    overrides: tuple[Override, ...] = ()


def read_rostered(
    folder: Path, roster_file: Path, *, weeks: int | None = None, away: Sequence[Away] = ()
) -> RosterInFile:
    """
    Return a roster file with its week; absences beside it and those of ``away`` count in it.

    Raises
    ------
    InputError
        With every fault of the files and of what is said of absences.
    """
    week = read_weeks(folder, weeks)
    asked = week.problem()
    said = reported_now(asked, away)
    beside = read_reported(roster_file, asked)
    overrides = read_overrides(roster_file, asked)
    reported = tuple(dict.fromkeys((*beside, *said)))
    problem = with_absences(asked, reported)
    roster = read_roster(roster_file, problem)
    return RosterInFile(week, problem, roster, beside, reported, overrides)


def reported_now(problem: RosterProblem, away: Sequence[Away]) -> tuple[Absence, ...]:
    """Return absences as they are said; raises InputError where one lies outside the week."""
    horizon = problem.horizon
    absences = tuple(each.absence(horizon.clock) for each in away)
    outside = [
        Fault("absence_outside", value=horizon.clock.format(each.start_min))
        for each in absences
        if not (each.start_min < horizon.end_min and each.end_min > horizon.start_min)
    ]
    if outside:
        raise InputError(outside)
    return absences


def with_absences(problem: RosterProblem, absences: Sequence[Absence]) -> RosterProblem:
    """Return a problem with absences that were reported since, each once."""
    return replace(problem, absences=tuple(dict.fromkeys((*problem.absences, *absences))))
