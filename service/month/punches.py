"""Presences that are asked about (补卡): the open questions, what is said of them, decisions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpi.facts.presences import AskedPresence
from kpi.facts.punch_requests import DAY_MIN, PunchRequest
from kpi.month import Month
from scheduler.errors import require
from scheduler.shift import Shift
from service.month.attendance import DAY, punch_requests, questions_in
from service.month.duties import scheduled_in
from service.shop.importing import ImportKind, taking_in
from service.shop.known import known_of
from store.files.kpi_tables import read_punches
from store.register import Entry

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from service.desk import Desk
    from store.unit import Unit
    from store.writing import Writing

__all__ = ["AskedPresence", "Entry", "PunchRequest"]
NEAR_MIN = 120  # around a shift, in which a record is taken to be of it


@dataclass(frozen=True, slots=True)
class PunchView:
    """
    How the presences of a month stand.

    Parameters
    ----------
    questions
        Those that are asked about and not decided on, in order of agent and start.
    requests
        What was said of presences that begin in the month, in the order entered.
    has_cards
        Whether attendance tells cards; without, nobody sees two people with one card.
    shifts
        The shifts in force around the month, for who answers.
    """

    questions: tuple[AskedPresence, ...]
    requests: tuple[Entry[PunchRequest], ...]
    has_cards: bool
    shifts: tuple[Shift, ...] = ()

    def shift_of(self, question: AskedPresence) -> Shift | None:
        """Return the agent's shift that begins nearest to a presence, within a day; None: none."""
        mine = [one for one in self.shifts if one.agent_id == question.agent_id]
        near = [one for one in mine if abs(one.start_min - question.start_min) < DAY_MIN]
        return min(near, key=lambda one: abs(one.start_min - question.start_min), default=None)

    @property
    def waiting(self) -> tuple[Entry[PunchRequest], ...]:
        """Return the requests that nobody decided on."""
        return tuple(one for one in self.requests if one.value.is_approved is None)


def punches(desk: Desk, month: Month) -> PunchView:
    """Return the presences of a month that are asked about, and what was said of them."""
    with desk.read() as unit:
        clock = unit.shops.get(desk.shop_id).clock
        there = unit.floor.presences(
            desk.shop_id, clock.at(month.first), clock.at(month.last + DAY)
        )
        return PunchView(
            questions_in(unit, desk.shop_id, month),
            punch_requests(unit, desk.shop_id, month.first - DAY, month.last),
            any(one.card for one in there),
            tuple(
                one.shift
                for one in scheduled_in(unit, desk.shop_id, month.first - DAY, month.last + DAY)
            ),
        )


def request_punch(desk: Desk, request: PunchRequest) -> int:
    """
    Keep what somebody says of a presence that is asked about; return its number.

    Raises
    ------
    InputError
        When the agent is unknown, nobody asks about the presence, or a request for it waits.
    """
    with desk.write("punch_requested", unseen="a new entry beside the others") as unit:
        unit.require_known(request)
        return _keep(unit, request)


def decide_punch(desk: Desk, number: int, *, is_approved: bool, why_refused: str = "") -> None:
    """
    Approve a request or refuse it with a reason, once; neither the agent nor who entered it may.

    Raises
    ------
    InputError
        When it was decided already, a refusal has no reason, or the person may not.
    """
    with desk.write("punch_decided", ("entry", number)) as unit:
        entry = unit.register.get(desk.shop_id, PunchRequest, number)
        require(entry.value.is_approved is None, "punch_decided", value=entry.subject)
        decided = replace(
            entry.value,
            decided_by=desk.by,
            is_approved=is_approved,
            why_refused=why_refused.strip(),
            decided_min=int(desk.now.timestamp()) // 60,
        )
        unit.register.replace(number, decided)
        _note(unit, decided)


def withdraw_punch(desk: Desk, number: int) -> None:
    """Take a request back on which nobody decided yet."""
    with desk.write("punch_withdrawn", ("entry", number)) as unit:
        removed = unit.take_out(PunchRequest, number)
        require(removed.value.is_approved is None, "punch_decided", value=removed.subject)
        unit.note(removed.subject)


