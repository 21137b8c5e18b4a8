"""The rules and facts of a week, each of which can be left out to see whether it is to blame."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from scheduler.agent import Absence, AgentLimit, Certificate
from scheduler.opening import round_the_clock
from scheduler.rules.of_agent import counting_rules
from scheduler.shift import Shift
from scheduler.type_pin import TypePin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from scheduler.agent import Agent
    from scheduler.demand import Requirement
    from scheduler.problem import RosterProblem
    from scheduler.standby import StandbyCall

REST = "rest"
FACTS = frozenset({"", "min_hours", "session", "protected_hours", "kind_per_month", "pinned_type"})
FACTS |= {"pinned_idle", "weekends_per_month"}  # counting rules told by facts, or priced only


class CauseKind(StrEnum):
    """What a part of a conflict is; facts of persons and days, and rules for all."""

    RULE = "rule"
    OPENING = "opening"  # when work on a post may lie
    CERTIFICATES = "certificates"  # who may hold a post
    EMPLOYMENT = "employment"  # when somebody is hired or leaves
    NO_NIGHTS = "no_nights"  # the law's protection of a person
    LIMIT = "limit"  # agreed with one person
    PROMISE = "promise"  # hours of work promised
    SESSION = "session"  # training or a meeting that is due
    EXPERIENCED = "experienced"  # fewest experienced people on a post
    MINIMUM = "minimum"  # fewest people on a post for a time
    TYPE_PIN = "type_pin"
    PIN = "pin"
    ABSENCE = "absence"


OF_COVER = frozenset({CauseKind.MINIMUM, CauseKind.EXPERIENCED})


@dataclass(frozen=True, slots=True)
class ConflictCause:
    """
    A rule or a fact that may be part of a conflict.

    Parameters
    ----------
    kind
        What it is.
    name
        Of the rule, post, session or agent it is about.
    start_min, end_min
        Of a minimum, an absence and a pin: from and until when.
    row
        The absence, pin or limit itself; None: it has none.
    """

    kind: CauseKind
    name: str
    start_min: int = 0
    end_min: int = 0
    row: Absence | Shift | TypePin | AgentLimit | None = None


class EasedWeek(NamedTuple):
    """
    A week with some of its rules let go.

    Parameters
    ----------
    problem
        What is known, without the facts left out.
    let_go
        Names of counting rules that do not hold.
    people
        For whom they do not; None: for nobody they hold.
    """

    problem: RosterProblem
    let_go: frozenset[str] = frozenset()
    people: frozenset[str] | None = None


def causes_of(problem: RosterProblem) -> tuple[ConflictCause, ...]:
    """Return everything of a week that can be left out: rules first, facts of single days last."""
    return (*_rules(problem), *_of_posts(problem), *_of_people(problem), *_rows(problem))


def _rules(problem: RosterProblem) -> Iterator[ConflictCause]:
    names = {each.rule for agent in problem.agents for each in counting_rules(problem, agent)}
    if problem.rules.hours.max_weekends_per_month is None:
        names.discard("weekends_per_month")
    yield from (ConflictCause(CauseKind.RULE, name) for name in sorted(names - FACTS))
    if problem.rules.hours.max_weekends_per_month is not None:
        yield ConflictCause(CauseKind.RULE, "weekends_per_month")
    if problem.rules.hours.min_rest_min > 0:
        yield ConflictCause(CauseKind.RULE, REST)


def _of_posts(problem: RosterProblem) -> Iterator[ConflictCause]:
    posts = problem.requirement.posts
    yield from (ConflictCause(CauseKind.OPENING, post) for post in posts)
    yield from (ConflictCause(CauseKind.CERTIFICATES, post) for post in posts)
    asked = (post for post in posts if problem.post_by_id[post].min_experienced)
    yield from (ConflictCause(CauseKind.EXPERIENCED, post) for post in asked)
    for post in posts:
        yield from reversed(tuple(minimums(problem, post)))  # so that the first days are kept


def minimums(problem: RosterProblem, post: str) -> Iterator[ConflictCause]:
    """Yield the fewest people on a post, day by day and stretch by stretch of its opening."""
    horizon, row = problem.horizon, problem.requirement.posts.index(post)
    if not problem.min_agents(post):
        return
    opened = np.flatnonzero(problem.requirement.is_open[row]).tolist()
    for _, run in groupby(enumerate(opened), lambda one: one[1] - one[0]):
        cells = [cell for _, cell in run]
        for _, mine in groupby(cells, lambda cell: horizon.day_of(horizon.minute(cell))):
            day = list(mine)
            ends = horizon.minute(day[0]), horizon.minute(day[-1] + 1)
            yield ConflictCause(CauseKind.MINIMUM, post, *ends)


def _of_people(problem: RosterProblem) -> Iterator[ConflictCause]:
    first, last = problem.horizon.dates[0], problem.horizon.dates[-1]
    for agent in problem.agents:
        if not (agent.employed(first) and agent.employed(last)):
            yield ConflictCause(CauseKind.EMPLOYMENT, agent.id)
        if agent.no_nights or agent.protected is not None:
            yield ConflictCause(CauseKind.NO_NIGHTS, agent.id)
        if problem.promised_min(agent) > 0:
            yield ConflictCause(CauseKind.PROMISE, agent.id)


def _rows(problem: RosterProblem) -> Iterator[ConflictCause]:
    for limit in problem.agent_limits:
        yield ConflictCause(CauseKind.LIMIT, limit.agent_id, row=limit)
    for session in problem.sessions:
        yield ConflictCause(CauseKind.SESSION, session.id, session.earliest_min, session.latest_min)
    for pinned in problem.type_pins:
        yield ConflictCause(CauseKind.TYPE_PIN, pinned.agent_id, row=pinned)
    for pin in problem.pins:
        if pin not in problem.overruled:  # what stands whatever it breaks is no reason
            yield ConflictCause(CauseKind.PIN, pin.agent_id, pin.start_min, pin.end_min, pin)
    for away in problem.absences:
        yield ConflictCause(CauseKind.ABSENCE, away.agent_id, away.start_min, away.end_min, away)


def without(problem: RosterProblem, gone: Iterable[ConflictCause]) -> EasedWeek:
    """Return a week as if some rules and facts were not; opening hours stay unless they go too."""
    left: dict[CauseKind, list[ConflictCause]] = {}
    for cause in gone:
        left.setdefault(cause.kind, []).append(cause)
    names = {kind: frozenset(cause.name for cause in left.get(kind, ())) for kind in CauseKind}
    rows = {cause.row for causes in left.values() for cause in causes}

    def stays(row: object) -> bool:
        return row not in rows

    pins = tuple(filter(stays, problem.pins))
    rules = problem.rules
    if REST in names[CauseKind.RULE]:
        rules = replace(rules, hours=replace(rules.hours, min_rest_min=0))
    opening = problem.hours_by_post | dict.fromkeys(
        names[CauseKind.OPENING], round_the_clock(problem.horizon)
    )
    asked = names[CauseKind.EXPERIENCED]
    made = replace(
        problem,
        agents=tuple(_agent(agent, names) for agent in problem.agents),
        posts=tuple(
            replace(post, min_experienced=0) if post.id in asked else post for post in problem.posts
        ),
        rules=rules,
        requirement=_unasked(problem, left.get(CauseKind.MINIMUM, ())),
        known_hours=opening,
        absences=tuple(filter(stays, problem.absences)),
        pins=pins,
        calls=_borne(problem, pins),
        type_pins=tuple(filter(stays, problem.type_pins)),
        agent_limits=tuple(filter(stays, problem.agent_limits)),
        sessions=tuple(s for s in problem.sessions if s.id not in names[CauseKind.SESSION]),
    )
    return EasedWeek(made, names[CauseKind.RULE] - {REST})


def only(problem: RosterProblem, kept: Iterable[ConflictCause]) -> EasedWeek:
    """Return a week of which some rules and facts alone hold; minimums may be parts of a day's."""
    known = frozenset(kept)
    out: list[ConflictCause] = []
    for cause in causes_of(problem):
        if cause.kind is CauseKind.MINIMUM:
            out.extend(_rest_of(cause, known))
        elif cause not in known:
            out.append(cause)
    question = without(problem, out)
    asked = {one.name for one in known if one.kind in OF_COVER}
    named = {one.name for one in known if one.kind not in OF_COVER}
    sessions = question.problem.sessions
    people = (
        agent
        for agent in question.problem.agents
        if agent.id in named
        or asked.intersection(agent.posts)
        or any(session.is_for(agent) for session in sessions)
    )
    return question._replace(problem=of_people(question.problem, people))


