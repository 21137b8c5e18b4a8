"""
Leave that agents ask for on the phone, within quotas per day and team.

Where a supervisor set how many of a team may be away at once, leave within that is approved at
once, in the name of whoever set it; beyond it, or over a published shift, it waits for a person.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.agent import Absence
from scheduler.errors import Fault, InputError, gathering, require
from service.phone.requests_seen import (
    OPEN,
    AgentRequest,
    AskedKind,
    AskedState,
    AskedStep,
    RequestSeen,
    requests_in,
)
from service.roster.leave_freeze import frozen
from service.roster.requests import add_absence

if TYPE_CHECKING:
    from service.desk import Desk
    from store.register import Entry
    from store.unit import Unit
    from store.writing import Writing

    Here = tuple[Unit, str, dt.datetime]

DAY = dt.timedelta(days=1)
MOST_DAYS = 60
AROUND = 14 * DAY  # in which other days are looked for
MOST_OTHERS = 3
EVERYBODY = ""


@dataclass(frozen=True, slots=True)
class LeaveQuota:
    """
    How many people may be on leave the same day.

    Parameters
    ----------
    team
        Of which team; empty: of each team that has no quota of its own.
    most
        How many, 0 or more.
    """

    team: str
    most: int

    def __post_init__(self) -> None:
        with gathering() as check:
            check(self.most >= 0, "negative", column="most", value=self.most)


@dataclass(frozen=True, slots=True)
class LeaveDayChance:
    """
    How a day stands for leave.

    Parameters
    ----------
    date
        Which day.
    most
        How many of the team may be away; None: nobody set it.
    away
        How many are already.
    has_shift
        Whether the agent has a published shift that day.
    """

    date: dt.date
    most: int | None
    away: int
    has_shift: bool

    @property
    def fits(self) -> bool:
        """Return whether leave that day is approved at once."""
        return self.most is not None and self.away < self.most and not self.has_shift


@dataclass(frozen=True, slots=True)
class LeaveChance:
    """
    What will become of leave before it is asked for.

    Parameters
    ----------
    days
        Each of its days.
    before
        How many requests for these days wait already.
    set_by
        Who set the quota; empty: nobody.
    others
        First and last days of other stretches as long, nearest first, that would be approved at
        once; looked for where this one is not.
    freeze
        A campaign that refuses such leave (``leave_frozen``) or wants a reason of whoever grants
        it; None: none does.
    """

    days: tuple[LeaveDayChance, ...]
    before: int
    set_by: str
    others: tuple[tuple[dt.date, dt.date], ...] = ()
    freeze: Fault | None = None

    @property
    def is_at_once(self) -> bool:
        """Return whether it is approved at once."""
        return self.freeze is None and all(one.fits for one in self.days)

    @property
    def is_refused(self) -> bool:
        """Return whether nobody may approve it."""
        return self.freeze is not None and self.freeze.code == "leave_frozen"


def quotas(desk: Desk) -> tuple[Entry[LeaveQuota], ...]:
    """Return how many may be on leave the same day, by team."""
    with desk.read() as unit:
        return unit.register.all(desk.shop_id, LeaveQuota)


def leave_chance(
    desk: Desk, agent_id: str, kind: str, first: dt.date, last: dt.date
) -> LeaveChance:
    """
    Return what will become of leave from one date to another, both included.

    Raises
    ------
    InputError
        When the dates are backwards, past or too many, or the agent is not theirs to look for.
    """
    with desk.read_about(agent_id) as unit:  # how many are away is told, not who
        here = unit, desk.shop_id, desk.now
        found = _chance(here, (agent_id, kind), first, last)
        if found.is_at_once:
            return found
        return replace(found, others=_others(here, (agent_id, kind), first, last))


def chance_of(unit: Writing, whose: tuple[str, str], first: dt.date, last: dt.date) -> LeaveChance:
    """Return how leave of somebody and a kind stands, in a transaction; as ``leave_chance``."""
    return _chance((unit, unit.shop_id, unit.stamp.at), whose, first, last)


def _others(
    here: Here, whose: tuple[str, str], first: dt.date, last: dt.date
) -> tuple[tuple[dt.date, dt.date], ...]:
    """Return stretches as long, nearest first, for which leave would be approved at once."""
    unit, shop_id, now = here
    (agent_id, kind), clock = whose, unit.shops.get(shop_id).clock
    length = last - first
    low = max(first - AROUND, now.astimezone(clock.zone).date() + DAY)
    days = {one.date: one for one in _days(here, agent_id, low, last + AROUND)[0]}
    taken = [
        one.absence
        for one in unit.staff.absences(shop_id, clock.at(low), clock.at(last + AROUND + DAY))
        if one.absence.agent_id == agent_id
    ]
    taken += [one.value.absence for one in _waiting(here, {agent_id}) if one.value.absence]
    found = []
    for start in sorted(days, key=lambda one: (abs((one - first).days), one)):
        stretch = [start + number * DAY for number in range(length.days + 1)]
        absence = Absence(agent_id, clock.at(start), clock.at(start + length + DAY), kind)
        if (
            all(one in days and days[one].fits for one in stretch)
            and not any(
                one.start_min < absence.end_min and one.end_min > absence.start_min for one in taken
            )
            and frozen(unit, shop_id, absence) is None
        ):
            found.append((start, start + length))
    return tuple(found[:MOST_OTHERS])


def _chance(here: Here, whose: tuple[str, str], first: dt.date, last: dt.date) -> LeaveChance:
    unit, shop_id, now = here
    agent_id, kind = whose
    clock = unit.shops.get(shop_id).clock
    today = now.astimezone(clock.zone).date()
    require(first <= last, "leave_backwards", value=last, first=first)
    require(first > today, "leave_past", value=first)
    require((last - first).days < MOST_DAYS, "leave_long", value=(last - first).days + 1)
    days, team, set_by = _days(here, agent_id, first, last)
    waiting = [
        one
        for one in _waiting(here, team)
        if one.value.absence is not None
        and one.value.absence.start_min < clock.at(last + DAY)
        and one.value.absence.end_min > clock.at(first)
    ]
    absence = Absence(agent_id, clock.at(first), clock.at(last + DAY), kind)
    return LeaveChance(days, len(waiting), set_by, freeze=frozen(unit, shop_id, absence))


def _waiting(here: Here, people: set[str]) -> list[RequestSeen]:
    """Return the requests for leave of some people that wait."""
    unit, shop_id, now = here
    return [
        one
        for one in requests_in(unit, shop_id, now)
        if one.value.kind is AskedKind.LEAVE and one.state in OPEN and one.value.agent_id in people
    ]


def _days(
    here: Here, agent_id: str, first: dt.date, last: dt.date
) -> tuple[tuple[LeaveDayChance, ...], set[str], str]:
    """Return how each day stands, who else is of the team, and who set the quota."""
    unit, shop_id, _ = here
    clock = unit.shops.get(shop_id).clock
    teams = unit.staff.teams(shop_id)
    team = {who for who, one in teams.items() if one == teams.get(agent_id)} - {agent_id}
    held = {one.value.team: one for one in unit.register.all(shop_id, LeaveQuota)}
    quota = held.get(teams.get(agent_id, ""), held.get(EVERYBODY))
    away = unit.staff.absences(shop_id, clock.at(first), clock.at(last + DAY))
    shifts = _own_days(unit, shop_id, agent_id, first, last)
    days = []
    for number in range((last - first).days + 1):
        date = first + number * DAY
        start, end = clock.at(date), clock.at(date + DAY)
        gone = {
            one.absence.agent_id
            for one in away
            if one.absence.start_min < end and one.absence.end_min > start
        }
        most = None if quota is None else quota.value.most
        days.append(LeaveDayChance(date, most, len(gone & team), date in shifts))
    return tuple(days), team, "" if quota is None else quota.entered.by


def _own_days(
    unit: Unit, shop_id: str, agent_id: str, first: dt.date, last: dt.date
) -> set[dt.date]:
    """Return on which dates somebody has a published shift."""
    found: set[dt.date] = set()
    for head in unit.weeks.heads(shop_id, first - 13 * DAY, last):
        versions = unit.rosters.of_agent(head.id, agent_id)
        for shift in versions[-1].shifts if versions else ():
            found.add(head.horizon.clock.date_of(shift.start_min))
    return found


def ask_leave(desk: Desk, agent_id: str, kind: str, first: dt.date, last: dt.date) -> AskedState:
    """
    Ask for leave; return whether it is approved at once or waits for the supervisor.

    Raises
    ------
    InputError
        As ``leave_chance``; when a request for these days waits or leave is entered already; when
        less annual leave is left or a campaign freezes leave.
    """
    with desk.write("request_asked", unseen="a new entry beside the others") as unit:
        chance = chance_of(unit, (agent_id, kind), first, last)
        if chance.freeze is not None and chance.is_refused:
            raise InputError(chance.freeze)
        clock = unit.shops.get(desk.shop_id).clock
        absence = Absence(agent_id, clock.at(first), clock.at(last + DAY), kind)
        there = unit.staff.absences(desk.shop_id, absence.start_min, absence.end_min)
        mine = [one for one in there if one.absence.agent_id == agent_id]
        require(not mine, "leave_there", value=first)
        waiting = [
            one
            for one in _waiting((unit, desk.shop_id, desk.now), {agent_id})
            if one.value.absence is not None
            and one.value.absence.start_min < absence.end_min
            and one.value.absence.end_min > absence.start_min
        ]
        require(not waiting, "leave_waits", value=first)
        steps: tuple[AskedStep, ...] = ()
        if chance.is_at_once:
            add_absence(unit, absence)
            step = AskedStep(AskedState.APPROVED, chance.set_by, unit.stamp.at_s, is_by_quota=True)
            steps = (step,)
        asked = AgentRequest(agent_id, AskedKind.LEAVE, "", absence=absence, steps=steps)
        unit.enter(asked, subject=agent_id, date=first)
        details = {"kind": AskedKind.LEAVE.value, "date": first.isoformat(), "with": ""}
        unit.note(agent_id, details)
        return AskedState.APPROVED if chance.is_at_once else AskedState.ACCEPTED
