"""A roster problem as arrays: what the compiled kernels read."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from scheduler.rules.announced import add_changes
from scheduler.rules.known_days import add_uneven, keep_clear
from scheduler.rules.night import meals_clear_of_night, night_cells
from scheduler.rules.opening import inside_opening, may_start, open_of
from scheduler.rules.rest import ready_at, ready_cells
from scheduler.rules.wish import breaks_wish
from scheduler.solve.counting import Counting, counting_of, shape_minutes
from scheduler.solve.rows import Rows, rows_of

if TYPE_CHECKING:
    from scheduler.agent import Agent
    from scheduler.problem import RosterProblem

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Smalls = npt.NDArray[np.int16]
Bools = npt.NDArray[np.bool_]

NONE = -1
IMPOSSIBLE = np.inf


class Tables(NamedTuple):
    """
    The personal side of a problem; cells are intervals from the horizon's start.

    Parameters
    ----------
    day_first
        First cell of each day and of the day after the last; shape (days + 1,).
    shape_len, shape_meal, shape_ready
        Per shape: cells from start to end, cells of the meal, cells until the next start.
    counting
        Automata of the counting rules.
    ready_of, kind_of
        Per agent: first cell it may start at, its row in the meal tables.
    wish
        Price of a shift by start and shape, infinite where not allowed; shape
        (agents, cells, shapes).
    meal_first, meal_last
        Meal offsets by kind, start and shape; shape (kinds, cells, shapes).
    post_ok
        Whether the agent may work the post on a day; shape (agents, days, posts).
    seal_class
        What the agent counts for beyond the own post on a day, as bits; shape (agents, days).
    extra
        Further rows a cell counts for; shape (classes, posts, cells, extras), -1 for none.
    fixed_start, fixed_shape
        The pinned shift of a day; -1 for none; shape (agents, days).
    longest, longest_day
        Cells of the longest shape and of the longest day.
    clock_of
        Minutes after midnight at which a cell begins; shape (cells,).
    steady_price, steady_free
        Price of a minute between starts on two days in a row, beyond these minutes; 0: none.
    off_price
        Price of a day off; shape (agents, days).
    is_charged
        Whether days together, or days off, cost anything.
    pauses
        Where breaks may spare a surplus (``pause_windows``); shape (shapes, breaks, 3), no breaks
        where this is not looked at.
    most_changes, stint_cells
        Most changes of post within a shift, and fewest cells of work before the next; 0 changes
        where the rules allow none.
    change_price
        Price of a change of post within a shift.
    is_closed
        Where there may be no work on a post; shape (posts, cells and those of the longest shape).
    open_first, open_last
        Meal offsets that keep a shift on one post inside its opening, by post, start and shape;
        the first above the last: none does; shape (posts, cells, shapes).
    meal_whole
        Cells that lie in the meal of a shape from end to end.
    is_loose
        Whether changes of post are priced from below: as if they were free at every cell.
    """

    day_first: Ints
    shape_len: Ints
    shape_meal: Ints
    shape_ready: Ints
    counting: Counting
    ready_of: Ints
    kind_of: Ints
    wish: Floats
    meal_first: Smalls
    meal_last: Smalls
    post_ok: npt.NDArray[np.bool_]
    seal_class: Ints
    extra: Ints
    fixed_start: Ints
    fixed_shape: Ints
    longest: int
    longest_day: int
    clock_of: Ints
    steady_price: float
    steady_free: float
    off_price: Floats
    is_charged: bool
    pauses: Ints
    most_changes: int
    stint_cells: int
    change_price: float
    is_closed: Bools
    open_first: Smalls
    open_last: Smalls
    meal_whole: Ints
    is_loose: bool


def tables_of(problem: RosterProblem) -> tuple[Tables, Rows]:
    """Return the arrays of a problem: its people, and the rows of its cover."""
    horizon, hours = problem.horizon, problem.rules.hours
    step = horizon.interval_min
    shapes = problem.rules.forms
    kind_of, meal_first, meal_last, allowed = _kinds(problem)
    post_ok = _certified(problem)
    opened = [open_of(problem, [post]) for post in problem.requirement.posts]
    wish = _prices(problem, allowed[kind_of] & inside_opening(problem, post_ok))
    fixed_start, fixed_shape = _pinned(problem)
    rows, seal_class, extra = rows_of(problem)
    counting = counting_of(problem)
    off_price = _off_prices(problem)
    add_changes(problem, wish, off_price)
    keep_clear(problem, wish, off_price)
    steady_price = problem.rules.weights.steady_start_per_hour / 60
    day_first = np.array([horizon.first_interval(day) for day in range(horizon.days + 1)])
    change = problem.rules.post_change
    tables = Tables(
        day_first=day_first,
        shape_len=np.array([-(-shape.length_min // step) for shape in shapes]),
        shape_meal=np.array([-(-shape.meal_min // step) for shape in shapes]),
        shape_ready=np.array([ready_cells(shape, hours.min_rest_min, step) for shape in shapes]),
        counting=counting,
        ready_of=_ready(problem),
        kind_of=kind_of,
        wish=wish,
        meal_first=meal_first,
        meal_last=meal_last,
        post_ok=post_ok,
        seal_class=seal_class,
        extra=extra,
        fixed_start=fixed_start,
        fixed_shape=fixed_shape,
        longest=max(-(-shape.length_min // step) for shape in shapes),
        longest_day=int(np.diff(day_first).max()),
        clock_of=np.array(
            [horizon.clock.clock_of(horizon.minute(cell)) for cell in range(horizon.intervals)]
        ),
        steady_price=steady_price,
        steady_free=float(hours.steady_start_free_min),
        off_price=off_price,
        is_charged=counting.is_priced or steady_price > 0 or bool(off_price.any()),
        pauses=np.zeros((len(shapes), 0, 3), dtype=np.int64),
        most_changes=0 if change is None else change.max_per_shift,
        stint_cells=1 if change is None else -(-change.min_stint_min // step),
        change_price=problem.rules.weights.change_of_post,
        is_closed=np.stack([each.is_closed for each in opened]),
        open_first=np.stack([each.first for each in opened]),
        open_last=np.stack([each.last for each in opened]),
        meal_whole=np.array([shape.meal_min // step for shape in shapes]),
        is_loose=False,
    )
    return tables, rows


def _ready(problem: RosterProblem) -> Ints:
    rest = problem.rules.hours.min_rest_min
    return np.array(
        [
            ready_at(
                (shift.end_min for shift in problem.history_by_agent.get(agent.id, ())),
                rest,
                problem.horizon,
            )
            for agent in problem.agents
        ]
    )


def _kinds(problem: RosterProblem) -> tuple[Ints, Smalls, Smalls, npt.NDArray[np.bool_]]:
    """Return each agent's kind, and by kind the meal windows and the allowed starts."""
    found: dict[tuple[tuple[int | None, ...], bytes], int] = {}
    dark = _nights(problem)
    kind_of = np.zeros(len(problem.agents), dtype=np.int64)
    for index, agent in enumerate(problem.agents):
        key = (shape_minutes(problem, agent), _barred(problem, agent, dark).tobytes())
        kind_of[index] = found.setdefault(key, len(found))
    size = (len(found), problem.horizon.intervals, len(problem.rules.forms))
    first, last = np.zeros(size, dtype=np.int16), np.zeros(size, dtype=np.int16)
    allowed = np.zeros(size, dtype=np.bool_)
    for (works, barred), kind in found.items():
        for shape, work in enumerate(works):
            if work is not None:
                windows = _meal_windows(problem, shape, np.frombuffer(barred, dtype=np.bool_))
                for cell, window in windows.items():
                    allowed[kind, cell, shape] = True
                    first[kind, cell, shape], last[kind, cell, shape] = window
    return kind_of, first, last, allowed


