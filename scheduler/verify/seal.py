"""The rules that no open post is ever left with too few people, or with newcomers only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.post import ExperiencedAt
from scheduler.verify.verdict import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.post import Post
    from scheduler.verify.view import RosterView


def sealed(view: RosterView) -> Iterator[Violation]:
    """Every open post has at least its minimum of people at work in every interval."""
    problem = view.problem
    for row, post in enumerate(problem.requirement.posts):
        limit = problem.min_agents(post)
        people = view.holding[row]
        for interval in np.flatnonzero(problem.requirement.is_open[row] & (people < limit)):
            moment = problem.horizon.minute(int(interval))
            yield Violation("sealed", "", post, moment, int(people[interval]), limit)


def seniority(view: RosterView) -> Iterator[Violation]:
    """Where a post asks for experienced people, enough of them are at work while it is open."""
    problem = view.problem
    kinds = [problem.post_by_id[post] for post in problem.requirement.posts]
    if not any(kind.min_experienced for kind in kinds):
        return
    experienced = view.experienced
    for row, kind in enumerate(kinds):
        limit = kind.min_experienced
        is_short = problem.requirement.is_open[row] & (experienced[row] < limit)
        for interval in np.flatnonzero(is_short).tolist():
            moment = problem.horizon.minute(interval)
            if _is_asked(view, kind, moment):
                people = int(experienced[row, interval])
                yield Violation("seniority", "", kind.id, moment, people, limit)


def _is_asked(view: RosterView, post: Post, moment: int) -> bool:
    if post.experienced_at is ExperiencedAt.ALWAYS:
        return True
    return view.problem.horizon.clock.clock_of(moment) in view.problem.rules.hours.night
