"""
What is past its time: people who left long ago, names that were sealed, looks at pay.

Nothing goes by itself: it is listed, and goes when somebody says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.registers.retention import KeptTopic, kept_until
from scheduler.errors import Fault
from service.persons.erasing import end_kept, erase, left_on, preview
from service.persons.retention import terms_in
from store.erasing import ErasedPerson
from store.guards import unguarded

if TYPE_CHECKING:
    from service.desk import Desk
    from service.persons.retention import Term
    from store.unit import Unit

RIGHT = "persons_tidied"


@dataclass(frozen=True, slots=True)
class Leaver:
    """
    Somebody who left.

    Parameters
    ----------
    agent_id, name
        Who.
    left
        Last day of work; None: nobody said, and no roster tells.
    until
        Last day on which the staff list is to hold them; None likewise.
    faults
        Why they cannot be erased yet; asked for those alone whose time is over.
    """

    agent_id: str
    name: str
    left: dt.date | None
    until: dt.date | None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonsDue:
    """
    What there is of people who left, and what is past its time.

    Parameters
    ----------
    leavers
        Who left and is not erased, by their numbers.
    past
        Those whose time is over.
    names
        Erased people whose names, and what the law had kept, are past theirs.
    erased
        Everybody who was erased, the newest first.
    looks
        How many looks at pay are past theirs.
    """

    leavers: tuple[Leaver, ...]
    past: tuple[Leaver, ...]
    names: tuple[ErasedPerson, ...]
    erased: tuple[ErasedPerson, ...]
    looks: int

    @property
    def ready(self) -> tuple[Leaver, ...]:
        """Return those past their time whom nothing holds back."""
        return tuple(one for one in self.past if not one.faults)

    @property
    def is_any(self) -> bool:
        """Return whether anything is to go."""
        return bool(self.ready or self.names or self.looks)


@dataclass(frozen=True, slots=True)
class Tidied:
    """What went: people who were erased, names that were forgotten, and looks."""

    erased: tuple[str, ...]
    names: tuple[str, ...]
    looks: int


def due(desk: Desk) -> PersonsDue:
    """Return who left, and what is past its time."""
    desk.permit(desk.person, desk.shop_id, RIGHT)
    with desk.database.read() as unit:  # counts and dates alone
        today = unit.shops.today(desk.shop_id, desk.now)
        known = terms_in(unit, desk.shop_id, today)
        erased = unit.erasing.all(desk.shop_id)
        leavers = _leavers(unit, desk.shop_id, today, known[KeptTopic.CONTRACT].months)
        names = tuple(one for one in erased if one.ended_at is None and one.name_until < today)
        looks = unit.looks.before(desk.shop_id, _looks_before(desk, known))
    late = [one for one in leavers if one.until is not None and one.until < today]
    past = tuple(
        Leaver(one.agent_id, one.name, one.left, one.until, preview(desk, one.agent_id).faults)
        for one in late
    )
    return PersonsDue(leavers, past, names, erased, looks)


def tidy(desk: Desk) -> Tidied:
    """Erase who is past their time, one transaction for each, then forget names and looks."""
    found = due(desk)
    gone = tuple(erase(desk, one.agent_id).agent_id for one in found.ready)
    if not found.names and not found.looks:
        return Tidied(gone, (), 0)
    with desk.write(RIGHT, unseen="what is past its time is past it, whoever looked") as unit:
        known = terms_in(unit, desk.shop_id, unit.today)
        with unguarded(unit.connection):
            for one in found.names:
                end_kept(unit, one.agent_id)
        looks = unit.looks.forget(desk.shop_id, _looks_before(desk, known))
        names = tuple(one.agent_id for one in found.names)
        unit.note("", {"people": ", ".join(names), "looks": str(looks)})
    return Tidied(gone, names, looks)


def _leavers(unit: Unit, shop_id: str, today: dt.date, months: int) -> tuple[Leaver, ...]:
    """Return who left and is not erased; the number alone tells who was erased before."""
    here = {one.id for one in unit.staff.agents(shop_id)}
    gone = {one.agent_id for one in unit.erasing.all(shop_id)}
    found = []
    for agent in unit.staff.everybody(shop_id):
        is_here = agent.id in here and (agent.leaves is None or agent.leaves >= today)
        if is_here or agent.id in gone:
            continue
        left = left_on(unit, shop_id, agent)
        until = None if left is None else kept_until(left, months)
        found.append(Leaver(agent.id, agent.name, left, until))
    return tuple(found)


def _looks_before(desk: Desk, known: dict[KeptTopic, Term]) -> int:
    """Return before which moment looks are past their time: the start of a month in UTC."""
    now, months = desk.now, known[KeptTopic.LOOKS].months
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    first = now.replace(
        year=year, month=month + 1, day=1, hour=0, minute=0, second=0, microsecond=0
    )
    return int(first.timestamp())
