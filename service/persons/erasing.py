"""
Somebody's data erased: what goes at once, what the law has kept and until when, and why not yet.

Whoever is erased stays in what is published or locked, and in the log, by the number of the staff
list alone; a code stands in place of their name.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.registers.retention import KeptTopic, RetentionLaw, kept_until
from scheduler.errors import Fault, InputError
from service.persons.retention import terms_in
from store.blackening import Gone
from store.erasing import ErasedPerson
from store.guards import unguarded
from store.person_tables import PartOf

if TYPE_CHECKING:
    from kpi.month import Month
    from scheduler.agent import Agent
    from service.desk import Desk
    from store.unit import Unit
    from store.writing import Writing

__all__ = ["ErasedPerson", "PartOf"]

RIGHT = "person_erased"


@dataclass(frozen=True, slots=True)
class KeptPart:
    """
    What is kept of somebody for a time.

    Parameters
    ----------
    topic
        What.
    until
        Last day.
    law
        That asks for it.
    """

    topic: KeptTopic
    until: dt.date
    law: RetentionLaw


@dataclass(frozen=True, slots=True)
class ErasePreview:
    """
    What erasing somebody would do.

    Parameters
    ----------
    agent_id, name
        Whom.
    left
        Last day of work; None: nobody said, and today counts.
    goes
        Rows removed at once, by table or kind.
    kept
        Rows kept for a time and then removed, likewise.
    stays
        Rows that stay by number, likewise.
    terms
        Until when what is kept, and by which law.
    accounts
        Names of the accounts that end.
    faults
        Why it cannot be done yet; empty: it can.
    """

    agent_id: str
    name: str
    left: dt.date | None
    goes: dict[str, int]
    kept: dict[str, int]
    stays: dict[str, int]
    terms: tuple[KeptPart, ...]
    accounts: tuple[str, ...]
    faults: tuple[Fault, ...]

    @property
    def name_until(self) -> dt.date:
        """Return the last day on which the law asks whose the kept records are."""
        return max(one.until for one in self.terms)

    @property
    def is_number_a_name(self) -> bool:
        """Return whether the number of the staff list, which stays, tells who somebody is."""
        return self.agent_id == self.name or not self.agent_id.isascii()


def preview(desk: Desk, agent_id: str) -> ErasePreview:
    """Return what erasing somebody would do; raises InputError where nobody of that id was here."""
    desk.permit(desk.person, desk.shop_id, RIGHT)
    with desk.database.read() as unit:  # counts alone, also of what the person may not read
        return _preview(unit, desk.shop_id, agent_id, unit.shops.today(desk.shop_id, desk.now))


def erase(desk: Desk, agent_id: str) -> ErasedPerson:
    """
    Erase somebody; raises InputError with every reason why that cannot be yet.

    In one transaction: rows that no law asks for go, accounts, links and visits end, a code takes
    the name's place, also in the log, whose chain holds.
    """
    with desk.write(RIGHT, ("people", agent_id)) as unit:
        found = _preview(unit, desk.shop_id, agent_id, unit.today)
        if found.faults:
            raise InputError(found.faults)
        with unguarded(unit.connection):
            return _erased(unit, found)


def _erased(unit: Writing, found: ErasePreview) -> ErasedPerson:
    shop_id, agent_id, book = unit.shop_id, found.agent_id, unit.erasing
    code = book.next_code()
    is_over = found.name_until < unit.today
    called = found.name if found.name != agent_id else ""
    names = {called} if called and book.is_only_theirs(shop_id, agent_id, called) else set()
    gone = book.remove(shop_id, agent_id, PartOf.GOES)
    names |= book.end_access(shop_id, agent_id, code, unit.stamp)
    book.empty_line(shop_id, agent_id, code)
    book.forget_in_imports(shop_id, agent_id)
    book.rename(frozenset(names), code)
    person = ErasedPerson(agent_id, code, found.name, found.name_until, unit.stamp)
    book.keep(shop_id, person)
    if is_over:
        end_kept(unit, agent_id)
    told = Gone(shop_id, agent_id, code, frozenset(names), frozenset({called} - {""}))
    black = unit.blackening.blacken(told)
    details = {"code": code, "lines": str(black.lines), "digest": black.digest}
    unit.note(agent_id, details | {"rows": str(sum(gone.values()))})
    return person


def end_kept(unit: Writing, agent_id: str) -> None:
    """Remove what the law had kept of somebody until now, the sealed name with it."""
    unit.erasing.remove(unit.shop_id, agent_id, PartOf.PAY)
    unit.erasing.hush(unit.shop_id, agent_id)
    unit.erasing.end(unit.shop_id, agent_id, unit.stamp.at_s)


def _preview(unit: Unit, shop_id: str, agent_id: str, today: dt.date) -> ErasePreview:
    people = {one.id: one for one in unit.staff.everybody(shop_id)}
    if agent_id not in people:
        raise InputError(Fault("unknown_agent", value=agent_id, column="agent_id"))
    agent = people[agent_id]
    held = unit.erasing.held(shop_id, agent_id)
    kept = held.get(PartOf.PAY, {}) | held.get(PartOf.DECISIONS, {})
    left = left_on(unit, shop_id, agent)
    return ErasePreview(
        *(agent_id, agent.name, left, held.get(PartOf.GOES, {}), kept),
        held.get(PartOf.NUMBERED, {}),
        _terms(unit, shop_id, agent_id, today, left or today),
        tuple(sorted(unit.erasing.accounts_of(shop_id, agent_id).values())),
        _faults(unit, shop_id, agent, today),
    )


def left_on(unit: Unit, shop_id: str, agent: Agent) -> dt.date | None:
    """Return somebody's last day: as the staff list says, else the last they were rostered."""
    if agent.leaves is not None:
        return agent.leaves
    shifts = unit.ties.shifts_from(shop_id, agent.id, 0)
    return unit.shops.get(shop_id).clock.date_of(shifts[-1]) if shifts else None


