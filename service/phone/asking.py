"""
Asking for a swap or giving a shift away, answering, deciding.

Rules are the checker's, asked three times: when it is asked, when it is accepted and when it is
approved. What is approved is published at once, so that both calendars follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from service.phone.giving import give, require_not_own, step
from service.phone.requests_seen import (
    MINUTE_S,
    OPEN,
    WAITS,
    AgentRequest,
    AskedAnswer,
    AskedKind,
    AskedState,
    RequestSeen,
    is_withdrawable,
    requests_in,
)
from service.phone.waiting_list import move_up
from service.roster.editing import check_change, exchanged
from service.roster.requests import drop_absence

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.agent import Wish
    from scheduler.shift import Shift
    from service.desk import Desk
    from store.unit import Unit
    from store.weeks import KeptWeek
    from store.writing import Writing

TO_BE_GIVEN = "-"  # in place of a reason that the supervisor gives when approving


def ask_exchange(
    desk: Desk,
    agent_id: str,
    label: str,
    start_min: int,
    *,
    with_id: str = "",
    their_start_min: int | None = None,
) -> int:
    """
    Ask to swap a published shift, or to give it away; return the number of the request.

    Raises
    ------
    InputError
        When a shift is not published so or has begun, a request about it waits already, or what is
        asked would break the law.
    """
    with desk.write("request_asked", unseen="a new entry beside the others") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        shift = _published(unit, week, agent_id, start_min, desk.now)
        back = None
        if their_start_min is not None:
            back = _published(unit, week, with_id, their_start_min, desk.now)
        kind = AskedKind.GIVE if back is None else AskedKind.SWAP
        asked = AgentRequest(agent_id, kind, label, shift, with_id, back)
        unit.require_known(asked)
        require(with_id != agent_id, "swap_with_oneself", value=agent_id)
        waiting = requests_in(unit, desk.shop_id, desk.now)
        busy = any(one.value.shift == shift and one.state in OPEN for one in waiting)
        require(not busy, "request_waits", value=label)
        if with_id:
            _check(unit, label, exchanged(shift, with_id, back))
        date = week.horizon.clock.date_of(shift.start_min)
        number = unit.enter(asked, subject=agent_id, date=date)
        unit.note(agent_id, {"kind": kind.value, "date": date.isoformat(), "with": with_id})
        return number


def _published(
    unit: Unit, week: KeptWeek, agent_id: str, start_min: int, now: dt.datetime
) -> Shift:
    """Return somebody's published shift that begins at a moment and has not begun yet."""
    versions = unit.rosters.of_agent(week.id, agent_id)
    there = versions[-1].shifts if versions else ()
    found = next((one for one in there if one.start_min == start_min), None)
    at = week.horizon.clock.format(start_min).replace("T", " ")
    if found is None:
        raise InputError(Fault("shift_not_published", value=agent_id, details={"at": at}))
    require(start_min * MINUTE_S > now.timestamp(), "shift_begun", value=at)
    return found


def _check(unit: Writing, label: str, moved: tuple[tuple[Shift, ...], tuple[Shift, ...]]) -> None:
    """Raise InputError where an exchange breaks the law; the house's rules are the supervisor's."""
    week = unit.weeks.get(unit.shop_id, label)
    check_change(unit, week, removed=moved[0], added=moved[1], reason=TO_BE_GIVEN)


def _seen(unit: Unit, shop_id: str, number: int, now: dt.datetime) -> RequestSeen:
    found = (one for one in requests_in(unit, shop_id, now) if one.entry.id == number)
    seen = next(found, None)
    if seen is None:
        raise InputError(Fault("request_gone", value=str(number)))
    return seen


