"""The rule that no open post is ever left with too few people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.verify.verdict import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

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
