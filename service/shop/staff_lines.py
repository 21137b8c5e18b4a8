"""Lines of the staff list: what the page of people shows, adds, changes and ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from scheduler.agent import Agent, Certificate, Contract, ProtectedBy
from scheduler.errors import require
from scheduler.keys import Asked
from service.shop.dated_changes import DatedChange, dated_in, keep_dated
from service.shop.known import require_posts
from service.shop.line_changes import FieldChange, changes_of, noted, with_fields
from service.shop.people import Telephone, phones_of
from service.shop.told import Nickname
from store.register import Entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.desk import Desk
    from store.actions import Action
    from store.unit import Unit
    from store.writing import Writing

__all__ = ["Entry"]

DAY = dt.timedelta(days=1)
MOST_HOURS = 60
MOST_DAYS = 31


WAGES = "hourly_cost"
"""Field of a contract that not everybody sees."""


@dataclass(frozen=True, slots=True)
class StaffMember:
    """
    Somebody of the staff list.

    Parameters
    ----------
    agent
        The line.
    is_here
        Whether they work here today, or will.
    phone
        Telephone number; empty: none is known.
    nicknames
        What files call them.
    waiting
        Changes of later days, in order.
    """

    agent: Agent
    is_here: bool
    phone: str
    nicknames: tuple[Entry[Nickname], ...]
    waiting: tuple[Entry[DatedChange], ...]


@dataclass(frozen=True, slots=True)
class PersonTold:
    """
    What is written of somebody; fields as in ``Agent`` and ``Contract``.

    Parameters
    ----------
    phone
        Telephone number.
    since
        From which day contract, work plan and team hold; None: from now on.
    """

    agent_id: str
    name: str
    team: str
    posts: tuple[str, ...]
    hours_week: Annotated[float, Asked(least=0, most=MOST_HOURS, step=1)]
    work_plan: str = ""
    no_nights: bool = False
    overtime_consent: bool = False
    hired: dt.date | None = None
    leaves: dt.date | None = None
    phone: str = ""
    since: dt.date | None = None
    min_hours_week: Annotated[float, Asked(most=MOST_HOURS, step=1)] = 0.0
    max_consecutive_days: Annotated[int | None, Asked(least=1, most=MOST_DAYS)] = None
    hourly_cost: Annotated[Decimal, Asked(most=10_000, step=1)] = Decimal(0)
    service_since: dt.date | None = None
    is_experienced: bool | None = None
    protected: ProtectedBy | None = None
    protected_from: dt.date | None = None
    protected_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ManyTold:
    """
    What is written of several people at once; what is None or empty stays as it is.

    Parameters
    ----------
    work_plan
        Empty: that of the team, or of all.
    since
        From which day contract, work plan and team hold; None: from now on.
    """

    team: str = ""
    posts: tuple[str, ...] = ()
    hours_week: Annotated[float | None, Asked(least=0, most=MOST_HOURS, step=1)] = None
    work_plan: str | None = None
    leaves: dt.date | None = None
    since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class LinesBefore:
    """
    What stood where lines were changed: enough to take the change back.

    Parameters
    ----------
    agents
        The lines; somebody who was added has none.
    phones
        Telephone numbers by id.
    dated
        Numbers of the dated changes that came.
    away
        Whose lines were not in the list of those who work here.
    added
        Who was added; empty: nobody.
    """

    agents: tuple[Agent, ...] = ()
    phones: Mapping[str, str] = field(default_factory=dict)
    dated: tuple[int, ...] = ()
    away: frozenset[str] = frozenset()
    added: str = ""


def staff_people(desk: Desk) -> tuple[StaffMember, ...]:
    """Return everybody: those who work here first, in the order of the list, then who left."""
    with desk.read() as unit:
        shop = unit.shops.get(desk.shop_id)
        today = shop.clock.date_of(int(desk.now.timestamp()) // 60)
        now = unit.staff.agents(desk.shop_id)
        here = {agent.id for agent in now}
        gone = tuple(one for one in unit.staff.everybody(desk.shop_id) if one.id not in here)
        phones = phones_of(unit, desk.shop_id)
        called: dict[str, list[Entry[Nickname]]] = {}
        for entry in unit.register.all(desk.shop_id, Nickname):
            called.setdefault(entry.value.agent_id, []).append(entry)
        waiting = _waiting(unit, desk.shop_id)
    found = [
        StaffMember(
            one,
            one.id in here and (one.leaves is None or one.leaves >= today),
            phones.get(one.id, ""),
            tuple(called.get(one.id, ())),
            waiting.get(one.id, ()),
        )
        for one in (*now, *gone)
    ]
    return tuple(sorted(found, key=lambda one: not one.is_here))


def _waiting(unit: Unit, shop_id: str) -> dict[str, tuple[Entry[DatedChange], ...]]:
    found: dict[str, tuple[Entry[DatedChange], ...]] = {}
    for one in dated_in(unit, shop_id):
        if not one.value.is_in_list:
            found[one.subject] = (*found.get(one.subject, ()), one)
    return found


def history_of(desk: Desk, agent_id: str) -> tuple[Action, ...]:
    """Return what was done to somebody's line, newest first; wages only to whom they are shown."""
    with desk.read() as unit:
        found = unit.actions.of(desk.shop_id, agent_id)
    if desk.may("wages"):
        return found
    return tuple(
        replace(one, details={name: said for name, said in one.details.items() if name != WAGES})
        for one in found
    )


