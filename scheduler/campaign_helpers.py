"""Helpers of campaigns (大促): what they take off the shop's own people, and as they are played."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from scheduler.opening_on import OpeningOn
from scheduler.post import Post
from scheduler.shift import Shift

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.campaign import Campaign
    from scheduler.campaign_parts import CampaignHelper
    from scheduler.demand import Requirement
    from scheduler.horizon import Horizon


def with_helpers(required: Requirement, campaigns: Iterable[Campaign]) -> Requirement:
    """
    Return what is required of the shop's own people beside helpers, never below 0.

    A helper counts as much as the chats that are answered: two of speed 0.5 are one person.
    """
    helpers, agents = list(_helping(campaigns, required.horizon)), required.agents.copy()
    for _, part, cells in helpers:
        if part.post in required.posts:
            agents[required.posts.index(part.post), cells] -= part.people * part.speed
    return required.moved(np.maximum(agents, 0.0)) if helpers else required


def helper_shifts(campaigns: Iterable[Campaign], horizon: Horizon) -> tuple[Shift, ...]:
    """
    Return helpers as shifts of people of full speed, as a simulation plays them.

    As many are there as answer as many chats; of what is left of one, somebody is there in that
    share of the intervals. Who they are is not known: their names are the campaign's and the
    helpers' own, with a number.
    """
    found: list[Shift] = []
    for name, part, cells in _helping(campaigns, horizon):
        worth = part.people * part.speed
        for number in range(math.ceil(worth - 1e-9)):
            share = min(1.0, worth - number)
            there = [
                cell
                for place, cell in enumerate(cells)
                if math.floor((place + 1) * share + 1e-9) > math.floor(place * share + 1e-9)
            ]
            who = f"{name} {part.name} {number + 1}"
            for _, run in groupby(enumerate(there), lambda one: one[1] - one[0]):
                first, *_, last = (cell for _, cell in [*run] * 2)
                found.append(Shift(who, horizon.minute(first), horizon.minute(last + 1), part.post))
    return tuple(found)


def _helping(
    campaigns: Iterable[Campaign], horizon: Horizon
) -> Iterator[tuple[str, CampaignHelper, list[int]]]:
    """Yield campaign and intervals of all helpers."""
    clock = horizon.clock
    for campaign in campaigns:
        for part in campaign.helper:
            days = OpeningOn(*campaign.days_of(part), part.hours)
            there = Post(part.post, opening=((),) * 7, opening_on=(days,))
            moments = [horizon.minute(cell) for cell in range(horizon.intervals)]
            is_there = (there.open_on(clock.date_of(at), clock.clock_of(at)) for at in moments)
            yield campaign.name, part, [cell for cell, held in enumerate(is_there) if held]
