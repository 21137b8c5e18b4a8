"""What a menu is to be designed for: need by post and interval, people, and the types at hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.errors import Fault, InputError
from scheduler.horizon import DAY_MIN, WEEK_DAYS, Horizon
from scheduler.shift import Span
from scheduler.shift_type import ShiftType

if TYPE_CHECKING:
    from scheduler.agent import Agent
    from scheduler.design.bounds import DesignBounds
    from scheduler.problem import RosterProblem

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
SEAL_FACTOR = 20
"""An agent-hour without the least people costs so many times an agent-hour short."""


@dataclass(frozen=True, slots=True)
class People:
    """
    People who may work the same: on one type and one post in a week.

    Parameters
    ----------
    count
        How many.
    posts
        Numbers of the posts they may work on.
    forms
        For each start of the question which of its types is theirs; -1: none.
    patterns
        Days of work, each a choice of days of one week.
    """

    count: int
    posts: tuple[int, ...]
    forms: tuple[int, ...]
    patterns: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, eq=False)
class DesignQuestion:
    """
    The need, the people and all types that may be on a menu.

    A shift that reaches beyond the last day counts on the first one, so that the days repeat.

    Parameters
    ----------
    horizon
        The days.
    posts
        Their names.
    need
        People needed; NaN: closed; shape (posts, intervals).
    least
        People who must be there; shape (posts, intervals).
    people
        Who works.
    types
        By start: the types that a menu takes together, one for each length.
    covers
        By start, type and day: the intervals worked for each place of the meal; shape (places,
        intervals worked).
    allowed
        By start, type, post and day: whether the shift lies inside the opening hours.
    shortage, surplus
        Price of an agent-hour too few, and too many.
    """

    horizon: Horizon
    posts: tuple[str, ...]
    need: Floats
    least: Floats
    people: tuple[People, ...]
    types: tuple[tuple[ShiftType, ...], ...]
    covers: tuple[tuple[tuple[Ints, ...], ...], ...]
    allowed: npt.NDArray[np.bool_]
    shortage: float
    surplus: float

    @classmethod
    def of_types(
        cls,
        horizon: Horizon,
        *,
        posts: tuple[str, ...],
        need: Floats,
        least: Floats,
        people: tuple[People, ...],
        types: tuple[tuple[ShiftType, ...], ...],
        prices: tuple[float, float],
        allowed: npt.NDArray[np.bool_] | None = None,
    ) -> DesignQuestion:
        """Return the question with these types; ``allowed`` None: posts are open all the time."""
        covers = tuple(
            tuple(tuple(_cover(horizon, kind, day) for day in range(horizon.days)) for kind in menu)
            for menu in types
        )
        if allowed is None:
            allowed = np.ones((len(types), len(types[0]), len(posts), horizon.days), dtype=bool)
        return cls(horizon, posts, need, least, people, types, covers, allowed, *prices)

    @cached_property
    def steps(self) -> Floats:
        """Return numbers of people between which the price is straight; (steps, posts, cells)."""
        need = np.nan_to_num(self.need)
        points = [np.zeros_like(need), self.least, np.floor(need), np.ceil(need)]
        found: Floats = np.sort(np.stack(points), axis=0)
        return found

    def is_unlimited(self, people: People) -> bool:
        """Return whether there are more people than all intervals together could use."""
        need = np.maximum(np.nan_to_num(self.need), self.least)
        return people.count >= float(np.ceil(need).sum())

    @property
    def price_of_nobody(self) -> float:
        """Return the price where nobody is at work at all."""
        return float(self.price(np.zeros_like(self.need)).sum())

    def parts(self, post: int, at: int) -> list[tuple[float, float]]:
        """Return the people in an interval in parts: how many, and what each of them costs."""
        one = (slice(post, post + 1), slice(at, at + 1))
        need, least = np.nan_to_num(self.need[one]), self.least[one]
        points = np.unique(self.steps[:, post, at])
        prices = [
            float(self.priced(np.full((1, 1), point), need, least)[0, 0])
            for point in (*points, points[-1] + 1)
        ]
        many = [*np.diff(points).tolist(), float("inf")]
        steps = [*np.diff(points).tolist(), 1.0]
        return [
            (width, (after - before) / step)
            for width, step, before, after in zip(many, steps, prices, prices[1:], strict=False)
        ]

    def price(self, people: Floats) -> Floats:
        """Return the price of people at work, by post and interval; shape (posts, intervals)."""
        return self.priced(people, np.nan_to_num(self.need), self.least)

    def priced(self, people: Floats, need: Floats, least: Floats) -> Floats:
        """Return the price of people where so many are needed and so many must be there."""
        short, over = np.maximum(0, need - people), np.maximum(0, people - need)
        unsealed = np.maximum(0, least - people) * SEAL_FACTOR
        found: Floats = self.shortage * (short + unsealed) + self.surplus * over
        return found * self.horizon.interval_hours


def question_of(problem: RosterProblem, bounds: DesignBounds) -> DesignQuestion:
    """
    Return the question which types a problem's shop should have.

    Raises
    ------
    InputError
        When nothing is required, a start is off the intervals, a type fits nowhere or nobody may
        work any.
    """
    requirement, horizon = problem.requirement, problem.horizon
    need = requirement.agents
    if not requirement.hours > 0:
        raise InputError(Fault("design_no_need", file="requirement"))
    off = [clock for clock in bounds.starts if clock % horizon.interval_min]
    if off:
        step = {"step": horizon.interval_min}
        raise InputError(Fault("design_off_grid", column="starts", value=str(off[0]), details=step))
    types = tuple(bounds.types_at(clock) for clock in bounds.starts)
    least = np.array([[problem.min_agents(post)] for post in requirement.posts], dtype=float)
    least = np.where(np.isnan(need), 0.0, least)
    allowed = _allowed(problem, types)
    if not allowed.any():
        raise InputError(Fault("design_nothing_fits", column="lengths"))
    fits = [place for place in range(len(types)) if allowed[place].any()]
    types, allowed = tuple(types[place] for place in fits), allowed[fits]
    people = _people(problem, types)
    if not people:
        raise InputError(Fault("design_no_people", file="agents"))
    prices = problem.rules.weights
    each = prices.shortage_per_agent_hour, prices.surplus_per_agent_hour
    return DesignQuestion.of_types(
        horizon,
        posts=requirement.posts,
        need=need,
        least=least,
        people=people,
        types=types,
        prices=each,
        allowed=allowed,
    )


def _cover(horizon: Horizon, kind: ShiftType, day: int) -> Ints:
    """Return the intervals worked for each place of the meal; beyond the end it begins anew."""
    begin = horizon.interval_of(horizon.clock.at(horizon.date(day), kind.start_clock))
    step, shape = horizon.interval_min, kind.shapes[0]
    whole = range(-(-kind.length_min // step))
    rows = []
    first = -(-shape.meal_earliest_min // step) * step
    for meal in range(first, shape.meal_latest_min + 1, step) if kind.meal_min else (0,):
        eaten = range(meal // step, -(-(meal + kind.meal_min) // step))
        rows.append([(begin + at) % horizon.intervals for at in whole if at not in eaten])
    return np.array(rows, dtype=np.int64)


def _allowed(
    problem: RosterProblem, types: tuple[tuple[ShiftType, ...], ...]
) -> npt.NDArray[np.bool_]:
    horizon = problem.horizon
    found = np.zeros(
        (len(types), len(types[0]), len(problem.requirement.posts), horizon.days), dtype=bool
    )
    for row, post in enumerate(problem.requirement.posts):
        hours = problem.opening_of(post)
        for day, date in enumerate(horizon.dates):
            for place, menu in enumerate(types):
                for number, kind in enumerate(menu):
                    start = horizon.clock.at(date, kind.start_clock)
                    span = Span(start, start + kind.length_min)
                    found[place, number, row, day] = not hours.outside(span)
    return found


def _people(problem: RosterProblem, types: tuple[tuple[ShiftType, ...], ...]) -> tuple[People, ...]:
    kinds = Counter(
        each
        for agent in problem.agents
        for week in problem.horizon.weeks()
        if (each := _as_people(problem, agent, week, types)) is not None
    )
    return tuple(People(count, one.posts, one.forms, one.patterns) for one, count in kinds.items())


def _as_people(
    problem: RosterProblem, agent: Agent, week: range, types: tuple[tuple[ShiftType, ...], ...]
) -> People | None:
    """Return one person's week; None: there are no days, posts or types."""
    horizon, posts = problem.horizon, problem.requirement.posts
    away = problem.absences_by_agent.get(agent.id, ())
    days = [
        day
        for day in week
        if agent.employed(horizon.date(day))
        and not any(
            each.start_min < horizon.day_starts_min[day + 1]
            and horizon.day_starts_min[day] < each.end_min
            for each in away
        )
    ]
    mine = tuple(
        row
        for row, post in enumerate(posts)
        if any(agent.certified(post, horizon.date(day)) for day in days)
    )
    form = _form(problem, agent, types[0])
    if form < 0 or not days or not mine:
        return None
    night = problem.rules.hours.night
    forms = tuple(
        -1
        if agent.no_nights
        and any(
            at % DAY_MIN in night
            for at in range(
                menu[form].start_clock,
                menu[form].start_clock + menu[form].length_min,
                horizon.interval_min,
            )
        )
        else form
        for menu in types
    )
    patterns = _patterns(problem, agent, week, days, types[0][form].longest_work_min)
    return People(1, mine, forms, patterns)


