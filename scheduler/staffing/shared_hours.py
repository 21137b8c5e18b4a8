"""Who may work on several posts goes where hours are missing: what stays short in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Group = tuple[str, ...]
NOISE = 1e-9


def short_hours(needed: Mapping[str, float], available: Mapping[Group, float]) -> dict[str, float]:
    """
    Return the hours each post lacks when people who hold several are shared out as well as can be.

    The sum is the least possible; how it falls on posts that share people follows their order.

    Parameters
    ----------
    needed
        Hours by post.
    available
        Hours of the people who may work on the posts of a group, each person in one group.
    """
    left = dict(available)
    given: dict[tuple[Group, str], float] = {}
    short = dict(needed)
    for post in needed:
        while short[post] > NOISE and (path := _path(post, left, given)):
            moved = min(short[post], left[path[-1][0]], *(given[step] for step in path[1::2]))
            for number, step in enumerate(path):
                given[step] = given.get(step, 0.0) + (moved if number % 2 == 0 else -moved)
            left[path[-1][0]] -= moved
            short[post] -= moved
    return {post: hours if hours > NOISE else 0.0 for post, hours in short.items()}


def _path(
    post: str, left: Mapping[Group, float], given: Mapping[tuple[Group, str], float]
) -> list[tuple[Group, str]]:
    """
    Return how hours can reach a post: from a group that has some, through others that give way.

    Group and post in turn: the first gives to the post, the second stops giving to another post,
    which the third serves instead, and so on; the last has hours left. Empty: there is no way.
    """
    ways: list[list[tuple[Group, str]]] = [[(group, post)] for group in left if post in group]
    seen = {way[0][0] for way in ways}
    for way in ways:  # grows while it is walked: breadth first
        group = way[-1][0]
        if left[group] > NOISE:
            return way
        for other in group:
            if given.get((group, other), 0.0) > NOISE:
                for more in left:
                    if other in more and more not in seen:
                        seen.add(more)
                        ways.append([*way, (group, other), (more, other)])
    return []
