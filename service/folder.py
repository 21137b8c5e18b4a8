"""A week in plain files, without a database: staff, check and simulate its folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.demand import Requirement
from scheduler.errors import Fault, InputError
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from scheduler.simulate.outcome import Simulation
from scheduler.simulate.run import simulate
from scheduler.staffing.offered_load import Load
from scheduler.staffing.overload import Overload, overloads
from scheduler.staffing.requirement import requirement
from scheduler.verify.checker import verify
from scheduler.verify.verdict import Verdict
from store.files.source import write_table
from store.files.week import Week, read_roster, read_week
from store.files.week_tables import requirement_rows

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.demand import Forecast
    from scheduler.simulate.params import SimulationParams


@dataclass(frozen=True, eq=False, slots=True)
class CheckedRoster:
    """
    A roster file, the question it answers and what the checker says of it.

    Parameters
    ----------
    problem, roster, verdict
        Question, answer, word on it.
    """

    problem: RosterProblem
    roster: Roster
    verdict: Verdict


@dataclass(frozen=True, eq=False, slots=True)
class SimulatedRoster:
    """
    A roster file put to the test.

    Parameters
    ----------
    problem, simulation
        The question, and how the roster did.
    """

    problem: RosterProblem
    simulation: Simulation


def verify_roster(folder: Path, roster_file: Path) -> CheckedRoster:
    """Return every breach and the cost of a roster file; raises InputError for faulty files."""
    problem = read_week(folder).problem()
    roster = read_roster(roster_file, problem)
    return CheckedRoster(problem, roster, verify(problem, roster))


@dataclass(frozen=True, eq=False, slots=True)
class StaffedWeek:
    """
    The people a week's forecast needs.

    Parameters
    ----------
    requirement
        By post and interval.
    overloads
        Posts whose need none of the week's people could ever cover; empty without a staff list.
    """

    requirement: Requirement
    overloads: tuple[Overload, ...]


def staff_week(
    folder: Path,
    *,
    level: float | None = None,
    load: Load = Load.OWN_ARRIVALS,
    out: Path | None = None,
) -> StaffedWeek:
    """
    Return the people that a folder's forecast needs, and where there are too few for certain.

    Parameters
    ----------
    folder
        With ``forecast.csv``; its ``requirement.csv`` plays no part.
    level
        Staff for this quantile of the forecast; None: for its mean.
    load
        What an interval is staffed for: its own arrivals, or what is open in it.
    out
        Where to write it in the form of ``requirement.csv``; None: nowhere.
    """
    week = read_week(folder)
    needed = requirement(forecast_of(week), week.posts, level=level, load=load)
    if out is not None:
        write_table("requirement", requirement_rows(needed), out)
    return StaffedWeek(needed, overloads(needed, week.agents))


def simulate_roster(folder: Path, roster_file: Path, params: SimulationParams) -> SimulatedRoster:
    """Return how a roster file does against chats drawn from its week's forecast."""
    week = read_week(folder)
    problem = week.problem()
    roster = read_roster(roster_file, problem)
    return SimulatedRoster(problem, simulate(problem, roster, forecast_of(week), params))


def forecast_of(week: Week) -> Forecast:
    """Return a week's forecast; raises InputError when its folder holds none."""
    if week.forecast is None:
        raise InputError(Fault("missing_file", "forecast.csv"))
    return week.forecast
