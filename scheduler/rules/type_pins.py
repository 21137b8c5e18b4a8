"""Pins of a type in the engine, and what leaves no shift that one of them asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.rules.opening import may_start
from scheduler.rules.work_plan import PlannedKinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.agent import Agent
    from scheduler.problem import RosterProblem
    from scheduler.type_pin import TypePin


def pinned_days(problem: RosterProblem, agent: Agent) -> Iterator[tuple[str, PlannedKinds]]:
    """Yield the rules of the days whose type is pinned, by their names."""
    days = range(problem.horizon.days)
    pins = problem.type_pins_by_agent.get(agent.id, ())
    kinds = {problem.horizon.day(pin.date): pin.kind for pin in pins}
    if kinds:
        said = {day: frozenset({kind} - {""}) for day, kind in kinds.items()}
        yield "pinned_type", PlannedKinds(tuple((True, said.get(day)) for day in days))
    if any(kinds.values()):
        yield "pinned_idle", PlannedKinds(tuple((not kinds.get(day), None) for day in days))


def in_the_way(problem: RosterProblem, pin: TypePin) -> str:
    """
    Return what leaves no shift of the pinned type on its day; empty: nothing does by itself.

    ``employed``, ``no_type``: neither contract nor work plan allow one that day; ``absence``.
    """
    agent, horizon = problem.agent_by_id[pin.agent_id], problem.horizon
    if not pin.kind:
        return ""
    if not agent.employed(pin.date):
        return "employed"
    first, after = horizon.day_starts_min[horizon.day(pin.date) :][:2]
    spans = [
        (start, start + form.length_min)
        for form in problem.forms_of(agent)
        for start in range(first, after, horizon.interval_min)
        if may_start(problem, form, start)
        and problem.classes.kind(start, start + form.length_min) == pin.kind
    ]
    if not spans:
        return "no_type"
    away = problem.absences_by_agent.get(agent.id, ())
    is_away = all(
        any(start < each.end_min and each.start_min < end for each in away) for start, end in spans
    )
    return "absence" if is_away else ""