def import_punches(desk: Desk, path: Path) -> int:
    """Take in requests and decisions on them; known ones are passed over. Return how many new."""
    with taking_in(desk, ImportKind.PUNCHES, path, unseen="a new entry beside the others") as (
        unit,
        told,
    ):
        shop = known_of(unit, desk.shop_id)
        rows = read_punches(path, shop.clock, agents=shop.agents)
        kept = {
            replace(entry.value, decided_min=None)
            for entry in unit.register.all(desk.shop_id, PunchRequest)
        }
        new = [row for row in rows if row not in kept]
        for row in new:
            _enter(unit, row)
            _note(unit, row)
        told.dates = [shop.clock.date_of(row.asked_start_min) for row in rows]
        told.people = [row.agent_id for row in rows]
        told.sums["new"] = len(new)
        return len(new)


def _keep(unit: Writing, request: PunchRequest) -> int:
    """Enter a request for a presence that is asked about and for which no other waits."""
    clock = unit.shops.get(unit.shop_id).clock
    date = clock.date_of(request.asked_start_min)
    asked = questions_in(unit, unit.shop_id, Month.of(date))
    about = (request.agent_id, *request.asked)
    good = any((one.agent_id, one.start_min, one.end_min) == about for one in asked)
    good |= _is_unrecorded(unit, request)
    at = clock.format(request.asked_start_min)
    require(good, "punch_not_asked", value=request.agent_id, at=at)
    others = punch_requests(unit, unit.shop_id, date, date)
    waits = any(
        (one.value.agent_id, *one.value.asked) == about and one.value.is_approved is None
        for one in others
    )
    require(not waits, "punch_waits", value=request.agent_id, at=at)
    unit.note(request.agent_id, {"date": date.isoformat()})
    return _enter(unit, request)


def _is_unrecorded(unit: Writing, request: PunchRequest) -> bool:
    """Return whether a request is about a shift of which nothing was recorded."""
    start, end = request.asked
    date = unit.shops.get(unit.shop_id).clock.date_of(start)
    found = unrecorded_in(unit, unit.shop_id, request.agent_id, (date, date), unit.stamp.at)
    return start == end and any(one.start_min == start for one in found)


def unrecorded_in(
    unit: Unit, shop_id: str, agent_id: str, dates: tuple[dt.date, dt.date], now: dt.datetime
) -> tuple[AskedPresence, ...]:
    """
    Return an agent's shifts in force that are over and of which nothing was recorded.

    Those of days of which nobody's attendance is known, and those on which they were away, are
    left out.
    """
    clock, now_min = unit.shops.get(shop_id).clock, int(now.timestamp()) // 60
    first, last = clock.at(dates[0] - DAY), clock.at(dates[1] + DAY + DAY)
    there = unit.floor.presences(shop_id, first, last)
    known = {clock.date_of(one.start_min) for one in there}
    mine = [(one.start_min, one.end_min) for one in there if one.agent_id == agent_id]
    away = unit.staff.absences(shop_id, first, last)
    mine += [
        (one.absence.start_min, one.absence.end_min)
        for one in away
        if one.absence.agent_id == agent_id
    ]
    shifts = {one.shift for one in scheduled_in(unit, shop_id, *dates)}
    return tuple(
        AskedPresence(agent_id, one.start_min, one.end_min)
        for one in sorted(shifts)
        if one.agent_id == agent_id
        and one.end_min <= now_min
        and clock.date_of(one.start_min) in known
        and not any(a < one.end_min + NEAR_MIN and one.start_min - NEAR_MIN < b for a, b in mine)
    )


def _enter(unit: Writing, request: PunchRequest) -> int:
    date = unit.shops.get(unit.shop_id).clock.date_of(request.asked_start_min)
    return unit.enter(request, subject=request.agent_id, date=date)


def _note(unit: Writing, decided: PunchRequest) -> None:
    """Say that the months of a presence, as recorded and as it was, are changed."""
    clock = unit.shops.get(unit.shop_id).clock
    spans = (decided.asked, *decided.there)
    moments = [moment for span in spans for moment in span]
    months = dict.fromkeys(Month.of(clock.date_of(moment)) for moment in moments)
    unit.add(*(("month", month, "attendance", decided.agent_id) for month in months))
    unit.note(decided.agent_id, {"approved": str(decided.is_approved)})