def _nights(problem: RosterProblem) -> npt.NDArray[np.bool_]:
    """Return which intervals begin in the night, those that a last shift runs into included."""
    horizon = problem.horizon
    longest = max(shape.length_min for shape in problem.rules.forms)
    cells = horizon.intervals - (-longest // horizon.interval_min)
    return night_cells(horizon, problem.rules.hours.night, cells)


def _barred(
    problem: RosterProblem, agent: Agent, dark: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Return the intervals of the night in which an agent may not work."""
    if agent.no_nights:
        return dark
    found = np.zeros_like(dark)
    for cell in np.flatnonzero(dark).tolist() if agent.protected else ():
        date = problem.horizon.clock.date_of(problem.horizon.minute(cell))
        found[cell] = not agent.may_work_nights(date)
    return found


def _meal_windows(
    problem: RosterProblem, index: int, barred: npt.NDArray[np.bool_]
) -> dict[int, tuple[int, int]]:
    """Return the meal offsets, first and last, of each start a shape may have."""
    horizon, shape = problem.horizon, problem.rules.forms[index]
    step = horizon.interval_min
    length, meal = -(-shape.length_min // step), -(-shape.meal_min // step)
    offsets = range(0)
    if shape.meal_min:
        offsets = range(-(-shape.meal_earliest_min // step), shape.meal_latest_min // step + 1)
        if not offsets:
            return {}
    windows = {}
    for cell in range(horizon.intervals):
        if may_start(problem, shape, horizon.minute(cell)):
            window: tuple[int, int] | None = (
                (offsets.start, offsets.stop - 1) if offsets else (0, 0)
            )
            if barred.any():
                window = meals_clear_of_night(barred, cell, length, offsets, meal)
            if window is not None:
                windows[cell] = window
    return windows


def _prices(problem: RosterProblem, allowed: npt.NDArray[np.bool_]) -> Floats:
    """Return the price of each agent's shifts by start and shape; infinite where not allowed."""
    horizon = problem.horizon
    prices = np.where(allowed, 0.0, IMPOSSIBLE)
    number = {agent.id: index for index, agent in enumerate(problem.agents)}
    starts = horizon.start_min + np.arange(horizon.intervals) * horizon.interval_min
    for absence in problem.absences:
        for shape, form in enumerate(problem.rules.forms):
            hit = (starts < absence.end_min) & (absence.start_min < starts + form.length_min)
            prices[number[absence.agent_id], hit, shape] = IMPOSSIBLE
    factor = problem.rules.weights.preference
    broken: dict[object, npt.NDArray[np.bool_]] = {}
    for wish in problem.wishes:
        day = horizon.day(wish.date)
        cells = slice(horizon.first_interval(day), horizon.first_interval(day + 1))
        key = (wish.date, wish.window, wish.kind, wish.is_against)
        if key not in broken:
            broken[key] = np.array(
                [
                    [
                        breaks_wish(wish, int(start), int(start) + shape.length_min, problem)
                        for shape in problem.rules.forms
                    ]
                    for start in starts[cells]
                ]
            )
        prices[number[wish.agent_id], cells] += factor * wish.weight * broken[key]
    add_uneven(problem, prices)
    for index, agent in enumerate(problem.agents):
        if problem.employed_days(agent) < horizon.days:
            for day, date in enumerate(horizon.dates):
                if not agent.employed(date):
                    cells = slice(horizon.first_interval(day), horizon.first_interval(day + 1))
                    prices[index, cells] = IMPOSSIBLE
    return prices


def _off_prices(problem: RosterProblem) -> Floats:
    """Return what a day off costs where a shift was wished."""
    prices = np.zeros((len(problem.agents), problem.horizon.days))
    number = {agent.id: index for index, agent in enumerate(problem.agents)}
    for wish in problem.wishes:
        if wish.kind and not (wish.is_against or wish.is_only):
            price = problem.rules.weights.preference * wish.weight
            prices[number[wish.agent_id], problem.horizon.day(wish.date)] += price
    return prices


def _certified(problem: RosterProblem) -> npt.NDArray[np.bool_]:
    posts = problem.requirement.posts
    return np.array(
        [
            [[agent.certified(post, date) for post in posts] for date in problem.horizon.dates]
            for agent in problem.agents
        ],
        dtype=np.bool_,
    )


def _pinned(problem: RosterProblem) -> tuple[Ints, Ints]:
    """Return start and shape of each day's pin, -1 where there is none."""
    horizon = problem.horizon
    start = np.full((len(problem.agents), horizon.days), NONE, dtype=np.int64)
    shape = start.copy()
    pins = defaultdict(list)
    for pin in problem.pins:
        if pin not in problem.overruled:
            pins[pin.agent_id].append(pin)
    for index, agent in enumerate(problem.agents):
        works = shape_minutes(problem, agent)
        for pin in pins.get(agent.id, ()):
            day = horizon.day_of(pin.start_min)
            start[index, day] = horizon.interval_of(pin.start_min)
            alike = [
                number
                for number, form in enumerate(problem.rules.forms)
                if works[number] == pin.work_min and form.length_min == pin.span.length_min
            ]
            forms = problem.rules.forms
            own = (n for n in alike if forms[n].starts_at(horizon.clock, pin.start_min))
            shape[index, day] = next(own, alike[0] if alike else NONE)
    return start, shape
