"""
What each agent may work on each day, read from the problem alone: the input of other models.

The models the engine is compared with (CP-SAT, Timefold) are built from this, so that they know
the rules of the week format and nothing of the engine's own tables.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.horizon import DAY_MIN
from scheduler.shift import Shift, Span

if TYPE_CHECKING:
    from scheduler.agent import Agent, Wish
    from scheduler.problem import RosterProblem
    from scheduler.shift import ShiftShape

NO_MEAL = -1


@dataclass(frozen=True, slots=True)
class Option:
    """
    One start of one shape that an agent may work, without its post.

    Parameters
    ----------
    day
        Day of the horizon on which it starts.
    first, length
        Interval at which it starts, and how many it lasts, meal included.
    work_min
        Work, meal out.
    meals
        Intervals at which its meal may begin, counted from the horizon's start; empty: no meal.
    meal_length
        Intervals of the meal.
    price
        Weight of the wishes it breaks.
    code
        Of the shift type it is of; empty: of none.
    """

    day: int
    first: int
    length: int
    work_min: int
    meals: tuple[int, ...]
    meal_length: int
    price: float
    code: str = ""


def options_of(problem: RosterProblem, agent: Agent) -> list[Option]:
    """Return all starts and shapes an agent may work, in order of start."""
    horizon = problem.horizon
    step = horizon.interval_min
    wishes: dict[int, list[Wish]] = defaultdict(list)
    for wish in problem.wishes_by_agent.get(agent.id, ()):
        wishes[horizon.day(wish.date)].append(wish)
    found = []
    for day in range(horizon.days):
        for first in range(horizon.first_interval(day), horizon.first_interval(day + 1)):
            if (first - horizon.first_interval(day)) * step % problem.rules.start_grid_min:
                continue
            for shape in problem.forms_of(agent):
                if not shape.starts_at(horizon.clock, horizon.minute(first)):
                    continue
                meals = _meals(problem, agent, shape, first)
                if meals is not None and _is_free(problem, agent, shape, first):
                    price = sum(_broken(problem, wish, first, shape) for wish in wishes[day])
                    length = shape.length_min // step
                    meal = shape.meal_min // step
                    found.append(
                        Option(day, first, length, shape.work_min, meals, meal, price, shape.code)
                    )
    return found


def posts_on(problem: RosterProblem, agent: Agent, day: int) -> list[int]:
    """Return the numbers of the posts an agent may work on a day."""
    date = problem.horizon.date(day)
    posts = problem.requirement.posts
    return [number for number, post in enumerate(posts) if agent.certified(post, date)]


def shift_of(problem: RosterProblem, agent: Agent, option: Option, post: int, meal: int) -> Shift:
    """Return an option as a shift; ``meal`` is the interval at which it begins, or ``NO_MEAL``."""
    minute = problem.horizon.minute
    pause = None if meal == NO_MEAL else Span(minute(meal), minute(meal + option.meal_length))
    start, end = minute(option.first), minute(option.first + option.length)
    return Shift(agent.id, start, end, problem.requirement.posts[post], pause)


def covered_by_past(problem: RosterProblem) -> dict[tuple[int, int], int]:
    """Return how many people of the past are at work, by post and interval."""
    found: dict[tuple[int, int], int] = defaultdict(int)
    posts = problem.requirement.posts
    for shift in problem.history:
        for cell in range(problem.horizon.intervals):
            if shift.post in posts and shift.works_at(problem.horizon.minute(cell)):
                found[posts.index(shift.post), cell] += 1
    return found


def open_needs(problem: RosterProblem) -> dict[tuple[int, int], float]:
    """Return the people needed by post and interval, where posts are open."""
    posts, cells = problem.requirement.is_open.nonzero()
    return {
        (int(post), int(cell)): float(problem.requirement.agents[post, cell])
        for post, cell in zip(posts, cells, strict=True)
    }


def run_before(problem: RosterProblem, agent: Agent) -> int:
    """Return how many days in a row an agent worked up to the day before the horizon."""
    past = problem.history_by_agent.get(agent.id, ())
    worked = {problem.horizon.day_of(shift.start_min) for shift in past}
    run = 0
    while -1 - run in worked:
        run += 1
    return run


def ready_before(problem: RosterProblem, agent: Agent) -> int:
    """Return the first interval at which the rest after the past lets an agent start."""
    horizon, rest = problem.horizon, problem.rules.hours.min_rest_min
    past = problem.history_by_agent.get(agent.id, ())
    ready = max((shift.end_min + rest - horizon.start_min for shift in past), default=0)
    return max(0, -(-ready // horizon.interval_min))


def _meals(
    problem: RosterProblem, agent: Agent, shape: ShiftShape, first: int
) -> tuple[int, ...] | None:
    """Return where the meal may begin, empty without one; None where no work may be done."""
    step = problem.horizon.interval_min
    if shape.work_min > problem.rules.hours.max_work_min_per_day:
        return None
    dark = []
    if agent.no_nights:
        night = problem.rules.hours.night
        cells = range(first, first + shape.length_min // step)
        dark = [cell for cell in cells if cell * step % DAY_MIN in night]
    if shape.meal_min == 0:
        return None if dark else ()
    earliest, latest = -(-shape.meal_earliest_min // step), shape.meal_latest_min // step
    meals = tuple(
        first + offset
        for offset in range(earliest, latest + 1)
        if all(first + offset <= cell < first + offset + shape.meal_min // step for cell in dark)
    )
    return meals or None


def _is_free(problem: RosterProblem, agent: Agent, shape: ShiftShape, first: int) -> bool:
    """Return whether no absence lies in the shift and the rest after the past is kept."""
    start = problem.horizon.minute(first)
    end = start + shape.length_min
    away = problem.absences_by_agent.get(agent.id, ())
    if any(start < absence.end_min and absence.start_min < end for absence in away):
        return False
    return first >= ready_before(problem, agent)


def _broken(problem: RosterProblem, wish: Wish, first: int, shape: ShiftShape) -> float:
    """Return the weight of a wish for the day if this shift breaks it."""
    if wish.window is None:
        return wish.weight
    clock = problem.horizon.clock
    start = problem.horizon.minute(first)
    early = start < clock.at(wish.date, wish.window[0])
    late = start + shape.length_min > clock.at(wish.date, wish.window[1])
    return wish.weight if early or late else 0.0