def of_people(problem: RosterProblem, people: Iterable[Agent]) -> RosterProblem:
    """Return a problem with the rows of some people only; nobody: of the first, who is in it."""
    agents = tuple(people) or problem.agents[:1]
    ids = {agent.id for agent in agents}
    mine: dict[str, Any] = {
        field.name: tuple(row for row in rows if row.agent_id in ids or not row.agent_id)
        for field in fields(problem)
        if isinstance(rows := getattr(problem, field.name), tuple)
        and rows
        and hasattr(rows[0], "agent_id")
    }
    teams = {agent.team for agent in agents}
    if "sessions" in mine:
        mine["sessions"] = tuple(one for one in mine["sessions"] if one.team in {"", *teams})
    return replace(problem, agents=agents, **mine)


def _rest_of(cause: ConflictCause, kept: Iterable[ConflictCause]) -> Iterator[ConflictCause]:
    """Yield the parts of a minimum that none of those kept holds."""
    begin = cause.start_min
    mine = (one for one in kept if one.kind is cause.kind and one.name == cause.name)
    for one in sorted(mine, key=lambda each: each.start_min):
        if one.start_min < cause.end_min and begin < one.end_min:
            if begin < one.start_min:
                yield replace(cause, start_min=begin, end_min=one.start_min)
            begin = one.end_min
    if begin < cause.end_min:
        yield replace(cause, start_min=begin)


