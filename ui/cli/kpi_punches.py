"""Presences that are asked about: ``kpi punches`` lists them, ``kpi decide`` decides."""

from typing import Annotated, Any

import typer

from kpi.facts.presences import AskedPresence
from scheduler.horizon import Clock
from service.month import punches as service
from service.month.months import Month
from service.month.punches import Entry, PunchRequest
from service.shop.shops import shop as shop_of
from ui.cli.acting import Acting, Looking, told
from ui.cli.options import LARGEST, MonthText
from ui.cli.screen import Screen
from ui.cli.spelled import Report

Number = Annotated[int, typer.Argument(min=1, max=LARGEST, help="cli.option.punch_number")]
Refuse = Annotated[str, typer.Option("--refuse", metavar="WHY", help="cli.option.refuse")]


def punches(screen: Screen, *, month: MonthText, at: Looking) -> Report:
    """List the presences of a month that are asked about, and what is said of them."""
    with at.desk() as desk:
        found = service.punches(desk, Month.parse(month))
        clock = shop_of(desk).clock
    rows = [_question(screen, one, clock) for one in found.questions]
    screen.table(tuple(f"cli.head.{name}" for name in ("agent", "recorded", "doubt")), rows)
    screen.say("cli.punches_open", month=month, count=len(rows), waiting=len(found.waiting))
    for one in found.requests:
        screen.say("cli.punch_request", **_request(screen, one, clock))
    if not found.has_cards:
        screen.say("cli.punches_no_cards")
    report: Report = {
        "month": month,
        "has_cards": found.has_cards,
        "questions": [_told_question(one, clock) for one in found.questions],
        "requests": [_told_request(one, clock) for one in found.requests],
    }
    return told(screen, desk, report)


def decide(screen: Screen, number: Number, *, refuse: Refuse = "", at: Acting) -> Report:
    """Approve what is said of a presence, or refuse it with a reason."""
    with at.desk() as desk:
        service.decide_punch(desk, number, is_approved=not refuse, why_refused=refuse)
    screen.say("cli.punch_refused" if refuse else "cli.punch_approved", number=number)
    return told(screen, desk, {"number": number, "approved": not refuse})


def _question(screen: Screen, one: AskedPresence, clock: Clock) -> tuple[str, ...]:
    return one.agent_id, _times(one.start_min, one.end_min, clock), screen.word(f"doubt.{one.why}")


def _times(start: int, end: int, clock: Clock) -> str:
    return clock.format(start) if start == end else f"{clock.format(start)} – {clock.format(end)}"


def _request(screen: Screen, entry: Entry[PunchRequest], clock: Clock) -> dict[str, object]:
    one = entry.value
    there = screen.word("punch.nowhere")
    if one.start_min is not None and one.end_min is not None:
        there = _times(one.start_min, one.end_min, clock)
    state = {None: "waits", True: "approved", False: "refused"}[one.is_approved]
    return {
        "number": entry.id,
        "agent": one.agent_id,
        "recorded": _times(*one.asked, clock),
        "there": there,
        "by": one.requested_by,
        "state": screen.word(f"punch.{state}"),
    }


def _told_question(one: AskedPresence, clock: Clock) -> dict[str, Any]:
    return {
        "agent_id": one.agent_id,
        "start": clock.format(one.start_min),
        "end": clock.format(one.end_min),
        "why": one.why and one.why.value,
    }


def _told_request(entry: Entry[PunchRequest], clock: Clock) -> dict[str, Any]:
    one = entry.value
    start, end = (None if at is None else clock.format(at) for at in (one.start_min, one.end_min))
    return {
        "number": entry.id,
        "agent_id": one.agent_id,
        "recorded": [clock.format(at) for at in one.asked],
        "start": start,
        "end": end,
        "reason": one.reason,
        "requested_by": one.requested_by,
        "approved": one.is_approved,
        "decided_by": one.decided_by,
        "why_refused": one.why_refused,
    }
