"""Why a post has too few people at a moment: where everybody is, and what would help."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from scheduler.errors import require
from scheduler.nearest import MOST_TRIED, Helper, called_in, nearest_shift, promise, with_holes
from scheduler.open_stretch import OpenStretch
from scheduler.present import is_away, on_posts, waiting
from scheduler.rules.standby import apart
from scheduler.solve.conflicts import cover_conflicts, pin_conflicts
from scheduler.solve.eased import eased
from scheduler.verify.cost import cost_of_present
from scheduler.verify.cover import people_at_work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.agent import Agent
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.shift import Shift
    from scheduler.solve.conflicts import Reason

PRICED = 4  # for each way out that is named, so many are priced
LEAST_SHORT = 0.5  # people missing against the requirement from which a stretch is worth a word


class StandingThen(StrEnum):
    """Where a person stands towards a post at a moment."""

    HERE = "here"  # at work on it
    PAUSE = "pause"  # on it, but at a meal, a break or in a session
    STANDBY = "standby"  # stands by, is certified for it, and not called yet
    ELSEWHERE = "elsewhere"  # at work on another post
    AWAY = "away"
    NOT_EMPLOYED = "not_employed"  # hired later, or gone
    UNCERTIFIED = "uncertified"
    FREE = "free"  # off that day, could take a shift, and no rule speaks against it
    MOVABLE = "movable"  # could work another shift that day than the own, at no breach
    RULES = "rules"  # the nearest shift breaks rules
    NO_SHIFT = "no_shift"  # no shape of shift covers the moment
    NOT_TRIED = "not_tried"  # in a large crew only some are looked at


ASKED = frozenset({StandingThen.RULES, StandingThen.ELSEWHERE, StandingThen.PAUSE})
ENOUGH = 6  # people who may: fewer, and the rules are asked of everybody


@dataclass(frozen=True, slots=True)
class PersonThen:
    """
    One agent's part in an explanation.

    Parameters
    ----------
    agent_id, standing
        Who, and where.
    helper
        The nearest shift of the agent that would cover the moment; None: not looked for, or none.
    """

    agent_id: str
    standing: StandingThen
    helper: Helper | None = None


@dataclass(frozen=True, slots=True)
class WayOut:
    """
    A shift that would help.

    Parameters
    ----------
    helper
        Whose, instead of what, and what it breaks.
    cost_change
        What the roster would cost more with it; negative: less.
    """

    helper: Helper
    cost_change: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """
    What there is to say of a post at a time.

    Parameters
    ----------
    stretch
        Post and time; ``missing`` counts people below the minimum, 0 when it is held.
    required, minimum, at_work
        People needed, the fewest allowed, and there, when the stretch begins.
    people
        Those looked at, in the order of the staff list.
    ways
        What would help, best first; empty where nobody could.
    """

    stretch: OpenStretch
    required: float
    minimum: int
    at_work: int
    people: tuple[PersonThen, ...]
    ways: tuple[WayOut, ...]

    @property
    def by_standing(self) -> dict[StandingThen, int]:
        """Return how many people stand where."""
        return dict(Counter(person.standing for person in self.people))

    @property
    def by_rule(self) -> dict[str, int]:
        """Return how many people each rule keeps away, those counted for whom rules are it."""
        rules = (
            rule
            for person in self.people
            if person.standing is StandingThen.RULES and person.helper is not None
            for rule in {violation.rule for violation in person.helper.broken}
        )
        return dict(Counter(rules).most_common())


def explain(
    problem: RosterProblem,
    roster: Roster,
    stretch: OpenStretch,
    *,
    count: int = 3,
    only: str = "",
    most: int = MOST_TRIED,
    from_min: int = 0,
) -> Explanation:
    """
    Return why there are not more people on a post at a time.

    Parameters
    ----------
    problem, roster
        Question and answer.
    stretch
        Post and time; its beginning is looked at.
    count
        How many ways out to price.
    only
        The one person to look at; empty: everybody.
    most
        Of how many, the most promising, the rules are asked; of others too until some may, else
        they stand as not tried.
    from_min
        No shift that begins before is looked for.

    Raises
    ------
    InputError
        When the post is unknown, or closed then.
    """
    minute, horizon = stretch.start_min, problem.horizon
    posts = problem.requirement.posts
    require(stretch.post in posts, "unknown_post", value=stretch.post)
    require(minute in horizon, "moment_outside", value=horizon.clock.format(minute))
    row, cell = posts.index(stretch.post), horizon.interval_of(minute)
    required = float(problem.requirement.agents[row, cell])
    require(not np.isnan(required), "post_closed_then", value=horizon.clock.format(minute))
    agents = [agent for agent in problem.agents if only in {"", agent.id}]
    people = _people(problem, roster, stretch, agents, (most, from_min))
    there = int(people_at_work(problem, roster)[row, cell])
    minimum = problem.min_agents(stretch.post)
    return Explanation(
        stretch, required, minimum, there, people, _ways(problem, roster, people, count)
    )


def short_stretches(
    problem: RosterProblem, roster: Roster, *, count: int = 3
) -> tuple[OpenStretch, ...]:
    """Return the stretches that miss most agent-hours against the requirement, worst first."""
    horizon = problem.horizon
    people = people_at_work(problem, roster)
    short = np.nan_to_num(problem.requirement.agents) - people * problem.requirement.is_open
    found: list[tuple[float, OpenStretch]] = []
    for row, post in enumerate(problem.requirement.posts):
        is_short = np.concatenate([[False], short[row] >= LEAST_SHORT, [False]])
        edges = np.flatnonzero(np.diff(is_short.astype(np.int8)))
        for first, last in edges.reshape(-1, 2).tolist():
            span = horizon.minute(first), horizon.minute(last)
            missing = max(0, problem.min_agents(post) - int(people[row, first:last].min()))
            hours = float(short[row, first:last].sum()) * horizon.interval_hours
            found.append((hours, OpenStretch(post, *span, missing)))
    found.sort(key=lambda each: (-each[0], each[1].start_min, each[1].post))
    return tuple(stretch for _, stretch in found[:count])


def conflicts(problem: RosterProblem) -> tuple[Reason, ...]:
    """Return what stands in the way of any roster without a breach, as far as counting shows it."""
    problem = apart(problem)
    reasons = pin_conflicts(problem)
    if reasons:
        return reasons
    found = eased(problem)
    return (*found.reasons, *cover_conflicts(problem, found.tables, found.rows))


def _people(
    problem: RosterProblem,
    roster: Roster,
    stretch: OpenStretch,
    agents: Sequence[Agent],
    limits: tuple[int, int],
) -> tuple[PersonThen, ...]:
    """Return where people stand; the rules are asked of the most promising, until some may."""
    most, from_min = limits
    hands = roster.by_agent()
    found = {
        agent.id: PersonThen(
            agent.id,
            _standing(problem, agent, hands.get(agent.id, ()), stretch),
            called_in(problem, agent, hands.get(agent.id, ()), stretch),
        )
        for agent in agents
    }
    to_ask = [agent for agent in agents if found[agent.id].standing in ASKED]
    to_ask.sort(key=lambda one: promise(problem, one, hands.get(one.id, ()), stretch))
    able = 0
    for tried, agent in enumerate(to_ask):
        person = found[agent.id]
        if tried < most or able < ENOUGH:
            helper = nearest_shift(problem, roster, agent, stretch, from_min)
            standing = _judged(person.standing, helper)
            found[agent.id] = PersonThen(agent.id, standing, helper)
            able += helper is not None and not helper.broken
        elif person.standing is StandingThen.RULES:
            found[agent.id] = replace(person, standing=StandingThen.NOT_TRIED)
    return tuple(found.values())


def _judged(standing: StandingThen, helper: Helper | None) -> StandingThen:
    """Return where an agent without work then stands once the nearest shift is known."""
    if standing is not StandingThen.RULES:
        return standing
    if helper is None:
        return StandingThen.NO_SHIFT
    if helper.broken:
        return StandingThen.RULES
    return StandingThen.FREE if helper.instead_of is None else StandingThen.MOVABLE


def _standing(
    problem: RosterProblem, agent: Agent, shifts: tuple[Shift, ...], stretch: OpenStretch
) -> StandingThen:
    """Return where an agent stands, ``RULES`` where a closer look has to tell."""
    minute = stretch.start_min
    if is_away(problem, agent.id, minute):
        return StandingThen.AWAY
    date = problem.horizon.clock.date_of(minute)
    mine = (*problem.history_by_agent.get(agent.id, ()), *shifts)
    waits = any(minute in one.span and waiting(problem, one) == one.span for one in mine)
    for shift in () if waits else on_posts(problem, mine):
        if minute in shift.span:
            if shift.post_at(minute) != stretch.post:
                return StandingThen.ELSEWHERE
            return StandingThen.HERE if shift.works_at(minute) else StandingThen.PAUSE
    if not agent.employed(date):
        return StandingThen.NOT_EMPLOYED
    if not agent.certified(stretch.post, date):
        return StandingThen.UNCERTIFIED
    return StandingThen.STANDBY if waits else StandingThen.RULES


def _ways(
    problem: RosterProblem, roster: Roster, people: tuple[PersonThen, ...], count: int
) -> tuple[WayOut, ...]:
    """Return the nearest shifts of all with their price, those that break fewest rules first."""
    helpers = [person.helper for person in people if person.helper is not None]
    helpers.sort(key=_nearness)
    before = cost_of_present(problem, roster).total
    found = []
    for helper in helpers[: PRICED * count]:
        kept = roster if helper.instead_of is None else roster.without(helper.instead_of)
        if helper.call is None:
            after = cost_of_present(problem, kept.with_shift(helper.shift)).total
        else:
            asked = replace(problem, calls=(*problem.calls, helper.call))
            after = cost_of_present(asked, roster).total
        found.append(WayOut(with_holes(problem, roster, helper), after - before))
    found.sort(
        key=lambda way: (
            way.helper.call is None,
            _harm(way.helper),
            way.cost_change,
            way.helper.shift.agent_id,
        )
    )
    return tuple(found[:count])


def _nearness(helper: Helper) -> tuple[bool, int, bool, str]:
    return (
        helper.call is None,
        len(helper.broken),
        helper.instead_of is not None,
        helper.shift.agent_id,
    )


def _harm(helper: Helper) -> int:
    return len(helper.broken) + len(helper.left_open)
