"""What people ask of a week: absences, in which they cannot work, and wishes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.facts.leave_days import LeaveKind, kind_of
from kpi.registers.annual_leave import LeaveBalance
from scheduler.errors import InputError, require
from service.month.leave import balances_in
from service.month.shown_absences import AbsenceShown
from service.roster.leave_freeze import frozen, require_not_frozen
from service.shop.importing import ImportKind, taking_in
from service.unchanged import WISHES, while_unchanged
from store.files.absences import read_leave
from store.files.kpi_law import absence_kinds
from store.staff import EnteredAbsence, EnteredWish

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.agent import Absence, Wish
    from service.desk import Desk
    from store.unit import Unit
    from store.writing import Writing

__all__ = ["EnteredAbsence", "EnteredWish", "LeaveBalance"]


def absences_shown(desk: Desk, label: str) -> dict[int, AbsenceShown]:
    """Return what shows the absences of a week, by their numbers, where something is kept."""
    with desk.read() as unit:
        days = unit.weeks.get(desk.shop_id, label).horizon.dates
        kept = unit.register.all(desk.shop_id, AbsenceShown, first=days[0], last=days[-1])
        return {one.value.absence: one.value for one in kept}


def absences(desk: Desk, label: str) -> tuple[EnteredAbsence, ...]:
    """Return the absences that touch a week."""
    with desk.read() as unit:
        horizon = unit.weeks.get(desk.shop_id, label).horizon
        span = horizon.start_min, horizon.end_min
        return while_unchanged(
            desk,
            unit,
            ("absences", *span),
            lambda: unit.staff.absences(desk.shop_id, *span),
            apart_from=WISHES,
        )


def enter_absence(desk: Desk, absence: Absence, *, decision: str = "") -> int:
    """
    Keep an absence and return its number.

    Parameters
    ----------
    decision
        Why leave is granted beyond what is left of it, or while a campaign freezes it; empty: it
        is not to be.

    Raises
    ------
    InputError
        When the agent is unknown, or has less annual leave left or leave is frozen and nobody
        decided so; when a campaign refuses leave, whatever is decided.
    """
    with desk.write("absence_entered", unseen="a new entry beside the others") as unit:
        return add_absence(unit, absence, decision=decision)


def add_absence(unit: Writing, absence: Absence, *, decision: str = "") -> int:
    """Keep an absence in a transaction that has begun; return its number, raise as above."""
    _require_agent(unit, unit.shop_id, absence.agent_id)
    number = unit.staff.add_absence(unit.shop_id, absence, unit.stamp)
    unit.add(("absence", number))
    details = {"kind": absence.kind} | _frozen(unit, absence, decision.strip())
    if beyond := _beyond_balance(unit, unit.shop_id, absence):
        require(bool(decision.strip()), "annual_leave_exceeded", column="decision", **beyond)
        details |= beyond | {"reason": decision.strip()}
    unit.note(absence.agent_id, details, action="absence_entered")
    return number


def import_absences(desk: Desk, path: Path) -> int:
    """Take a list of leave and other absences in; known ones stay. Return how many are new."""
    with taking_in(desk, ImportKind.ABSENCES, path, unseen="a new entry beside the others") as (
        unit,
        told,
    ):
        clock = unit.shops.get(desk.shop_id).clock
        rows = read_leave(path, clock, unit.staff.names(desk.shop_id))
        first = min((row.start_min for row in rows), default=0)
        last = max((row.end_min for row in rows), default=0)
        kept = {one.absence for one in unit.staff.absences(desk.shop_id, first, last)}
        new = [row for row in dict.fromkeys(rows) if row not in kept]
        require_not_frozen(unit, desk.shop_id, new)
        for row in new:
            unit.add(("absence", unit.staff.add_absence(desk.shop_id, row, desk.stamp)))
        told.people = [row.agent_id for row in rows]
        told.dates = [clock.date_of(at) for row in rows for at in (row.start_min, row.end_min - 1)]
        told.sums["new"] = len(new)
        return len(new)


def _frozen(unit: Writing, absence: Absence, decision: str) -> dict[str, str]:
    """Return by what campaign leave granted all the same is frozen, and why it is granted."""
    fault = frozen(unit, unit.shop_id, absence)
    if fault is None:
        return {}
    if fault.code == "leave_frozen" or not decision:
        raise InputError(replace(fault, column="decision"))
    return {"frozen_by": str(fault.value), "reason": decision}


def _beyond_balance(unit: Unit, shop_id: str, absence: Absence) -> dict[str, str]:
    """Return whose annual leave does not suffice for an absence just entered; empty: it does."""
    if kind_of(absence.kind, absence_kinds()) != LeaveKind.ANNUAL:
        return {}
    clock = unit.shops.get(shop_id).clock
    agents = [one for one in unit.staff.everybody(shop_id) if one.id == absence.agent_id]
    years = {clock.date_of(moment).year for moment in (absence.start_min, absence.end_min - 1)}
    for year in sorted(years):
        (found,) = balances_in(unit, shop_id, year, agents).values()
        if found.left is not None and found.left < 0:
            days = {"entitled": str(found.entitled), "taken": f"{float(found.taken):g}"}
            return {"agent": absence.agent_id, "year": str(year)} | days
    return {}


def annual_leave(desk: Desk, year: int) -> dict[str, LeaveBalance]:
    """Return the annual leave of a year of everybody who works now, by agent."""
    with desk.read() as unit:
        return while_unchanged(
            desk,
            unit,
            ("annual_leave", year),
            lambda: balances_in(unit, desk.shop_id, year, unit.staff.agents(desk.shop_id)),
            apart_from=WISHES,
        )


def fits_balance(unit: Writing, absence: Absence) -> bool:
    """Return whether enough annual leave is left for an absence that is not entered."""
    number = unit.staff.add_absence(unit.shop_id, absence, unit.stamp)
    beyond = _beyond_balance(unit, unit.shop_id, absence)
    unit.staff.remove_absence(unit.shop_id, number)
    return not beyond


def drop_absence(unit: Writing, number: int) -> None:
    """Remove an absence in a transaction that has begun."""
    unit.touch(("absence", number))
    absence = unit.staff.remove_absence(unit.shop_id, number)
    for one in unit.register.all(unit.shop_id, AbsenceShown, subject=absence.agent_id):
        if one.value.absence == number:
            unit.take_out(AbsenceShown, one.id)
    unit.note(absence.agent_id, {"kind": absence.kind}, action="absence_removed")


def wishes(desk: Desk, label: str) -> tuple[EnteredWish, ...]:
    """Return the wishes for a week's dates."""
    with desk.read() as unit:
        horizon = unit.weeks.get(desk.shop_id, label).horizon
        days = horizon.start, horizon.date(horizon.days - 1)
        what = ("wishes", *days)
        return while_unchanged(desk, unit, what, lambda: unit.staff.wishes(desk.shop_id, *days))


