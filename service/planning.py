"""From a file of volumes to a roster in one go: forecast, staff, roster, verify, simulate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scheduler.agent import Agent
from scheduler.demand import Floats, Forecast, Volumes
from scheduler.errors import Fault, InputError
from scheduler.fitted_types import USUAL_DAYS, Left, fitted, lost_in, with_days
from scheduler.forecast.model import forecast
from scheduler.forecast.resample import on_interval
from scheduler.horizon import WEEK_DAYS, ClockSpan, Horizon, monday_of
from scheduler.night_group import NightGroup, night_group
from scheduler.post import Post, StaffingInputs
from scheduler.ruleset import RuleSet
from scheduler.simulate.outcome import Simulation
from scheduler.simulate.run import simulate
from scheduler.staffing.requirement import requirement
from service.demand.volume_file import VolumeFile, holidays_around
from service.plan_hit import Hit, arrivals, hit_of
from service.roster.solving import SolvedWeek, solved
from service.shop.opening import PROPOSED, opening
from service.trial.closing import close_loop
from store.files.agents_file import read_agents
from store.files.fault_log import FaultLog
from store.files.rules_preset import PRESETS, preset_path, read_rules_preset
from store.files.volume_export import VolumeExport
from store.files.week import Week, write_roster, write_week

if TYPE_CHECKING:
    import numpy.typing as npt

    from scheduler.simulate.params import SimulationParams
    from scheduler.solve.result import ProgressListener, SolveParams, StopAsked

__all__ = ["PRESETS", "USUAL_DAYS"]

ROSTER = "roster.csv"


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """
    What a plan is made from.

    Parameters
    ----------
    volumes
        History; where it reaches into the week, it shows how good the forecast was.
    agents
        Staff list.
    week
        ISO week to plan, such as ``2026-W49``.
    weeks
        How many from that one on.
    interval_min
        Interval to plan in.
    staffing, opening
        Of every post in the volumes; ``opening`` None: round the clock.
    country
        Whose public holidays count as special days; None: none.
    rules
        A file of rules; None: those of the preset, fitted to the opening hours.
    preset
        Name of one that ships.
    days_week
        Days of work a week, where the preset has a work plan.
    is_together_at_night
        Whether posts that enough people know are watched together at night.
    is_opening_told
        Whether somebody said when the posts are open; else that is asked of who reads the plan.
    """

    volumes: VolumeFile
    agents: Path
    week: str
    interval_min: int = 30
    staffing: StaffingInputs = StaffingInputs()
    opening: tuple[tuple[ClockSpan, ...], ...] | None = None
    country: str | None = None
    rules: Path | None = None
    weeks: int = 1
    preset: str = PRESETS[0]
    days_week: int = USUAL_DAYS
    is_together_at_night: bool = False
    is_opening_told: bool = True


@dataclass(frozen=True, eq=False, slots=True)
class Plan:
    """
    A planned week and how it came about.

    Parameters
    ----------
    export
        What was read.
    week
        The question, with its forecast and requirement.
    solved
        The roster.
    hit
        Against what arrived; None where the volumes do not reach into the week.
    expected, arrived
        The roster played against the forecast, and against the volumes that arrived; None without
        a roster, or without such volumes.
    closed_chats
        Chats by post recorded in hours in which it is closed: nothing is learnt from them.
    night_group
        Posts that are, or could be, watched together at night; None: none.
    lost
        Work plans of the preset that lost types because these do not fit into the opening hours.
    outside
        Share of the chats outside the opening hours that are proposed; None: hours were told.
    """

    export: VolumeExport
    week: Week
    solved: SolvedWeek
    hit: Hit | None
    expected: Simulation | None
    arrived: Simulation | None
    closed_chats: dict[str, float]
    night_group: NightGroup | None
    lost: tuple[Left, ...] = ()
    outside: float | None = None


def plan(
    request: PlanRequest,
    params: SolveParams,
    *,
    simulation: SimulationParams,
    out: Path,
    rounds: int = 0,
    listener: ProgressListener | None = None,
    stop: StopAsked | None = None,
) -> Plan:
    """
    Return a week's roster made from volumes, and write its folder.

    Parameters
    ----------
    request
        What is known.
    params, simulation
        Limits of the solve; replications and seed of the simulation.
    out
        Folder for the week and ``roster.csv``, made where it is missing.
    rounds
        Solves at most, in each of which hours that missed their target in simulation are asked for
        more people; 0: one, whatever it does.
    listener, stop
        Told of the solve's progress, asked whether to stop it.

    Raises
    ------
    InputError
        When a file is faulty, or there are no volumes before the week; nothing is written then.
    """
    given = read_inputs(request)
    volumes = on_interval(given.export.volumes, request.interval_min)
    horizon = given.horizon
    week = planned_week(request, given, volumes)
    assert week.forecast is not None
    arrived = arrivals(volumes, week)
    answer = _answer(week, params, simulation, rounds, listener=listener, stop=stop)
    write_week(week, out)
    if answer.result.roster is not None:
        write_roster(answer.result.roster, out / ROSTER, horizon.clock)
    return Plan(
        given.export,
        week,
        answer,
        hit_of(week.forecast, arrived),
        _played(answer, week.forecast, simulation),
        None if arrived is None else _played(answer, arrived, simulation),
        _closed_chats(volumes, week.posts),
        night_group(week.posts, week.agents, horizon.start),
        () if request.rules else lost_in(with_days(given.rules, request.days_week), week.rules),
        None if request.is_opening_told else _outside_proposed(volumes, week.posts),
    )


def _answer(
    week: Week,
    params: SolveParams,
    simulation: SimulationParams,
    rounds: int,
    *,
    listener: ProgressListener | None,
    stop: StopAsked | None,
) -> SolvedWeek:
    if not rounds:
        return solved(week.problem(), params, listener=listener, stop=stop)
    assert week.forecast is not None
    closed = close_loop(
        week.problem(),
        week.forecast,
        params,
        simulation=simulation,
        rounds=rounds,
        listener=listener,
        stop=stop,
    )
    return closed.best.solved


@dataclass(frozen=True, eq=False, slots=True)
class Inputs:
    """
    What a plan's files hold.

    Parameters
    ----------
    export, agents, rules
        Volumes, people, rules.
    horizon
        The week to plan.
    """

    export: VolumeExport
    agents: tuple[Agent, ...]
    rules: RuleSet
    horizon: Horizon


def read_inputs(request: PlanRequest) -> Inputs:
    """Return what the files hold; raises InputError with all faults of all of them."""
    log = FaultLog()
    export, rules, horizon = None, None, None
    agents: tuple[Agent, ...] = ()
    with log.at(request.volumes.path.name):
        export = request.volumes.read()
    with log.at(request.agents.name):
        posts = None if export is None else frozenset(export.volumes.posts)
        agents = read_agents(request.agents, posts)
    try:
        start = monday_of(request.week)
        clock = request.volumes.clock
        days = request.weeks * WEEK_DAYS
        horizon = Horizon(clock, start, days, request.interval_min)
        rules = read_rules_preset(horizon, request.rules or preset_path(request.preset))
    except InputError as error:
        log.add(fault for fault in error.faults if fault not in log.faults)
    log.raise_any()
    assert export is not None  # its faults would have been raised
    assert rules is not None
    assert horizon is not None
    return Inputs(export, agents, rules, horizon)


def planned_week(request: PlanRequest, given: Inputs, volumes: Volumes) -> Week:
    """Return the week with its forecast, from the volumes before it, and its requirement."""
    horizon = given.horizon
    posts = tuple(Post(name, request.staffing, opening=request.opening) for name in volumes.posts)
    history = _open_only(_before(volumes, horizon), posts)
    special = holidays_around(volumes, horizon, request.country).days
    expected = forecast(history, horizon, special_days=special)
    needed = requirement(expected, posts)
    rules = given.rules
    if request.rules is None:
        rules = fitted(with_days(rules, request.days_week), posts)
    is_asked = request.is_together_at_night
    group = night_group(posts, given.agents, horizon.start) if is_asked else None
    if group is not None:
        rules = replace(rules, seals=(group.seal,))
    return Week(horizon, posts, given.agents, rules, needed, expected, history)


def _before(volumes: Volumes, horizon: Horizon) -> Volumes:
    past = volumes.start_min < horizon.start_min
    if not past.any():
        raise InputError(Fault("history_missing", file="volumes", value=str(horizon.start)))
    return Volumes(
        volumes.clock,
        volumes.interval_min,
        volumes.posts,
        volumes.start_min[past],
        volumes.counts[:, past],
    )


def _open_only(volumes: Volumes, posts: tuple[Post, ...]) -> Volumes:
    """Return volumes without the records of closed hours."""
    counts: Floats = np.where(_is_open(volumes, posts), volumes.counts, np.nan)
    return Volumes(volumes.clock, volumes.interval_min, volumes.posts, volumes.start_min, counts)


def _closed_chats(volumes: Volumes, posts: tuple[Post, ...]) -> dict[str, float]:
    """Return the chats recorded in closed hours, of posts that have any."""
    counts = np.where(_is_open(volumes, posts), 0.0, np.nan_to_num(volumes.counts)).sum(axis=1)
    return {post.id: float(count) for post, count in zip(posts, counts, strict=True) if count > 0}


def _outside_proposed(volumes: Volumes, posts: tuple[Post, ...]) -> float:
    """Return the share of the chats that lie outside the opening hours that are proposed."""
    hours = opening(PROPOSED)
    outside = _closed_chats(volumes, tuple(replace(post, opening=hours) for post in posts))
    return sum(outside.values()) / max(float(np.nansum(volumes.counts)), 1.0)


def _is_open(volumes: Volumes, posts: tuple[Post, ...]) -> npt.NDArray[np.bool_]:
    """Return when posts are open; shape (posts, intervals)."""
    clock = volumes.clock
    when = [(clock.date_of(at).weekday(), clock.clock_of(at)) for at in volumes.start_min.tolist()]
    return np.array([[post.open_at(*moment) for moment in when] for post in posts])


def _played(answer: SolvedWeek, customers: Forecast, params: SimulationParams) -> Simulation | None:
    if answer.result.roster is None:
        return None
    return simulate(answer.problem, answer.result.roster, customers, params)
