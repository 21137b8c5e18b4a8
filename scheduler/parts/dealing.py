"""
Who is in which part of a large week.

Posts that share nobody are groups of their own: a small group stays whole, a large one is dealt out
by teams, and a team that is larger than a part by the people in it. Whoever may work on several
posts is in one part with all of them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.errors import require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.problem import RosterProblem

LEAST_PEOPLE = 5  # of a part


def require_parts(problem: RosterProblem, parts: int) -> None:
    """Raise an InputError where a week has too few people for so many parts."""
    people = len(problem.agents)
    most = people // LEAST_PEOPLE
    good = 2 <= parts <= most
    require(good, "parts_of_people", value=parts, people=people, least=LEAST_PEOPLE)


def parts_of(problem: RosterProblem, parts: int) -> tuple[tuple[int, ...], ...]:
    """Return the numbers of the people of each part, ascending; everybody is in one of them."""
    whole = len(problem.agents) / parts
    units: list[list[int]] = []
    for group in _groups(problem):
        if len(group) <= whole:
            units.append(group)
            continue
        teams: dict[str, list[int]] = defaultdict(list)
        for number in group:
            teams[problem.agents[number].team].append(number)
        for team in teams.values():
            units += _cut(problem, team, whole)
    found: list[list[int]] = [[] for _ in range(parts)]
    for unit in sorted(units, key=len, reverse=True):
        min(found, key=len).extend(unit)
    return tuple(tuple(sorted(part)) for part in found)


def _groups(problem: RosterProblem) -> list[list[int]]:
    """Return people by groups of posts that share nobody, in the order of the staff list."""
    group_of = {post.id: post.id for post in problem.posts}

    def leader(post: str) -> str:
        while group_of[post] != post:
            post = group_of[post]
        return post

    for agent in problem.agents:
        for post in agent.posts[1:]:
            group_of[leader(post)] = leader(agent.posts[0])
    found: dict[str, list[int]] = defaultdict(list)
    for number, agent in enumerate(problem.agents):
        found[leader(agent.posts[0])].append(number)
    return list(found.values())


def _cut(problem: RosterProblem, team: Sequence[int], whole: float) -> list[list[int]]:
    """Return a team as it is, or pieces no larger than a part, people who are alike dealt round."""
    pieces = -int(-len(team) // whole)
    alike = sorted(team, key=lambda number: _likeness(problem, number))
    return [alike[first::pieces] for first in range(pieces)]


def _likeness(problem: RosterProblem, number: int) -> tuple[object, ...]:
    agent = problem.agents[number]
    return sorted(agent.posts), agent.contract.hours_week, agent.no_nights, number
