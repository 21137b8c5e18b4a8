"""What people ask of a week: absences, in which they cannot work, and wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import require
from store.staff import EnteredAbsence, EnteredWish

if TYPE_CHECKING:
    from scheduler.agent import Absence, Wish
    from service.desk import Desk
    from store.unit import Unit

__all__ = ["EnteredAbsence", "EnteredWish"]


def absences(desk: Desk, label: str) -> tuple[EnteredAbsence, ...]:
    """Return the absences that touch a week."""
    with desk.read() as unit:
        horizon = unit.weeks.get(desk.shop_id, label).horizon
        return unit.staff.absences(desk.shop_id, horizon.start_min, horizon.end_min)


def enter_absence(desk: Desk, absence: Absence) -> int:
    """Keep an absence and return its number; raises InputError for an unknown agent."""
    stamp = desk.stamp
    with desk.write("absence_entered", unseen="a new entry beside the others") as unit:
        _require_agent(unit, desk.shop_id, absence.agent_id)
        number = unit.staff.add_absence(desk.shop_id, absence, stamp)
        unit.add(("absence", number))
        details = {"kind": absence.kind}
        unit.note(absence.agent_id, details)
        return number


def remove_absence(desk: Desk, number: int) -> None:
    """Remove an absence by its number."""
    with desk.write("absence_removed", ("absence", number)) as unit:
        absence = unit.staff.remove_absence(desk.shop_id, number)
        details = {"kind": absence.kind}
        unit.note(absence.agent_id, details)


def wishes(desk: Desk, label: str) -> tuple[EnteredWish, ...]:
    """Return the wishes for a week's dates."""
    with desk.read() as unit:
        horizon = unit.weeks.get(desk.shop_id, label).horizon
        return unit.staff.wishes(desk.shop_id, horizon.start, horizon.date(horizon.days - 1))


def enter_wish(desk: Desk, wish: Wish) -> int:
    """Keep a wish and return its number; raises InputError for an unknown agent."""
    stamp = desk.stamp
    with desk.write("wish_entered", unseen="a new entry beside the others") as unit:
        _require_agent(unit, desk.shop_id, wish.agent_id)
        number = unit.staff.add_wish(desk.shop_id, wish, stamp)
        unit.add(("wish", number))
        details = {"date": wish.date.isoformat()}
        unit.note(wish.agent_id, details)
        return number


def remove_wish(desk: Desk, number: int) -> None:
    """Remove a wish by its number."""
    with desk.write("wish_removed", ("wish", number)) as unit:
        wish = unit.staff.remove_wish(desk.shop_id, number)
        details = {"date": wish.date.isoformat()}
        unit.note(wish.agent_id, details)


def _require_agent(unit: Unit, shop_id: str, agent_id: str) -> None:
    known = {agent.id for agent in unit.staff.agents(shop_id)}
    require(agent_id in known, "unknown_agent", value=agent_id, column="agent_id")
