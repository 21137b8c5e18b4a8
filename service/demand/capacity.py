"""The months to come: forecast, people and leave of a shop, and the hires they ask for."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, fields, replace
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from scheduler.capacity.hiring import HiringPlan, cheapest_hires
from scheduler.capacity.outcome import Capacity, CapacityWeek, Hire
from scheduler.capacity.params import CapacityParams
from scheduler.capacity.plan import capacity as planned
from scheduler.capacity.weekly import PlanLine, by_week, plan_lines, total_cost
from scheduler.demand import Caveat
from scheduler.errors import Fault, InputError, gathering, require
from scheduler.forecast.calendar import CHINA
from scheduler.forecast.model import forecast
from scheduler.horizon import WEEK_DAYS, Clock, Horizon
from scheduler.staff_changes import FEN
from service.history.volumes import history_of
from service.shop.campaigns import posts_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.desk import Desk

__all__ = ["Capacity", "CapacityParams", "CapacityWeek", "Hire", "HiringPlan", "PlanLine"]

QUARTER_WEEKS = 13
MOST_WEEKS = 53
DEFAULTS = CapacityParams()
VOLUME = "volume"
KEYS = (VOLUME, *(each.name for each in fields(CapacityParams)))
"""What a scenario may change: the expected chats by a factor, and each parameter."""
WHOLE = frozenset({"lead_weeks", "ramp_weeks", "lasting_weeks"})


@dataclass(frozen=True, slots=True)
class CapacityScenario:
    """
    Months to come under other assumptions.

    Parameters
    ----------
    name
        Of one's own.
    params
        What no data says.
    volume
        Factor on the expected chats of all posts, above 0.
    """

    name: str
    params: CapacityParams = DEFAULTS
    volume: float = 1.0

    def __post_init__(self) -> None:
        good = 0 < self.volume < math.inf
        require(good, "not_positive", column=VOLUME, value=self.volume)

    def changed(self, name: str, values: Mapping[str, float]) -> CapacityScenario:
        """
        Return a scenario with other values by their ``KEYS``.

        Raises
        ------
        InputError
            When a value does not do, or a number of weeks is not whole.
        """
        with gathering() as check:
            for key in WHOLE & values.keys():
                check(values[key] == int(values[key]), "not_whole", column=key, value=values[key])
        told = {key: int(value) if key in WHOLE else value for key, value in values.items()}
        volume = told.pop(VOLUME, self.volume)
        params: Any = told
        return CapacityScenario(name, replace(self.params, **params), volume)


@dataclass(frozen=True, slots=True)
class PlanTotals:
    """
    A plan in five numbers.

    Parameters
    ----------
    peak_people
        People asked for in the week that asks for most, all posts together.
    hired
        People hired.
    gap_hours
        Required hours that nobody has, all weeks together.
    cost, bound
        Yuan of all weeks, and what no hires whatever come below; None: wages are not known.
    """

    peak_people: float
    hired: int
    gap_hours: float
    cost: Decimal | None
    bound: Decimal | None


@dataclass(frozen=True, slots=True)
class MonthsAhead:
    """
    The weeks to come.

    Parameters
    ----------
    capacity
        Weeks and hires.
    caveats
        What limits the forecast's worth.
    cheapest
        The hires of least cost, with their bound; None: wages not known, or not found in time.
    lines
        Week by week and post by post, with the hires of least cost; where there are none, with
        those that come as late as does.
    """

    capacity: Capacity
    caveats: tuple[Caveat, ...]
    cheapest: HiringPlan | None = None
    lines: tuple[PlanLine, ...] = ()

    @property
    def hires(self) -> tuple[Hire, ...]:
        """Return the hires the lines count with."""
        return self.capacity.hires if self.cheapest is None else self.cheapest.hires

    @property
    def totals(self) -> PlanTotals:
        """Return what the weeks come to together."""
        cost = total_cost(self.lines)
        staff = sum(
            (each for week in self.capacity.weeks for each in week.staff_cost.values()), Decimal(0)
        )
        bound = None
        if self.cheapest is not None and cost is not None:
            bound = self.cheapest.bound + staff.quantize(FEN, ROUND_FLOOR)
        return PlanTotals(
            peak_people=max((each.required_people for each in by_week(self.lines)), default=0.0),
            hired=sum(hire.people for hire in self.hires),
            gap_hours=sum(each.gap_hours for each in self.lines),
            cost=cost,
            bound=bound,
        )


def scenarios_ahead(
    desk: Desk,
    scenarios: Sequence[CapacityScenario],
    *,
    today: dt.date,
    weeks: int = QUARTER_WEEKS,
    country: str = CHINA,
) -> tuple[MonthsAhead, ...]:
    """
    Return hours needed and there week by week from the Monday after today, and whom to hire.

    One forecast serves all scenarios.

    Parameters
    ----------
    today
        Date from which weeks count; history after it is used where there is any.
    weeks
        From 1 to 53.
    country
        Whose public holidays count.

    Raises
    ------
    InputError
        When the shop has no history, people or rules, or an input does not do.
    """
    require(1 <= weeks <= MOST_WEEKS, "weeks_range", column="weeks", value=weeks, limit=MOST_WEEKS)
    monday = today + dt.timedelta(days=WEEK_DAYS - today.weekday())
    with desk.read() as unit:
        shop = unit.shops.get(desk.shop_id)
        horizon = Horizon(Clock(shop.timezone), monday, weeks * WEEK_DAYS, shop.interval_min)
        known = history_of(unit, desk.shop_id, horizon.dates[-1], country)
        posts, agents, rules = (
            posts_in(unit, desk.shop_id, horizon.dates),
            unit.staff.agents(desk.shop_id),
            unit.shops.rules(desk.shop_id),
        )
        entered = unit.staff.absences(desk.shop_id, horizon.start_min, horizon.end_min)
    if known.volumes is None:
        raise InputError(Fault("no_volumes", value=desk.shop_id))
    if not agents:
        raise InputError(Fault("no_agents", value=desk.shop_id))
    if rules is None:
        raise InputError(Fault("no_rules", value=desk.shop_id))
    made = forecast(known.volumes, horizon, special_days=known.special_days, drivers=known.drivers)
    caveats = (*made.caveats, *known.caveats)
    absences = tuple(each.absence for each in entered)
    answers = []
    for each in scenarios:
        params, expected = each.params, made.times(np.asarray(each.volume))
        found = planned(expected, posts, agents, rules, absences=absences, params=params)
        cheapest = cheapest_hires(found, agents, rules.hours, params)
        hires = found.hires if cheapest is None else cheapest.hires
        lines = plan_lines(found, hires, agents, params)
        answers.append(MonthsAhead(found, caveats, cheapest, lines))
    return tuple(answers)
