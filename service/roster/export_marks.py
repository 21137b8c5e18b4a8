"""Which shifts of an exported roster carry a sign, and how its times are written."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError
from scheduler.horizon import Clock, format_clock
from scheduler.house_price import Override
from scheduler.present import away_during
from scheduler.problem import RosterProblem
from scheduler.shift import Shift
from scheduler.verify.verdict import Verdict
from store.register import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.verify.verdict import Violation
    from service.roster.rosters import RosterSheet


@dataclass(frozen=True, eq=False, slots=True)
class HandedOut:
    """
    A roster to hand out.

    Parameters
    ----------
    problem, shifts
        The question, and the answer in order of agent and start.
    verdict
        What the checker says of it; None: nothing is marked.
    overrides
        Which rules of the house were broken by hand, by whom and why.
    """

    problem: RosterProblem
    shifts: tuple[Shift, ...]
    verdict: Verdict | None
    overrides: tuple[Entry[Override], ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """
    Shifts that carry a sign.

    Parameters
    ----------
    pinned
        Fixed by a person.
    typed
        Days whose type a person fixed, or that they are off, by agent and date.
    broken
        Named by a violation: its agent, and a moment in the shift or on its day.
    """

    pinned: frozenset[Shift]
    typed: frozenset[tuple[str, dt.date]]
    broken: frozenset[Shift]


def content(sheet: RosterSheet) -> HandedOut:
    """Return the roster of a sheet; raises InputError when it has none."""
    if sheet.version is None or sheet.problem is None:
        raise InputError(Fault("week_without_roster", value=sheet.week.label))
    shifts = sheet.version.version.roster.shifts
    return HandedOut(sheet.problem, shifts, sheet.verdict, sheet.overrides)


def marks(told: HandedOut) -> Marks:
    """Return which shifts of a roster carry a sign."""
    problem = told.problem
    found: dict[str, list[Violation]] = defaultdict(list)
    for violation in () if told.verdict is None else told.verdict.violations:
        found[violation.agent_id].append(violation)
    clock = problem.horizon.clock
    broken = (
        shift
        for shift in told.shifts
        if any(_names(violation, shift, clock) for violation in found[shift.agent_id])
    )
    typed = frozenset((pin.agent_id, pin.date) for pin in problem.type_pins)
    return Marks(frozenset(problem.pins), typed, frozenset(broken))


def _names(violation: Violation, shift: Shift, clock: Clock) -> bool:
    moment = violation.at_min
    if moment is None:
        return False
    return moment in shift.span or clock.date_of(moment) == clock.date_of(shift.start_min)


def posts_told(shift: Shift, names: Mapping[str, str], clock: Clock, mark: str) -> str:
    """Return the post of a shift; where it changes, each with its times, a mark between them."""
    if not shift.stints:
        return names.get(shift.post, shift.post)
    return mark.join(
        f"{names.get(each.post, each.post)} {clocks(clock, each.span.start_min, each.span.end_min)}"
        for each in shift.stints
    )


def pause_told(problem: RosterProblem, shift: Shift, gap: str) -> str:
    """Return when a shift has its meal; the gap of a split shift after a word for it."""
    if shift.meal is None:
        return ""
    times = clocks(problem.horizon.clock, shift.meal.start_min, shift.meal.end_min)
    return f"{gap} {times}" if problem.classes.has_gap(shift) else times


def away_told(problem: RosterProblem, shift: Shift, word: str) -> str:
    """Return when the agent of a shift is away, after a word for it; empty: never."""
    clock = problem.horizon.clock
    away = (clocks(clock, span.start_min, span.end_min) for span in away_during(problem, shift))
    told = ", ".join(away)
    return f"{word} {told}" if told else ""


def clocks(clock: Clock, start_min: int, end_min: int) -> str:
    """Return the clock times of a stretch, such as ``22:00-06:00``."""
    first, last = clock.clock_of(start_min), clock.clock_of(end_min)
    return f"{format_clock(first)}-{format_clock(last)}"
