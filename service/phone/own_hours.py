"""An agent's hours as published, and the leave that is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.month import Month
from kpi.registers.annual_leave import LeaveBalance
from service.month.leave import balances_in
from service.phone.own_weeks import BEFORE, DAY
from service.scheme.scheme_reading import own_schemes

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.shift import Shift
    from service.desk import Desk
    from store.unit import Unit


@dataclass(frozen=True, slots=True)
class MonthHours:
    """
    What is published of a month for an agent.

    Parameters
    ----------
    month
        Which.
    hours
        Of work, meals left out.
    shifts
        How many.
    missing
        Days of the month in no published week: their hours are not known yet.
    """

    month: Month
    hours: float
    shifts: int
    missing: int


@dataclass(frozen=True, slots=True)
class PhoneHours:
    """
    An agent's hours and balances.

    Parameters
    ----------
    contract_hours
        A week.
    months
        This month and the next.
    leave
        Annual leave of this year; None: nobody has that id now.
    schemes_to_read
        Schemes of scores that wait to be confirmed as read.
    """

    contract_hours: float
    months: tuple[MonthHours, ...]
    leave: LeaveBalance | None
    schemes_to_read: int


def own_hours(desk: Desk, agent_id: str) -> PhoneHours:
    """Return an agent's hours of this month and the next, and what leave is left."""
    with desk.read() as unit:
        clock = unit.shops.get(desk.shop_id).clock
        today = desk.now.astimezone(clock.zone).date()
        mine = [one for one in unit.staff.everybody(desk.shop_id) if one.id == agent_id]
        leave = balances_in(unit, desk.shop_id, today.year, mine).get(agent_id)
        this = Month.of(today)
        months = tuple(month_hours(unit, desk.shop_id, agent_id, one) for one in (this, this.after))
    waiting = sum(one.read is None for one in own_schemes(desk, agent_id, today))
    contract = mine[0].contract.hours_week if mine else 0.0
    return PhoneHours(contract, months, leave, waiting)


def month_hours(unit: Unit, shop_id: str, agent_id: str, month: Month) -> MonthHours:
    """Return what is published of a month for an agent."""
    known, shifts = published_of(unit, shop_id, agent_id, (month.first, month.last))
    days = (month.last - month.first) // DAY + 1
    minutes = sum(one.work_min for one in shifts)
    return MonthHours(month, minutes / 60, len(shifts), days - len(known))


def published_of(
    unit: Unit, shop_id: str, agent_id: str, dates: tuple[dt.date, dt.date]
) -> tuple[set[dt.date], list[Shift]]:
    """Return which dates of a stretch are published for an agent, and their shifts on them."""
    first, last = dates
    known: set[dt.date] = set()
    shifts: list[Shift] = []
    for head in unit.weeks.heads(shop_id, first - BEFORE, last):
        versions = unit.rosters.of_agent(head.id, agent_id)
        if not versions:
            continue
        known |= {one for one in head.horizon.dates if first <= one <= last}
        date_of = head.horizon.clock.date_of
        shifts += [one for one in versions[-1].shifts if first <= date_of(one.start_min) <= last]
    return known, shifts
