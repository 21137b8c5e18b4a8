"""Trying other staffing inputs on a week before keeping them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.demand import Forecast, Requirement
from scheduler.post import Post, StaffingInputs
from scheduler.staffing.offered_load import USUAL, Load
from scheduler.staffing.overload import Overload, overloads
from scheduler.staffing.requirement import carried_hours, requirement
from scheduler.staffing.sealed import with_minimums
from service.demand.staffed_volume import StaffedVolume
from service.demand.staffing import FORMULA, MEAN, kept_load, staff_week
from service.shop.campaigns import posts_in
from service.shop.shops import save_post
from store.demand import KeptRequirement
from store.documents import from_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.problem import RosterProblem
    from service.desk import Desk

__all__ = ["Load", "Overload", "carried_hours", "kept_load"]


@dataclass(frozen=True, eq=False)
class TriedStaffing:
    """
    A week's requirement as posts' inputs make it, beside the one that is kept.

    Parameters
    ----------
    forecast
        Chats expected.
    posts
        With the inputs tried.
    volume
        What volume is staffed for.
    staffed
        The forecast whose mean that is.
    load
        What an interval is staffed for.
    requirement
        Of these inputs and this volume.
    kept
        The week's requirement; None: it has none.
    is_kept_current
        Whether the kept one is what the formula gives for the forecast and the inputs as stored.
    """

    forecast: Forecast
    posts: tuple[Post, ...]
    volume: StaffedVolume
    staffed: Forecast
    load: Load
    requirement: Requirement
    kept: KeptRequirement | None
    is_kept_current: bool

    def post(self, name: str) -> Post:
        """Return a post with the inputs tried."""
        return next(post for post in self.posts if post.id == name)


def overloaded(staffed: TriedStaffing, problem: RosterProblem) -> tuple[Overload, ...]:
    """Return the posts, and all together, whose need no roster of a week's people can cover."""
    return overloads(whole_need(staffed, problem), problem.agents)


def whole_need(staffed: TriedStaffing, problem: RosterProblem) -> Requirement:
    """Return the people needed, never fewer than the least number on an open post."""
    return with_minimums(staffed.requirement, problem.posts, problem.rules)


def try_staffing(
    desk: Desk,
    label: str,
    *,
    inputs: Mapping[str, StaffingInputs] | None = None,
    volume: StaffedVolume = MEAN,
    load: Load = USUAL,
) -> TriedStaffing:
    """
    Return the requirement other inputs would give; nothing is kept.

    Parameters
    ----------
    inputs
        By post; posts left out stay as they are.
    volume
        What volume to staff for.
    load
        What an interval is staffed for.

    Raises
    ------
    InputError
        When the week has no forecast, or the inputs do not do.
    """
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        forecast = unit.demand.forecast_of(week).forecast
        stored = posts_in(unit, desk.shop_id, week.horizon.dates)
        number = week.requirement_id
        kept = None if number is None else unit.demand.requirement(number)
    tried = inputs or {}
    posts = tuple(
        dataclasses.replace(post, staffing=tried.get(post.id, post.staffing)) for post in stored
    )
    current = kept is not None and kept.note.source == FORMULA
    current = current and _says(kept, "forecast") == str(week.forecast_id)
    current = current and _inputs_of(kept) == {post.id: post.staffing for post in stored}
    staffed = volume.of(forecast, posts, load)
    made = requirement(staffed, posts, load=load)
    return TriedStaffing(forecast, posts, volume, staffed, load, made, kept, current)


def _says(kept: KeptRequirement | None, name: str) -> str:
    return "" if kept is None else kept.note.inputs.get(name, "")


def _inputs_of(kept: KeptRequirement | None) -> dict[str, StaffingInputs]:
    """Return the inputs a requirement was made with; empty where it does not say."""
    said = _says(kept, "staffing")
    return from_document(dict[str, StaffingInputs], said) if said else {}


def keep_staffing(
    desk: Desk,
    label: str,
    inputs: Mapping[str, StaffingInputs],
    *,
    volume: StaffedVolume = MEAN,
    load: Load = USUAL,
) -> KeptRequirement:
    """
    Keep inputs of posts, and make the requirement they give the week's; other weeks' stay.

    Raises
    ------
    InputError
        When the week has no forecast, or the inputs do not do; then nothing is kept.
    """
    tried = try_staffing(desk, label, inputs=inputs, volume=volume, load=load)
    for post in tried.posts:
        if post.id in inputs:
            save_post(desk, post)
    return staff_week(desk, label, volume=volume, load=load)
