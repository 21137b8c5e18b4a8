"""The question a week asks, put together from what the database holds, and its key."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.agent import Absence
from scheduler.demand import Requirement
from scheduler.errors import Fault, InputError
from scheduler.fairness import QUARTER_DAYS
from scheduler.horizon import DAY_MIN, WEEK_DAYS
from scheduler.hours_rules import OwedBy
from scheduler.present import call_of
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from scheduler.standby import StandbyCall
from service.roster.elsewhere import elsewhere_of
from service.shop.campaigns import posts_in, required_in, rules_in
from service.shop.dated_changes import dated_in, on_day
from store.documents import to_document

if TYPE_CHECKING:
    from collections.abc import Container

    from scheduler.agent import Agent, Wish
    from scheduler.dispatch import Interruption
    from scheduler.ruleset import RuleSet
    from scheduler.session import Session
    from scheduler.shift import Shift
    from store.register import Entry
    from store.unit import Unit
    from store.weeks import KeptWeek

MONTH_DAYS = 31 + WEEK_DAYS  # a month so far, and the week in which it began


def problem_of(unit: Unit, week: KeptWeek, *, is_needed: bool = True) -> RosterProblem:
    """
    Return a week's problem: people, rules, requirement, absences, wishes, pins and the past.

    Where ``is_needed`` is not, a week without a requirement is one in which nobody is needed.

    Secondments and disruptions registered for its days are in it: who is lent is not at work.

    The past is what was published for the days before the week; where nothing was, the shifts that
    came with the week's import. People who left are in it only if the week's roster has them.

    Raises
    ------
    InputError
        When the week has no requirement yet.
    """
    if week.requirement_id is None and is_needed:
        raise InputError(Fault("week_without_requirement", value=week.label))
    horizon = week.horizon
    bound = elsewhere_of(unit, week)
    latest = unit.rosters.latest(week.id)
    rostered = (
        frozenset(s.agent_id for s in latest.version.roster.shifts) if latest else frozenset()
    )
    known = unit.staff.agents(week.shop_id, rostered)
    changes = [one.value for one in dated_in(unit, week.shop_id)]
    agents = on_day(known, changes, horizon.start)
    here = {agent.id for agent in agents}
    after_min = horizon.end_min + DAY_MIN  # the last night may run into an absence
    absences = unit.staff.absences(week.shop_id, _absent_from(week), after_min)
    kept = unit.floor.interruptions(week.shop_id, horizon.start_min, after_min)
    problem = RosterProblem(
        horizon=horizon,
        posts=posts_in(unit, week.shop_id, horizon.dates),
        agents=agents,
        rules=rules_in(unit, week),
        requirement=_needed(unit, week),
        absences=tuple(
            one
            for one in (*(kept.absence for kept in absences), *bound.away)
            if one.agent_id in here
        ),
        elsewhere_min=bound.minutes,
        wishes=wishes_of(unit, week, here),
        history=past_of(unit, week),
        pins=tuple(pin for pin in unit.weeks.pins(week.id) if pin.agent_id in here),
        type_pins=tuple(pin for pin in unit.weeks.type_pins(week.id) if pin.agent_id in here),
        agent_limits=tuple(
            limit for limit in unit.agreements.limits(week.shop_id) if limit.agent_id in here
        ),
        sessions=_sessions(unit, week, agents),
        called_away=tuple(_called_away(entered.interruption) for entered in kept),
        calls=tuple(e.value for e in calls_near(unit, week) if e.value.agent_id in here),
    )
    return _without_strange_calls(problem, latest.version.roster if latest else Roster())


def wishes_of(unit: Unit, week: KeptWeek, people: Container[str]) -> tuple[Wish, ...]:
    """Return what of a week's days some people wish."""
    days = week.horizon.start, week.horizon.date(week.horizon.days - 1)
    kept = unit.staff.wishes(week.shop_id, *days)
    return tuple(one.wish for one in kept if one.wish.agent_id in people)


def calls_near(unit: Unit, week: KeptWeek) -> tuple[Entry[StandbyCall], ...]:
    """Return the calls of a week's days, of the night before and of the one that runs on."""
    dates, day = week.horizon.dates, dt.timedelta(days=1)
    first, last = dates[0] - day, dates[-1] + day
    return unit.register.all(week.shop_id, StandbyCall, first=first, last=last)


