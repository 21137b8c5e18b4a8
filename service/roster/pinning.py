"""Pins: shifts fixed as they are, and types or days off fixed for somebody's day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import require
from scheduler.pin_fit import broken_by
from scheduler.present import call_of
from scheduler.shift import Shift
from scheduler.type_pin import TypePin
from scheduler.verify.verdict import Violation
from service.roster.editing import days_of
from service.roster.question import problem_of

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from service.desk import Desk


@dataclass(frozen=True, slots=True)
class Pinned:
    """
    What a person fixed of somebody's day.

    Parameters
    ----------
    agent_id, date
        Whose day.
    what
        The whole shift, or its type.
    broken
        Of a type: personal rules that every shift of it would break that day, those of the nearest
        one; empty: it can be kept as far as whole pins and the past say.
    """

    agent_id: str
    date: dt.date
    what: Shift | TypePin
    broken: tuple[Violation, ...] = ()


def pinned(problem: RosterProblem) -> tuple[Pinned, ...]:
    """Return all that is fixed in a week, by date and agent."""
    date_of = problem.horizon.clock.date_of
    whole = (Pinned(each.agent_id, date_of(each.start_min), each) for each in problem.pins)
    types = (
        Pinned(each.agent_id, each.date, each, broken_by(problem, each))
        for each in problem.type_pins
    )
    return tuple(sorted((*whole, *types), key=lambda one: (one.date, one.agent_id)))


def pin(desk: Desk, label: str, shift: Shift) -> None:
    """
    Fix a shift of the latest version: every roster solved from now on has it as it is.

    Raises
    ------
    InputError
        When the latest version does not have it, or it is fixed already.
    """
    stamp = desk.stamp
    with desk.write("shift_pinned") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        latest = unit.rosters.latest(week.id)
        unit.touch(*days_of(week, (shift,)))
        there = latest is not None and shift in latest.version.roster.shifts
        require(there, "shift_not_in_roster", value=shift.agent_id)
        require(shift not in unit.weeks.pins(week.id), "shift_pinned", value=shift.agent_id)
        unit.weeks.add_pin(week.id, shift, stamp)
        unit.note(label, {"agent": shift.agent_id})


def unpin(desk: Desk, label: str, shift: Shift) -> None:
    """Set a fixed shift free; raises InputError when it is not fixed, or its agent is called."""
    with desk.write("shift_unpinned") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        unit.touch(*days_of(week, (shift,)))
        called = call_of(problem_of(unit, week, is_needed=False), shift)
        require(called is None, "shift_called", value=shift.agent_id)
        was_pinned = unit.weeks.remove_pin(week.id, shift)
        require(was_pinned, "shift_not_pinned", value=shift.agent_id)
        unit.note(label, {"agent": shift.agent_id})


def pin_type(desk: Desk, label: str, pin: TypePin) -> TypePin | None:
    """
    Fix a type of shift, or a day off, for somebody's day: rosters solved from now on keep to it.

    What was fixed for that day before gives way to it and is returned.

    Raises
    ------
    InputError
        When the agent or the type is unknown, or the date lies outside the week.
    """
    stamp = desk.stamp
    with desk.write("type_pinned") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        unit.touch(("draft", label, pin.agent_id, pin.date))
        before = _of_day(unit.weeks.type_pins(week.id), pin)
        unit.weeks.put_type_pin(week.id, pin, stamp)
        problem = problem_of(unit, week, is_needed=False)  # checks it
        require(pin in problem.type_pins, "unknown_agent", value=pin.agent_id, column="agent_id")
        unit.note(label, _told(pin))
        return before


def unpin_type(desk: Desk, label: str, pin: TypePin) -> None:
    """Set the type of somebody's day free; raises InputError when none is fixed."""
    with desk.write("type_unpinned") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        unit.touch(("draft", label, pin.agent_id, pin.date))
        was_pinned = unit.weeks.remove_type_pin(week.id, pin)
        require(was_pinned, "type_not_pinned", value=pin.agent_id)
        unit.note(label, _told(pin))


def _of_day(pins: tuple[TypePin, ...], pin: TypePin) -> TypePin | None:
    day = (pin.agent_id, pin.date)
    return next((each for each in pins if (each.agent_id, each.date) == day), None)


def _told(pin: TypePin) -> dict[str, str]:
    return {"agent": pin.agent_id, "date": str(pin.date), "type": pin.kind or "off"}


def set_free(desk: Desk, label: str, one: Pinned) -> None:
    """Set free what is fixed of somebody's day; raises InputError when it is fixed no more."""
    if isinstance(one.what, TypePin):
        unpin_type(desk, label, one.what)
    else:
        unpin(desk, label, one.what)


def fix_again(desk: Desk, label: str, one: Pinned) -> None:
    """Fix again what was set free; raises InputError as ``pin`` and ``pin_type``."""
    if isinstance(one.what, TypePin):
        pin_type(desk, label, one.what)
    else:
        pin(desk, label, one.what)
