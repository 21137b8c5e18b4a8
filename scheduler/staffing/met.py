"""What customers of a week would meet with the people it needs: no roster, no simulation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.staffing.level import level_with, met_with
from scheduler.staffing.motion import Motion, level_of, performance_of
from scheduler.staffing.offered_load import USUAL, Load
from scheduler.staffing.passing_kernel import OPEN
from scheduler.staffing.presence import present_of
from scheduler.staffing.requirement import chats_to_staff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.demand import Floats, Forecast, Requirement
    from scheduler.post import Post, StaffingInputs

NOISE = 1e-9


@dataclass(frozen=True, slots=True)
class Met:
    """
    A post's week, with the need of each interval rounded up to whole people.

    Parameters
    ----------
    service_level
        As the post defines it, over all chats.
    abandoned_share
        Of all chats.
    answer_wait_s
        Mean wait of the answered chats (average speed of answer).
    occupancy
        Share of the slots in use.
    """

    service_level: float
    abandoned_share: float
    answer_wait_s: float
    occupancy: float


def met_by_post(
    requirement: Requirement,
    forecast: Forecast,
    posts: Sequence[Post],
    *,
    load: Load = USUAL,
) -> dict[str, Met]:
    """
    Return what customers would meet, by post; posts without chats and deferrable ones are left out.

    Parameters
    ----------
    requirement, forecast, posts
        The need, the chats it was made for, and the inputs it was made with.
    load
        What its intervals were staffed for.
    """
    interval_min = forecast.horizon.interval_min
    known = {post.id: post.staffing for post in posts}
    found = {}
    for name, row in zip(forecast.posts, forecast.mean, strict=True):
        staffing, needed = known[name], requirement.of(name)
        is_open = ~np.isnan(needed)
        if staffing.is_deferrable or not np.nan_to_num(row)[needed > 0].any():
            continue
        if load.is_moving:
            found[name] = _met_in_motion(needed, row, staffing, interval_min)
            continue
        chats = chats_to_staff(row, staffing, is_open, interval_min=interval_min, load=load)
        found[name] = _met(needed, chats, staffing, interval_min)
    return found


def level_met(
    needed: Floats, chats: Floats, staffing: StaffingInputs, *, interval_min: int, load: Load
) -> float:
    """
    Return the service level over all chats with people needed by other ones, decimals kept.

    Parameters
    ----------
    needed, chats
        People rostered, and chats that come; NaN where closed; each of shape (intervals,).
    staffing, interval_min, load
        As for the requirement.
    """
    came = np.nan_to_num(chats)
    if load.is_moving:
        there = np.nan_to_num(present_of(needed, staffing))
        found = Motion(chats, staffing, interval_min * 60.0).met(there)
        return level_of(came @ found / came.sum(), staffing.definition)
    told = chats_to_staff(chats, staffing, ~np.isnan(chats), interval_min=interval_min, load=load)
    people = np.nan_to_num(needed)
    levels = [
        level_with(float(people[place]), float(told[place]), staffing, interval_min=interval_min)
        for place in np.flatnonzero(came)
    ]
    return float(came[came > 0] @ np.array(levels) / came.sum())


def _met_in_motion(
    needed: Floats, chats: Floats, staffing: StaffingInputs, interval_min: int
) -> Met:
    present = np.ceil(present_of(needed, staffing) - NOISE)
    offered = np.where(np.isnan(needed), np.nan, np.nan_to_num(chats))
    found = Motion(offered, staffing, interval_min * 60.0).met(present)
    came = np.nan_to_num(offered)
    mean = came @ found / came.sum()
    slots = float(np.nansum(present)) * staffing.chats_at_once
    waits = performance_of(mean, slots, staffing.patience_s)
    used = float(found[:, OPEN].sum()) / slots
    return Met(
        level_of(mean, staffing.definition), waits.abandoned_share, waits.answer_wait_s, used
    )


def _met(needed: Floats, chats: Floats, staffing: StaffingInputs, interval_min: int) -> Met:
    places = np.flatnonzero((needed > 0) & (np.nan_to_num(chats) > 0))
    there = present_of(needed[places], staffing).tolist()
    rows = []
    for volume, agents, steady in zip(
        chats[places].tolist(), needed[places].tolist(), there, strict=True
    ):
        rostered = math.ceil(agents - NOISE)
        present = math.ceil(steady - NOISE)
        held = level_with(rostered, volume, staffing, interval_min=interval_min)
        found = met_with(present, volume, staffing, interval_min=interval_min)
        answered = volume * (1 - found.abandoned_share)
        rows.append(
            (
                volume * held,
                volume * found.abandoned_share,
                answered * found.answer_wait_s,
                answered,
                present * found.occupancy,
                present,
            )
        )
    held, left, waits, answered, used, slots = np.array(rows).sum(axis=0).tolist()
    offered = float(chats[places].sum())
    return Met(held / offered, left / offered, waits / answered, used / slots)
