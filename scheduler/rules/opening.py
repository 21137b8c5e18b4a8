"""Opening hours: work on a post lies inside them, its meal left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from scheduler.errors import Fault, InputError
from scheduler.opening import OpeningHours, round_the_clock
from scheduler.rules.grid import on_start_grid
from scheduler.shift import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.problem import RosterProblem
    from scheduler.shift import ShiftShape

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class Open(NamedTuple):
    """
    Where work on a post may lie.

    Parameters
    ----------
    first, last
        Meal offsets, in cells, that keep a shift on the post alone inside its opening, by start and
        shape; ``first`` above ``last``: none does; shape (cells, shapes).
    is_closed
        Cells of which any part is closed; shape (cells and those of the longest shape,).
    """

    first: npt.NDArray[np.int16]
    last: npt.NDArray[np.int16]
    is_closed: Bools


def open_of(problem: RosterProblem, posts: Iterable[str]) -> Open:
    """Return where work may lie on any of some posts, as if they were one; on none: everywhere."""
    horizon, shapes = problem.horizon, problem.rules.forms
    step = horizon.interval_min
    longest = max(-(-shape.length_min // step) for shape in shapes)
    minutes = (horizon.intervals + longest) * step
    names = tuple(posts)
    is_closed: Bools = np.full(minutes, bool(names))
    for name in names:
        _open(is_closed, problem.opening_of(name).allowed, horizon.start_min)
    before = np.concatenate([[0], np.cumsum(is_closed)])
    windows = [
        _window(before, shape, horizon.intervals, step)
        if shape.is_on(names)
        else (np.ones(horizon.intervals, np.int16), np.zeros(horizon.intervals, np.int16))
        for shape in shapes
    ]
    cells: Bools = is_closed.reshape(-1, step).max(axis=1)
    return Open(
        np.stack([first for first, _ in windows], axis=1),
        np.stack([last for _, last in windows], axis=1),
        cells,
    )


def fits_in(problem: RosterProblem, posts: Sequence[str]) -> Bools:
    """Return which shifts fit into the opening of one of some posts; shape (cells, shapes)."""
    changes = problem.rules.post_change is not None and len(posts) > 1
    parts = [posts] if changes else [[post] for post in posts]
    fits: Bools = np.zeros((problem.horizon.intervals, len(problem.rules.forms)), dtype=np.bool_)
    for each in parts:
        opened = open_of(problem, each)
        fits |= opened.first <= opened.last
    return fits


def inside_opening(problem: RosterProblem, post_ok: Bools) -> Bools:
    """
    Return which shifts have a post, or several where it may change, that is open.

    Parameters
    ----------
    problem
        What is known.
    post_ok
        Certificates; shape (agents, days, posts).

    Returns
    -------
    Shape (agents, cells, shapes).
    """
    names, horizon = problem.requirement.posts, problem.horizon
    firsts = [horizon.first_interval(day) for day in range(horizon.days + 1)]
    day_of = np.repeat(np.arange(horizon.days), np.diff(firsts))
    held, number = np.unique(post_ok.reshape(-1, len(names)), axis=0, return_inverse=True)
    fits = np.stack(
        [fits_in(problem, [names[post] for post in np.flatnonzero(row)]) for row in held]
    )
    inside: Bools = fits[number.reshape(post_ok.shape[:2])[:, day_of], np.arange(len(day_of))]
    return inside


def always_open(problem: RosterProblem) -> dict[str, OpeningHours]:
    """Return opening hours round the clock for every post, to see what others stand in the way."""
    return dict.fromkeys(problem.requirement.posts, round_the_clock(problem.horizon))


def require_room(problem: RosterProblem) -> None:
    """
    Check that every post can be rostered within its opening hours.

    Raises
    ------
    InputError
        Naming each post into whose opening no shift fits, or that asks for people outside it.
    """
    faults = [
        fault for post in problem.requirement.posts for fault in _faults(problem, post) if fault
    ]
    if faults:
        raise InputError(faults)


def _faults(problem: RosterProblem, post: str) -> tuple[Fault | None, ...]:
    return _needed_outside(problem, post), _too_short(problem, post)


def _needed_outside(problem: RosterProblem, post: str) -> Fault | None:
    """Return the fault of a requirement that has rows outside a post's written opening."""
    horizon, number = problem.horizon, problem.requirement.posts.index(post)
    opening = problem.opening_of(post)
    cells = np.flatnonzero(problem.requirement.is_open[number]).tolist()
    begins = map(horizon.minute, cells)
    outside = [at for at in begins if opening.closed(Span(at, at + horizon.interval_min))]
    if not outside:
        return None
    details = {"post": post, "rows": len(outside)}
    first = horizon.clock.format(outside[0])
    return Fault("required_while_closed", "requirement", value=first, details=details)


