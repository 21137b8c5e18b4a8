"""
The straight CP-SAT model of a week, as its users write it, to compare the engine with.

One Boolean per agent, start, shape and post, one per agent, post and meal start; each rule of the
week format as it reads. Of the optional rules beyond that format it knows types, hours
promised and work plans (``straight_plans.py``), no others.

``python -m benchmarks.straight_cp_sat DIR --seconds 60 --json OUT [--threads 2] [--from-ours]``
"""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from benchmarks.rival import Found, run_rival
from benchmarks.shift_options import (
    NO_MEAL,
    Option,
    covered_by_past,
    open_needs,
    options_of,
    posts_on,
    run_before,
    shift_of,
)
from benchmarks.straight_plans import add_plan
from scheduler.agent import Agent
from scheduler.horizon import WEEK_DAYS
from scheduler.roster import Roster

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem


Covered = tuple[list[cp_model.LinearExpr], int, int, cp_model.IntVar, cp_model.IntVar]


@dataclass
class Person:
    """One agent's variables: a shift is an option on a post; a meal begins on a post."""

    agent: Agent
    shifts: list[tuple[Option, int, cp_model.IntVar]] = field(default_factory=list)
    meals: dict[tuple[int, int, int], cp_model.IntVar] = field(default_factory=dict)
    works: list[cp_model.IntVar] = field(default_factory=list)


