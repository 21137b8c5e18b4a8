"""Putting a week's roster to the test with simulated customers, and what that showed."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.campaign_helpers import helper_shifts
from scheduler.campaign_parts import CampaignHelper
from scheduler.present import serving_roster
from scheduler.roster import Roster
from scheduler.simulate.held import TargetHeld, WhatCounts, held_by
from scheduler.simulate.run import simulate, usual_level
from service.demand.own_speeds import factors, own_speeds
from service.roster.question import problem_of
from service.shop.campaigns import helping_in
from service.unchanged import while_unchanged
from store.documents import to_document
from store.simulations import KeptSimulation, SimulatedMeasure, SimulationNote, course_of, note_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.campaign import Campaign
    from scheduler.horizon import Horizon
    from scheduler.post import Post, StaffingInputs
    from scheduler.problem import RosterProblem
    from scheduler.simulate.params import SimulationParams
    from service.desk import Desk
    from store.unit import Unit
    from store.weeks import KeptWeek

__all__ = ["KeptSimulation", "SimulatedMeasure", "SimulationNote"]


@dataclass(frozen=True, eq=False)
class Tested:
    """
    What the newest simulation of a version showed.

    Parameters
    ----------
    kept
        The simulation.
    is_current
        Whether roster, forecast and staffing inputs are still those it played.
    missed
        Posts whose service level lies below the target by more than its interval.
    helpers
        What is played beside the roster: helpers of campaigns, of whom only the number is known.
    """

    kept: KeptSimulation
    is_current: bool
    missed: tuple[str, ...]
    helpers: tuple[CampaignHelper, ...] = ()


def played_key(problem: RosterProblem, roster: Roster) -> str:
    """Return a key of what a simulation plays of a roster: its shifts as they hold posts."""
    return roster_key(serving_roster(problem, roster))


def roster_key(roster: Roster) -> str:
    """Return a key of a roster's shifts; equal keys, equal rosters."""
    return hashlib.sha256(to_document(roster.shifts).encode()).hexdigest()


def simulate_version(
    desk: Desk,
    label: str,
    params: SimulationParams,
    *,
    number: int | None = None,
    listener: Callable[[int, int], None] | None = None,
) -> Tested:
    """
    Simulate a week's chats against a version, the latest unless named, and keep what it showed.

    ``listener`` hears how many replications are done and how many are wanted, twice where the same
    customers are also simulated with people as usual; whatever it raises ends the simulation, and
    nothing is kept.

    Raises
    ------
    InputError
        When the week has no roster or no forecast.
    """
    stamp = desk.stamp
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        version = unit.rosters.named(week, number)
        forecast = unit.demand.forecast_of(week)
        problem = problem_of(unit, week)
        campaigns = helping_in(unit, week)
    roster = _with_helpers(version.version.roster, campaigns, problem)
    speeds = factors(own_speeds(desk).speeds if params.with_own_speeds else None, problem)
    found = simulate(problem, roster, forecast.forecast, params, listener=listener, speeds=speeds)
    usual = usual_level(problem, roster, forecast.forecast, params, listener=listener)
    key = played_key(problem, roster)
    note = note_of(found, problem.posts, usual, roster_key=key, forecast_id=forecast.id)
    with desk.write("roster_simulated", unseen="a version never changes under its number") as unit:
        unit.simulations.add(version.id, note, course_of(found), stamp)
        details = {"number": str(version.version.number)}
        unit.note(label, details)
        kept = unit.simulations.latest(version.id)
    assert kept is not None
    return Tested(
        kept, True, missed_targets(kept, problem.horizon, problem.posts), _helpers(campaigns)
    )


def latest_simulation(desk: Desk, label: str, number: int | None = None) -> Tested | None:
    """Return what the newest simulation of a version showed, the latest version unless named."""
    with desk.read() as unit:
        what = ("latest_simulation", label, number)
        return while_unchanged(desk, unit, what, lambda: _latest(unit, desk.shop_id, label, number))


def _latest(unit: Unit, shop_id: str, label: str, number: int | None) -> Tested | None:
    week = unit.weeks.get(shop_id, label)
    version = unit.rosters.latest(week.id) if number is None else unit.rosters.get(week.id, number)
    kept = None if version is None else unit.simulations.latest(version.id)
    if version is None or kept is None:
        return None
    posts = unit.shops.posts(shop_id)
    problem = None if week.requirement_id is None else problem_of(unit, week)
    campaigns = helping_in(unit, week)
    roster = _with_helpers(version.version.roster, campaigns, week)
    key = roster_key(roster) if problem is None else played_key(problem, roster)
    same = kept.note.roster_key == key
    current = same and kept.note.forecast_id == week.forecast_id and _as_now(kept.note, posts)
    return Tested(kept, current, missed_targets(kept, week.horizon, posts), _helpers(campaigns))


def _with_helpers(
    roster: Roster, campaigns: tuple[Campaign, ...], asked: RosterProblem | KeptWeek
) -> Roster:
    """Return a roster with the helpers of campaigns; the same where there are none."""
    return Roster((*roster.shifts, *helper_shifts(campaigns, asked.horizon)))


def _helpers(campaigns: tuple[Campaign, ...]) -> tuple[CampaignHelper, ...]:
    return tuple(part for each in campaigns for part in each.helper)


def _as_now(note: SimulationNote, posts: tuple[Post, ...]) -> bool:
    """
    Return whether posts still work as in a simulation; how much they promise may differ.

    Simulations that name the length of lapses for all posts were run when open chats went on in
    them; where a post has lapses they say too much.
    """
    if not note.staffing:
        return True
    if note.params.lapse_min is not None and any(each.shrinkage for each in note.staffing.values()):
        return False
    return {name: _played(each) for name, each in note.staffing.items()} == {
        post.id: _played(post.staffing) for post in posts
    }


def _played(staffing: StaffingInputs) -> StaffingInputs:
    """Return inputs without the targets, which play no part in a simulation."""
    return dataclasses.replace(staffing, service_level=0.5, answer_rate=0.0, targets=())


def held_in(kept: KeptSimulation, horizon: Horizon, post: str, target: float) -> TargetHeld | None:
    """Return whether a post holds a target by what counts; None: too few chats."""
    params, row = kept.note.params, kept.note.posts.index(post)
    level, chats = (kept.course[name][0, row] for name in ("service_level", "mean_offered"))
    told = (level.astype(float), chats.astype(float), horizon, target)
    return held_by(*told, counts=params.counts, least_hours=params.least_hours)


def missed_targets(
    kept: KeptSimulation, horizon: Horizon, posts: tuple[Post, ...]
) -> tuple[str, ...]:
    """
    Return the posts whose service level lies below the target by more than its interval.

    The level is that of the post's own definition. Where days or hours count, it is those of which
    not enough reach the target.
    """
    note, missed = kept.note, []
    for post in posts:
        if note.params.counts is not WhatCounts.WEEK_CHATS and post.id in note.posts:
            held = held_in(kept, horizon, post.id, post.staffing.service_level)
            if held is not None and not held.is_held:
                missed.append(post.id)
            continue
        level = note.by_post.get(post.id, {}).get("service_level")
        high = None if level is None else level.high
        if high is not None and high < post.staffing.service_level:
            missed.append(post.id)
    return tuple(missed)
