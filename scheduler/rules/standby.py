"""
Standing by in the engine: a post of its own for each standby type, on which nobody is required.

Its shifts cover nothing then, whatever reads the tables; the people wanted are the need of the row
in which they start.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Requirement
from scheduler.errors import InputError
from scheduler.opening import round_the_clock
from scheduler.post import WEEKDAYS, Post
from scheduler.present import STANDING_BY, call_of, is_standby
from scheduler.verify.standby import fault_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.agent import Agent
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.ruleset import RuleSet
    from scheduler.shift import Shift

MARK = f"{STANDING_BY}:"


def apart(problem: RosterProblem) -> RosterProblem:
    """
    Return a problem with each standby type on a post of its own; the same one where there is none.

    Raises
    ------
    InputError
        With the faults of calls that no fixed or past shift bears.
    """
    codes = problem.rules.standby
    if any(post.id.startswith(MARK) for post in problem.posts):
        return problem
    fixed = (*problem.history, *problem.pins)
    faults = [fault for one in problem.calls if (fault := fault_of(problem, fixed, one))]
    if faults:
        raise InputError(faults)
    if not codes:
        return problem
    posts, needed = tuple(MARK + code for code in codes), problem.requirement
    closed = np.full((len(posts), problem.horizon.intervals), np.nan)
    agents = np.concatenate([needed.agents, closed])
    worth = needed.worth
    if worth is not None:
        none = np.full((len(posts), *worth.shape[1:]), np.nan)
        worth = np.concatenate([worth, none])
    open_ = dict.fromkeys(posts, round_the_clock(problem.horizon))
    known = problem.announced
    return replace(
        problem,
        posts=(*problem.posts, *(Post(post, min_agents=0) for post in posts)),
        agents=tuple(_certified(problem, agent) for agent in problem.agents),
        rules=_bound(problem),
        requirement=Requirement(problem.horizon, (*needed.posts, *posts), agents, worth),
        history=moved(problem, problem.history),
        pins=moved(problem, problem.pins),
        announced=known and replace(known, shifts=moved(problem, known.shifts)),
        overruled=frozenset(moved(problem, problem.overruled)),
        known_hours={**problem.hours_by_post, **open_},
    )


def _certified(problem: RosterProblem, agent: Agent) -> Agent:
    """Return an agent who may stand by while certified for a post of the type."""
    more = (
        replace(held, post=MARK + code)
        for code, kind in problem.rules.standby.items()
        for held in agent.certificates
        if held.post in (kind.posts or problem.requirement.posts)
    )
    return replace(agent, certificates=tuple(dict.fromkeys((*agent.certificates, *more))))


def _bound(problem: RosterProblem) -> RuleSet:
    """Return rules in which standby types are on their own posts, and all others on the others."""
    rules, real = problem.rules, tuple(post.id for post in problem.posts)
    types = (
        replace(each, posts=(MARK + each.code,) if each.is_standby else each.posts or real)
        for each in rules.types
    )
    return replace(rules, types=tuple(types), peak=problem.classes.peak)


def moved(problem: RosterProblem, shifts: Iterable[Shift]) -> tuple[Shift, ...]:
    """Return shifts, those of people who stand by on the posts of their types."""
    return tuple(
        replace(one, post=MARK + problem.classes.kind_of(one), stints=())
        if is_standby(problem, one)
        else one
        for one in shifts
    )


def back(
    problem: RosterProblem, shifts: Iterable[Shift], known: Iterable[Shift] = ()
) -> tuple[Shift, ...]:
    """
    Return shifts of the problem ``apart`` as shifts of the problem itself.

    Who stands by is written on the post known already, else the first the agent is certified for.
    """
    before = (*known, *problem.pins, *(problem.announced.shifts if problem.announced else ()))
    posts = {(one.agent_id, one.span): one.post for one in before}
    return tuple(
        replace(one, post=posts.get((one.agent_id, one.span)) or _post(problem, one))
        if one.post.startswith(MARK)
        else one
        for one in shifts
    )


def _post(problem: RosterProblem, shift: Shift) -> str:
    agent = problem.agent_by_id[shift.agent_id]
    date = problem.horizon.clock.date_of(shift.start_min)
    allowed = problem.rules.standby[shift.post.removeprefix(MARK)].posts
    return next(
        post for post in allowed or problem.requirement.posts if agent.certified(post, date)
    )


def with_called(problem: RosterProblem, roster: Roster) -> RosterProblem:
    """Return a problem in which the shifts of a roster that hold a call are fixed."""
    called = (one for one in roster.shifts if problem.calls and call_of(problem, one))
    return replace(problem, pins=tuple(dict.fromkeys((*problem.pins, *called))))


def wanted(problem: RosterProblem) -> Iterator[tuple[int, int, int, float]]:
    """Yield the rows in which standby types start: people wanted, there by pins, price of one."""
    price, horizon = problem.rules.weights.shortage_per_agent_hour, problem.horizon
    for number, post in enumerate(problem.requirement.posts):
        if not post.startswith(MARK):
            continue
        code = post.removeprefix(MARK)
        kind = problem.rules.standby[code]
        for date in horizon.dates:
            if not kind.weekdays or WEEKDAYS[date.weekday()] in kind.weekdays:
                start = horizon.clock.at(date, kind.start_clock)
                row = number * horizon.intervals + horizon.interval_of(start)
                here = [one for one in problem.pins if one.start_min == start]
                fixed = sum(problem.classes.kind_of(one) == code for one in here)
                yield row, kind.min_people, fixed, price * kind.longest_work_min / 60