class StraightModel:
    """The model of a problem; ``roster`` reads a solution back."""

    def __init__(self, problem: RosterProblem) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self.cover: dict[tuple[int, int], list[cp_model.LinearExpr]] = defaultdict(list)
        self.covered: list[Covered] = []
        self.people = [self._person(agent) for agent in problem.agents]
        self.due: list[tuple[float, cp_model.IntVar]] = []
        for person in self.people:
            self._one_shift_a_day(person)
            self._meal_in_its_window(person)
            self._rest(person)
            self._hours_per_week(person)
            self._days_off(person)
            self._days_in_a_row(person)
            options = [(option, var) for option, _, var in person.shifts]
            self.due += add_plan(self.model, problem, person.agent, options, person.works)
        self.scale = self._scale()
        self._cover_and_cost()

    def _person(self, agent: Agent) -> Person:
        person = Person(agent)
        for option in options_of(self.problem, agent):
            for post in posts_on(self.problem, agent, option.day):
                var = self.model.new_bool_var("")
                person.shifts.append((option, post, var))
                for cell in range(option.first, option.first + option.length):
                    self.cover[post, cell].append(var)
                for meal in option.meals:
                    key = option.day, post, meal
                    if key not in person.meals:
                        person.meals[key] = pause = self.model.new_bool_var("")
                        for cell in range(meal, meal + option.meal_length):
                            self.cover[post, cell].append(-pause)
        return person

    def _one_shift_a_day(self, person: Person) -> None:
        by_day = defaultdict(list)
        for option, _, var in person.shifts:
            by_day[option.day].append(var)
        for day in range(self.problem.horizon.days):
            works = self.model.new_bool_var("")
            self.model.add(sum(by_day[day]) == works)
            person.works.append(works)

    def _meal_in_its_window(self, person: Person) -> None:
        """A shift with a meal has one in its window; no shift, no meal."""
        with_meal, meals = defaultdict(list), defaultdict(list)
        for option, post, var in person.shifts:
            if option.meals:
                with_meal[option.day, post].append(var)
                window = [person.meals[option.day, post, meal] for meal in option.meals]
                self.model.add_bool_or([*window, ~var])
        for (day, post, _), pause in person.meals.items():
            meals[day, post].append(pause)
        for key, pauses in meals.items():
            self.model.add(sum(pauses) == sum(with_meal[key]))

    def _rest(self, person: Person) -> None:
        """At each moment a shift still rested from yesterday and one begun today exclude."""
        step = self.problem.horizon.interval_min
        rest = -(-self.problem.rules.hours.min_rest_min // step)
        by_day = defaultdict(list)
        for option, _, var in person.shifts:
            by_day[option.day].append((option, var))
        for day in range(self.problem.horizon.days - 1):
            before = [(option.first + option.length + rest, var) for option, var in by_day[day]]
            after = [(option.first, var) for option, var in by_day[day + 1]]
            for moment in sorted({start for start, _ in after}):
                rested = [var for ready, var in before if ready > moment]
                begun = [var for start, var in after if start <= moment]
                if rested and begun:
                    self.model.add_at_most_one(rested + begun)

    def _hours_per_week(self, person: Person) -> None:
        limit = int(self.problem.week_limit_min(person.agent))
        for week in self.problem.horizon.weeks():
            mine = [(option, var) for option, _, var in person.shifts if option.day in week]
            self.model.add(sum(option.work_min * var for option, var in mine) <= limit)

    def _days_off(self, person: Person) -> None:
        off = self.problem.min_days_off(person.agent)
        for week in self.problem.horizon.weeks():
            most = min(WEEK_DAYS, len(week)) - off
            self.model.add(sum(person.works[day] for day in week) <= most)

    def _days_in_a_row(self, person: Person) -> None:
        most = self.problem.rules.hours.max_consecutive_days
        run = run_before(self.problem, person.agent)
        for last in range(self.problem.horizon.days):
            first = last - most
            if first >= -run:
                days = person.works[max(first, 0) : last + 1]
                self.model.add(sum(days) <= len(days) - 1)

    def _scale(self) -> int:
        """Return a factor that makes every price whole."""
        problem, hour = self.problem, Fraction(self.problem.horizon.interval_min, 60)
        weights = problem.rules.weights
        prices = [
            hour * _exact(price)
            for price in (weights.shortage_per_agent_hour, weights.surplus_per_agent_hour)
        ]
        self.need_scale = lcm(*(_exact(need).denominator for need in open_needs(problem).values()))
        self.short, self.over = (price / self.need_scale for price in prices)
        self.wish = _exact(weights.preference)
        parts = [self.short, self.over]
        parts += [self.wish * _exact(wish.weight) for wish in problem.wishes]
        parts += [_exact(price) for price, _ in self.due]
        return lcm(*(part.denominator for part in parts))

    def _cover_and_cost(self) -> None:
        problem = self.problem
        past = covered_by_past(problem)
        costs = []
        for (post, cell), need in open_needs(problem).items():
            here = sum(self.cover[post, cell]) + past.get((post, cell), 0)
            self.model.add(here >= problem.min_agents(problem.requirement.posts[post]))
            scaled = int(_exact(need) * self.need_scale)
            most = self.need_scale * len(problem.agents) + scaled
            short = self.model.new_int_var(0, scaled, "")
            over = self.model.new_int_var(0, most, "")
            self.model.add(self.need_scale * here + short - over == scaled)
            before = past.get((post, cell), 0)
            self.covered.append((self.cover[post, cell], before, scaled, short, over))
            costs += [int(self.short * self.scale) * short, int(self.over * self.scale) * over]
        for person in self.people:
            for option, _, var in person.shifts:
                if option.price:
                    costs.append(int(self.wish * _exact(option.price) * self.scale) * var)
        costs += [int(_exact(price) * self.scale) * var for price, var in self.due]
        self.model.minimize(sum(costs))

    def begin_from(self, start: Roster) -> None:
        """Hint at a roster: whole, or the solver does not begin there."""
        begun = set(start.shifts)
        hinted: dict[int, int] = {}
        for person in self.people:
            eaten = set()
            for option, post, var in person.shifts:
                meals = option.meals or (NO_MEAL,)
                mine = [
                    meal
                    for meal in meals
                    if shift_of(self.problem, person.agent, option, post, meal) in begun
                ]
                hinted[var.index] = bool(mine)
                eaten |= {(option.day, post, meal) for meal in mine}
            for key, pause in person.meals.items():
                hinted[pause.index] = key in eaten
            days = {option.day for option, _, var in person.shifts if hinted[var.index]}
            for day, works in enumerate(person.works):
                hinted[works.index] = day in days
        for parts, before, scaled, short, over in self.covered:
            people = before + sum(_value(part, hinted) for part in parts)
            above = self.need_scale * people - scaled
            hinted[short.index], hinted[over.index] = max(0, -above), max(0, above)
        for index, value in hinted.items():
            self.model.add_hint(self.model.get_int_var_from_proto_index(index), int(value))

    def roster(self, values: cp_model.CpSolverSolutionCallback) -> Roster:
        """Return the roster of a solution."""
        shifts = []
        for person in self.people:
            for option, post, var in person.shifts:
                if values.boolean_value(var):
                    meal = NO_MEAL
                    for each in option.meals:
                        if values.boolean_value(person.meals[option.day, post, each]):
                            meal = each
                    shifts.append(shift_of(self.problem, person.agent, option, post, meal))
        return Roster(tuple(shifts))


class Watcher(cp_model.CpSolverSolutionCallback):
    """Keeps each better roster with the seconds since the call."""

    def __init__(self, straight: StraightModel, begun: float) -> None:
        super().__init__()
        self.straight, self.begun = straight, begun
        self.found: list[Found] = []

    def on_solution_callback(self) -> None:
        seconds = time.perf_counter() - self.begun
        self.found.append(Found(seconds, self.straight.roster(self)))


def solve_straight(
    problem: RosterProblem,
    seconds: float,
    seed: int,
    threads: int = 2,
    start: Roster | None = None,
) -> list[Found]:
    """Return the rosters found within the seconds, each better than the one before."""
    begun = time.perf_counter()
    straight = StraightModel(problem)
    if start is not None:
        straight.begin_from(start)
    watcher = Watcher(straight, begun)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = threads
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = max(0.1, seconds - (time.perf_counter() - begun))
    solver.solve(straight.model, watcher)
    return watcher.found


def _value(part: cp_model.LinearExpr, hinted: dict[int, int]) -> int:
    """Return whether somebody is there by a shift, or 0 or -1 by a meal."""
    if isinstance(part, cp_model.IntVar):
        return int(hinted[part.index])
    return int(part.coefficient * hinted[part.expression.index] + part.offset)


def _exact(number: float) -> Fraction:
    return Fraction(float(number)).limit_denominator(1_000_000)


if __name__ == "__main__":
    run_rival(solve_straight, __doc__)
