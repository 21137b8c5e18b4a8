"""The staff list of a shop as people have it: looked at, kept, and taken back as an import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from scheduler.agent import Agent
from scheduler.errors import Fault, require
from scheduler.keys import Cell, Key
from service.shop.importing import ImportKind, taking_in
from service.shop.line_changes import FieldChange, changes_of, noted
from service.shop.told import reading_as
from store.files.agents_file import USUAL, StaffList, read_staff
from store.looked import ask_about

if TYPE_CHECKING:
    from pathlib import Path

    from service.desk import Desk
    from store.unit import Unit
    from store.writing import Writing

__all__ = ["USUAL"]

NAMED = 5
"""Of the people a question is about, as many are named."""


class Others(StrEnum):
    """What is said of people of the shop who are not in its new list."""

    STAY = "stay"  # it is not the list of all
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Telephone:
    """
    How somebody is told of a roster.

    Parameters
    ----------
    agent_id
        Whom.
    phone
        Number as people write it.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    phone: str


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """Somebody who is known, and what is otherwise."""

    agent: Agent
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class StaffLook:
    """
    What a staff list would change, or has changed.

    Parameters
    ----------
    file
        Its name.
    new
        People nobody knew.
    changed
        People who are known, and of whom it says something else.
    same
        How many it says nothing new of.
    back
        Of those it names, people who had left.
    others
        People who work here and are not in it.
    of_no_use
        Its columns that nothing is done with.
    not_said
        Columns it lacks, and of which nothing is known of new people.
    """

    file: str
    new: tuple[Agent, ...]
    changed: tuple[PersonChanged, ...]
    same: int
    back: tuple[Agent, ...]
    others: tuple[Agent, ...]
    of_no_use: tuple[str, ...]
    not_said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A staff list beside what is kept: everybody and who works now by id, telephone numbers."""

    listed: StaffList
    everybody: Mapping[str, Agent]
    now: Mapping[str, Agent]
    phones: Mapping[str, str]
    today: dt.date

    def look(self, file: str) -> StaffLook:
        """Return what the list would change."""
        listed = self.listed.agents
        known = [agent for agent in listed if agent.id in self.everybody]
        changed = [PersonChanged(agent, self._changes(agent)) for agent in known]
        named = {agent.id for agent in listed}
        others = (agent for agent in self.now.values() if agent.id not in named)
        return StaffLook(
            file,
            tuple(agent for agent in listed if agent.id not in self.everybody),
            tuple(one for one in changed if one.changes),
            sum(not one.changes for one in changed),
            tuple(agent for agent in known if self._had_left(agent)),
            tuple(agent for agent in others if not _is_over(agent, self.today)),
            self.listed.of_no_use,
            self.listed.not_said,
        )

    def _changes(self, agent: Agent) -> tuple[FieldChange, ...]:
        found = changes_of(self.everybody[agent.id], agent)
        before = self.phones.get(agent.id, "")
        phone = self.listed.phones.get(agent.id, before)
        return (*found, *([FieldChange("phone", before, phone)] if phone != before else []))

    def _had_left(self, agent: Agent) -> bool:
        return agent.id not in self.now or _is_over(self.everybody[agent.id], self.today)


def look_at_staff(desk: Desk, path: Path) -> StaffLook:
    """
    Return what a staff list would change, and keep nothing.

    Raises
    ------
    InputError
        With every fault; columns that new people need and the list lacks are ``missing_column``,
        to be told of every row (``USUAL``: as most would say).
    """
    with reading_as(desk, ImportKind.STAFF), desk.read() as unit:
        return _read(unit, desk.shop_id, path, unit.shops.today(desk.shop_id, desk.now)).look(
            path.name
        )


def take_staff(
    desk: Desk, path: Path, *, others: Others | None = None, last_day: dt.date | None = None
) -> StaffLook:
    """
    Take a staff list in: new people are added, what it says otherwise of others is changed.

    What it does not say of those who are known stays. Somebody who had left is back, with an open
    end.

    Parameters
    ----------
    others
        What is said of people who are not in it; None: they stay as they are, once somebody has
        looked at who they are.
    last_day
        Last day of employment of those who left; None: today.

    Raises
    ------
    InputError
        With every fault; then nothing is kept.
    UnusualError
        When people of the shop are not in the list and nothing is said of them.
    """
    with taking_in(desk, ImportKind.STAFF, path) as (unit, told):
        found = _read(unit, desk.shop_id, path, unit.today)
        look = found.look(path.name)
        if look.others and others is None:
            ask_about([_others_asked(look)])
        changed = {one.id: one for one in _kept(look, found)}
        if others is Others.LEFT:
            changed |= {one.id: _left(one, last_day or unit.today) for one in look.others}
        unit.touch(*(("people", name) for name in changed if name in found.everybody))
        unit.add(*(("people", agent.id) for agent in look.new))
        order = {**found.now, **{name: changed[name] for name in changed}}
        unit.staff.save_agents(desk.shop_id, tuple(order.values()))
        _note_people(unit, look, changed)
        for name, phone in found.listed.phones.items():
            if found.phones.get(name) != phone:
                unit.put(Telephone(name, phone), subject=name)
        told.people = [agent.id for agent in found.listed.agents]
        told.sums |= {"new": len(look.new), "changed": len(look.changed)}
        told.sums["left"] = len(look.others) if others is Others.LEFT else 0
        return look


def _note_people(unit: Writing, look: StaffLook, kept: Mapping[str, Agent]) -> None:
    """Have a line of the log for everybody whose line changes, so that it is in their history."""
    for agent in look.new:
        unit.note(agent.id, {"name": agent.name}, action="person_added")
    for one in look.changed:
        unit.note(one.agent.id, noted(one.changes), action="person_changed")
    for before in (*look.others, *look.back):
        if before.id in kept and (changes := changes_of(before, kept[before.id])):
            unit.note(before.id, noted(changes), action="person_changed")


def phones_of(unit: Unit, shop_id: str) -> dict[str, str]:
    """Return the telephone numbers of people by id."""
    return {one.subject: one.value.phone for one in unit.register.all(shop_id, Telephone)}


def people_and_phones(desk: Desk) -> tuple[dict[str, str], dict[str, str]]:
    """Return the names of everybody a shop ever knew, and telephone numbers, by id."""
    with desk.read() as unit:
        names = {agent.id: agent.name for agent in unit.staff.everybody(desk.shop_id)}
        return names, phones_of(unit, desk.shop_id)


def teams(desk: Desk) -> tuple[str, ...]:
    """Return the teams of a shop that have a name, in order."""
    with desk.read() as unit:
        return tuple(sorted({agent.team for agent in unit.staff.agents(desk.shop_id)} - {""}))


def _read(unit: Unit, shop_id: str, path: Path, today: dt.date) -> _Read:
    unit.shops.get(shop_id)
    everybody = {agent.id: agent for agent in unit.staff.everybody(shop_id)}
    now = {agent.id: agent for agent in unit.staff.agents(shop_id)}
    listed = read_staff(path, unit.shops.post_ids(shop_id), everybody)
    listed = replace(listed, agents=unit.staff.at_known_wages(shop_id, listed.agents))
    return _Read(listed, everybody, now, phones_of(unit, shop_id), today)


def _kept(look: StaffLook, found: _Read) -> list[Agent]:
    """Return the lines that are new or otherwise; who is back has no last day any more."""
    back = {agent.id for agent in look.back}
    changed = {one.agent.id for one in look.changed} | back | {agent.id for agent in look.new}
    return [
        _back(agent, found.today) if agent.id in back else agent
        for agent in found.listed.agents
        if agent.id in changed
    ]


def _back(agent: Agent, today: dt.date) -> Agent:
    return replace(agent, leaves=None) if _is_over(agent, today) else agent


def _left(agent: Agent, last_day: dt.date) -> Agent:
    require(
        agent.hired is None or agent.hired <= last_day,
        "leaves_before_hired",
        column="leaves",
        value=last_day,
        first=agent.hired,
    )
    return replace(agent, leaves=last_day if agent.leaves is None else min(agent.leaves, last_day))


def _is_over(agent: Agent, today: dt.date) -> bool:
    return agent.leaves is not None and agent.leaves < today


def _others_asked(look: StaffLook) -> Fault:
    names = [f"{agent.id} {agent.name}".strip() for agent in look.others[:NAMED]]
    more = len(look.others) - len(names)
    told = ", ".join(names) + (f" +{more}" if more else "")
    details = {"count": len(look.others), "people": told}
    return Fault("staff_others", look.file, value=told, details=details)