def enter_wish(desk: Desk, wish: Wish, *further: Wish) -> int:
    """
    Keep a wish, and further ones of the same person, such as for each day of a week.

    Returns the number of the first; raises InputError for an unknown agent.
    """
    stamp = desk.stamp
    with desk.write("wish_entered", unseen="a new entry beside the others") as unit:
        _require_agent(unit, desk.shop_id, wish.agent_id)
        numbers = [unit.staff.add_wish(desk.shop_id, one, stamp) for one in (wish, *further)]
        unit.add(*(("wish", number) for number in numbers))
        dates = dict.fromkeys(one.date.isoformat() for one in (wish, *further))
        unit.note(wish.agent_id, {"date": "、".join(dates)})
        return numbers[0]


def remove_wish(desk: Desk, number: int) -> None:
    """Remove a wish by its number."""
    with desk.write("wish_removed", ("wish", number)) as unit:
        wish = unit.staff.remove_wish(desk.shop_id, number)
        details = {"date": wish.date.isoformat()}
        unit.note(wish.agent_id, details)


def _require_agent(unit: Unit, shop_id: str, agent_id: str) -> None:
    known = {agent.id for agent in unit.staff.agents(shop_id)}
    require(agent_id in known, "unknown_agent", value=agent_id, column="agent_id")
