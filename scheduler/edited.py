"""What edits of the table make of a roster: the shifts that go, and those that come."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from scheduler.errors import gathering, require
from scheduler.grid_edit import PAIRED, EditKind, RosterCell, require_day
from scheduler.roster import Roster
from scheduler.shift import Shift, Sitting, Span, Stint

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from scheduler.agent import Agent
    from scheduler.grid_edit import GridEdit
    from scheduler.horizon import Clock
    from scheduler.problem import RosterProblem
    from scheduler.shift import ShiftShape
    from scheduler.shift_type import ShiftType


class Exchange(NamedTuple):
    """Shifts that an edit takes out of a roster, and those it puts in; in order agent, start."""

    removed: tuple[Shift, ...]
    added: tuple[Shift, ...]


def edited(problem: RosterProblem, roster: Roster, edit: GridEdit) -> Exchange:
    """
    Return the shifts that an edit takes out of a roster and puts in.

    A shift belongs to the cell of the day on which it starts. On another day it keeps the clock
    time of its start and its length; training and meetings stay with their people, where they still
    lie inside the shift.

    Raises
    ------
    InputError
        When a cell's agent is unknown or its day outside the week, no such type is there, a meal
        would leave its shift, a shift would begin on another day, or nothing would change.
    """
    _require_there(problem, (*edit.cells, *edit.to))
    shifts = by_cell(problem, roster)
    after = _after(problem, shifts, edit)
    removed = [shift for cell in after for shift in shifts.get(cell, ())]
    added = [shift for held in after.values() for shift in held]
    stay = set(removed) & set(added)
    found = Exchange(_without(removed, stay), _without(added, stay))
    require(bool(found.removed or found.added), "edit_changes_nothing")
    return found


def edited_by(problem: RosterProblem, roster: Roster, edits: Iterable[GridEdit]) -> Exchange:
    """
    Return what edits one after the other take out of a roster and put in, together.

    Raises
    ------
    InputError
        As ``edited``; also when they undo each other, so that nothing would change.
    """
    now = roster
    for edit in edits:
        removed, added = edited(problem, now, edit)
        gone = set(removed)
        now = Roster((*(shift for shift in now.shifts if shift not in gone), *added))
    before, after = set(roster.shifts), set(now.shifts)
    found = Exchange(_without(roster.shifts, after), _without(now.shifts, before))
    require(bool(found.removed or found.added), "edit_changes_nothing")
    return found


def _require_there(problem: RosterProblem, cells: Iterable[RosterCell]) -> None:
    dates = problem.horizon.dates
    with gathering() as check:
        for agent_id in dict.fromkeys(cell.agent_id for cell in cells):
            known = agent_id in problem.agent_by_id
            check(known, "unknown_agent", value=agent_id, column="agent_id")
    for date in dict.fromkeys(cell.date for cell in cells):
        require_day(date, dates)


def by_cell(problem: RosterProblem, roster: Roster) -> dict[RosterCell, list[Shift]]:
    """Return the shifts of each cell that has any, in order of start."""
    date_of, found = problem.horizon.clock.date_of, defaultdict(list)
    for shift in roster.shifts:
        found[RosterCell(shift.agent_id, date_of(shift.start_min))].append(shift)
    return found


def _without(shifts: Iterable[Shift], stay: set[Shift]) -> tuple[Shift, ...]:
    left = (shift for shift in shifts if shift not in stay)
    return tuple(sorted(left, key=lambda one: (one.agent_id, one.start_min)))


def _after(
    problem: RosterProblem, shifts: dict[RosterCell, list[Shift]], edit: GridEdit
) -> dict[RosterCell, list[Shift]]:
    """Return what the cells that an edit touches hold after it."""
    clock, after = problem.horizon.clock, {}
    if edit.kind in PAIRED:
        pairs = list(zip(edit.cells, edit.to, strict=True))
        if edit.kind is EditKind.SWAP:
            pairs += [(to, cell) for cell, to in pairs]
        if edit.kind is EditKind.MOVE:
            after = {cell: list[Shift]() for cell in edit.cells}
        after |= {to: _placed(clock, shifts, cell, to) for cell, to in pairs}
        return after
    for cell in dict.fromkeys(edit.cells):
        held = shifts.get(cell, [])
        if edit.kind is EditKind.CLEAR:
            after[cell] = []
        elif edit.kind is EditKind.TYPE:
            after[cell] = [_of_type(problem, cell, edit.code, held[0] if held else None)]
        elif edit.kind is EditKind.MEAL:
            after[cell] = [_fed_later(problem, one, edit.minutes) for one in held]
        else:
            after[cell] = [_later(clock, one, edit.minutes, cell.date) for one in held]
    return after


def _placed(
    clock: Clock, shifts: dict[RosterCell, list[Shift]], cell: RosterCell, to: RosterCell
) -> list[Shift]:
    """Return the shifts of a cell as they are worked in another."""
    own = shifts.get(to, [])
    return [_on(clock, one, to, own[0] if own else None) for one in shifts.get(cell, ())]


def _on(clock: Clock, shift: Shift, to: RosterCell, there: Shift | None) -> Shift:
    """Return a shift as somebody works it on a day, with the sessions of what stood there."""
    start = clock.at(to.date, clock.clock_of(shift.start_min))
    moved = _shifted(replace(shift, sessions=()), start - shift.start_min)
    moved = replace(moved, agent_id=to.agent_id)
    if to.agent_id == shift.agent_id and start == shift.start_min:
        return shift
    return moved if there is None else moved.with_sessions_of(there)


def _shifted(shift: Shift, by: int) -> Shift:
    """Return a shift with all that is in it so many minutes later, sessions too."""

    def later(span: Span) -> Span:
        return Span(span.start_min + by, span.end_min + by)

    return Shift(
        shift.agent_id,
        shift.start_min + by,
        shift.end_min + by,
        shift.post,
        None if shift.meal is None else later(shift.meal),
        tuple(map(later, shift.breaks)),
        tuple(Sitting(later(each.span), each.session) for each in shift.sessions),
        tuple(Stint(later(each.span), each.post) for each in shift.stints),
    )


def _later(clock: Clock, shift: Shift, minutes: int, date: dt.date) -> Shift:
    moved = _shifted(replace(shift, sessions=()), minutes).with_sessions_of(shift)
    stays = clock.date_of(moved.start_min) == date
    require(stays, "edit_other_day", value=shift.agent_id, date=date)
    return moved


def _fed_later(problem: RosterProblem, shift: Shift, minutes: int) -> Shift:
    """Return a shift with its meal later; breaks that it would lie on go to their usual places."""
    if shift.meal is None:
        return shift
    meal = Span(shift.meal.start_min + minutes, shift.meal.end_min + minutes)
    inside = shift.start_min < meal.start_min and meal.end_min < shift.end_min
    when = problem.horizon.clock.format(shift.start_min)
    require(inside, "edit_meal_outside", value=shift.agent_id, start=when)
    breaks = shift.breaks
    if any(map(meal.overlaps, breaks)):
        form = _form_like(problem, shift)
        breaks = breaks if form is None else form.usual_breaks(shift.start_min, meal)
    return replace(shift, meal=meal, breaks=breaks, sessions=()).with_sessions_of(shift)


def _form_like(problem: RosterProblem, shift: Shift) -> ShiftShape | None:
    """Return the form that a shift is of, by its length, meal and number of breaks."""
    meal_min = 0 if shift.meal is None else shift.meal.length_min
    asked = (shift.end_min - shift.start_min, meal_min, len(shift.breaks))
    forms = (*problem.forms_of(problem.agent_by_id[shift.agent_id]), *problem.rules.forms)
    alike = (one for one in forms if (one.length_min, one.meal_min, len(one.breaks)) == asked)
    return next(alike, None)


def _of_type(problem: RosterProblem, cell: RosterCell, code: str, before: Shift | None) -> Shift:
    """Return a shift of a type: on the post and, where it can, at the start of the one before."""
    kind = next((one for one in problem.rules.types if one.code == code), None)
    known = ", ".join(one.code for one in problem.rules.types)
    require(kind is not None, "edit_unknown_type", column="code", value=code, known=known)
    assert kind is not None
    clock, agent = problem.horizon.clock, problem.agent_by_id[cell.agent_id]
    begins = _start(kind, None if before is None else clock.clock_of(before.start_min))
    form = _form(problem, agent, code, begins)
    start = clock.at(cell.date, begins)
    meal = _middle_meal(form, start, problem.horizon.interval_min)
    post = _post(agent, cell.date, form, before)
    breaks = form.usual_breaks(start, meal)
    made = Shift(agent.id, start, start + form.length_min, post, meal, breaks)
    return made if before is None else made.with_sessions_of(before).with_stints_of(before)


def _start(kind: ShiftType, before: int | None) -> int:
    if before is None:
        return kind.starts[0]
    return min(kind.starts, key=lambda start: abs(start - before))


def _form(problem: RosterProblem, agent: Agent, code: str, begins: int) -> ShiftShape:
    """Return the length of a type for somebody; where none is for them, the first there is."""
    forms = [one for one in problem.rules.forms if one.code == code]
    alike = [one for one in forms if any(begins in span for span in one.starts)] or forms
    own = [one for one in alike if one.is_for(agent.contract.hours_week)]
    return (own or alike)[0]


def _middle_meal(form: ShiftShape, start: int, step: int) -> Span | None:
    if not form.meal_min:
        return None
    places = range(form.meal_earliest_min, form.meal_latest_min + 1, step)
    begins = start + places[len(places) // 2]
    return Span(begins, begins + form.meal_min)


def _post(agent: Agent, date: dt.date, form: ShiftShape, before: Shift | None) -> str:
    """Return the post of the shift before, else the first that somebody is certified for."""
    posts = [post for post in agent.posts if agent.certified(post, date)]
    posts = [post for post in posts if form.is_on((post,))] or posts or list(agent.posts)
    if before is not None and before.post in posts:
        return before.post
    return posts[0]
