"""Hours needed week by week: what the chats ask for, and the people who must be there anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Requirement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.demand import Floats
    from scheduler.post import Post
    from scheduler.problem import RosterProblem
    from scheduler.ruleset import RuleSet


def sealed(requirement: Requirement, posts: Sequence[Post], rules: RuleSet) -> Floats:
    """
    Return agents needed, never fewer than the least number on an open post; 0 where closed.

    In hours in which posts may be held together, the group as a whole needs its largest minimum,
    and its first open post is given what is missing. Shape (posts, intervals).
    """
    horizon = requirement.horizon
    least = np.zeros(requirement.agents.shape)
    for row, name in enumerate(requirement.posts):
        own = next(post.min_agents for post in posts if post.id == name)
        least[row] = rules.min_agents if own is None else own
    least[~requirement.is_open] = 0.0
    agents = np.nan_to_num(requirement.agents)
    found: Floats = np.maximum(agents, least)
    clocks = [horizon.clock.clock_of(horizon.minute(at)) for at in range(horizon.intervals)]
    for group in rules.seals:
        rows = [requirement.posts.index(post) for post in group.posts if post in requirement.posts]
        for at in (at for at, clock in enumerate(clocks) if clock in group.hours):
            missing = max(0.0, float(least[rows, at].max() - agents[rows, at].sum()))
            found[rows, at] = agents[rows, at]
            found[next((row for row in rows if least[row, at] > 0), rows[0]), at] += missing
    return found


def with_minimums(made: Requirement, posts: Sequence[Post], rules: RuleSet) -> Requirement:
    """Return a requirement with never fewer than the least number of people on an open post."""
    agents = np.where(made.is_open, sealed(made, posts, rules), np.nan)
    return Requirement(made.horizon, made.posts, agents)


def hours_to_fill(problem: RosterProblem) -> dict[str, float]:
    """Return the agent-hours a week asks for, by post: its need, and never below its minimums."""
    needed = with_minimums(problem.requirement, problem.posts, problem.rules)
    hour = needed.horizon.interval_hours
    return {post: float(np.nansum(needed.of(post))) * hour for post in needed.posts}
