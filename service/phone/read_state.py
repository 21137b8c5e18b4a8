"""Who of a week's people has read what is published, and agrees to what came at short notice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.roster import Roster
from service.phone.own_weeks import RosterRead
from service.phone.short_notice import AgreedChange, late_dates
from store.stamp import Stamp

if TYPE_CHECKING:
    from scheduler.horizon import Horizon
    from service.desk import Desk
    from store.unit import Unit


@dataclass(frozen=True, slots=True)
class ReadState:
    """
    Who of the people that work now has read the version of a week that is in force.

    Parameters
    ----------
    number
        Of that version.
    read
        When, by agent.
    unread
        Ids of those who have not.
    refused, waiting
        Ids of those who do not agree to a change at short notice, and of those who have not said.
    """

    number: int
    read: dict[str, Stamp]
    unread: tuple[str, ...]
    refused: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


def read_state(desk: Desk, label: str) -> ReadState | None:
    """Return who has read a week's version in force; None: none is published."""
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        marks = unit.rosters.marks(week.id)
        if not marks:
            return None
        number, monday = marks[-1][1].number, week.horizon.start
        people = [one.id for one in unit.staff.agents(desk.shop_id)]
        agreed = {
            one.subject
            for one in unit.register.all(desk.shop_id, AgreedChange)
            if (one.value.week, one.value.number) == (label, number)
        }
        asked = _asked(unit, week.id, week.horizon) - agreed
        entries = {
            one.value.agent_id: one
            for one in unit.register.all(desk.shop_id, RosterRead, first=monday, last=monday)
            if one.value.number == number
        }
    return ReadState(
        number,
        {who: entries[who].entered for who in people if who in entries},
        tuple(who for who in people if who not in entries),
        tuple(who for who in entries if entries[who].value.consents is False),
        tuple(who for who in people if who in asked and who not in entries),
    )


def _asked(unit: Unit, week_id: int, horizon: Horizon) -> set[str]:
    """Return whose shifts the newest published version changed inside the time of notice."""
    marks = unit.rosters.marks(week_id)
    if len(marks) < 2:
        return set()
    (before, _), (after, mark) = marks[-2:]
    old = Roster(unit.rosters.shifts(before)).by_agent()
    new = Roster(unit.rosters.shifts(after)).by_agent()
    at, clock = mark.stamp.at, horizon.clock
    return {
        who
        for who in old.keys() | new.keys()
        if late_dates(old.get(who, ()), new.get(who, ()), at, clock)
    }