def add_person(desk: Desk, told: PersonTold) -> LinesBefore:
    """
    Add somebody to the staff list.

    Raises
    ------
    InputError
        When the id is somebody's already, or what is told does not go together.
    """
    with desk.write("person_added", unseen="a new line beside the others") as unit:
        known = {agent.id for agent in unit.staff.everybody(desk.shop_id)}
        require(told.agent_id not in known, "agent_known", column="agent_id", value=told.agent_id)
        new = _line(told, None)
        require_posts(unit, desk.shop_id, new.posts)
        unit.ask(new)
        unit.add(("people", new.id))
        unit.staff.save_agents(desk.shop_id, (*unit.staff.agents(desk.shop_id), new))
        _keep_phone(unit, new.id, told.phone)
        unit.note(new.id, {"name": new.name})
    return LinesBefore(added=new.id)


def change_person(desk: Desk, told: PersonTold) -> LinesBefore:
    """Change somebody's line; return what stood there, or raise InputError with all faults."""
    with desk.read() as unit:
        known = {agent.id: agent for agent in unit.staff.everybody(desk.shop_id)}
    require(told.agent_id in known, "unknown_agent", column="agent_id", value=told.agent_id)
    new = _line(told, known[told.agent_id])
    return _change(desk, [new], told.since, {told.agent_id: told.phone})


def change_people(desk: Desk, chosen: Sequence[str], told: ManyTold) -> LinesBefore:
    """Change the lines of several people alike; return what stood there."""
    said: dict[str, Any] = {
        name: getattr(told, name)
        for name in ("team", "hours_week", "work_plan", "leaves")
        if getattr(told, name) is not None and (name != "team" or told.team)
    }
    require(bool(said or told.posts), "nothing_changed")
    with desk.read() as unit:
        known = {agent.id: agent for agent in unit.staff.everybody(desk.shop_id)}
    new = []
    for name in chosen:
        require(name in known, "unknown_agent", column="agent_id", value=name)
        line = with_fields(known[name], said)
        held = _held(told.posts, line, told.since) if told.posts else line.certificates
        new.append(replace(line, certificates=held))
    return _change(desk, new, told.since, {})


def put_back(desk: Desk, before: LinesBefore) -> None:
    """Take a change of lines back: write what stood there once more, take out who was added."""
    if before.added:
        _take_out(desk, before.added)
        return
    subjects = [("people", agent.id) for agent in before.agents]
    with desk.write("person_put_back", *subjects) as unit:
        _save(unit, before.agents, before.away)
        for name, phone in before.phones.items():
            _keep_phone(unit, name, phone)
        for number in before.dated:
            unit.take_out(DatedChange, number)
        for agent in before.agents:
            unit.note(agent.id, {})


