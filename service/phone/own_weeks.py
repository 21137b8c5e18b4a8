"""
An agent's own weeks as published: shifts, who works beside them, what changed since they read them.

What was read last is what the agent confirmed; looking writes nothing, so that a thousand phones
may look at once.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from scheduler.errors import require
from scheduler.horizon import WEEK_DAYS, Clock, Horizon
from scheduler.keys import Cell, Key
from scheduler.shift import Shift
from scheduler.shift_class import ShiftClasses
from scheduler.shift_type import ShiftType
from service.phone.short_notice import Notice, agreed_by, short_notices
from service.shop.posts import names_in
from store.register import Entry
from store.versions import AgentVersion
from store.weeks import WeekHead

if TYPE_CHECKING:
    from service.desk import Desk
    from store.unit import Unit

DAY = dt.timedelta(days=1)
BEFORE, AFTER = dt.timedelta(days=13), dt.timedelta(days=120)


@dataclass(frozen=True, slots=True)
class RosterRead:
    """
    An agent has read a version of a week's roster.

    Parameters
    ----------
    agent_id, week, number
        Who, which week and which version.
    consents
        What they say to a change inside the time of notice; None: there was none to agree to.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    week: str
    number: int
    consents: bool | None = None


@dataclass(frozen=True, slots=True)
class OwnShift:
    """
    A shift as its agent sees it.

    Parameters
    ----------
    shift
        Where and when.
    code
        Of its type, or its kind; empty: none.
    beside
        Names of those who work the same hours on the same post.
    """

    shift: Shift
    code: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnDay:
    """
    A day as its agent sees it.

    Parameters
    ----------
    date
        Which day.
    shifts
        In force now; empty: free.
    before
        As the agent read them last, where they differ from now; None: nothing changed.
    """

    date: dt.date
    shifts: tuple[OwnShift, ...]
    before: tuple[OwnShift, ...] | None = None


@dataclass(frozen=True, slots=True)
class OwnWeek:
    """
    A published week as its agent sees it.

    Parameters
    ----------
    head
        The week.
    version
        The agent's shifts in the version in force.
    days
        All of them.
    read
        What the agent read last of it, and when; None: nothing yet.
    notice
        The change inside the time of notice that waits for the agent's word; None: there is none.
    types
        The shift types of its rules.
    """

    head: WeekHead
    version: AgentVersion
    days: tuple[OwnDay, ...]
    read: Entry[RosterRead] | None
    notice: Notice | None
    types: tuple[ShiftType, ...]

    @property
    def is_read(self) -> bool:
        """Return whether the agent has read what is in force now."""
        return self.read is not None and self.read.value.number == self.version.mark.number

    @property
    def changed(self) -> tuple[OwnDay, ...]:
        """Return the days that changed since the agent read the week."""
        return tuple(day for day in self.days if day.before is not None)

    @property
    def hours(self) -> float:
        """Return the hours of work, meals left out."""
        return sum(one.shift.work_min for day in self.days for one in day.shifts) / 60


@dataclass(frozen=True, slots=True)
class OwnRoster:
    """
    An agent's published weeks.

    Parameters
    ----------
    agent_id, name
        Whose.
    clock
        Of the shop.
    today, now_min
        The date there, and this minute.
    weeks
        From the one before on, in order.
    posts
        What the shop calls its posts, in Chinese and English, by id; others: as usual.
    """

    agent_id: str
    name: str
    clock: Clock
    today: dt.date
    now_min: int
    weeks: tuple[OwnWeek, ...]
    posts: dict[str, tuple[str, str]]

    @property
    def unread(self) -> tuple[OwnWeek, ...]:
        """Return the weeks not over yet that the agent has not read as they are now."""
        return tuple(
            one
            for one in self.weeks
            if not one.is_read and one.head.horizon.dates[-1] >= self.today
        )


def own_roster(desk: Desk, agent_id: str, *, label: str = "") -> OwnRoster:
    """
    Return an agent's published weeks, from the week before on.

    Parameters
    ----------
    label
        One week alone; empty: all.

    Raises
    ------
    InputError
        When the shop has nobody of that id whom the person may see.
    """
    with desk.read() as unit:
        names = unit.staff.names(desk.shop_id)
        require(agent_id in names, "unknown_agent", value=agent_id, column="agent_id")
        clock = unit.shops.get(desk.shop_id).clock
        today = desk.now.astimezone(clock.zone).date()
        monday = today - today.weekday() * DAY
        heads = unit.weeks.heads(desk.shop_id, monday - WEEK_DAYS * DAY - BEFORE, today + AFTER)
        found = [
            (head, versions)
            for head in heads
            if label in {"", head.label} and head.horizon.dates[-1] >= monday - WEEK_DAYS * DAY
            for versions in [unit.rosters.of_agent(head.id, agent_id)]
            if versions
        ]
        read = read_by(unit, desk.shop_id, agent_id)
        agreed = agreed_by(unit, desk.shop_id, agent_id)
        posts = {one.post: (one.zh, one.en) for one in names_in(unit, desk.shop_id).values()}
    now_min = int(desk.now.timestamp()) // 60
    others = _others(desk, [(versions[-1]) for _, versions in found])
    weeks = tuple(
        _week(head, versions, read.get(head.label), others=others, agreed=agreed)
        for head, versions in found
    )
    return OwnRoster(agent_id, names[agent_id] or agent_id, clock, today, now_min, weeks, posts)


