"""Changes of several cells of the table at once: tried as a whole, and cells locked as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scheduler.edited import Exchange, edited_by
from scheduler.errors import require
from scheduler.present import call_of
from scheduler.problem import RosterProblem
from scheduler.roster import Roster
from scheduler.shift import Shift
from scheduler.type_pin import TypePin
from service.roster.house_prices import prices_on
from service.roster.leading import Change, led_to
from service.roster.question import problem_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.grid_edit import GridEdit, RosterCell
    from service.desk import Desk


class LockKind(StrEnum):
    """What of cells stays as it is when the week is solved again."""

    WHOLE = "whole"
    """Shifts and days off, as they are."""
    TYPE = "type"
    """The type of shift, or the day off; start, post and meal may change."""
    START = "start"
    """When shifts start; type, end, post and meal may change."""


@dataclass(frozen=True, eq=False, slots=True)
class TriedEdit:
    """
    Edits that were looked at.

    Parameters
    ----------
    problem
        The question they were looked at in.
    moved
        Shifts they take out and put in, as ``editing.change`` takes them.
    change
        What they lead to.
    """

    problem: RosterProblem
    moved: Exchange
    change: Change


def try_edits(desk: Desk, label: str, edits: Sequence[GridEdit]) -> TriedEdit:
    """
    Return what edits of a week's latest version lead to, one after the other; nothing is kept.

    Raises
    ------
    InputError
        As ``edited`` and ``editing.preview``.
    """
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        problem, latest = problem_of(unit, week), unit.rosters.latest(week.id)
        prices = prices_on(unit, desk.shop_id, week.horizon.start)
    roster = Roster() if latest is None else latest.version.roster
    moved = edited_by(problem, roster, edits)
    return TriedEdit(problem, moved, led_to(problem, latest, moved, prices)[0])


@dataclass(frozen=True, slots=True)
class Locked:
    """
    What was locked or set free: shifts and days that were not so before.

    Parameters
    ----------
    shifts
        Whole shifts.
    types
        Types, and days off.
    """

    shifts: tuple[Shift, ...] = ()
    types: tuple[TypePin, ...] = ()

    @property
    def count(self) -> int:
        """Return how many cells changed."""
        return len(self.shifts) + len(self.types)


def lock(desk: Desk, label: str, cells: Sequence[RosterCell], kind: LockKind) -> Locked:
    """
    Fix what stands in cells of the latest version; what is fixed there already stays.

    Returns
    -------
    What was fixed now.

    Raises
    ------
    InputError
        When there is no roster, an agent is unknown or a day outside the week.
    """
    with desk.write("cells_locked") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        unit.touch(*(("draft", label, *cell) for cell in dict.fromkeys(cells)))
        version, problem = unit.rosters.named(week, None), problem_of(unit, week)
        found = _to_lock(problem, version.version.roster, dict.fromkeys(cells), kind)
        require(bool(found.count), "lock_nothing", value=len(cells))
        for shift in found.shifts:
            unit.weeks.add_pin(week.id, shift, unit.stamp)
        for one in found.types:
            unit.weeks.put_type_pin(week.id, one, unit.stamp)
        problem_of(unit, week)  # checks them
        unit.note(label, {"cells": str(found.count), "kind": kind.value})
        return found


def unlock(desk: Desk, label: str, cells: Sequence[RosterCell]) -> Locked:
    """
    Set free what is fixed in cells, but the shifts of people who were called.

    Returns
    -------
    What was set free.

    Raises
    ------
    InputError
        When nothing is fixed there.
    """
    with desk.write("cells_unlocked") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        mine = set(cells)
        unit.touch(*(("draft", label, *cell) for cell in dict.fromkeys(cells)))
        problem, date_of = problem_of(unit, week, is_needed=False), week.horizon.clock.date_of
        shifts = tuple(
            pin
            for pin in problem.pins
            if (pin.agent_id, date_of(pin.start_min)) in mine and call_of(problem, pin) is None
        )
        types = tuple(pin for pin in problem.type_pins if (pin.agent_id, pin.date) in mine)
        require(bool(shifts or types), "unlock_nothing", value=len(cells))
        for shift in shifts:
            unit.weeks.remove_pin(week.id, shift)
        for one in types:
            unit.weeks.remove_type_pin(week.id, one)
        unit.note(label, {"cells": str(len(shifts) + len(types))})
        return Locked(shifts, types)


def _to_lock(
    problem: RosterProblem, roster: Roster, cells: dict[RosterCell, None], kind: LockKind
) -> Locked:
    date_of, by_agent = problem.horizon.clock.date_of, roster.by_agent()
    typed = {(pin.agent_id, pin.date) for pin in problem.type_pins}
    pinned = set(problem.pins)
    shifts: list[Shift] = []
    types: list[TypePin] = []
    for cell in cells:
        mine = by_agent.get(cell.agent_id, ())
        held = [one for one in mine if date_of(one.start_min) == cell.date]
        fixed = _fixed(problem, cell, held, kind)
        if fixed is None:
            shifts += (one for one in held if one not in pinned)
        elif cell not in typed and not pinned & set(held):
            types.append(fixed)
    return Locked(tuple(shifts), tuple(types))


def _fixed(
    problem: RosterProblem, cell: RosterCell, held: list[Shift], kind: LockKind
) -> TypePin | None:
    """Return what fixes a day without its shifts whole; None: these are fixed."""
    if not held:
        return TypePin(*cell, "")
    if kind is LockKind.WHOLE or len(held) > 1:
        return None
    if kind is LockKind.START:
        return TypePin(*cell, "", problem.horizon.clock.clock_of(held[0].start_min))
    code = problem.classes.kind(held[0].start_min, held[0].end_min)
    return TypePin(*cell, code) if code else None