def _too_short(problem: RosterProblem, post: str) -> Fault | None:
    """Return the fault of a post that needs people and into whose opening no shift fits."""
    horizon, shapes = problem.horizon, problem.rules.forms
    inside = [span for span in problem.opening_of(post).stretches if span.start_min in horizon]
    begun = [span for span in inside if span.start_min > horizon.start_min]
    need = problem.requirement.of(post)
    wanted = problem.min_agents(post) > 0 or bool(np.nansum(need) > 0)
    if not begun or not wanted or _is_shared(problem, post):
        return None
    if within_reach(problem, post).any():
        return None
    longest = max(span.length_min for span in inside) / 60
    shortest = min(shape.length_min for shape in shapes) / 60
    details = {"longest": longest, "shortest": shortest}
    return Fault("opening_too_short", "posts", column="opening", value=post, details=details)


def within_reach(problem: RosterProblem, post: str) -> Bools:
    """Return the cells that some shift inside the opening of a post reaches; shape (cells,)."""
    horizon, fits = problem.horizon, fits_in(problem, [post])
    reached: Bools = np.zeros(horizon.intervals, dtype=np.bool_)
    for number, shape in enumerate(problem.rules.forms):
        cells = -(-shape.length_min // horizon.interval_min)
        for cell in np.flatnonzero(fits[:, number]).tolist():
            if may_start(problem, shape, horizon.minute(cell)):
                reached[cell : cell + cells] = True
    return reached


def _is_shared(problem: RosterProblem, post: str) -> bool:
    """Return whether people may be on a post for a part of their shift, the rest on another."""
    return problem.rules.post_change is not None and any(
        post in agent.posts and len(agent.posts) > 1 for agent in problem.agents
    )


def may_start(problem: RosterProblem, shape: ShiftShape, minute: int) -> bool:
    """Return whether a shift of a shape may start at a moment, by its own starts and the grid."""
    horizon = problem.horizon
    return shape.starts_at(horizon.clock, minute) and on_start_grid(
        horizon, minute, problem.rules.start_grid_min
    )


def _open(is_closed: Bools, spans: Iterable[Span], start_min: int) -> None:
    for span in spans:
        is_closed[max(0, span.start_min - start_min) : max(0, span.end_min - start_min)] = False


def _window(
    before: Ints, shape: ShiftShape, cells: int, step: int
) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    """Return the first and last meal offset of each start; ``before`` counts closed minutes."""
    start = np.arange(cells) * step
    closed = before[start + shape.length_min] - before[start]
    if not shape.meal_min:
        none = (closed > 0).astype(np.int16)
        return none, np.zeros(cells, dtype=np.int16)
    offsets = np.arange(-(-shape.meal_earliest_min // step), shape.meal_latest_min // step + 1)
    first = np.ones(cells, dtype=np.int16)
    last = np.zeros(cells, dtype=np.int16)
    if not len(offsets):
        return first, last
    meal = start[:, None] + offsets * step
    fits = before[meal + shape.meal_min] - before[meal] == closed[:, None]
    some = fits.any(axis=1)  # those that fit stand together: the meal holds all that is closed
    first[some] = offsets[fits.argmax(axis=1)][some]
    last[some] = offsets[::-1][fits[:, ::-1].argmax(axis=1)][some]
    return first, last
