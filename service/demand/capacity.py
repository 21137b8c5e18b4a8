"""The months to come: forecast, people and leave of a shop, and the hires they ask for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.capacity.hiring import HiringPlan, cheapest_hires
from scheduler.capacity.outcome import Capacity, CapacityWeek, Hire
from scheduler.capacity.params import CapacityParams
from scheduler.capacity.plan import capacity as planned
from scheduler.demand import Caveat
from scheduler.errors import Fault, InputError, require
from scheduler.forecast.calendar import CHINA
from scheduler.forecast.model import forecast
from scheduler.horizon import WEEK_DAYS, Clock, Horizon
from service.history.volumes import history_of
from service.shop.campaigns import posts_in

if TYPE_CHECKING:
    from service.desk import Desk

__all__ = ["Capacity", "CapacityParams", "CapacityWeek", "Hire", "HiringPlan"]

QUARTER_WEEKS = 13
MOST_WEEKS = 53
DEFAULTS = CapacityParams()


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
    """

    capacity: Capacity
    caveats: tuple[Caveat, ...]
    cheapest: HiringPlan | None = None


def months_ahead(
    desk: Desk,
    *,
    today: dt.date,
    weeks: int = QUARTER_WEEKS,
    params: CapacityParams = DEFAULTS,
    country: str = CHINA,
) -> MonthsAhead:
    """
    Return hours needed and there week by week from the Monday after today, and whom to hire.

    Parameters
    ----------
    today
        Date from which weeks count; history after it is used where there is any.
    weeks
        From 1 to 53.
    params
        What no data says.
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
    absences = tuple(each.absence for each in entered)
    found = planned(made, posts, agents, rules, absences=absences, params=params)
    cheapest = cheapest_hires(found, agents, rules.hours, params)
    return MonthsAhead(found, (*made.caveats, *known.caveats), cheapest)
