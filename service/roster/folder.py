"""A week in plain files, without a database: staff, check and simulate its folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Forecast, Requirement
from scheduler.errors import Fault, InputError
from scheduler.house_price import Override
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from scheduler.simulate.estimate import Estimate
from scheduler.simulate.outcome import Simulation
from scheduler.simulate.run import simulate, usual_level
from scheduler.staffing.met import Met, met_by_post
from scheduler.staffing.offered_load import USUAL, Load
from scheduler.staffing.overload import Overload, overloads
from scheduler.staffing.requirement import carried_hours, open_intervals, requirement
from scheduler.staffing.sealed import with_minimums
from scheduler.verify.checker import verify
from scheduler.verify.verdict import Verdict
from service.demand.own_speeds import factors, speeds_of_log
from service.demand.staffed_volume import ChancePrices, StaffedVolume, chance_prices
from service.roster.coverage import AwayWork, away_work
from service.roster.overriding import still_of
from service.roster.roster_file import read_rostered
from store.files.source import write_table
from store.files.week import Week, read_week
from store.files.week_tables import requirement_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scheduler.demand import Forecast
    from scheduler.post import LevelDefinition, Post
    from scheduler.simulate.params import SimulationParams


@dataclass(frozen=True, eq=False, slots=True)
class CheckedRoster:
    """
    A roster file, the question it answers and what the checker says of it.

    Parameters
    ----------
    problem, roster, verdict
        Question, answer, word on it.
    beside
        How many absences stand beside the roster; they count.
    overrides
        Which of the breaches of the house were decided by hand, and why, as written beside it.
    """

    problem: RosterProblem
    roster: Roster
    verdict: Verdict
    beside: int
    overrides: tuple[Override, ...]


@dataclass(frozen=True, eq=False, slots=True)
class SimulatedRoster:
    """
    A roster file put to the test.

    Parameters
    ----------
    problem, simulation
        The question, and how the roster did.
    away
        Its work in which people are away: they took no chats then.
    beside
        How many absences stand beside the roster; they count.
    speeds
        By agent, who was played at another speed than the posts'.
    usual
        Level of the same customers with people as usual; None: they were.
    """

    problem: RosterProblem
    simulation: Simulation
    away: AwayWork
    beside: int
    speeds: dict[str, float]
    usual: Estimate | None = None


def verify_roster(folder: Path, roster_file: Path, *, weeks: int | None = None) -> CheckedRoster:
    """Return every breach and the cost of a roster file; raises InputError for faulty files."""
    found = read_rostered(folder, roster_file, weeks=weeks)
    verdict = verify(found.problem, found.roster)
    standing = still_of(found.overrides, verdict.violations)
    return CheckedRoster(found.problem, found.roster, verdict, len(found.beside), standing)


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
    met
        What customers would meet with these people, by post.
    carried
        Agent-hours asked for where nobody comes, by post: chats from before go on.
    hours_with_minimums
        Agent-hours with the least number of people on open posts.
    prices
        What chances that the week holds cost; None: not asked for.
    not_priced
        Posts whose single people have no price, since more than the main target says who is needed.
    """

    requirement: Requirement
    overloads: tuple[Overload, ...]
    met: dict[str, Met]
    carried: dict[str, float]
    hours_with_minimums: float
    prices: ChancePrices | None = None
    not_priced: tuple[str, ...] = ()


def staff_week(
    folder: Path,
    *,
    volume: StaffedVolume = StaffedVolume(),  # noqa: B008 - frozen, so one default serves all
    load: Load = USUAL,
    definition: LevelDefinition | None = None,
    with_prices: bool = False,
    out: Path | None = None,
) -> StaffedWeek:
    """
    Return the people that a folder's forecast needs, and where there are too few for certain.

    Parameters
    ----------
    folder
        With ``forecast.csv``; its ``requirement.csv`` plays no part.
    volume
        What volume to staff for.
    load
        What an interval is staffed for.
    definition
        What every post's service level is a share of; None: as each post says.
    with_prices
        Whether to tell what chances cost.
    out
        Where to write it in the form of ``requirement.csv``; None: nowhere.
    """
    week = read_week(folder)
    expected, posts = forecast_of(week), week.posts
    if definition is not None:
        posts = tuple(
            replace(post, staffing=replace(post.staffing, definition=definition)) for post in posts
        )
    staffed = volume.of(expected, posts, load)
    needed = requirement(staffed, posts, load=load)
    if out is not None:
        write_table("requirement", requirement_rows(needed), out)
    met = met_by_post(needed, staffed, posts, load=load)
    carried = carried_hours(needed, staffed)
    prices = chance_prices(expected, posts, load=load) if with_prices else None
    whole = with_minimums(needed, posts, week.rules)
    more = tuple(post.id for post in posts if not post.staffing.is_main_alone)
    told = (met, carried, whole.hours, prices, more)
    return StaffedWeek(needed, overloads(whole, week.agents), *told)


def simulate_roster(
    folder: Path,
    roster_file: Path,
    params: SimulationParams,
    *,
    weeks: int | None = None,
    chats: Path | None = None,
) -> SimulatedRoster:
    """
    Return how a roster file does against chats drawn from its week's forecast.

    Parameters
    ----------
    folder, roster_file, weeks
        The week, and who works.
    params
        How it is played.
    chats
        A log of chats, whose people work at the speeds it shows; None: all are equally fast.
    """
    found = read_rostered(folder, roster_file, weeks=weeks)
    problem, roster = found.problem, found.roster
    speeds = factors(speeds_of_log(chats, problem), problem)
    forecast = forecast_of(found.week)
    simulation = simulate(problem, roster, forecast, params, speeds=speeds)
    usual = usual_level(problem, roster, forecast, params)
    away = away_work(problem, roster)
    return SimulatedRoster(problem, simulation, away, len(found.beside), speeds, usual)


def forecast_of(week: Week) -> Forecast:
    """
    Return a week's forecast.

    Raises
    ------
    InputError
        When the folder holds none, no chat is expected on a post, or chats are expected in hours in
        which a post is closed; work that may wait may arrive then.
    """
    if week.forecast is None:
        raise InputError(Fault("missing_file", "forecast.csv"))
    faults = [*_silent(week.forecast), *_when_closed(week.forecast, week.posts)]
    if faults:
        raise InputError(faults)
    return week.forecast


def _silent(forecast: Forecast) -> Iterator[Fault]:
    for post in forecast.posts:
        if not np.nan_to_num(forecast.of(post)).any():
            yield Fault("no_chats", "forecast.csv", column="volume", value=post)


def _when_closed(forecast: Forecast, posts: tuple[Post, ...]) -> Iterator[Fault]:
    horizon = forecast.horizon
    for post in posts:
        if post.id not in forecast.posts or post.staffing.is_deferrable:
            continue
        strange = ~open_intervals(post, horizon) & (np.nan_to_num(forecast.of(post.id)) > 0)
        if strange.any():
            first = horizon.clock.format(horizon.minute(int(np.flatnonzero(strange)[0])))
            yield Fault(
                "volume_when_closed",
                "forecast.csv",
                column="volume",
                value=post.id,
                details={"first": first, "count": int(strange.sum())},
            )