def _terms(
    unit: Unit, shop_id: str, agent_id: str, today: dt.date, left: dt.date
) -> tuple[KeptPart, ...]:
    """Return until when what is kept of somebody; what there is nothing of is left out."""
    paid = unit.ties.last_paid(shop_id, agent_id)
    scored = max(unit.ties.run_months(shop_id, agent_id), default=None)
    since: dict[KeptTopic, dt.date | None] = {
        KeptTopic.PAY: _last(paid) or left,
        KeptTopic.CONTRACT: left,
        KeptTopic.DECISIONS: _last(scored),
    }
    known = terms_in(unit, shop_id, today)
    return tuple(
        KeptPart(topic, kept_until(day, known[topic].months), known[topic].law)
        for topic, day in since.items()
        if day is not None
    )


def _last(month: Month | None) -> dt.date | None:
    return None if month is None else month.last


def _faults(unit: Unit, shop_id: str, agent: Agent, today: dt.date) -> tuple[Fault, ...]:
    """Return every reason why somebody cannot be erased yet."""
    gone = next((one for one in unit.erasing.all(shop_id) if one.agent_id == agent.id), None)
    if gone is not None:
        return (Fault("erase_done", value=agent.id, details={"code": gone.code}),)
    faults = []
    rows = {one.id for one in unit.staff.agents(shop_id)}
    if agent.id in rows and (agent.leaves is None or agent.leaves >= today):
        faults.append(Fault("erase_still_here", value=agent.id))
    clock = unit.shops.get(shop_id).clock
    coming = unit.ties.shifts_from(shop_id, agent.id, clock.at(today))
    if coming:
        first = clock.date_of(coming[0]).isoformat()
        details = {"count": len(coming), "first": first}
        faults.append(Fault("erase_shifts", value=agent.id, details=details))
    months = _open_months(unit, shop_id, agent.id)
    if months:
        told = {"months": ", ".join(map(str, months))}
        faults.append(Fault("erase_month_open", value=agent.id, details=told))
    waiting = unit.ties.open_objections(shop_id, agent.id)
    if waiting:
        faults.append(Fault("erase_objection", value=agent.id, details={"count": waiting}))
    return tuple(faults)


def _open_months(unit: Unit, shop_id: str, agent_id: str) -> list[Month]:
    """Return the months somebody worked in that are not scored, paid and locked."""
    runs = unit.ties.run_months(shop_id, agent_id)
    first = unit.ties.first_run(shop_id)
    worked: frozenset[Month] = frozenset()
    if first is not None and unit.ties.has_plan(shop_id, agent_id):
        clock = unit.shops.get(shop_id).clock
        months = unit.ties.worked_months(shop_id, agent_id, clock)
        worked = frozenset(one for one in months if one >= first)
    return sorted({*(month for month, locked in runs.items() if not locked), *(worked - set(runs))})
