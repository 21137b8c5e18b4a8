"""Wishes asked on the phone: noted for the roster, what became of them, and what would work."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scheduler.agent import Wish
from scheduler.errors import Fault, InputError, require
from scheduler.problem import RosterProblem
from scheduler.roster import RosterState
from scheduler.shift import Shift
from scheduler.shift_class import ShiftClasses
from scheduler.verify.cost import broken_by
from scheduler.verify.verdict import Violation
from service.phone.requests_seen import AgentRequest, AskedKind, AskedState, requests_in
from service.roster.editing import exchanged
from service.roster.house_prices import prices_on
from service.roster.leading import led_to
from service.roster.question import problem_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.desk import Desk
    from service.phone.requests_seen import RequestSeen
    from store.unit import Unit
    from store.weeks import KeptWeek

DAY = dt.timedelta(days=1)
LONGEST = 60 * DAY  # ahead
MOST_TRIED, MOST_TAKERS = 20, 3


class WishFate(StrEnum):
    """What a published roster made of a wish."""

    WAITS = "waits"  # no roster of that day is published
    GRANTED = "granted"
    LOST = "lost"


@dataclass(frozen=True, eq=False, slots=True)
class WhyLost:
    """
    Why a wish was not granted, and what would work.

    Parameters
    ----------
    wish, shift
        What was asked, and the shift that does not suit it.
    label
        Of the week.
    short_hours
        Agent-hours that would be missing more without that shift.
    broken
        Rules that would be broken without it.
    problem
        The week's question, by which these are told in words.
    takers
        Ids and names of who could take the shift without breaking any rule, checked.
    """

    wish: Wish
    shift: Shift
    label: str
    short_hours: float
    broken: tuple[Violation, ...]
    problem: RosterProblem
    takers: tuple[tuple[str, str], ...]


def ask_wish(desk: Desk, wish: Wish) -> int:
    """
    Keep a wish for a day of which no roster is published; return the number of the request.

    Raises
    ------
    InputError
        When the day is past, too far ahead or published, or a wish for it is there.
    """
    with desk.write("request_asked", unseen="a new entry beside the others") as unit:
        asked = AgentRequest(wish.agent_id, AskedKind.WISH, "", wish=wish)
        unit.require_known(asked)
        require(unit.today < wish.date, "leave_past", value=wish.date)
        require(wish.date <= unit.today + LONGEST, "wish_far", value=wish.date)
        week = _week_of(unit, desk.shop_id, wish.date)
        is_out = week is not None and bool(unit.rosters.marks(week.id))
        require(not is_out, "wish_published", value=wish.date)
        there = unit.staff.wishes(desk.shop_id, wish.date, wish.date)
        mine = any(one.wish.agent_id == wish.agent_id for one in there)
        require(not mine, "wish_there", value=wish.date)
        unit.add(("wish", unit.staff.add_wish(desk.shop_id, wish, unit.stamp)))
        number = unit.enter(asked, subject=wish.agent_id, date=wish.date)
        details = {"kind": asked.kind.value, "date": wish.date.isoformat(), "with": ""}
        unit.note(wish.agent_id, details)
        return number


def _week_of(unit: Unit, shop_id: str, date: dt.date) -> KeptWeek | None:
    for head in unit.weeks.heads(shop_id, date - 13 * DAY, date):
        if date in head.horizon.dates:
            return unit.weeks.get(shop_id, head.label)
    return None


def wish_fates(desk: Desk, asked: Iterable[RequestSeen]) -> dict[int, WishFate]:
    """Return what became of one's own wishes, by number of the request."""
    with desk.read() as unit:
        return {
            one.entry.id: _fate(unit, desk.shop_id, one.value.wish)[0]
            for one in asked
            if one.value.wish is not None and one.state is AskedState.NOTED
        }


def _fate(unit: Unit, shop_id: str, wish: Wish) -> tuple[WishFate, Shift | None]:
    """Return what became of a wish, and the first shift that does not suit it."""
    week = _week_of(unit, shop_id, wish.date)
    versions = () if week is None else unit.rosters.of_agent(week.id, wish.agent_id)
    if week is None or not versions:
        return WishFate.WAITS, None
    clock = week.horizon.clock
    classes = ShiftClasses(clock, week.rules, week.rules.peak or ())
    mine = [one for one in versions[-1].shifts if clock.date_of(one.start_min) == wish.date]
    if not broken_by(wish, mine, classes):
        return WishFate.GRANTED, None
    return WishFate.LOST, next(iter(mine), None)


def why_lost(desk: Desk, agent_id: str, number: int) -> WhyLost:
    """
    Return why a wish of one's own was not granted, and who could take the shift.

    It is what the checker says of the published roster without that shift, and of each colleague
    who holds the posts and is free that day with it.

    Raises
    ------
    InputError
        When it is no lost wish of this person.
    """
    with desk.read_about(agent_id) as unit:
        found = requests_in(unit, desk.shop_id, desk.now)
        wishes = (one.value.wish for one in found if one.entry.id == number)
        wish = next((one for one in wishes if one and one.agent_id == agent_id), None)
        if wish is None:
            raise InputError(Fault("request_gone", value=str(number)))
        shift = _fate(unit, desk.shop_id, wish)[1]
        week = _week_of(unit, desk.shop_id, wish.date)
        if shift is None or week is None:
            raise InputError(Fault("wish_not_lost", value=str(wish.date)))
        problem = problem_of(unit, week, is_needed=False)
        kept = unit.rosters.latest(week.id, state=RosterState.PUBLISHED)
        prices = prices_on(unit, desk.shop_id, week.horizon.start)
    without = led_to(problem, kept, ((shift,), ()), prices)[0]
    before = led_to(problem, kept, ((), ()), prices)[0].verdict.cost
    takers = []
    for who in _free(problem, shift, () if kept is None else kept.version.roster.shifts):
        moved = exchanged(shift, who)
        change = led_to(problem, kept, moved, prices)[0]
        if not change.weighed.law and not change.weighed.house:
            takers.append((who, problem.agent_by_id[who].name or who))
        if len(takers) == MOST_TAKERS:
            break
    short = without.verdict.cost.short_hours - before.short_hours
    return WhyLost(wish, shift, week.label, short, without.new, problem, tuple(takers))


def _free(problem: RosterProblem, shift: Shift, shifts: tuple[Shift, ...]) -> list[str]:
    """Return ids of who holds a shift's posts and does not work that day; so many are tried."""
    date_of = problem.horizon.clock.date_of
    date = date_of(shift.start_min)
    busy = {one.agent_id for one in shifts if date_of(one.start_min) == date}
    able = [
        one.id
        for one in problem.agents
        if one.id not in busy and all(one.certified(post, date) for post in shift.posts)
    ]
    return able[:MOST_TRIED]
