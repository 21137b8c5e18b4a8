"""Which posts could be watched together at night, so that not one person per post sits there."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from scheduler.horizon import ClockSpan
from scheduler.post import WEEKDAYS, SealGroup

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from scheduler.agent import Agent
    from scheduler.post import Post

NIGHT = ClockSpan(0, 8 * 60)
DEEP_NIGHT_CLOCK = 3 * 60
LEAST_PEOPLE = 4  # seven nights, five a person, twice: somebody falls ill
MOST_POSTS = 8  # among more the groups are too many to try each


@dataclass(frozen=True, slots=True)
class NightGroup:
    """
    Posts that are open all night, and how many people know all of them.

    Parameters
    ----------
    seal
        The posts, from midnight to eight.
    people
        Agents who hold certificates for each of them and may work nights.
    """

    seal: SealGroup
    people: int


def night_group(posts: Sequence[Post], agents: Sequence[Agent], date: dt.date) -> NightGroup | None:
    """
    Return the most posts open every night that enough people know, or None where there are none.

    Of groups of as many posts the one that most people know; who is not employed, certified or
    allowed to work nights on the date does not count.
    """
    nightly = [
        post.id
        for post in posts
        if all(post.open_at(day, DEEP_NIGHT_CLOCK) for day in range(len(WEEKDAYS)))
    ][:MOST_POSTS]
    able = [
        frozenset(post for post in nightly if agent.certified(post, date))
        for agent in agents
        if agent.may_work_nights(date)
    ]
    for size in range(len(nightly), 1, -1):
        known = [
            (sum(known >= set(group) for known in able), group)
            for group in combinations(nightly, size)
        ]
        people, group = max(known, key=lambda each: each[0])
        if people >= LEAST_PEOPLE:
            return NightGroup(SealGroup(group, NIGHT), people)
    return None
