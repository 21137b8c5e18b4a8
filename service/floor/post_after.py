"""One post's week once it is over: what was planned against what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from service.floor.measured_level import MeasuredLevel
from service.floor.present_people import KeptShifts
from store.simulations import SimulatedMeasure

if TYPE_CHECKING:
    from scheduler.demand import Floats
    from service.floor.present_people import PresentPeople
    from service.floor.published_plan import PublishedPlan

LEVEL = "service_level"


@dataclass(frozen=True, slots=True)
class PostAfter:
    """
    One post's week.

    Parameters
    ----------
    post
        Which.
    forecast_all
        Chats forecast for the whole week; None: there is no forecast.
    forecast, came
        Chats forecast and chats that came, where both are known; None: nothing is recorded.
    error
        Sum of the absolute errors of the point forecast as a share of what came; None: as above.
    required_hours, planned_hours
        Agent-hours asked for, and those of the published shifts, breaks and meals out.
    needed_hours
        Agent-hours that what came asks for, where it is recorded; ``required_there``: those asked
        for in the same intervals. None: nothing is recorded.
    present_hours, planned_there
        Agent-hours present, and those planned on the days on which anybody is recorded; None:
        nothing is recorded.
    kept
        What was kept of the shifts.
    target, within_s
        Share to answer in time, and what in time means.
    simulated
        The level the published roster was simulated at; None: it was not.
    measured
        The level that chats show; None: none are imported.
    """

    post: str
    forecast_all: float | None
    forecast: float | None
    came: float | None
    error: float | None
    required_hours: float
    planned_hours: float
    required_there: float | None
    needed_hours: float | None
    planned_there: float | None
    present_hours: float | None
    kept: KeptShifts
    target: float
    within_s: float
    simulated: SimulatedMeasure | None
    measured: MeasuredLevel | None


def post_after(
    place: int,
    plan: PublishedPlan,
    needed: Floats,
    people: PresentPeople,
    measured: MeasuredLevel | None,
) -> PostAfter:
    """Return what became of the post of a row; ``needed``: the people that what came asks for."""
    post, hours = plan.posts[place], plan.forecast.horizon.interval_hours
    mean, came, required = plan.forecast.mean[place], plan.came[place], plan.required[place]
    there = ~np.isnan(came)
    both = there & ~np.isnan(mean)
    total = float(came[both].sum())
    missed = float(np.abs(plan.forecast.scored[place] - came)[both].sum())
    by_post = {} if plan.simulation is None else plan.simulation.note.by_post
    there &= ~np.isnan(needed[place])
    seen = None if people.present is None else people.present[place]
    is_known = None if seen is None else ~np.isnan(seen)
    return PostAfter(
        post=post.id,
        forecast_all=None if np.isnan(mean).all() else float(np.nansum(mean)),
        forecast=float(mean[both].sum()) if both.any() else None,
        came=total if both.any() else (float(came[there].sum()) if there.any() else None),
        error=missed / total if both.any() and total > 0 else None,
        required_hours=float(np.nansum(required)) * hours,
        planned_hours=float(people.planned[place].sum()) * hours,
        required_there=float(np.nansum(required[there])) * hours if there.any() else None,
        needed_hours=float(needed[place][there].sum()) * hours if there.any() else None,
        planned_there=None
        if is_known is None
        else float(people.planned[place][is_known].sum()) * hours,
        present_hours=None if seen is None else float(np.nansum(seen)) * hours,
        kept=people.kept[post.id],
        target=post.staffing.service_level,
        within_s=post.staffing.within_s,
        simulated=by_post.get(post.id, {}).get(LEVEL),
        measured=measured,
    )
