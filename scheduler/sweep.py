"""Many what-ifs of one week: changes with several values each, every one alone or all together."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np

from scheduler.campaign_parts import CampaignVolume
from scheduler.changes import Changes
from scheduler.comfort import Comfort
from scheduler.errors import Fault, InputError, require
from scheduler.horizon import ClockSpan
from scheduler.keys import Key
from scheduler.levers import LEVERS, PARTS, LeverUnit
from scheduler.limits import limits, over
from scheduler.open_lever import moved_hours, need_of_hours, with_known_hours
from scheduler.outsourcing import VendorOffer
from scheduler.rule_lever import RuleValue, changeable
from scheduler.staff_changes import HireKind, Newcomers
from scheduler.staffing.offered_load import USUAL, Load
from scheduler.whatif import Changed, changed, of_requirement, people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.demand import Forecast, Requirement
    from scheduler.problem import RosterProblem

DECIMALS = 9
APART = ("hires", "vendor", "promotion", "rule")  # levers that say more than a number


@dataclass(frozen=True, slots=True)
class Lever:
    """
    One change with the values it is to have.

    Parameters
    ----------
    what
        A lever (``LEVERS``).
    post
        The post that changes; empty: all posts at once.
    values
        As in ``Changes``: a factor of the volume, people more or fewer, seconds, shares, yuan.
    percent
        Instead: per cent more (above 0) or less, of the volume, of the people who work on the post
        first, or of the post's own input; whole numbers are rounded.
    hire
        Of ``hires``: what those people have in common.
    hours
        Of ``vendor``: between which times of every day; None: at any time.
    first, last
        Of ``promotion``: its days, both included; None: the week's.
    rule
        Of ``rule``: the name of the rule, as files of rules call it.
    """

    what: str
    post: str = ""
    values: tuple[float, ...] = ()
    percent: tuple[float, ...] = ()
    hire: Annotated[HireKind, Key(is_flat=True)] = field(default_factory=HireKind)
    hours: ClockSpan | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    rule: str = ""

    def __post_init__(self) -> None:
        known = tuple(LEVERS)
        require(self.what in LEVERS, "sweep_unknown", column="what", value=self.what, known=known)
        kind = LEVERS[self.what]
        one = bool(self.values) != bool(self.percent)
        require(one, "sweep_values", column="values", value=self.what)
        finite = all(map(math.isfinite, (*self.values, *self.percent)))
        require(finite, "not_number", column="values", value=self.what)
        good = not (kind.of_week and self.post) and not (self.percent and not kind.takes_percent)
        require(good, "sweep_of_week", column="what", value=self.what)
        good = bool(self.post) or not kind.needs_post
        require(good, "sweep_needs_post", column="what", value=self.what)
        good = self.what == "hires" or self.hire == HireKind()
        require(good, "sweep_no_hires", column="what", value=self.what)
        good = self.what == "vendor" or self.hours is None
        require(good, "sweep_no_hours", column="hours", value=self.what)
        good = self.what == "promotion" or (self.first, self.last) == (None, None)
        require(good, "sweep_no_days", column="first", value=self.what)
        in_order = self.first is None or self.last is None or self.first <= self.last
        require(in_order, "ends_before_start", column="last", value=self.last)
        require(self.what == "rule" or not self.rule, "sweep_no_rule", value=self.what)
        names = ", ".join(changeable())
        good = self.what != "rule" or self.rule in changeable()
        require(good, "rule_unchangeable", column="rule", value=self.rule, known=names)
        low = all(each >= -100 for each in self.percent)
        require(low, "sweep_percent", column="percent", value=self.what)


@dataclass(frozen=True, slots=True)
class SweepPlan:
    """
    What a sweep tries.

    Parameters
    ----------
    change
        The changes.
    grid
        Every combination of their values; False: each value alone, all else as it is.
    """

    change: Annotated[tuple[Lever, ...], Key("change")] = field(default_factory=tuple)
    grid: bool = False

    def __post_init__(self) -> None:
        require(bool(self.change), "sweep_empty", column="change")

    @property
    def size(self) -> int:
        """Return how many scenarios it holds, the week as it is not counted."""
        many = [len(each.values) + len(each.percent) for each in self.change]
        return math.prod(many) if self.grid else sum(many)


@dataclass(frozen=True, slots=True)
class SweepStep:
    """
    One value of a change.

    Parameters
    ----------
    what, post
        As of ``Lever``.
    amount
        The value, or the per cent.
    is_percent
        Which of the two.
    hire, hours, first, last, rule
        As of ``Lever``.
    """

    what: str
    post: str
    amount: float
    is_percent: bool
    hire: HireKind = field(default_factory=HireKind)
    hours: ClockSpan | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    rule: str = ""

    @property
    def factor(self) -> float:
        """Return the factor it is, told as one or in per cent."""
        return round(1 + self.amount / 100, DECIMALS) if self.is_percent else self.amount


@dataclass(frozen=True, slots=True)
class Scenario:
    """
    One what-if of a sweep.

    Parameters
    ----------
    number
        Its place in the sweep; 0: the week as it is.
    steps
        Its changes as they were asked for.
    told
        What changes, by ``what`` and post (empty: the week's), as in ``Changes``.
    """

    number: int
    steps: tuple[SweepStep, ...] = ()
    told: tuple[tuple[str, str, float], ...] = ()

    @property
    def changes(self) -> Changes:
        """Return its changes; raises InputError where a value is none."""
        found: dict[str, Any] = {}
        for step in self.steps:
            if step.what == "hires":
                hire = Newcomers(step.post, _whole(step.amount), step.hire)
                found["hires"] = (*found.get("hires", ()), hire)
            elif step.what == "vendor":
                price = Decimal(str(step.amount))
                found["vendor"] = VendorOffer(price, (step.post,) * bool(step.post), step.hours)
            elif step.what == "promotion":
                posts = (step.post,) if step.post else None
                days = CampaignVolume(step.first, step.last, factor=step.factor, posts=posts)
                found["promotion"] = (*found.get("promotion", ()), days)
            elif step.what == "rule":
                told = RuleValue(step.rule, step.amount)
                found["rule"] = (*found.get("rule", ()), told)
        for what, post, value in self.told:
            if what in APART:
                continue
            held = _whole(value) if LEVERS[what].is_whole else value
            if what == "hourly_cost":
                found[what] = Decimal(str(value))
            elif what == "comfort":
                found[what] = comfort_of(held)
            elif LEVERS[what].of_week:
                found[what] = held
            else:
                found.setdefault(what, {})[post] = held
        return Changes(**found)


def _whole(value: float) -> int:
    require(value == int(value), "not_whole", value=str(value))
    return int(value)


def comfort_of(number: float) -> Comfort:
    """Return a line of comfort by its place, from 1, in their order; raises InputError."""
    lines = list(Comfort)
    good = 1 <= number <= len(lines)
    require(good, "comfort_number", column="values", value=f"{number:g}", most=len(lines))
    return lines[int(number) - 1]


def scenarios_of(plan: SweepPlan, problem: RosterProblem) -> tuple[Scenario, ...]:
    """
    Return the what-ifs of a sweep, the week as it is first.

    Raises
    ------
    InputError
        When there are more than the limit, told before any is built, or posts are unknown.
    """
    if plan.size > limits().scenarios:
        raise InputError(over("scenarios", plan.size))
    unknown = sorted({each.post for each in plan.change} - {"", *problem.post_by_id})
    if unknown:
        raise InputError([Fault("unknown_post", column="post", value=post) for post in unknown])
    steps = [tuple(_steps(each)) for each in plan.change]
    combined = product(*steps) if plan.grid else ((one,) for each in steps for one in each)
    found = [
        Scenario(number, parts, tuple(told for each in parts for told in _told(each, problem)))
        for number, parts in enumerate(combined, start=1)
    ]
    return (Scenario(0), *found)


def _steps(lever: Lever) -> Iterator[SweepStep]:
    only = {name: getattr(lever, name) for name in ("hire", "hours", "first", "last", "rule")}
    for value in lever.values:
        yield SweepStep(lever.what, lever.post, value, is_percent=False, **only)
    for percent in lever.percent:
        yield SweepStep(lever.what, lever.post, percent, is_percent=True, **only)


def _told(step: SweepStep, problem: RosterProblem) -> Iterator[tuple[str, str, float]]:
    """Yield what a step sets on each post it is about."""
    if LEVERS[step.what].of_week or step.what in APART:
        yield step.what, step.post, step.amount
        return
    for post in [step.post] if step.post else problem.post_by_id:
        value = step.amount
        if step.is_percent:
            value = _of_percent(step.what, step.amount, problem, post)
        yield step.what, post, value


def _of_percent(what: str, percent: float, problem: RosterProblem, post: str) -> float:
    """Return the value of a post that lies so many per cent above its own."""
    factor = 1 + percent / 100
    if LEVERS[what].unit is LeverUnit.FACTOR:
        return round(factor, DECIMALS)
    if what == "agents":
        return float(round(people(problem)[post] * percent / 100))
    value = getattr(problem.post_by_id[post].staffing, what) * factor
    return float(round(value)) if LEVERS[what].is_whole else round(value, DECIMALS)


def from_own_requirement(
    problem: RosterProblem, forecast: Forecast, changes: Changes, *, load: Load = USUAL
) -> tuple[Changed, tuple[str, ...]]:
    """
    Return a week with changes whose requirement is the week's own, and what was computed anew.

    What moves the demand moves the requirement by as much as it moves that of the formula; without
    it the requirement stays as it is, by hand or from a file.

    Raises
    ------
    InputError
        As ``changed``.
    """
    told = {name: getattr(changes, name) for name in LEVERS}
    moves = {LEVERS[name].moves for name, value in told.items() if value not in (None, {}, ())}
    if any(hire.kind.speed < 1 for hire in changes.hires):
        moves.add("requirement")
    demand = dataclasses.replace(changes, vendor=None, menu=None)
    found = changed(problem, forecast, demand, load=load)
    own = problem.requirement
    parts = tuple(name for name in PARTS if name in moves)
    if "requirement" in moves:
        before = changed(problem, forecast, Changes(), load=load)
        own = _moved(own, before.problem.requirement, found)
    if changes.opens or changes.closes:
        known = with_known_hours(problem, (*changes.opens, *changes.closes))
        hours = moved_hours(known.posts, found.problem.posts, own.posts, problem.horizon)
        own = need_of_hours(own, found.problem.requirement, *hours)
    week = Changed(dataclasses.replace(found.problem, requirement=own), found.forecast)
    return of_requirement(week, changes), parts


def _moved(own: Requirement, before: Requirement, after: Changed) -> Requirement:
    """Return a requirement moved as the formula's moves; closed intervals stay closed."""
    shift = after.problem.requirement.agents - before.agents
    agents = np.maximum(own.agents + np.where(np.isnan(shift), 0.0, shift), 0.0)
    return own.moved(agents)