def _without_strange_calls(problem: RosterProblem, roster: Roster) -> RosterProblem:
    """Return a problem without the calls outside its days that none of its shifts bears."""
    if not problem.calls:
        return problem
    borne = {call_of(problem, shift) for shift in (*problem.history, *roster.shifts)}
    mine = (one for one in problem.calls if one.from_min in problem.horizon or one in borne)
    return replace(problem, calls=tuple(mine))


def _absent_from(week: KeptWeek) -> int:
    """Return from when absences count: from the month's first where a month's hours are owed."""
    rules, horizon = week.rules, week.horizon
    by = {rules.hours.hours_owed, *(plan.hours_owed for plan in rules.plans)}
    first = horizon.start.replace(day=1) if OwedBy.MONTH in by else horizon.start
    return horizon.clock.at(first)


def _needed(unit: Unit, week: KeptWeek) -> Requirement:
    if week.requirement_id is not None:
        return required_in(unit, week, unit.demand.requirement(week.requirement_id).requirement)
    posts = tuple(post.id for post in posts_in(unit, week.shop_id, week.horizon.dates))
    return Requirement(week.horizon, posts, np.zeros((len(posts), week.horizon.intervals)))


def _called_away(one: Interruption) -> Absence:
    """Return the hours of a secondment or disruption, approved or not: the agent is not there."""
    return Absence(one.agent_id, one.start_min, one.end_min, one.kind.value)


def _sessions(unit: Unit, week: KeptWeek, agents: tuple[Agent, ...]) -> tuple[Session, ...]:
    """Return the sessions of a week that are for somebody who works now."""
    known = unit.agreements.sessions(week.shop_id, week.horizon.start_min, week.horizon.end_min)
    return tuple(each for each in known if any(each.is_for(agent) for agent in agents))


def past_of(unit: Unit, week: KeptWeek, days: int | None = None) -> tuple[Shift, ...]:
    """
    Return the shifts of the days before a week: published ones, else those imported with it.

    Parameters
    ----------
    unit, week
        Where, and before what.
    days
        How many days back published ones are looked for; None: as far as the week's rules look.
    """
    horizon = week.horizon
    back = days_looked_back(week.rules) if days is None else days
    first_min = horizon.start_min - back * DAY_MIN
    published = unit.rosters.published(week.shop_id, first_min, horizon.start_min)
    covered = [
        other.horizon
        for other in unit.weeks.all(week.shop_id)
        if other.horizon.start < horizon.start and unit.rosters.is_published(other.id)
    ]
    imported = (
        shift for shift in week.history if not any(shift.start_min in other for other in covered)
    )
    return (*imported, *published)


def days_looked_back(rules: RuleSet) -> int:
    """Return the days before a week that its rules look at: a month, or a quarter for fairness."""
    return QUARTER_DAYS if rules.weights.fairness else MONTH_DAYS


def question_key(problem: RosterProblem) -> str:
    """
    Return a key of all that a problem says but its pinned shifts; equal keys, equal questions.

    Secondments and disruptions are no part of the question: no rule speaks of them.
    """
    parts: tuple[object, ...] = (
        problem.horizon.clock.timezone,
        (problem.horizon.start, problem.horizon.days, problem.horizon.interval_min),
        (problem.posts, problem.agents, problem.rules, problem.requirement.posts),
        (problem.absences, problem.wishes, problem.history),
        (problem.agent_limits, problem.sessions),
    )
    if problem.type_pins:  # keys kept before there were any stay what they are
        pins = problem.type_pins
        parts = (*parts, [dict(agent_id=p.agent_id, date=p.date, kind=p.kind) for p in pins])
        if starts := {(p.agent_id, p.date): p.start_clock for p in pins if p.start_told}:
            parts = (*parts, sorted(starts.items()))
    if problem.calls:
        parts = (*parts, problem.calls)
    if problem.elsewhere_min:
        parts = (*parts, sorted(problem.elsewhere_min.items()))
    digest = hashlib.sha256(to_document(parts).encode())
    digest.update(problem.requirement.agents.tobytes())
    if problem.requirement.worth is not None:
        digest.update(problem.requirement.worth.tobytes())
    return digest.hexdigest()


def problem_key(problem: RosterProblem) -> str:
    """Return a key of all that a problem says, and of how people who are away are counted."""
    parts = [to_document(problem.pins)]
    if problem.away_by_agent:  # verdicts kept before counted these people as at work
        parts += ["of those present", to_document(problem.called_away)]
    return f"{question_key(problem)}-{hashlib.sha256(''.join(parts).encode()).hexdigest()}"
