"""
A made-up staff list, for planning with real volumes when there is no real list at hand.

Nobody in it exists. The mix is fixed here and drawn with a seed: four in five have 40 hours a week,
the others 20 to 36; each has a main post, three in ten a second one; one in twenty works no nights;
an hour costs 26 to 40 yuan.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from scheduler.agent import Agent, Certificate, Contract
from scheduler.errors import require
from scheduler.limits import require_within
from store.files.agents_file import write_agents

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FULL_TIME_HOURS = 40
PART_TIME_HOURS = (20, 24, 30, 36)
PART_TIME_SHARE = 0.2
SECOND_POST_SHARE = 0.3
NO_NIGHTS_SHARE = 0.05
HOURLY_COST = (26, 41)
TEAM_SIZE = 12


def staff_list(count: int, posts: Mapping[str, float], *, seed: int) -> tuple[Agent, ...]:
    """
    Return made-up agents; the same arguments give the same list.

    Parameters
    ----------
    count
        How many, at least 1.
    posts
        Each post with its weight: main posts are shared out in proportion, by largest remainder.
    seed
        Of every draw.
    """
    require(count >= 1, "not_positive", column="count", value=count)
    require_within("people", count, column="count")
    require(len(posts) > 0, "no_posts", column="posts")
    for weight in posts.values():
        require(0 < weight < float("inf"), "not_positive", column="posts", value=weight)
    rng = np.random.default_rng(seed)
    mains = rng.permutation(np.repeat(list(posts), _shares(count, list(posts.values()))))
    return tuple(
        _agent(number, str(main), tuple(posts), rng) for number, main in enumerate(mains, start=1)
    )


def make_staff_file(
    count: int, posts: Mapping[str, float], *, seed: int, out: Path
) -> tuple[Agent, ...]:
    """Return made-up agents and write them in the form of ``agents.csv``."""
    agents = staff_list(count, posts, seed=seed)
    write_agents(agents, out)
    return agents


def _shares(count: int, weights: list[float]) -> list[int]:
    exact = np.array(weights) / sum(weights) * count
    whole = np.floor(exact).astype(int)
    for place in np.argsort(whole - exact, kind="stable")[: count - whole.sum()]:
        whole[place] += 1
    return [int(share) for share in whole]


def _agent(number: int, main: str, posts: tuple[str, ...], rng: np.random.Generator) -> Agent:
    part_time, two_posts, no_nights = rng.random(3) < (
        PART_TIME_SHARE,
        SECOND_POST_SHARE,
        NO_NIGHTS_SHARE,
    )
    hours = int(rng.choice(PART_TIME_HOURS)) if part_time else FULL_TIME_HOURS
    cost = int(rng.integers(*HOURLY_COST))
    others = [post for post in posts if post != main]
    held = (main, str(rng.choice(others))) if two_posts and others else (main,)
    return Agent(
        id=f"A{number:04d}",
        name=f"客服{number:03d}",
        team=f"T{(number - 1) // TEAM_SIZE + 1}",
        certificates=tuple(Certificate(post) for post in held),
        contract=Contract(hours, Decimal(cost)),
        no_nights=bool(no_nights),
    )
