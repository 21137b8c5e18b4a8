"""The forecast and requirement a version was published with, beside the chats that came."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Caveat, Floats, Forecast, Requirement
from scheduler.post import Post
from scheduler.ruleset import RuleSet
from scheduler.staffing.requirement import requirement
from scheduler.staffing.sealed import with_minimums
from service.demand.staffing import kept_load
from service.demand.today import placed, recorded_in
from service.shop.campaigns import posts_in
from store.demand import KeptForecast, KeptRequirement
from store.repository import needed
from store.simulations import KeptSimulation

if TYPE_CHECKING:
    from scheduler.staffing.offered_load import Load
    from store.rosters import KeptVersion
    from store.unit import Unit
    from store.weeks import KeptWeek


@dataclass(frozen=True, eq=False, slots=True)
class PublishedPlan:
    """
    What a week was published with, or what stands for it, and what came.

    Parameters
    ----------
    posts
        With the inputs they have now, in the order of the rows.
    kept
        The forecast, with who made and who overruled it; None: there is none.
    requirement
        What was asked for, and never fewer than the least number on an open post.
    rules
        Of the week, with the least numbers of posts that have none of their own.
    simulation
        The newest of the version and this forecast; None: there is none.
    forecast
        Chats; NaN where closed, or where there is no forecast.
    came
        Chats that came; NaN: closed, or not recorded; shape (posts, intervals).
    """

    posts: tuple[Post, ...]
    kept: KeptForecast | None
    requirement: KeptRequirement
    rules: RuleSet
    simulation: KeptSimulation | None
    forecast: Forecast
    came: Floats

    @property
    def load(self) -> Load:
        """Return what intervals were staffed for."""
        return kept_load(self.requirement)

    @property
    def required(self) -> Floats:
        """Return the people asked for; NaN where closed; shape (posts, intervals)."""
        return self.requirement.requirement.agents

    def needed(self) -> Floats:
        """Return the people that what came asks for; NaN where nothing is recorded."""
        asked = Forecast(self.forecast.horizon, self.forecast.posts, self.came)
        made = requirement(asked, self.posts, load=self.load)
        return with_minimums(made, self.posts, self.rules).agents

    def expected(self) -> Floats:
        """Return the chats recorded, else forecast; 0 where closed, NaN where nothing tells."""
        known = np.where(np.isnan(self.came), self.forecast.mean, self.came)
        return np.where(np.isnan(self.required), 0.0, known)


def published_plan(
    unit: Unit, week: KeptWeek, version: KeptVersion
) -> tuple[PublishedPlan, tuple[Caveat, ...]]:
    """
    Return what a version was published with, and caveats of what is not known of that.

    Where that was not kept, the week's forecast and requirement as they are now stand for it.

    Raises
    ------
    InputError
        When nothing was kept and the week has no requirement.
    """
    snapshot = unit.snapshots.of_version(version.id)
    caveats: list[Caveat] = []
    if snapshot is None:
        code = "after_no_forecast" if week.forecast_id is None else "after_no_snapshot"
        caveats.append(Caveat(code))
    forecast_id = week.forecast_id if snapshot is None else snapshot.forecast_id
    number = week.requirement_id if snapshot is None else snapshot.requirement_id
    kept = None if forecast_id is None else unit.demand.forecast(forecast_id)
    simulation = unit.simulations.latest(version.id)
    if simulation is not None and simulation.note.forecast_id != forecast_id:
        simulation = None
        caveats.append(Caveat("after_simulated_otherwise"))
    by_id = {post.id: post for post in posts_in(unit, week.shop_id, week.horizon.dates)}
    asked = unit.demand.requirement(needed(number, "week_without_requirement", week.label))
    cut = _of_posts(asked, [name for name in asked.requirement.posts if name in by_id])
    came, closed = _came(unit, week, cut.requirement)
    if closed:
        caveats.append(Caveat("after_closed", details={"chats": round(closed)}))
    made = _on_posts(None if kept is None else kept.forecast, cut.requirement)
    posts = tuple(by_id[name] for name in cut.requirement.posts)
    whole = replace(cut, requirement=with_minimums(cut.requirement, posts, week.rules))
    plan = PublishedPlan(posts, kept, whole, week.rules, simulation, made, came)
    return plan, tuple(caveats)


def _of_posts(kept: KeptRequirement, names: list[str]) -> KeptRequirement:
    """Return a requirement of the posts there still are."""
    asked = kept.requirement
    agents = np.array([asked.of(name) for name in names]).reshape(len(names), -1)
    return replace(kept, requirement=Requirement(asked.horizon, tuple(names), agents))


def _came(unit: Unit, week: KeptWeek, required: Requirement) -> tuple[Floats, float]:
    """Return the chats that came while posts were open, and how many came while they were not."""
    volumes = unit.demand.volumes(week.shop_id)
    known = None if volumes is None else recorded_in(volumes, week.horizon)
    if known is None:
        return np.full(required.agents.shape, np.nan), 0.0
    came = placed(week.horizon, known, required.posts)
    closed = float(np.nansum(came[~required.is_open]))
    came[~required.is_open] = np.nan
    return came, closed


def _on_posts(made: Forecast | None, required: Requirement) -> Forecast:
    """Return a forecast with the posts of a requirement; NaN where it has none."""
    shape = required.agents.shape
    mean, point = np.full(shape, np.nan), np.full(shape, np.nan)
    for row, post in enumerate(required.posts):
        if made is not None and post in made.posts:
            mean[row] = made.of(post)
            point[row] = made.scored[made.posts.index(post)]
    return Forecast(required.horizon, required.posts, mean, point=point)
