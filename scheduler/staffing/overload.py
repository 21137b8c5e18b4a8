"""Whether the people there are could ever do the work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.agent import Agent
    from scheduler.demand import Requirement


@dataclass(frozen=True, slots=True)
class Overload:
    """
    Work that is more than people could do.

    Parameters
    ----------
    posts
        One post, or all of them together.
    required_hours, contract_hours
        Agent-hours needed, and those in the contracts of all who may work there.
    peak
        Most agents needed at once.
    people
        How many may work there.
    """

    posts: tuple[str, ...]
    required_hours: float
    contract_hours: float
    peak: float
    people: int

    @property
    def short_hours(self) -> float:
        """Return the agent-hours nobody could work."""
        return max(0.0, self.required_hours - self.contract_hours)

    @property
    def short_people(self) -> float:
        """Return the agents missing at the peak even if everybody worked then."""
        return max(0.0, self.peak - self.people)


def overloads(requirement: Requirement, agents: Sequence[Agent]) -> tuple[Overload, ...]:
    """
    Return the posts, and all posts together, whose need no roster of these people can cover.

    Who may work on several posts counts in full for each of them, so what is named here is short
    for certain; what is not named may still be short.
    """
    return tuple(found for found in _all(requirement, agents) if _is_short(found))


def _is_short(found: Overload) -> bool:
    return found.short_hours > 1e-9 or found.short_people > 1e-9


def _all(requirement: Requirement, agents: Sequence[Agent]) -> Iterator[Overload]:
    weeks = requirement.horizon.days / 7
    groups: list[tuple[str, ...]] = [(post,) for post in requirement.posts]
    if len(groups) > 1:
        groups.append(requirement.posts)
    for posts in groups:
        able = [agent for agent in agents if any(each.post in posts for each in agent.certificates)]
        needed = np.nan_to_num(np.array([requirement.of(post) for post in posts])).sum(axis=0)
        yield Overload(
            posts,
            float(needed.sum()) * requirement.horizon.interval_hours,
            weeks * sum(agent.contract.hours_week for agent in able),
            float(needed.max(initial=0.0)),
            len(able),
        )
