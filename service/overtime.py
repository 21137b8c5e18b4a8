"""Overtime that was worked and approved, to be paid with the month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import require
from store.actions import Action
from store.stamp import Stamp

if TYPE_CHECKING:
    import datetime as dt

    from kpi.month import Month
    from kpi.payout import Overtime
    from store.database import Database


def enter_overtime(
    database: Database, shop_id: str, overtime: Overtime, *, by: str, now: dt.datetime
) -> None:
    """
    Keep overtime for the payout of its month.

    Raises
    ------
    InputError
        When the agent is unknown, or has overtime on that date already.
    """
    stamp = Stamp(by, now)
    with database.write() as unit:
        known = overtime.agent_id in unit.staff.names(shop_id)
        require(known, "unknown_agent", value=overtime.agent_id, column="agent_id")
        that_day = unit.floor.overtime(shop_id, overtime.date, overtime.date)
        twice = any(one.agent_id == overtime.agent_id for one in that_day)
        require(not twice, "overtime_twice", value=overtime.agent_id, date=overtime.date)
        unit.floor.add_overtime(shop_id, overtime, stamp)
        details = {"date": overtime.date.isoformat(), "minutes": str(overtime.minutes)}
        unit.actions.add(shop_id, Action("overtime_entered", overtime.agent_id, details, stamp))


def overtime_of(database: Database, shop_id: str, month: Month) -> tuple[Overtime, ...]:
    """Return the approved overtime of a month."""
    with database.read() as unit:
        unit.shops.get(shop_id)
        return unit.floor.overtime(shop_id, month.first, month.last)
