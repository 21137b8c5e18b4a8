"""Who is there in a scenario: people hired by contract and plan, people who left, other wages."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING

from scheduler.agent import Agent, Certificate, Contract
from scheduler.errors import gathering, require

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NEW = "new-"  # how the ids of people a scenario adds begin
FEN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class HireKind:
    """
    What people who are hired have in common.

    Parameters
    ----------
    also
        Posts they are certified for beside the one they are hired for.
    hours_week
        Of their contract; None: as most people on the post have.
    work_plan, team
        Theirs; empty: none of their own.
    first_day
        Their first day of work; None: before the week begins.
    speed
        Share of the usual work that they do in these days, in (0, 1]: where they stand on the
        learning curve. The post's mean handling time grows as if its chats were spread evenly.
    """

    also: tuple[str, ...] = ()
    hours_week: float | None = None
    work_plan: str = ""
    team: str = ""
    first_day: dt.date | None = None
    speed: float = 1.0

    def __post_init__(self) -> None:
        with gathering() as check:
            hours, speed = self.hours_week, self.speed
            good = hours is None or 0 < hours <= 168
            check(good, "hours_out_of_range", column="hours_week", value=hours)
            check(0 < speed <= 1, "speed_range", column="speed", value=speed)


@dataclass(frozen=True, slots=True)
class Newcomers:
    """How many people of a kind are hired for a post, 0 or more."""

    post: str
    number: int
    kind: HireKind = field(default_factory=HireKind)

    def __post_init__(self) -> None:
        require(self.number >= 0, "negative", column="hires", value=self.number)


def usual_contract(agents: Sequence[Agent], post: str) -> Contract:
    """Return the contract of most people on a post, at their median hourly cost; else of all."""
    peers = [agent for agent in agents if post in agent.posts] or list(agents)
    hours = Counter(agent.contract.hours_week for agent in peers).most_common(1)[0][0]
    costs = sorted(agent.contract.hourly_cost for agent in peers)
    return Contract(hours, costs[len(costs) // 2])


def hired(agents: Sequence[Agent], hire: Newcomers, usual: Contract) -> list[Agent]:
    """Return people who are hired, with ids that nobody of ``agents`` has."""
    kind, taken = hire.kind, {agent.id for agent in agents}
    contract = Contract(kind.hours_week or usual.hours_week, usual.hourly_cost)
    posts = tuple(dict.fromkeys((hire.post, *kind.also)))
    free = (name for n in count(1) if (name := f"{NEW}{hire.post}-{n}") not in taken)
    return [
        Agent(
            name,
            name,
            kind.team,
            tuple(map(Certificate, posts)),
            contract,
            work_plan=kind.work_plan,
            hired=kind.first_day,
        )
        for _, name in zip(range(hire.number), free, strict=False)
    ]


def fewer(agents: list[Agent], post: str, number: int) -> list[Agent]:
    """
    Take people away: of those on the post alone, then of those on it first.

    Among them the last hired leave first; where that is not known, the last of the list.
    """
    last_first = sorted(reversed(agents), key=_hired_on, reverse=True)
    alone = [agent.id for agent in last_first if agent.posts == (post,)]
    first = [agent.id for agent in last_first if agent.posts[0] == post and agent.id not in alone]
    leaving = [*alone, *first][:number]
    require(len(leaving) == number, "too_few_agents", column="agents", value=-number, post=post)
    return [agent for agent in agents if agent.id not in leaving]


def _hired_on(agent: Agent) -> dt.date:
    return agent.hired or dt.date.min


def after_attrition(agents: list[Agent], post: str, share: float) -> list[Agent]:
    """
    Return who is left of a post's people when a share of them has gone, in whole people.

    Who goes is drawn by id, the same for every share: whoever is gone at 5 % is gone at 10 % too.
    """
    own = [agent for agent in agents if agent.posts[0] == post]
    own.sort(key=lambda agent: hashlib.sha256(f"left {agent.id}".encode()).digest())
    gone = {agent.id for agent in own[: round(share * len(own))]}
    return [agent for agent in agents if agent.id not in gone]


def with_wages(agents: Iterable[Agent], factors: Mapping[str, float]) -> list[Agent]:
    """Return people with their hourly cost times the factor of the post they work on first."""
    return [
        agent if (factor := factors.get(agent.posts[0])) is None else _paid(agent, factor)
        for agent in agents
    ]


def _paid(agent: Agent, factor: float) -> Agent:
    cost = (agent.contract.hourly_cost * Decimal(repr(factor))).quantize(FEN)
    return replace(agent, contract=replace(agent.contract, hourly_cost=cost))


def slower_by(agents: Sequence[Agent], hires: Iterable[Newcomers], post: str) -> float:
    """
    Return how many times as long a post's chats take on average where newcomers are slower.

    Parameters
    ----------
    agents
        Everybody, those hired too.
    hires
        Who of them is slower.
    post
        The post.
    """
    here = sum(agent.posts[0] == post for agent in agents)
    lost = sum(each.number * (1 - each.kind.speed) for each in hires if each.post == post)
    return here / (here - lost) if here and lost else 1.0