def answer_request(desk: Desk, agent_id: str, number: int, *, agrees: bool) -> None:
    """
    Say whether one takes part in what another asks.

    Raises
    ------
    InputError
        When it is not asked of them, somebody else took it or it is over; when it would break the
        law by now.
    """
    with desk.write("request_answered", unseen="whether it still waits is asked inside") as unit:
        seen = _seen(unit, desk.shop_id, number, desk.now)
        asked, shift = seen.value, seen.value.shift
        if shift is None:
            raise InputError(Fault("request_of_others", value=str(number)))
        is_theirs = asked.with_id in {"", agent_id} and asked.agent_id != agent_id
        require(is_theirs, "request_of_others", value=str(number))
        taken = seen.state is AskedState.ACCEPTED
        require(not taken, "shift_taken", value=seen.names.get(seen.taker) or seen.taker)
        require(seen.state is AskedState.ASKED, "request_over", value=str(number))
        clock = unit.shops.get(desk.shop_id).clock
        date = clock.date_of(shift.start_min)
        if agrees:
            moved = exchanged(shift, agent_id, asked.in_return)
            _check(unit, asked.week, moved)
        unit.enter(AskedAnswer(agent_id, number, agrees), subject=agent_id, date=date)
        unit.add(("entry", number))
        unit.note(agent_id, {"number": str(number), "agrees": str(agrees)})


def withdraw_request(desk: Desk, agent_id: str, number: int) -> None:
    """
    Take back what one asked, until it is decided; leave also once it is approved, until it begins.

    Whoever waits for that place moves up. Raises InputError when it is over.
    """
    with desk.write("request_withdrawn", unseen="whether it still waits is asked inside") as unit:
        seen = _seen(unit, desk.shop_id, number, desk.now)
        require(seen.value.agent_id == agent_id, "request_of_others", value=str(number))
        require(is_withdrawable(seen, desk.now), "request_over", value=str(number))
        gives_up = seen.state is AskedState.APPROVED
        step(unit, seen, AskedState.WITHDRAWN)
        if seen.value.wish is not None:
            _drop_wish(unit, seen.value.wish)
        if gives_up:
            _drop_leave(unit, seen)


def _drop_wish(unit: Writing, wish: Wish) -> None:
    """Remove the wish that was asked, where it is still there."""
    for one in unit.staff.wishes(unit.shop_id, wish.date, wish.date):
        if one.wish == wish:
            unit.touch(("wish", one.id))
            unit.staff.remove_wish(unit.shop_id, one.id)
            return


def _drop_leave(unit: Writing, seen: RequestSeen) -> None:
    """Remove the absence that leave became, where it is still there; who waits moves up."""
    asked = seen.value.absence
    assert asked is not None
    for one in unit.staff.absences(unit.shop_id, asked.start_min, asked.end_min):
        if one.absence == asked:
            drop_absence(unit, one.id)
            move_up(unit)
            return


def decide_request(desk: Desk, number: int, *, approves: bool, reason: str = "") -> None:
    """
    Approve a request, which changes and publishes the week's roster at once, or refuse it.

    Parameters
    ----------
    reason
        Why; needed to refuse, and to approve what breaks rules of the house.

    Raises
    ------
    InputError
        When it does not wait for this, is one's own, breaks the law, or a draft of the week stands
        in the way; when a reason is missing.
    """
    with desk.write("request_decided", ("entry", number)) as unit:
        seen = _seen(unit, desk.shop_id, number, desk.now)
        require(seen.value.wish is None, "request_over", value=str(number))
        require_not_own(seen, desk.by)
        late = seen.state is AskedState.TOO_LATE
        require(not late, "request_too_late", value=seen.value.week)
        if not approves:
            require(seen.state in WAITS, "request_over", value=str(number))
            require(bool(reason.strip()), "refusal_reason", column="reason")
            step(unit, seen, AskedState.REFUSED, reason)
            return
        full = seen.state is AskedState.NO_PLACE
        require(not full, "offer_full", value=seen.value.week)
        require(seen.state is not AskedState.ASKED, "request_unanswered", value=str(number))
        require(seen.state is AskedState.ACCEPTED, "request_over", value=str(number))
        moved = ((), ()) if seen.value.absence is not None else seen.moved
        give(unit, seen.value, seen.taker, moved, reason=reason)
        step(unit, seen, AskedState.APPROVED, reason)
