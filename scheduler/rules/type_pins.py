"""Pins of a type or a start in the engine, and what leaves no shift that one of them asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.rules.opening import may_start
from scheduler.rules.work_plan import PlannedKinds, PlannedStarts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.agent import Agent
    from scheduler.problem import RosterProblem
    from scheduler.type_pin import TypePin


def pinned_days(
    problem: RosterProblem, agent: Agent
) -> Iterator[tuple[str, PlannedKinds | PlannedStarts]]:
    """Yield the rules of the days whose type or start is pinned, by their names."""
    days = range(problem.horizon.days)
    pins = problem.type_pins_by_agent.get(agent.id, ())
    found = {problem.horizon.day(pin.date): pin for pin in pins}
    said = {
        day: frozenset({pin.kind} - {""}) for day, pin in found.items() if pin.kind or pin.is_off
    }
    clocks = {day: pin.start_clock for day, pin in found.items()}
    worked = {day for day, pin in found.items() if not pin.is_off}
    if said:
        yield "pinned_type", PlannedKinds(tuple((True, said.get(day)) for day in days))
    if any(clock is not None for clock in clocks.values()):
        yield "pinned_type", PlannedStarts(tuple(clocks.get(day) for day in days))
    if worked:
        yield "pinned_idle", PlannedKinds(tuple((day not in worked, None) for day in days))


def in_the_way(problem: RosterProblem, pin: TypePin) -> str:
    """
    Return what leaves no shift as it is pinned on its day; empty: nothing does by itself.

    ``employed``, ``no_type``: neither contract nor work plan allow one that day; ``absence``.
    """
    agent, horizon = problem.agent_by_id[pin.agent_id], problem.horizon
    if pin.is_off:
        return ""
    if not agent.employed(pin.date):
        return "employed"
    first, after = horizon.day_starts_min[horizon.day(pin.date) :][:2]
    spans = [
        (start, start + form.length_min)
        for form in problem.forms_of(agent)
        for start in range(first, after, horizon.interval_min)
        if may_start(problem, form, start)
        and problem.classes.is_pinned(pin, start, start + form.length_min)
    ]
    if not spans:
        return "no_type"
    away = problem.absences_by_agent.get(agent.id, ())
    is_away = all(
        any(start < each.end_min and each.start_min < end for each in away) for start, end in spans
    )
    return "absence" if is_away else ""
