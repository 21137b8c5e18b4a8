"""Days that are facts: what is over, or was set by hand against a rule, as the others count it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from scheduler.rules.memory import Memory, PricedMemory, ShiftClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scheduler.agent import Agent
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift

Floats = npt.NDArray[np.float64]
Known = dict[int, ShiftClass | None]


def known_days(problem: RosterProblem, agent: Agent) -> Known:
    """
    Return what an agent's days of facts hold; None: a day off that is over. Empty: no day is one.

    Only who has a shift that stands whatever rule it breaks has any; then all that is over is.
    """
    if not problem.overruled:
        return {}
    horizon, found = problem.horizon, defaultdict(list)
    pins = [pin for pin in problem.pins if pin.agent_id == agent.id]
    for pin in pins:
        if pin in problem.overruled:
            found[horizon.day_of(pin.start_min)].append(pin)
    known: Known = {day: _together(problem, shifts) for day, shifts in found.items()}
    if not known or problem.announced is None:
        return known
    begun = horizon.day_of(max(horizon.start_min, problem.announced.from_min))
    free = set(range(min(begun, horizon.days))) - {horizon.day_of(pin.start_min) for pin in pins}
    return dict.fromkeys(free) | known


def _together(problem: RosterProblem, shifts: Iterable[Shift]) -> ShiftClass:
    """Return the shifts of a day as one: their work added up, the rest as of the last."""
    mine, classes = sorted(shifts, key=lambda shift: shift.start_min), problem.classes
    spans = [(shift.start_min, shift.end_min) for shift in mine]
    return ShiftClass(
        sum(shift.work_min for shift in mine),
        classes.kind_of(mine[-1]),
        any(classes.is_night(*span) for span in spans),
        any(classes.is_peak(*span) for span in spans),
        frozenset(sitting.session for shift in mine for sitting in shift.sessions),
        problem.horizon.clock.clock_of(mine[0].start_min),
        any(classes.is_late(*span) for span in spans),
    )


@dataclass(frozen=True, slots=True)
class KnownDays:
    """
    A rule beside days that are facts: it counts them, and judges the others against them.

    Parameters
    ----------
    memory
        The rule.
    known
        By day in order: the number, and the shift; None: off.
    broken
        Of these, the days on which facts alone break the rule, and what is remembered after them.
        There, and only from what leads to the same, the rule lets them pass.
    start
        As of the rule.
    """

    memory: Memory[Any]
    known: tuple[tuple[int, ShiftClass | None], ...]
    broken: tuple[tuple[int, Any], ...]
    start: Any

    def after(self, day: int, memory: Any, shift: ShiftClass | None) -> Any | None:  # noqa: ANN401 - as the rule's
        """Return what is remembered; of a day that is a fact the shift is known, not chosen."""
        known = dict(self.known)
        if day not in known:
            return self.memory.after(day, memory, shift)
        if shift is not None:
            return None
        found, broken = self.memory.after(day, memory, known[day]), dict(self.broken)
        if found is None and day in broken:
            seen = self.seen(day, memory, None)
            return seen if seen == broken[day] else None
        return found

    def seen(self, day: int, memory: Any, shift: ShiftClass | None) -> Any:  # noqa: ANN401 - as the rule's
        """Return what is remembered after a day that is a fact."""
        return self.memory.seen(day, memory, dict(self.known).get(day, shift))


@dataclass(frozen=True, slots=True)
class PricedKnownDays(KnownDays):
    """The same of a rule that asks a price."""

    def price(self, day: int, memory: Any, shift: ShiftClass | None) -> float:  # noqa: ANN401 - as the rule's
        """Return the price of the day, of a fact's as it is."""
        assert isinstance(self.memory, PricedMemory)
        return self.memory.price(day, memory, dict(self.known).get(day, shift))


def beside(known: Mapping[int, ShiftClass | None], memory: Memory[Any], days: int) -> Memory[Any]:
    """
    Return a rule as it counts days that are facts; the rule itself where there are none.

    Parameters
    ----------
    known
        What these days hold.
    memory
        The rule.
    days
        Days of the horizon.
    """
    if not known:
        return memory
    state, broken = memory.start, []
    for day in range(days):
        shift = known.get(day)
        after = memory.after(day, state, shift)
        state = memory.seen(day, state, shift) if after is None else after
        if after is None and day in known:
            broken.append((day, state))
    kind = PricedKnownDays if isinstance(memory, PricedMemory) else KnownDays
    return kind(
        memory, tuple(sorted(known.items(), key=lambda one: one[0])), tuple(broken), memory.start
    )


def keep_clear(problem: RosterProblem, working: Floats, off: Floats) -> None:
    """
    Forbid shifts on the days that are facts and within the rest around them; being off is free.

    Parameters
    ----------
    problem
        What is known.
    working
        Price of each agent's shifts by start and shape; shape (agents, cells, shapes).
    off
        Price of each agent's days off; shape (agents, days).
    """
    horizon, rest = problem.horizon, problem.rules.hours.min_rest_min
    starts = horizon.start_min + np.arange(horizon.intervals) * horizon.interval_min
    number = {agent.id: index for index, agent in enumerate(problem.agents)}
    for pin in problem.pins if problem.overruled else ():
        if pin not in problem.overruled:
            continue
        agent, day = number[pin.agent_id], horizon.day_of(pin.start_min)
        off[agent, day] = 0.0
        working[agent, horizon.first_interval(day) : horizon.first_interval(day + 1)] = np.inf
        for column, form in enumerate(problem.rules.forms):
            near = (starts < pin.end_min + rest) & (pin.start_min - rest < starts + form.length_min)
            working[agent, near, column] = np.inf


def add_uneven(problem: RosterProblem, working: Floats) -> None:
    """
    Add what a start costs by how far it lies from that of a known shift on the day beside it.

    Parameters
    ----------
    problem
        What is known.
    working
        Price of each agent's shifts by start and shape; shape (agents, cells, shapes).
    """
    weights, horizon = problem.rules.weights, problem.horizon
    if not weights.steady_start_per_hour:
        return
    free = problem.rules.hours.steady_start_free_min
    number = {agent.id: index for index, agent in enumerate(problem.agents)}
    facts = (pin for pin in problem.pins if pin in problem.overruled)
    before = (past for past in problem.history if horizon.day_of(past.start_min) == -1)
    last_first = sorted((*facts, *before), key=lambda one: -one.start_min)  # the earliest stays
    begun = {(one.agent_id, horizon.day_of(one.start_min)): one for one in last_first}
    for (name, known), shift in begun.items():
        for day in (known - 1, known + 1):
            if name in number and 0 <= day < horizon.days:
                cells = range(horizon.first_interval(day), horizon.first_interval(day + 1))
                clocks = np.array([horizon.clock.clock_of(horizon.minute(cell)) for cell in cells])
                apart = np.abs(clocks - horizon.clock.clock_of(shift.start_min))
                uneven = weights.steady_start_per_hour * np.maximum(0, apart - free) / 60
                working[number[name], cells.start : cells.stop] += uneven[:, None]
