"""Rules about one shift by itself: when it starts, its shape, its length, its hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.horizon import DAY_MIN
from scheduler.verify.verdict import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.horizon import Horizon
    from scheduler.shift import Shift, ShiftShape
    from scheduler.verify.view import RosterView


def outside_week(view: RosterView) -> Iterator[Violation]:
    """Every shift starts within the horizon."""
    for agent, shift in view.known_shifts:
        if shift.start_min not in view.problem.horizon:
            yield Violation("outside_week", agent.id, shift.post, shift.start_min)


def grid(view: RosterView) -> Iterator[Violation]:
    """Shifts start at multiples of the start grid, on the clock, from the horizon's start."""
    horizon = view.problem.horizon
    step = view.problem.rules.start_grid_min
    for agent, shift in view.known_shifts:
        off = (view.day(shift) * DAY_MIN + horizon.clock.clock_of(shift.start_min)) % step
        if off:
            yield Violation("grid", agent.id, shift.post, shift.start_min, off, step)


def shape(view: RosterView) -> Iterator[Violation]:
    """Every shift has a shape for its agent's contract and its posts, the meal in its window."""
    for agent, shift in view.known_shifts:
        forms = view.problem.forms_of(agent)
        allowed = [form for form in forms if form.is_on(shift.posts)]
        if not any(fits(view.problem.horizon, shift, form) for form in allowed):
            yield Violation("shape", agent.id, shift.post, shift.start_min, shift.work_min)


def fits(horizon: Horizon, shift: Shift, form: ShiftShape) -> bool:
    """Return whether a shift has a shape: its start, its length and its meal; breaks left out."""
    length = shift.end_min - shift.start_min
    if (shift.work_min, length) != (form.work_min, form.length_min):
        return False
    if not form.starts_at(horizon.clock, shift.start_min):
        return False
    if shift.meal is None:
        return form.meal_min == 0
    after = shift.meal.start_min - shift.start_min
    return (
        shift.meal.length_min == form.meal_min
        and form.meal_earliest_min <= after <= form.meal_latest_min
        and horizon.on_grid(shift.meal.start_min)
    )


def hours_per_day(view: RosterView) -> Iterator[Violation]:
    """No shift has more work than the limit of a day, meal not counted; overtime by consent."""
    limit = view.problem.rules.hours.max_work_min_per_day
    for agent, shift in view.known_shifts:
        if shift.work_min > limit and not view.problem.overtime_cap_min(agent, view.day(shift)):
            work = shift.work_min
            yield Violation("hours_per_day", agent.id, shift.post, shift.start_min, work, limit)
