"""From a week's forecast to the people it needs."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from scheduler.post import Post
from scheduler.staffing.offered_load import USUAL, Load
from scheduler.staffing.requirement import requirement
from service.demand.staffed_volume import StaffedVolume
from service.shop.campaigns import posts_in
from service.shop.opening import opening
from store.demand import KeptRequirement, TableNote
from store.documents import to_document

if TYPE_CHECKING:
    from service.desk import Desk
    from store.unit import Unit
    from store.weeks import KeptWeek

__all__ = ["KeptRequirement", "Load"]

FORMULA = "formula"
MEAN = StaffedVolume()


def staff_week(
    desk: Desk, label: str, *, volume: StaffedVolume = MEAN, load: Load = USUAL
) -> KeptRequirement:
    """
    Compute the people a week needs from its forecast and the posts' inputs, and make them its
    requirement.

    Parameters
    ----------
    volume
        What volume it is staffed for.
    load
        What an interval is staffed for.

    Raises
    ------
    InputError
        When the week has no forecast, it does not hold the volume, or a post's inputs do not do.
    """
    stamp = desk.stamp
    with desk.write("week_staffed", ("requirement", label)) as unit:
        week = unit.weeks.get(desk.shop_id, label)
        forecast = unit.demand.forecast_of(week).forecast
        posts = posts_in(unit, desk.shop_id, week.horizon.dates)
        made = requirement(volume.of(forecast, posts, load), posts, load=load)
        inputs = {
            "forecast": str(week.forecast_id),
            **volume.noted,
            "load": load.value,
            "staffing": to_document({post.id: post.staffing for post in posts}),
        }
        note = TableNote(made.posts, FORMULA, inputs)
        number = unit.demand.add_requirement(desk.shop_id, made, note, stamp)
        unit.weeks.change(dataclasses.replace(week, requirement_id=number))
        unit.note(label, {})
        return unit.demand.requirement(number)


def kept_load(kept: KeptRequirement | None) -> Load:
    """Return what the intervals of a requirement were staffed for; the usual where none says."""
    if kept is None or kept.note.source != FORMULA:
        return USUAL
    return Load(kept.note.inputs.get("load", Load.OWN_ARRIVALS))


def load_of(unit: Unit, week: KeptWeek) -> Load:
    """Return what a week's intervals are staffed for, in its requirement and in all what-ifs."""
    number = week.requirement_id
    return kept_load(None if number is None else unit.demand.requirement(number))


def week_requirement(desk: Desk, label: str) -> KeptRequirement | None:
    """Return a week's requirement and how it came to be; None when it has none."""
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        if week.requirement_id is None:
            return None
        return unit.demand.requirement(week.requirement_id)


def hours_outside(desk: Desk, label: str, hours: str) -> float:
    """Return the agent-hours of a week's requirement outside opening hours; 0 without any."""
    kept = week_requirement(desk, label)
    if kept is None:
        return 0.0
    required, shop = kept.requirement, Post("shop", opening=opening(hours))
    horizon = required.horizon
    moments = [horizon.minute(cell) for cell in range(horizon.intervals)]
    clock = horizon.clock
    is_open = [shop.open_on(clock.date_of(at), clock.clock_of(at)) for at in moments]
    outside = required.agents[:, ~np.array(is_open)]  # not known while a post is closed
    return float(np.nansum(outside)) * horizon.interval_hours
