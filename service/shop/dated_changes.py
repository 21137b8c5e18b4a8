"""
Terms of employment that change on a day: the contract's hours, the work plan and the team.

A line of the staff list holds what is in force now. What was decided for a later day waits, and is
written into the line on the first occasion from that day on (``bring_due``). A roster is made with
what is in force on its first day, before and afterwards: the terms hold for whole rosters.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Annotated, Any

from scheduler.errors import require
from scheduler.keys import Cell, Key
from service.desk import Person
from service.shop.line_changes import FieldChange, noted, with_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.agent import Agent
    from service.desk import Desk
    from store.register import Entry
    from store.unit import Unit
    from store.writing import Writing


@dataclass(frozen=True, slots=True)
class Terms:
    """What of a line may change on a day; fields as in ``Agent`` and ``Contract``."""

    hours_week: float
    min_hours_week: float
    work_plan: str
    team: str

    @classmethod
    def of(cls, agent: Agent) -> Terms:
        """Return the terms of a line."""
        contract = agent.contract
        return cls(contract.hours_week, contract.min_hours_week, agent.work_plan, agent.team)

    def onto(self, agent: Agent) -> Agent:
        """Return a line with these terms."""
        return with_fields(agent, {each.name: getattr(self, each.name) for each in fields(self)})


@dataclass(frozen=True, slots=True)
class DatedChange:
    """
    Terms of somebody that are others from a day on.

    Parameters
    ----------
    agent_id, since
        Whose, and from which day.
    before, after
        The terms that end, and those that begin; what is alike in both does not change.
    is_in_list
        Whether the line of the staff list holds them already; else they wait for their day.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    since: dt.date
    before: Terms
    after: Terms
    is_in_list: bool = False

    @property
    def changes(self) -> tuple[FieldChange, ...]:
        """Return what changes."""
        found = (
            FieldChange(each.name, getattr(self.before, each.name), getattr(self.after, each.name))
            for each in fields(Terms)
        )
        return tuple(one for one in found if one.before != one.after)

    def onto(self, agent: Agent) -> Agent:
        """Return a line with what this changes."""
        return with_fields(agent, {one.name: one.after for one in self.changes})


def dated_in(unit: Unit, shop_id: str) -> tuple[Entry[DatedChange], ...]:
    """Return the dated changes of a shop in the order of their days."""
    found = unit.register.all(shop_id, DatedChange)
    return tuple(sorted(found, key=lambda one: (one.value.since, one.id)))


def keep_dated(
    unit: Writing, old: Agent, new: Agent, since: dt.date | None
) -> tuple[Agent, int | None]:
    """
    Return a line as it is from now on, and the number of the dated change that came with it.

    Terms of a later day wait for it; those of today or an earlier day hold at once, and rosters
    that begin before that day keep the old ones.
    """
    before, after = Terms.of(old), Terms.of(new)
    if since is None or before == after:
        return new, None
    is_now = since <= unit.today
    number = unit.enter(
        DatedChange(new.id, since, before, after, is_now), subject=new.id, date=since
    )
    return (new if is_now else before.onto(new)), number


def on_day(
    agents: Iterable[Agent], changes: Sequence[DatedChange], day: dt.date
) -> tuple[Agent, ...]:
    """
    Return lines of the staff list with the terms that are in force on a day.

    Parameters
    ----------
    changes
        In the order of their days.
    """
    return (
        tuple(
            _on_day(one, [each for each in changes if each.agent_id == one.id], day)
            for one in agents
        )
        if changes
        else tuple(agents)
    )


def _on_day(agent: Agent, changes: Sequence[DatedChange], day: dt.date) -> Agent:
    terms: dict[str, Any] = {}
    for one in changes:
        if one.since <= day and not one.is_in_list:  # decided, and due by then
            terms |= {each.name: each.after for each in one.changes}
    for one in reversed(changes):
        if one.since > day and one.is_in_list:  # the line is ahead of that day
            terms |= {each.name: each.before for each in one.changes}
    return with_fields(agent, terms) if terms else agent


def changes_within(desk: Desk, first: dt.date, last: dt.date) -> tuple[DatedChange, ...]:
    """Return the dated changes of days after a first one, up to a last: its roster has none."""
    with desk.read() as unit:
        found = (one.value for one in dated_in(unit, desk.shop_id))
        return tuple(one for one in found if first < one.since <= last)


def bring_due(desk: Desk) -> int:
    """
    Write dated changes whose day has come into the staff list; return how many there were.

    They stand in the log under the name of whoever decided them.
    """
    with desk.read() as unit:
        waiting = [one for one in dated_in(unit, desk.shop_id) if not one.value.is_in_list]
        if not waiting:
            return 0
        today = unit.shops.today(desk.shop_id, desk.now)
    due = [one for one in waiting if one.value.since <= today]
    for entry in due:
        author = replace(desk, person=Person(entry.entered.by))
        with author.write("dated_change_due", unseen="decided when it was entered") as unit:
            unit.add(("people", entry.value.agent_id))
            agents = {one.id: one for one in unit.staff.agents(desk.shop_id)}
            if entry.value.agent_id in agents:
                agents[entry.value.agent_id] = entry.value.onto(agents[entry.value.agent_id])
                unit.staff.save_agents(desk.shop_id, tuple(agents.values()))
            unit.register.replace(entry.id, replace(entry.value, is_in_list=True))
            unit.note(entry.value.agent_id, noted(entry.value.changes, entry.value.since))
    return len(due)


def take_out_dated(desk: Desk, number: int) -> None:
    """Take out a change that waits for its day."""
    with desk.write("dated_change_dropped") as unit:
        one = unit.register.get(desk.shop_id, DatedChange, number).value
        require(not one.is_in_list, "dated_change_in_force", value=one.agent_id)
        unit.touch(("people", one.agent_id))
        unit.take_out(DatedChange, number)
        unit.note(one.agent_id, noted(one.changes, one.since))