def _form(problem: RosterProblem, agent: Agent, menu: tuple[ShiftType, ...]) -> int:
    """Return which type of a start fills a contract best; -1: it is for none."""
    hours = agent.contract.hours_week
    fitting = [
        number
        for number, kind in enumerate(menu)
        if kind.lengths_for(hours) and _days(problem, agent, kind.longest_work_min)
    ]
    return max(
        fitting,
        key=lambda number: (
            _days(problem, agent, menu[number].longest_work_min) * menu[number].longest_work_min,
            menu[number].longest_work_min,
        ),
        default=-1,
    )


def _days(problem: RosterProblem, agent: Agent, work_min: int) -> int:
    """Return on how many days of a week a person may work shifts of a length."""
    if work_min > problem.rules.hours.max_work_min_per_day:
        return 0
    most = WEEK_DAYS - problem.min_days_off(agent)
    return min(most, int(problem.week_limit_min(agent) // work_min))


def _patterns(
    problem: RosterProblem, agent: Agent, week: range, days: list[int], work_min: int
) -> tuple[tuple[int, ...], ...]:
    """Return the choices of days of work in a week; the week's end meets its beginning."""
    plan = problem.plan_of(agent)
    is_asked = plan is not None and plan.days_off_together_price is None
    together = plan.days_off_together if plan is not None and is_asked else 1
    count = min(_days(problem, agent, work_min), len(week))
    found = []
    for chosen in combinations(week, count):
        free = set(week) - set(chosen)
        runs = (
            all(week[(place + more) % len(week)] in free for more in range(together))
            for place in range(len(week))
        )
        if len(week) < WEEK_DAYS or any(runs):
            found.append(tuple(day for day in chosen if day in days))
    return tuple(dict.fromkeys(found))
