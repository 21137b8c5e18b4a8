"""A tornado: each input of a week moved down and up alone, and what that does to need and cost."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from scheduler.changes import Changes
from scheduler.demand import Forecast
from scheduler.errors import require
from scheduler.problem import RosterProblem
from scheduler.staff_changes import FEN, usual_contract
from scheduler.staffing.offered_load import USUAL, Load
from scheduler.staffing.sealed import hours_to_fill
from scheduler.staffing.shared_hours import short_hours
from scheduler.whatif import Changed, changed, people

DECIMALS = 9


class Input(StrEnum):
    """What can be moved; named as in ``Changes``."""

    VOLUME = "volume"
    HANDLE_S = "handle_s"
    CHATS_AT_ONCE = "chats_at_once"
    PATIENCE_S = "patience_s"
    SERVICE_LEVEL = "service_level"
    WITHIN_S = "within_s"
    SHRINKAGE = "shrinkage"
    AGENTS = "agents"
    HOURLY_COST = "hourly_cost"


@dataclass(frozen=True, slots=True)
class Effect:
    """
    What a week asks for.

    Parameters
    ----------
    required_hours
        Agent-hours needed, all posts.
    cost
        Yuan for the required hours, at the mean hourly cost of each post's people.
    short_hours
        Required hours that nobody's contract holds, those of several posts shared out well.
    short_people
        That in people with the usual contract of their post.
    """

    required_hours: float
    cost: Decimal
    short_hours: float
    short_people: float


@dataclass(frozen=True, slots=True)
class Bar:
    """
    One input moved.

    Parameters
    ----------
    input
        The input that is moved, all others as they are.
    low_values, high_values
        What it was set to, by post: a factor for the volume, people there for the agents, yuan an
        hour for the cost.
    low, high
        What that leads to.
    """

    input: Input
    low_values: Mapping[str, float]
    high_values: Mapping[str, float]
    low: Effect
    high: Effect


@dataclass(frozen=True, slots=True)
class Tornado:
    """
    All inputs that could be moved.

    Parameters
    ----------
    share
        By how much, in (0, 1).
    base
        With nothing moved.
    bars
        One per input, the one that moves the required hours most first, then by cost and people.
    """

    share: float
    base: Effect
    bars: tuple[Bar, ...]


def tornado(
    problem: RosterProblem,
    forecast: Forecast,
    changes: Changes,
    *,
    share: float = 0.1,
    load: Load = USUAL,
) -> Tornado:
    """
    Return what each input does alone, moved down and up by a share of its value on every post.

    Numbers of chats at once and of people are whole: they move by at least 1, never below 1 and 0.
    A service level comes at most half-way to all, a shrinkage of 0 does not move. An input that no
    post can move has no bar.

    Parameters
    ----------
    problem, forecast
        The week as it is.
    changes
        The scenario moved around.
    share
        In (0, 1).
    load
        What intervals are staffed for.

    Raises
    ------
    InputError
        When the share is outside (0, 1) or the changes do not fit the week.
    """
    require(0 < share < 1, "share_out_of_range", column="share", value=share)
    week = _Week(problem, forecast, changes, load)
    what = week.what
    bars = []
    for each in Input:
        now = _values(each, what, changes)
        low, high = (
            {post: _moved(each, value, by) for post, value in now.items()} for by in (-share, share)
        )
        if low != now or high != now:
            bars.append(Bar(each, low, high, week.effect(each, low), week.effect(each, high)))
    return Tornado(share, effect(what), tuple(sorted(bars, key=_width, reverse=True)))


def effect(what: Changed, hourly_cost: Mapping[str, float] | None = None) -> Effect:
    """Return what a week asks for, at once and without a roster; ``hourly_cost`` is by post."""
    problem = what.problem
    weeks = problem.horizon.days / 7
    needed = hours_to_fill(problem)
    costs = mean_hourly_cost(problem) if hourly_cost is None else hourly_cost
    short = short_hours(needed, _available(problem))
    paid = sum(needed[post] * costs[post] for post in needed)
    return Effect(
        sum(needed.values()),
        Decimal(str(paid)).quantize(FEN),
        sum(short.values()),
        sum(
            hours / (weeks * usual_contract(problem.agents, post).hours_week)
            for post, hours in short.items()
        ),
    )


def _available(problem: RosterProblem) -> dict[tuple[str, ...], float]:
    """Return the hours of the contracts in the horizon, by the posts agents hold in it."""
    found: dict[tuple[str, ...], float] = {}
    for agent in problem.agents:
        held = (
            post
            for post in agent.posts
            if any(agent.certified(post, date) for date in problem.horizon.dates)
        )
        group = tuple(held)
        hours = problem.week_limit_min(agent) / 60 * problem.employed_days(agent) / 7
        found[group] = found.get(group, 0.0) + hours
    return found


def mean_hourly_cost(problem: RosterProblem) -> dict[str, float]:
    """Return the mean hourly cost of who works on each post first; of all where nobody does."""
    found = {}
    for post in problem.posts:
        mine = [agent for agent in problem.agents if agent.posts[0] == post.id]
        costs = [float(agent.contract.hourly_cost) for agent in mine or problem.agents]
        found[post.id] = sum(costs) / len(costs)
    return found


@dataclass(frozen=True, eq=False)
class _Week:
    """The week and the scenario that are moved around."""

    problem: RosterProblem
    forecast: Forecast
    changes: Changes
    load: Load

    @property
    def what(self) -> Changed:
        """Return the scenario as it is."""
        return changed(self.problem, self.forecast, self.changes, load=self.load)

    def effect(self, kind: Input, values: Mapping[str, float]) -> Effect:
        """Return what one input at other values leads to."""
        if kind is Input.HOURLY_COST:
            return effect(self.what, values)
        told: dict[str, float] = {**getattr(self.changes, kind)}
        if kind is Input.AGENTS:
            there = people(self.problem)
            told |= {post: round(value) - there[post] for post, value in values.items()}
        elif kind is Input.CHATS_AT_ONCE:
            told |= {post: round(value) for post, value in values.items()}
        else:
            told |= values
        moved: dict[str, Any] = {kind.value: told}
        changes = dataclasses.replace(self.changes, **moved)
        return effect(changed(self.problem, self.forecast, changes, load=self.load))


def _values(kind: Input, what: Changed, changes: Changes) -> dict[str, float]:
    """Return what an input is on each post."""
    if kind is Input.HOURLY_COST:
        return mean_hourly_cost(what.problem)
    if kind is Input.AGENTS:
        return {post: float(number) for post, number in people(what.problem).items()}
    if kind is Input.VOLUME:
        return {post.id: changes.volume.get(post.id, 1.0) for post in what.problem.posts}
    return {post.id: getattr(post.staffing, kind) for post in what.problem.posts}


def _moved(kind: Input, value: float, share: float) -> float:
    """Return a value moved by a share of itself, as far as it can be."""
    if kind in (Input.CHATS_AT_ONCE, Input.AGENTS):
        step = math.copysign(max(1, round(abs(share) * value)), share)
        return max(float(kind is Input.CHATS_AT_ONCE), value + step)
    is_share = kind in (Input.SERVICE_LEVEL, Input.SHRINKAGE)
    most = (1 + value) / 2 if is_share else math.inf
    return round(min(value * (1 + share), most), DECIMALS)


def _width(bar: Bar) -> tuple[float, Decimal, float]:
    return (
        abs(bar.high.required_hours - bar.low.required_hours),
        abs(bar.high.cost - bar.low.cost),
        abs(bar.high.short_hours - bar.low.short_hours),
    )
