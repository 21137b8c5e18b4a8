"""
An agent's private calendar: an address that nobody can guess, given and taken back by the agent.

What it shows follows from the published versions alone, so that the same event keeps its name, and
its sequence grows by one with each version that changes it.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated

from scheduler.keys import Cell, Key
from scheduler.shift import Shift
from scheduler.shift_class import ShiftClasses
from service.access.grants import Grant, Role, Scope, ScopeKind
from service.access.names import digest
from service.desk import Desk, Person
from service.shop.posts import names_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.database import Database
    from store.register import Entry
    from store.versions import AgentVersion
    from store.weeks import WeekHead

CODE_BYTES = 24
BEFORE, AFTER = dt.timedelta(days=45), dt.timedelta(days=400)


@dataclass(frozen=True, slots=True)
class CalendarFeed:
    """
    The address under which an agent's calendar is read.

    Parameters
    ----------
    agent_id
        Whose.
    code
        SHA-256 of what makes the address unguessable, in hexadecimal digits.
    lang
        In which language it speaks.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    code: str
    lang: str


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """
    A shift, or the place where one was.

    Parameters
    ----------
    uid
        The same through all changes: of the agent's first, second, … shift of a date.
    sequence
        How often it changed.
    changed_at
        When the version that changed it last was published.
    shift
        As it is, or was before it was taken away.
    kind
        Code of its type, or its kind; empty: none.
    is_cancelled
        Whether it was taken away.
    """

    uid: str
    sequence: int
    changed_at: dt.datetime
    shift: Shift
    kind: str
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """
    An agent's calendar.

    Parameters
    ----------
    name
        Whose.
    lang
        In which language it speaks.
    events
        In order of date.
    posts
        What the shop calls its posts, in Chinese and English, by id.
    """

    name: str
    lang: str
    events: tuple[CalendarEvent, ...]
    posts: dict[str, tuple[str, str]]


def own_feed(desk: Desk, agent_id: str) -> Entry[CalendarFeed] | None:
    """Return the calendar an agent reads elsewhere; None: none."""
    with desk.read() as unit:
        found = unit.register.all(desk.shop_id, CalendarFeed, subject=agent_id)
    return found[-1] if found else None


def give_feed(desk: Desk, agent_id: str, lang: str) -> str:
    """
    Give an agent's calendar an address in place of any other; return its end, kept nowhere.

    Raises
    ------
    InputError
        When the agent is unknown, or not theirs to speak for.
    """
    code = secrets.token_urlsafe(CODE_BYTES)
    with desk.write("feed_given", unseen="any other address ends") as unit:
        told = CalendarFeed(agent_id, digest(code), lang)
        unit.require_known(told)
        number = unit.put(told, subject=agent_id)
        unit.note(agent_id)
    return f"{number}-{code}"


def end_feed(desk: Desk, agent_id: str) -> None:
    """End the address of an agent's calendar at once."""
    with desk.write("feed_ended", unseen="it ends, whoever has it") as unit:
        unit.clear(CalendarFeed, subject=agent_id)
        unit.note(agent_id)


def calendar_of(database: Database, address: str, now: dt.datetime) -> tuple[Calendar, Desk] | None:
    """Return the calendar of an address, and its agent's desk; None: nobody's, or taken back."""
    told, _, code = address.partition("-")
    if not (told.isascii() and told.isdigit() and len(told) < 12 and code):
        return None
    with database.read() as unit:
        found = unit.register.anywhere(CalendarFeed, int(told))
    if found is None:
        return None
    shop_id, feed = found
    if not secrets.compare_digest(feed.value.code, digest(code)):
        return None
    agent_id = feed.value.agent_id
    scope = Scope(ScopeKind.SELF, shop_id, (agent_id,))
    desk = Desk(
        database, shop_id, Person(agent_id, grants=(Grant(agent_id, Role.AGENT, scope),)), now
    )
    calendar = own_calendar(desk, agent_id, feed.value.lang)
    return None if calendar is None else (calendar, desk)


def own_calendar(desk: Desk, agent_id: str, lang: str) -> Calendar | None:
    """Return an agent's calendar; None where nobody has that id."""
    with desk.read() as unit:
        name = unit.staff.names(desk.shop_id).get(agent_id)
        today = unit.shops.today(desk.shop_id, desk.now)
        heads = unit.weeks.heads(desk.shop_id, today - BEFORE, today + AFTER)
        weeks = [(one, unit.rosters.of_agent(one.id, agent_id)) for one in heads]
        posts = {one.post: (one.zh, one.en) for one in names_in(unit, desk.shop_id).values()}
    if name is None:
        return None
    whose = f"{desk.shop_id}/{agent_id}"
    events = tuple(
        one for head, versions in weeks for one in calendar_events(whose, head, versions)
    )
    return Calendar(name or agent_id, lang, events, posts)


def calendar_events(
    whose: str, head: WeekHead, versions: tuple[AgentVersion, ...]
) -> Iterator[CalendarEvent]:
    """Yield a week's events in order of date, those that were taken away too."""
    known: dict[tuple[dt.date, int], CalendarEvent] = {}
    classes = ShiftClasses(head.horizon.clock, head.rules, ())
    for version in versions:
        at, there = version.mark.stamp.at, _placed(head, version.shifts)
        for place in known.keys() | there.keys():
            shift, old = there.get(place), known.get(place)
            if old is not None and shift == (None if old.is_cancelled else old.shift):
                continue
            told = old.shift if shift is None and old is not None else shift
            assert told is not None
            sequence = 0 if old is None else old.sequence + 1
            uid = _uid(whose, *place)
            kind = classes.kind_of(told)
            known[place] = CalendarEvent(uid, sequence, at, told, kind, shift is None)
    return (known[place] for place in sorted(known))


def _placed(head: WeekHead, shifts: tuple[Shift, ...]) -> dict[tuple[dt.date, int], Shift]:
    """Return shifts by their date and which of it they are."""
    found: dict[tuple[dt.date, int], Shift] = {}
    for shift in shifts:
        date = head.horizon.clock.date_of(shift.start_min)
        place = sum(known == date for known, _ in found)
        found[date, place] = shift
    return found


def _uid(whose: str, date: dt.date, place: int) -> str:
    return sha256(f"{whose}/{date}/{place}".encode()).hexdigest()[:32] + "@paiban"
