"""What people ask of a week: absences, in which they cannot work, and wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import require
from store.actions import Action
from store.staff import EnteredAbsence, EnteredWish
from store.stamp import Stamp

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.agent import Absence, Wish
    from store.database import Database
    from store.unit import Unit

__all__ = ["EnteredAbsence", "EnteredWish"]


def absences(database: Database, shop_id: str, label: str) -> tuple[EnteredAbsence, ...]:
    """Return the absences that touch a week."""
    with database.read() as unit:
        horizon = unit.weeks.get(shop_id, label).horizon
        return unit.staff.absences(shop_id, horizon.start_min, horizon.end_min)


def enter_absence(
    database: Database, shop_id: str, absence: Absence, *, by: str, now: dt.datetime
) -> int:
    """Keep an absence and return its number; raises InputError for an unknown agent."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        _require_agent(unit, shop_id, absence.agent_id)
        number = unit.staff.add_absence(shop_id, absence, stamp)
        details = {"kind": absence.kind}
        unit.actions.add(shop_id, Action("absence_entered", absence.agent_id, details, stamp))
        return number


def remove_absence(
    database: Database, shop_id: str, number: int, *, by: str, now: dt.datetime
) -> None:
    """Remove an absence by its number."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        absence = unit.staff.remove_absence(shop_id, number)
        details = {"kind": absence.kind}
        unit.actions.add(shop_id, Action("absence_removed", absence.agent_id, details, stamp))


def wishes(database: Database, shop_id: str, label: str) -> tuple[EnteredWish, ...]:
    """Return the wishes for a week's dates."""
    with database.read() as unit:
        horizon = unit.weeks.get(shop_id, label).horizon
        return unit.staff.wishes(shop_id, horizon.start, horizon.date(horizon.days - 1))


def enter_wish(database: Database, shop_id: str, wish: Wish, *, by: str, now: dt.datetime) -> int:
    """Keep a wish and return its number; raises InputError for an unknown agent."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        _require_agent(unit, shop_id, wish.agent_id)
        number = unit.staff.add_wish(shop_id, wish, stamp)
        details = {"date": wish.date.isoformat()}
        unit.actions.add(shop_id, Action("wish_entered", wish.agent_id, details, stamp))
        return number


def remove_wish(
    database: Database, shop_id: str, number: int, *, by: str, now: dt.datetime
) -> None:
    """Remove a wish by its number."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        wish = unit.staff.remove_wish(shop_id, number)
        details = {"date": wish.date.isoformat()}
        unit.actions.add(shop_id, Action("wish_removed", wish.agent_id, details, stamp))


def _require_agent(unit: Unit, shop_id: str, agent_id: str) -> None:
    known = {agent.id for agent in unit.staff.agents(shop_id)}
    require(agent_id in known, "unknown_agent", value=agent_id, column="agent_id")