def _take_out(desk: Desk, agent_id: str) -> None:
    with desk.write("person_taken_out", ("people", agent_id)) as unit:
        used = unit.staff.in_use(desk.shop_id, [agent_id])
        require(not used, "agent_in_use", value=agent_id)
        _keep_phone(unit, agent_id, "")
        unit.staff.take_out(desk.shop_id, agent_id)
        unit.note(agent_id, {})


def _change(
    desk: Desk, new: Sequence[Agent], since: dt.date | None, phones: Mapping[str, str]
) -> LinesBefore:
    """Keep lines; terms of a later day wait for it."""
    subjects = [("people", agent.id) for agent in new]
    with desk.write("person_changed", *subjects) as unit:
        known = {agent.id: agent for agent in unit.staff.everybody(desk.shop_id)}
        here = {agent.id for agent in unit.staff.agents(desk.shop_id)}
        new = unit.staff.at_known_wages(desk.shop_id, new)
        before = tuple(known[agent.id] for agent in new)
        kept, dated = [], []
        for old, line in zip(before, new, strict=True):
            require_posts(unit, desk.shop_id, line.posts)
            unit.ask(line)
            now, number = keep_dated(unit, old, line, since)
            kept.append(now)
            dated += [] if number is None else [number]
        _save(unit, kept)
        was = phones_of(unit, desk.shop_id)
        told = {name: phone for name, phone in phones.items() if was.get(name, "") != phone}
        for old, line in zip(before, new, strict=True):
            changes = changes_of(old, line)
            if line.id in told:
                _keep_phone(unit, line.id, told[line.id])
                changes += (FieldChange("phone", was.get(line.id, ""), told[line.id]),)
            if changes:
                unit.note(line.id, noted(changes, since))
        away = frozenset(agent.id for agent in new if agent.id not in here)
        return LinesBefore(before, {n: was.get(n, "") for n in told}, tuple(dated), away)


def _line(told: PersonTold, old: Agent | None) -> Agent:
    """Return a line as it is told; what no form asks for stays as it was."""
    names = {each.name for each in fields(told)} - {"agent_id", "posts", "phone", "since"}
    said = {name: getattr(told, name) for name in names}
    require(bool(told.posts), "no_posts", column="posts", value=told.agent_id)
    if old is None:
        certificates = tuple(map(Certificate, told.posts))
        contract = Contract(told.hours_week)
        old = Agent(told.agent_id, told.name, told.team, certificates, contract)
    return replace(with_fields(old, said), certificates=_held(told.posts, old, told.since))


def _held(posts: Sequence[str], old: Agent, since: dt.date | None) -> tuple[Certificate, ...]:
    """
    Return certificates for posts: those there are, and new ones from a day on.

    Those for other posts go; of a day, they last until the day before.
    """
    found = [one for one in old.certificates if one.post in posts]
    if since is not None:
        ending = (one for one in old.certificates if one.post not in posts)
        found += [
            replace(one, valid_to=min(since - DAY, one.valid_to or since))
            for one in ending
            if one.valid_from is None or one.valid_from < since
        ]
    return (*found, *(Certificate(post, since) for post in posts if post not in old.posts))


def _save(unit: Writing, lines: Sequence[Agent], away: frozenset[str] = frozenset()) -> None:
    """Keep lines beside those of the others; ``away``: whose are not in the list of now."""
    found = {agent.id: agent for agent in unit.staff.agents(unit.shop_id)}
    found |= {agent.id: agent for agent in lines}
    here = tuple(agent for name, agent in found.items() if name not in away)
    unit.staff.save_agents(unit.shop_id, here)


def _keep_phone(unit: Writing, agent_id: str, phone: str) -> None:
    """Keep a telephone number; empty: there is none any more."""
    unit.clear(Telephone, subject=agent_id)
    if phone:
        unit.enter(Telephone(agent_id, phone), subject=agent_id)
