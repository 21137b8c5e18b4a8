"""
A shift that an absence takes a part of: what is left before and after, and what may become of it.

Where what is left has an allowed shape it simply stands. Else it is a choice, with its price: keep
it although no shape has it, work the longest shape inside it, or let it go.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from scheduler.present import away_during
from scheduler.rules.grid import on_start_grid
from scheduler.shift import Shift, Span
from scheduler.verify.shifts import fits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.problem import RosterProblem
    from scheduler.shift import ShiftShape


class Cutting(StrEnum):
    """What becomes of what an absence leaves of a shift, where no shape has it."""

    KEEP = "keep"  # it is worked as it is
    FIT = "fit"  # the longest shape inside it is worked
    DROP = "drop"  # it is let go


@dataclass(frozen=True, slots=True)
class Cut:
    """
    A shift that an absence takes a part of.

    Parameters
    ----------
    shift
        As it was announced.
    left
        What is left of it, in order of time.
    kept
        What of that is worked; empty: it is let go.
    """

    shift: Shift
    left: tuple[Shift, ...]
    kept: tuple[Shift, ...]


def lost_shifts(problem: RosterProblem, shifts: Iterable[Shift]) -> tuple[Shift, ...]:
    """Return the shifts during which their agent is away."""
    away = problem.absences_by_agent
    return tuple(
        shift
        for shift in shifts
        if any(
            shift.start_min < absence.end_min and absence.start_min < shift.end_min
            for absence in away.get(shift.agent_id, ())
        )
    )


def cut_by(problem: RosterProblem, shift: Shift, how: Cutting) -> Cut | None:
    """Return what absences make of a shift; None where they leave nothing worth coming for."""
    left = remains(problem, shift)
    return Cut(shift, left, kept_of(problem, left, how)) if left else None


def remains(problem: RosterProblem, shift: Shift) -> tuple[Shift, ...]:
    """
    Return what absences leave of a shift, in order of time.

    A piece begins on the grid of intervals, and never with the meal or ends with it. One with less
    work than the rules ask of a stint, or than the grid of starts, is not worth coming for.
    """
    away = away_during(problem, shift)
    edges = [shift.start_min, *(at for span in away for at in ends(span)), shift.end_min]
    change = problem.rules.post_change
    least = problem.rules.start_grid_min if change is None else change.min_stint_min
    pieces = (
        _piece(problem, shift, first, last)
        for first, last in zip(edges[::2], edges[1::2], strict=True)
        if first < last
    )
    return tuple(piece for piece in pieces if piece is not None and piece.work_min >= least)


def kept_of(problem: RosterProblem, left: tuple[Shift, ...], how: Cutting) -> tuple[Shift, ...]:
    """Return what is worked of what is left of a shift."""
    if is_allowed(problem, left) or how is Cutting.KEEP:
        return left
    if how is Cutting.DROP:
        return ()
    inside = (shift for piece in left for shift in _shapes_inside(problem, piece))
    longest = max(inside, key=lambda shift: shift.work_min, default=None)
    return () if longest is None else (longest,)


def is_allowed(problem: RosterProblem, shifts: tuple[Shift, ...]) -> bool:
    """Return whether these are one shift of an allowed shape: no choice is left."""
    return len(shifts) == 1 and _has_shape(problem, shifts[0])


def ends(span: Span) -> tuple[int, int]:
    """Return when a stretch begins and ends."""
    return span.start_min, span.end_min


def _piece(problem: RosterProblem, shift: Shift, first: int, last: int) -> Shift | None:
    """Return the part of a shift between two moments; None where it is meal only."""
    meal, horizon = shift.meal, problem.horizon
    if not horizon.on_grid(first):
        first = horizon.minute(horizon.interval_of(first) + 1)
    if meal is not None and first in meal:
        first = meal.end_min
    if meal is not None and meal.start_min < last <= meal.end_min:
        last = meal.start_min
    if first >= last:
        return None
    span = Span(first, last)
    stints = tuple(
        replace(one, span=Span(max(first, one.span.start_min), min(last, one.span.end_min)))
        for one in shift.stints
        if one.span.overlaps(span)
    )
    return Shift(
        shift.agent_id,
        first,
        last,
        shift.post_at(first),
        meal if meal is not None and _inside(meal, span) else None,
        tuple(pause for pause in shift.breaks if _inside(pause, span)),
        tuple(each for each in shift.sessions if _inside(each.span, span)),
        stints if len(stints) > 1 else (),
    )


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start_min <= inner.start_min and inner.end_min <= outer.end_min


def _has_shape(problem: RosterProblem, shift: Shift) -> bool:
    """Return whether a shift has a shape for its agent, at a start that is allowed."""
    return on_start_grid(problem.horizon, shift.start_min, problem.rules.start_grid_min) and any(
        fits(problem.horizon, shift, form) for form in shapes_of(problem, shift.agent_id)
    )


def shapes_of(problem: RosterProblem, agent_id: str) -> tuple[ShiftShape, ...]:
    """Return the shapes an agent may work; none for a stranger."""
    agent = problem.agent_by_id.get(agent_id)
    return () if agent is None else problem.forms_of(agent)


def _shapes_inside(problem: RosterProblem, piece: Shift) -> Iterator[Shift]:
    """Yield the shifts of allowed shapes that lie inside a piece."""
    for form in shapes_of(problem, piece.agent_id):
        last = piece.end_min - form.length_min
        for start in range(piece.start_min, last + 1, problem.horizon.interval_min):
            yield from shaped(problem, piece, form, start)


def shaped(problem: RosterProblem, piece: Shift, form: ShiftShape, start: int) -> Iterator[Shift]:
    """Yield a shift of a shape at a start, its meal as near as may be to the piece's own."""
    meal = None
    if form.meal_min:
        step = problem.horizon.interval_min
        near = (
            (piece.start_min + piece.end_min) // 2 if piece.meal is None else piece.meal.start_min
        )
        first = -(-form.meal_earliest_min // step) * step
        begins = range(start + first, start + form.meal_latest_min + 1, step)
        at = min(begins, key=lambda begin: abs(begin - near), default=None)
        if at is None:
            return
        meal = Span(at, at + form.meal_min)
    pauses = form.usual_breaks(start, meal)
    end = start + form.length_min
    shift = Shift(piece.agent_id, start, end, piece.post, meal, pauses)
    if _has_shape(problem, shift):
        yield shift