def _agent(agent: Agent, names: dict[CauseKind, frozenset[str]]) -> Agent:
    """Return a person as if nothing of what is left out were agreed with, or known of, them."""
    changes: dict[CauseKind, Callable[[Agent], Agent]] = {
        CauseKind.EMPLOYMENT: lambda one: replace(one, hired=None, leaves=None, service_since=None),
        CauseKind.NO_NIGHTS: lambda one: replace(
            one, no_nights=False, protected=None, protected_from=None, protected_to=None
        ),
        CauseKind.PROMISE: lambda one: replace(
            one, contract=replace(one.contract, min_hours_week=0.0)
        ),
    }
    for kind, change in changes.items():
        if agent.id in names[kind]:
            agent = change(agent)
    more = tuple(map(Certificate, sorted(names[CauseKind.CERTIFICATES])))
    return replace(agent, certificates=(*agent.certificates, *more)) if more else agent


def _unasked(problem: RosterProblem, gone: Iterable[ConflictCause]) -> Requirement:
    """Return the requirement without a word on the times whose minimum is left out."""
    horizon, needed = problem.horizon, problem.requirement
    agents = needed.agents.copy()
    for cause in gone:
        first, last = map(horizon.interval_of, (cause.start_min, cause.end_min - 1))
        agents[needed.posts.index(cause.name), first : last + 1] = np.nan
    return replace(needed, agents=agents)


def _borne(problem: RosterProblem, pins: tuple[Shift, ...]) -> tuple[StandbyCall, ...]:
    """Return the calls of people who stand by whose shifts are still there."""
    shifts = (*problem.history, *pins)
    return tuple(
        call
        for call in problem.calls
        if any(s.agent_id == call.agent_id and call.from_min in s.span for s in shifts)
    )
