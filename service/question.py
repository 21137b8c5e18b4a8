"""The question a week asks, put together from what the database holds, and its key."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError
from scheduler.horizon import DAY_MIN
from scheduler.problem import RosterProblem
from store.documents import to_document

if TYPE_CHECKING:
    from scheduler.shift import Shift
    from store.unit import Unit
    from store.weeks import KeptWeek

HISTORY_DAYS = 28


def problem_of(unit: Unit, week: KeptWeek) -> RosterProblem:
    """
    Return a week's problem: people, rules, requirement, absences, wishes, pins and the past.

    The past is what was published for the days before the week; where nothing was, the shifts that
    came with the week's import. People who left are in it only if the week's roster has them.

    Raises
    ------
    InputError
        When the week has no requirement yet.
    """
    if week.requirement_id is None:
        raise InputError(Fault("week_without_requirement", value=week.label))
    horizon = week.horizon
    latest = unit.rosters.latest(week.id)
    rostered = (
        frozenset(s.agent_id for s in latest.version.roster.shifts) if latest else frozenset()
    )
    agents = unit.staff.agents(week.shop_id, rostered)
    here = {agent.id for agent in agents}
    after_min = horizon.end_min + DAY_MIN  # the last night may run into an absence
    absences = unit.staff.absences(week.shop_id, horizon.start_min, after_min)
    wishes = unit.staff.wishes(week.shop_id, horizon.start, horizon.date(horizon.days - 1))
    return RosterProblem(
        horizon=horizon,
        posts=unit.shops.posts(week.shop_id),
        agents=agents,
        rules=week.rules,
        requirement=unit.demand.requirement(week.requirement_id).requirement,
        absences=tuple(kept.absence for kept in absences if kept.absence.agent_id in here),
        wishes=tuple(kept.wish for kept in wishes if kept.wish.agent_id in here),
        history=past_of(unit, week),
        pins=tuple(pin for pin in unit.weeks.pins(week.id) if pin.agent_id in here),
    )


def past_of(unit: Unit, week: KeptWeek) -> tuple[Shift, ...]:
    """Return the shifts of the days before a week: published ones, else those imported with it."""
    horizon = week.horizon
    first_min = horizon.start_min - HISTORY_DAYS * DAY_MIN
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


def question_key(problem: RosterProblem) -> str:
    """Return a key of all that a problem says but its pins; equal keys, equal questions."""
    parts = (
        problem.horizon.clock.timezone,
        (problem.horizon.start, problem.horizon.days, problem.horizon.interval_min),
        (problem.posts, problem.agents, problem.rules, problem.requirement.posts),
        (problem.absences, problem.wishes, problem.history),
    )
    digest = hashlib.sha256(to_document(parts).encode())
    digest.update(problem.requirement.agents.tobytes())
    return digest.hexdigest()


def problem_key(problem: RosterProblem) -> str:
    """Return a key of all that a problem says."""
    return (
        f"{question_key(problem)}-{hashlib.sha256(to_document(problem.pins).encode()).hexdigest()}"
    )
