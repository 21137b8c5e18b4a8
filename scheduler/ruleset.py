"""The numbers of the rules a roster obeys, and the prices of what it should avoid."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.errors import gathering
from scheduler.horizon import ClockSpan
from scheduler.post import SealGroup
from scheduler.shift import ShiftShape


@dataclass(frozen=True, slots=True)
class HoursRules:
    """
    Limits on one agent's time; meals are not work.

    Parameters
    ----------
    max_work_min_per_day, max_work_min_per_week
        Work of one shift, and of 7 days from the horizon's start (never above the contract).
    min_rest_min
        From the end of a shift to the start of the next, history included.
    max_consecutive_days
        Days in a row on which a shift starts, history included.
    min_days_off_per_week
        Days without a shift start, per 7 days from the horizon's start.
    night
        Clock span in which agents with ``no_nights`` may not work.
    """

    max_work_min_per_day: int = 8 * 60
    max_work_min_per_week: int = 40 * 60
    min_rest_min: int = 11 * 60
    max_consecutive_days: int = 6
    min_days_off_per_week: int = 1
    night: ClockSpan = ClockSpan(22 * 60, 6 * 60)

    def __post_init__(self) -> None:
        off, rest = self.min_days_off_per_week, self.min_rest_min
        with gathering() as check:
            for name in ("max_work_min_per_day", "max_work_min_per_week", "max_consecutive_days"):
                value = getattr(self, name)
                check(value > 0, "not_positive", column=name, value=value)
            check(rest >= 0, "negative", column="min_rest_hours", value=rest)
            check(0 <= off <= 7, "days_off_range", column="min_days_off_per_week", value=off)


@dataclass(frozen=True, slots=True)
class Weights:
    """
    Prices in the cost of a roster, 0 or more.

    Parameters
    ----------
    shortage_per_agent_hour, surplus_per_agent_hour
        Price of an agent-hour below, and above, the requirement of a post.
    preference
        Factor on the weights of broken wishes.
    """

    shortage_per_agent_hour: float = 20.0
    surplus_per_agent_hour: float = 2.0
    preference: float = 1.0

    def __post_init__(self) -> None:
        with gathering() as check:
            for name in ("shortage_per_agent_hour", "surplus_per_agent_hour", "preference"):
                value = getattr(self, name)
                check(0 <= value < float("inf"), "negative", column=name, value=value)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """
    All rules of a site, as numbers.

    Parameters
    ----------
    shapes
        Allowed shift shapes, at least one.
    hours
        Limits on people's time.
    start_grid_min
        Shifts start at multiples of it from the horizon's start.
    min_agents
        People at work on each open post at every moment, where the post does not say itself.
    seals
        Posts that may be held together in named hours.
    weights
        Prices.
    """

    shapes: tuple[ShiftShape, ...]
    hours: HoursRules = HoursRules()
    start_grid_min: int = 30
    min_agents: int = 1
    seals: tuple[SealGroup, ...] = ()
    weights: Weights = Weights()

    def __post_init__(self) -> None:
        grid = self.start_grid_min
        with gathering() as check:
            check(len(self.shapes) > 0, "no_shapes", column="shifts.shape")
            check(grid > 0, "not_positive", column="start_grid_minutes", value=grid)
            check(self.min_agents >= 0, "negative", column="min_agents", value=self.min_agents)

    def shapes_for(self, contract_hours_week: float) -> tuple[ShiftShape, ...]:
        """Return the shapes agents with this contract may work."""
        return tuple(shape for shape in self.shapes if shape.is_for(contract_hours_week))
