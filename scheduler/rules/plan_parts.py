"""
Plans that no week can keep, named with the fewest of their parts that contradict each other.

A plan is tried on somebody of whom nothing else is known: employed, never away, with the past that
asks for least, over four weeks at least. What contracts, absences and posts of single people make
impossible is no fault of the plan; the solve tells it of each.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from scheduler.demand import Requirement
from scheduler.errors import Fault, InputError
from scheduler.horizon import WEEK_DAYS, Horizon
from scheduler.keys import WrittenIn, keyed
from scheduler.post import WEEKDAYS
from scheduler.problem import RosterProblem
from scheduler.rules.automaton import Automata
from scheduler.rules.days_off import DaysOffMemory
from scheduler.rules.memory import ShiftClass
from scheduler.rules.of_plan import plan_rules
from scheduler.rules.work_plan import NightRuns, PlannedKinds
from scheduler.shift import Shift

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.agent import Agent
    from scheduler.keys import Keyed
    from scheduler.rules.memory import Memory
    from scheduler.work_plan import WorkPlan

TRIED_DAYS = 28
HOUR_MIN = 60
LONG_AGO_DAYS = -20  # a last day of work after which all days off that a plan may ask for lie
FIELDS = {  # of a plan, by the rules they make
    "one_type": ("is_one_type",),
    "start_spread": ("max_start_spread_min",),
    "off_together": ("days_off_together",),
    "night_run": ("max_nights_in_row",),
    "after_nights": ("max_nights_in_row", "days_off_after_nights"),
    "free_weekend": ("free_weekend_every",),
    "week_days": ("days_week",),
    "few_days": ("days_week", "min_days_week"),
    "rotation": ("rotation",),
    "cycle_day": ("day_cycle",),
    "idle_day": ("day_cycle",),
    "days_off": ("max_days_week",),
    "types": ("types",),
}


def require_keepable(problem: RosterProblem) -> None:
    """
    Check that the plans of those who are to be rostered can be kept.

    Raises
    ------
    InputError
        Naming each plan that cannot, with the fewest of its parts that contradict each other.
    """
    owners: dict[WorkPlan, Agent] = {}
    for agent in problem.agents:
        plan = problem.plan_of(agent)
        if plan is not None and problem.employed_days(agent):
            owners.setdefault(plan, agent)
    faults = []
    for plan, agent in owners.items():
        parts = contradiction(problem, plan, agent)
        if parts:
            said = {each.name: each for each in keyed(type(plan))}
            told = tuple((said[name].last, _told(plan, said[name])) for name in parts)
            faults.append(_fault(plan, told, agent))
    if faults:
        raise InputError(faults)


def _fault(plan: WorkPlan, parts: tuple[tuple[str, object], ...], agent: Agent) -> Fault:
    if agent.fixed_week:
        details = {"parts": parts, "plan": plan.name}
        return Fault("fixed_week_unkeepable", column="fixed_week", value=agent.id, details=details)
    return Fault("plan_unkeepable", column="plan", value=plan.name, details={"parts": parts})


def _told(plan: WorkPlan, entry: Keyed) -> object:
    """Return what a plan says in a field, as documents write it."""
    held: object = getattr(plan, entry.name)
    return held / HOUR_MIN if entry.key.unit is WrittenIn.HOURS and isinstance(held, int) else held


def contradiction(problem: RosterProblem, plan: WorkPlan, agent: Agent) -> tuple[str, ...]:
    """
    Return the fewest parts of a plan that no four weeks can keep together; empty: they can.

    Parameters
    ----------
    problem
        What is known.
    plan, agent
        The plan, and one who has it.

    Returns
    -------
    tuple[str, ...]
        Fields of ``WorkPlan``; of several such sets one that has no smaller one inside.
    """
    asked = _with_one(problem, plan, agent)
    parts = list(_parts(asked, plan))
    classes = tuple(_classes(asked, plan))
    tables, allowed = Automata(asked.horizon.days, classes), (True,) * len(classes)

    def can(some: list[tuple[str, Memory[Any]]]) -> bool:
        return not some or tables.of(tuple(memory for _, memory in some), allowed).counts[0] > 0

    if not classes or can(parts):
        return ()
    for part in list(parts):
        rest = [one for one in parts if one is not part]
        if not can(rest):
            parts = rest
    fields = dict.fromkeys(name for rule, _ in parts for name in FIELDS[rule])
    usual = type(plan)(plan.name)
    return tuple(name for name in fields if getattr(plan, name) != getattr(usual, name))


def _with_one(problem: RosterProblem, plan: WorkPlan, agent: Agent) -> RosterProblem:
    """Return weeks of one agent of whom nothing is known but the plan, and a day off till now."""
    whole = problem.horizon
    days = max(TRIED_DAYS, whole.days)
    horizon = Horizon(whole.clock, whole.start, days, HOUR_MIN)
    posts = problem.requirement.posts
    begun = horizon.start if plan.is_cycle else None
    one = replace(agent, hired=None, leaves=None, cycle_start=begun)
    long_ago = horizon.clock.at(horizon.date(LONG_AGO_DAYS))
    return RosterProblem(
        horizon,
        problem.posts,
        (one,),
        replace(problem.rules, peak=problem.classes.peak),
        Requirement(horizon, posts, np.zeros((len(posts), horizon.intervals))),
        history=(Shift(one.id, long_ago, long_ago + HOUR_MIN, one.posts[0]),),
    )


def _parts(asked: RosterProblem, plan: WorkPlan) -> Iterator[tuple[str, Memory[Any]]]:
    """Yield the rules that a plan makes, by their names."""
    agent, horizon = asked.agents[0], asked.horizon
    past = asked.history_by_agent[agent.id]
    for rule, memory in plan_rules(asked, agent, past):
        if isinstance(memory, NightRuns) and memory.off_after:
            yield "after_nights", memory
            yield rule, replace(memory, off_after=0)  # often enough alone
        elif rule:
            yield rule, memory
    if plan.max_days_week < WEEK_DAYS:
        yield "days_off", DaysOffMemory(WEEK_DAYS - plan.max_days_week, horizon.days)
    forms = asked.forms_of(agent)
    if any(shape.weekdays for shape in forms):
        kinds = (
            frozenset(
                shape.code
                for shape in forms
                if not shape.weekdays or WEEKDAYS[date.weekday()] in shape.weekdays
            )
            for date in horizon.dates
        )
        yield "types", PlannedKinds(tuple((True, some) for some in kinds))


def _classes(asked: RosterProblem, plan: WorkPlan) -> Iterator[ShiftClass]:
    """Yield the classes of shifts of a plan, as its rules tell them apart, each once."""
    clock, classes = asked.horizon.clock, asked.classes
    first, after = asked.horizon.day_starts_min[:2]
    seen: set[ShiftClass] = set()
    for shape in asked.forms_of(asked.agents[0]):
        begins = [
            minute
            for minute in range(first, after, asked.rules.start_grid_min)
            if not shape.starts or any(clock.clock_of(minute) in span for span in shape.starts)
        ]
        if not shape.code:  # of free starts whole hours say enough
            begins = [m for m in begins if m == begins[0] or clock.clock_of(m) % HOUR_MIN == 0]
        for minute in begins:
            at = clock.clock_of(minute)
            end = minute + shape.length_min
            kind = shape.code or classes.kind(minute, end)
            told = at if plan.max_start_spread_min is not None else 0
            one = ShiftClass(
                shape.work_min, kind, is_night=classes.is_night(minute, end), clock=told
            )
            if one not in seen:
                seen.add(one)
                yield one
