"""Punches somebody missed (补卡), asked for on the phone; HR decides on them as on all others."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.facts.presences import AskedPresence
from kpi.facts.punch_requests import PunchRequest
from kpi.month import Month
from scheduler.errors import require
from service.month.attendance import punch_requests, questions_in
from service.month.punches import request_punch, unrecorded_in, withdraw_punch
from store.register import Entry

if TYPE_CHECKING:
    from service.desk import Desk

BACK = dt.timedelta(days=35)


@dataclass(frozen=True, slots=True)
class OwnPunches:
    """
    What somebody may say of their attendance, and what they said.

    Parameters
    ----------
    open
        Presences that are asked about, and shifts of which nothing was recorded (``why`` is None,
        from and until when the shift was), newest first; those a request waits for left out.
    asked
        Requests of the last weeks, newest first.
    """

    open: tuple[AskedPresence, ...]
    asked: tuple[Entry[PunchRequest], ...]


def own_punches(desk: Desk, agent_id: str) -> OwnPunches:
    """
    Return what an agent may say of the last weeks' attendance, and what they said.

    Raises
    ------
    InputError
        When the agent is not theirs to look for.
    """
    with desk.read_about(agent_id) as unit:  # a card that two people used tells of both
        shop_id = desk.shop_id
        today = unit.shops.today(shop_id, desk.now)
        first = today - BACK
        said = punch_requests(unit, shop_id, first, today)
        mine = tuple(one for one in said if one.value.agent_id == agent_id)
        waits = {one.value.asked for one in mine if one.value.is_approved is None}
        months = dict.fromkeys((Month.of(first), Month.of(today)))
        found = {
            (one.start_min, one.end_min): one
            for month in months
            for one in questions_in(unit, shop_id, month)
            if one.agent_id == agent_id
        }
        for one in unrecorded_in(unit, shop_id, agent_id, (first, today), desk.now):
            found[one.start_min, one.end_min] = one
        decided = {one.value.asked for one in mine if one.value.is_approved is not None}
    open_ = [one for span, one in found.items() if _asked(one) not in waits | decided]
    return OwnPunches(
        tuple(sorted(open_, key=lambda one: -one.start_min)),
        tuple(sorted(mine, key=lambda one: -one.id)),
    )


def waiting_punches(desk: Desk) -> tuple[Entry[PunchRequest], ...]:
    """Return what people said of the last weeks' attendance and nobody decided on, oldest first."""
    with desk.read() as unit:
        today = unit.shops.today(desk.shop_id, desk.now)
        said = punch_requests(unit, desk.shop_id, today - BACK, today)
    return tuple(one for one in said if one.value.is_approved is None)


def _asked(one: AskedPresence) -> tuple[int, int]:
    """Return by which times a request names it: of a shift without record its start alone."""
    return (one.start_min, one.start_min if one.why is None else one.end_min)


def ask_punch(
    desk: Desk, agent_id: str, asked: tuple[int, int], there: tuple[int, int] | None, reason: str
) -> int:
    """
    Say when one was there truly; return the number of the request.

    Parameters
    ----------
    asked
        From and until when as recorded; of a shift without record its start twice.
    there
        From and until when one was there; None: not at all.

    Raises
    ------
    InputError
        As ``request_punch``; without a reason.
    """
    require(bool(reason.strip()), "punch_reason_missing", column="reason")
    start, end = (None, None) if there is None else there
    return request_punch(desk, PunchRequest(agent_id, *asked, start, end, reason.strip(), desk.by))


def take_punch_back(desk: Desk, agent_id: str, number: int) -> None:
    """Take one's own request back; raises InputError when it is decided or another's."""
    with desk.read() as unit:
        entry = unit.register.get(desk.shop_id, PunchRequest, number)
    require(entry.value.agent_id == agent_id, "request_of_others", value=str(number))
    withdraw_punch(desk, number)
