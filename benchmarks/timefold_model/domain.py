"""The planning domain: each agent's days are the entities, a whole shift is the value."""

from dataclasses import dataclass, field
from typing import Annotated

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import HardSoftScore


@dataclass(eq=False)
class Person:
    """An agent; ``week_limit`` in minutes of work."""

    id: str
    week_limit: int


@dataclass(eq=False)
class Cell:
    """A post in an interval; prices are whole numbers, need and people in ``unit``-ths."""

    id: int
    need: int
    unit: int
    short: int
    over: int
    floor: int
    past: int

    def missing(self, people: int) -> int:
        """Return how many people are missing below the minimum."""
        return max(0, self.floor - self.past - people)

    def price(self, people: int) -> int:
        """Return the price of that many people at work."""
        above = self.unit * (self.past + people) - self.need
        return above * self.over if above > 0 else -above * self.short


@dataclass(eq=False)
class Choice:
    """One shift on one post with its meal; numbers are intervals from the horizon's start."""

    first: int
    end: int
    ready: int
    work: int
    cells: list[Cell]
    option: int
    post: int
    meal: int


@dataclass(eq=False)
class Wish:
    """A window in which a shift would suit, in intervals; ``first > last``: the day off."""

    first: int
    last: int
    price: int


@dataclass(eq=False)
class Stretch:
    """Days of a person of which at most ``most`` may be worked (days in a row)."""

    person: Person
    first: int
    last: int
    most: int


@planning_entity
@dataclass(eq=False)
class AgentDay:
    """One agent on one day: a shift or none."""

    id: Annotated[int, PlanningId]
    person: Person
    day: int
    week: int
    most_days: int
    wishes: list[Wish]
    choices: Annotated[list[Choice], ValueRangeProvider]
    choice: Annotated[Choice | None, PlanningVariable(allows_unassigned=True)] = field(default=None)

    def wish_price(self) -> int:
        """Return the price of the wishes the shift breaks."""
        total = 0
        for wish in self.wishes:
            if self.choice.first < wish.first or self.choice.end > wish.last:
                total += wish.price
        return total


@planning_solution
@dataclass(eq=False)
class Week:
    """The whole week."""

    people: Annotated[list[Person], ProblemFactCollectionProperty]
    cells: Annotated[list[Cell], ProblemFactCollectionProperty]
    stretches: Annotated[list[Stretch], ProblemFactCollectionProperty]
    days: Annotated[list[AgentDay], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = field(default=None)