def read_by(unit: Unit, shop_id: str, agent_id: str) -> dict[str, Entry[RosterRead]]:
    """Return what an agent read last of each week, by its label."""
    return {one.value.week: one for one in unit.register.all(shop_id, RosterRead, subject=agent_id)}


def _others(desk: Desk, versions: list[AgentVersion]) -> dict[tuple[int, Shift], tuple[str, ...]]:
    """
    Return the names of those who work beside somebody, by version and shift.

    Names alone are told, which everybody on a shift sees: an agent may read no row about others.
    """
    with desk.database.read() as unit:
        names = unit.staff.names(desk.shop_id)
        return {
            (version.id, shift): tuple(
                names.get(one) or one for one in unit.rosters.beside(version.id, shift)
            )
            for version in versions
            for shift in version.shifts
        }


def _week(
    head: WeekHead,
    versions: tuple[AgentVersion, ...],
    read: Entry[RosterRead] | None,
    *,
    others: dict[tuple[int, Shift], tuple[str, ...]],
    agreed: frozenset[tuple[str, int]],
) -> OwnWeek:
    now = versions[-1]
    numbers = {one.mark.number: one for one in versions}
    then = None if read is None else numbers.get(read.value.number)
    classes = ShiftClasses(head.horizon.clock, head.rules, ())
    date_of = head.horizon.clock.date_of

    def on(date: dt.date, version: AgentVersion) -> tuple[OwnShift, ...]:
        return tuple(
            OwnShift(one, classes.kind_of(one), others.get((version.id, one), ()))
            for one in version.shifts
            if date_of(one.start_min) == date
        )

    days = []
    for date in head.horizon.dates:
        shifts, before = on(date, now), None
        if then is not None:
            old = on(date, then)
            is_same = [one.shift for one in old] == [one.shift for one in shifts]
            before = None if is_same else old
        days.append(OwnDay(date, shifts, before))
    notice = _waiting(versions, head.horizon, read, agreed)
    return OwnWeek(head, now, tuple(days), read, notice, head.rules.types)


def _waiting(
    versions: tuple[AgentVersion, ...],
    horizon: Horizon,
    read: Entry[RosterRead] | None,
    agreed: frozenset[tuple[str, int]],
) -> Notice | None:
    """Return the late changes of versions not read yet, as one; None: nothing to agree to."""
    since = 0 if read is None else read.value.number
    found = [
        one
        for one in short_notices(versions, horizon.clock)
        if one.number > since and (horizon.iso_week, one.number) not in agreed
    ]
    if not found:
        return None
    dates = {date for one in found for date in one.dates}
    return Notice(found[-1].number, found[-1].at, tuple(sorted(dates)))


def confirm_read(
    desk: Desk, agent_id: str, label: str, number: int, *, consents: bool | None = None
) -> None:
    """
    Keep that an agent has read a version of a week, and what they say to a change at short notice.

    Raises
    ------
    InputError
        When another version is in force by now, the change needs an answer and has none, or the
        agent is not theirs to speak for.
    """
    with desk.write("roster_read", unseen="the version that was read is told") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        versions = unit.rosters.of_agent(week.id, agent_id)
        newest = versions[-1].mark if versions else None
        require(newest is not None and newest.number == number, "roster_newer", value=label)
        read = read_by(unit, desk.shop_id, agent_id).get(label)
        agreed = agreed_by(unit, desk.shop_id, agent_id)
        asked = _waiting(versions, week.horizon, read, agreed) is not None
        require(not asked or consents is not None, "consent_needed", value=label)
        told = RosterRead(agent_id, label, number, consents if asked else None)
        if read is not None:
            unit.take_out(RosterRead, read.id)
        unit.enter(told, subject=agent_id, date=week.horizon.start)
        said = {} if told.consents is None else {"consents": str(told.consents)}
        unit.note(agent_id, {"week": label, "number": str(number)} | said)
