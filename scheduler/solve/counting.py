"""The counting rules of all agents as arrays: one table of states for those who are alike."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import product
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

import numpy as np
import numpy.typing as npt

from scheduler.rules.automaton import Automata
from scheduler.rules.known_days import beside, known_days
from scheduler.rules.memory import ShiftClass
from scheduler.rules.min_hours import MinHours
from scheduler.rules.month_limit import MonthLimit
from scheduler.rules.of_agent import counting_rules
from scheduler.rules.session_due import has_room

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.agent import Agent
    from scheduler.problem import RosterProblem
    from scheduler.rules.automaton import Automaton
    from scheduler.rules.memory import Memory

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Smalls = npt.NDArray[np.int16]
Steps = npt.NDArray[np.int32]
MOST_KEPT = 2_000  # tables of states of one kind of week
NOTHING: Mapping[str, Ease] = MappingProxyType({})


class Counting(NamedTuple):
    """
    The counting rules of every agent.

    Parameters
    ----------
    label_of
        Label of a shift by start and shape, from 1; shape (cells, shapes).
    first_row
        Row of ``steps`` of the first state before each day, and of the end; shape
        (automata, days + 1).
    steps, prices
        State after a day and what the day costs; shape (all states, labels).
    is_priced
        Whether any day costs anything.
    of
        Each agent's automaton; shape (agents,).
    """

    label_of: Smalls
    first_row: Ints
    steps: Steps
    prices: Floats
    is_priced: bool
    of: Ints


class Ease(NamedTuple):
    """
    What is let go for one agent.

    Parameters
    ----------
    rules
        Names of counting rules left out.
    least_min
        Minutes of work over the horizon that are asked nevertheless.
    """

    rules: frozenset[str]
    least_min: float = 0.0


def counting_of(problem: RosterProblem, eases: Mapping[str, Ease] = NOTHING) -> Counting:
    """
    Return the counting rules of a problem as arrays.

    Parameters
    ----------
    problem
        What is known.
    eases
        What is let go, by agent.
    """
    classes, label_of = _classes(problem)
    counted = [_memories(problem, agent, eases.get(agent.id)) for agent in problem.agents]
    never = [[one.sort for one in memories if _is_never(one)] for memories in counted]
    rules = [tuple(one for one in memories if not _is_never(one)) for memories in counted]
    often = Counter(memory for memories in rules for memory in memories)
    tables = _automata(problem.horizon.days, classes)
    number: dict[Automaton, int] = {}
    of = np.zeros(len(problem.agents), dtype=np.int64)
    for index, agent in enumerate(problem.agents):
        works = set(shape_minutes(problem, agent))
        mine = tuple(
            one.work_min in works and not any(sort.holds(one) for sort in never[index])
            for one in classes
        )
        common_first = tuple(sorted(rules[index], key=lambda memory: -often[memory]))
        of[index] = number.setdefault(tables.of(common_first, mine), len(number))
    made = list(number)
    sizes = [0, *(count for one in made for count in one.counts)]
    starts = np.cumsum(sizes)
    days = problem.horizon.days
    first_row = np.array([starts[number * days :][: days + 1] for number in range(len(made))])
    return Counting(
        label_of,
        first_row,
        np.ascontiguousarray(np.concatenate([step for one in made for step in one.steps])),
        np.ascontiguousarray(np.concatenate([price for one in made for price in one.prices])),
        any(one.is_priced for one in made),
        of,
    )


def _automata(days: int, classes: tuple[ShiftClass, ...]) -> Automata:
    """Return the tables of states known of such weeks: a what-if asks for most of them again."""
    known = _kept_automata(days, classes)
    if known.size > MOST_KEPT:
        _kept_automata.cache_clear()
        return _kept_automata(days, classes)
    return known


_kept_automata = lru_cache(maxsize=1)(Automata)


def _memories(problem: RosterProblem, agent: Agent, ease: Ease | None) -> list[Memory[Any]]:
    """Return the counting rules that hold for an agent, beside the days that are facts."""
    named, known = counting_rules(problem, agent), known_days(problem, agent)
    kept = [each.memory for each in named if ease is None or each.rule not in ease.rules]
    if ease is not None:
        asked = [each.memory for each in named if isinstance(each.memory, MinHours)]
        more = asked[0].more_min if asked else ()
        kept.append(MinHours(ease.least_min, problem.horizon.days, more))
    return [beside(known, memory, problem.horizon.days) for memory in kept]


def _is_never(memory: Memory[Any]) -> TypeGuard[MonthLimit]:
    """Return whether a rule forbids a sort of shifts at all: then its classes are left out."""
    return isinstance(memory, MonthLimit) and memory.limit == 0


def shape_minutes(problem: RosterProblem, agent: Agent) -> tuple[int | None, ...]:
    """Return the minutes of work of each shape; None where the agent may not work it."""
    hours = problem.rules.hours
    longest = hours.max_work_min_per_day
    if problem.may_work_overtime(agent):
        days = range(problem.horizon.days)
        longest += max(problem.overtime_cap_min(agent, day) for day in days)
    return tuple(
        shape.work_min if problem.may_work(agent, shape) and shape.work_min <= longest else None
        for shape in problem.rules.forms
    )


def _classes(problem: RosterProblem) -> tuple[tuple[ShiftClass, ...], Smalls]:
    """Return the classes of shifts that occur, and the label of each start and shape."""
    horizon, shapes, classes = problem.horizon, problem.rules.forms, problem.classes
    looks_at = _what_counts(problem)
    number: dict[ShiftClass, int] = {}
    label_of = np.ones((horizon.intervals, len(shapes)), dtype=np.int16)
    pinned = {horizon.interval_of(pin.start_min) for pin in problem.pins}
    for cell, (column, shape) in product(range(horizon.intervals), enumerate(shapes)):
        start, end = horizon.minute(cell), horizon.minute(cell) + shape.length_min
        if number and cell not in pinned and not shape.starts_at(horizon.clock, start):
            continue  # never worked: any label will do
        seen = ShiftClass(
            shape.work_min,
            classes.kind(start, end) if "kind" in looks_at else "",
            "night" in looks_at and classes.is_night(start, end),
            "peak" in looks_at and classes.is_peak(start, end),
            frozenset(
                session.id
                for session in problem.sessions
                if has_room(session, shape, start, horizon.interval_min)
            ),
            horizon.clock.clock_of(start) if "clock" in looks_at else 0,
            "late" in looks_at and classes.is_late(start, end),
        )
        label_of[cell, column] = 1 + number.setdefault(seen, len(number))
    return tuple(number), label_of


def _what_counts(problem: RosterProblem) -> set[str]:
    """Return the sides of a shift that some rule looks at: the fewer, the fewer classes."""
    rules = problem.rules
    seen = set()
    if rules.successions or problem.agent_limits or problem.type_pins:
        seen.add("kind")
    if rules.hours.max_nights_per_month is not None or problem.agent_limits:
        seen.add("night")
    if rules.weights.fairness > 0:
        seen.update(("night", "peak", "late"))
    if rules.weights.type_change > 0 or any(plan.is_one_type for plan in rules.plans):
        seen.add("kind")
    held = filter(None, map(problem.plan_of, problem.agents))
    if any(plan.rotation or plan.day_cycle for plan in held):
        seen.add("kind")
    if any(plan.max_nights_in_row is not None for plan in rules.plans):
        seen.add("night")
    pins_start = any(pin.start_clock is not None for pin in problem.type_pins)
    if pins_start or any(plan.max_start_spread_min is not None for plan in rules.plans):
        seen.add("clock")
    return seen
