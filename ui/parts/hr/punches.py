"""Presences that are asked about (补卡): what is open, what is said of it, and the decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from kpi.facts.punch_requests import DAY_MIN, PunchRequest
from service.month import punches
from ui import figures, link, state
from ui.parts import entry_form, register
from ui.parts.entry_form import Ask, Form
from ui.parts.hr.asking import days_between, moment, when
from ui.parts.markup import empty
from ui.parts.register import Act, Column, Register, each
from ui.parts.requests import people
from ui.plain import plain
from ui.state import say, spoken

if TYPE_CHECKING:
    import datetime as dt

    from kpi.facts.presences import AskedPresence
    from scheduler.horizon import Clock
    from service.desk import Desk
    from service.month.months import Month
    from service.month.punches import Entry, PunchView

    Request = Entry[PunchRequest]


@dataclass(frozen=True, slots=True)
class PunchTold:
    """What is asked of a presence: whether the agent was there, from when until when, and why."""

    was_there: bool
    start_min: int
    end_min: int
    reason: str


@dataclass(frozen=True, slots=True)
class PunchRefusal:
    """Which request is refused, and why."""

    number: int
    why_refused: str


def page(month: Month, clock: Clock) -> None:
    """Draw what is asked about in a month, forms to answer and to decide, and what was said."""
    view = punches.punches(link.desk(), month)
    st.caption(say("punches.rule"))
    if not view.has_cards:
        st.caption(say("punches.no_cards"))
    left, right = st.columns([1, 2.4], gap="medium")
    with left:
        _answer(view, clock)
        _refuse(view, clock)
    with right:
        st.markdown(plain(say("punches.open", count=len(view.questions))))
        if view.questions:
            register.show(_questions(view, clock), view.questions)
        else:
            empty(say("punches.none_open"), say("punches.none_open_text"))
        st.markdown(f"**{say('punches.said')}**")
        register.draw(_requests(clock), view.requests)


def punch_times(start: int, end: int, clock: Clock) -> str:
    """Return from and until when a presence was, or when the shift without record began."""
    day = figures.day(clock.date_of(start), state.lang())
    if start == end:
        return f"{day} {figures.clock_name(clock.clock_of(start))}"
    last = clock.date_of(end)
    if end - start <= DAY_MIN:
        return f"{day} {figures.times(clock, start, end)}"
    until = f"{figures.day(last, state.lang())} {figures.clock_name(clock.clock_of(end))}"
    return f"{day} {figures.clock_name(clock.clock_of(start))} – {until}"


def _name(agent_id: str) -> str:
    return people().get(agent_id, agent_id)


def _label(one: AskedPresence, clock: Clock) -> str:
    return f"{_name(one.agent_id)} · {punch_times(one.start_min, one.end_min, clock)}"


def _answer(view: PunchView, clock: Clock) -> None:
    """Ask for the true times of one of the presences that are open."""
    about = {(one.value.agent_id, *one.value.asked) for one in view.waiting}
    open_ = [
        one for one in view.questions if (one.agent_id, one.start_min, one.end_min) not in about
    ]
    if not open_:
        return
    asked: AskedPresence = st.selectbox(
        say("punches.asked"),
        open_,
        format_func=spoken(open_, lambda one: plain(_label(one, clock))),
        key="punches.asked",
    )
    shift = view.shift_of(asked)
    start, end = (
        (asked.start_min, asked.end_min) if shift is None else (shift.start_min, shift.end_min)
    )
    text = "" if shift is None else say("punches.shift", times=punch_times(start, end, clock))
    days = days_between(clock.date_of(asked.start_min - DAY_MIN), clock.date_of(end + DAY_MIN))

    def enter(desk: Desk, told: PunchTold) -> int:
        request = PunchRequest(
            asked.agent_id,
            asked.start_min,
            asked.end_min,
            told.start_min if told.was_there else None,
            told.end_min if told.was_there else None,
            told.reason,
            desk.by,
        )
        return punches.request_punch(desk, request)

    rows = (
        (Ask("was_there", begins=True),),
        (_first("start_min", days, clock, start),),
        (_first("end_min", days, clock, end),),
        (Ask("reason", fault="punch_reason_missing"),),
    )
    key = f"punches.{asked.agent_id}.{asked.start_min}.{asked.end_min}"
    form = Form("punches", PunchTold, rows, enter, undo=punches.withdraw_punch, text=text, key=key)
    entry_form.draw(form)


def _first(name: str, days: list[dt.date], clock: Clock, at_min: int) -> Ask:
    """Ask for a moment; its own day is chosen at first."""
    day = clock.date_of(at_min)
    return moment(name, [day, *(one for one in days if one != day)], clock, at_min)


def _refuse(view: PunchView, clock: Clock) -> None:
    """Ask which request is refused, and why."""
    if not view.waiting:
        return
    names = {
        one.id: f"{_name(one.value.agent_id)} · {punch_times(*one.value.asked, clock)}"
        for one in view.waiting
    }

    def enter(desk: Desk, told: PunchRefusal) -> None:
        punches.decide_punch(desk, told.number, is_approved=False, why_refused=told.why_refused)

    rows = ((Ask("number", names),), (Ask("why_refused", fault="punch_refused_why"),))
    entry_form.draw(
        Form(
            "punches",
            PunchRefusal,
            rows,
            enter,
            title="refuse",
            button="refuse_now",
            key="refusal",
            is_main=False,
        )
    )


def _questions(view: PunchView, clock: Clock) -> Register[AskedPresence]:
    def shift(one: AskedPresence) -> str:
        found = view.shift_of(one)
        return "" if found is None else punch_times(found.start_min, found.end_min, clock)

    return Register(
        "punches",
        (
            Column("agent", lambda one: _name(one.agent_id)),
            Column("recorded", lambda one: punch_times(one.start_min, one.end_min, clock)),
            Column("doubt", lambda one: say(f"doubt.{one.why}")),
            Column("shift_then", shift),
        ),
        key="punches.questions",
        height_px=300,
    )


def _requests(clock: Clock) -> Register[Request]:
    def there(one: Request) -> str:
        start, end = one.value.start_min, one.value.end_min
        return (
            say("punch.nowhere") if start is None or end is None else punch_times(start, end, clock)
        )

    def decided(one: Request) -> str:
        by = f"{one.value.decided_by} {when(one.value.decided_min, clock)}"
        return f"{by} {one.value.why_refused}".strip() if one.value.decided_by else ""

    states = {None: "waits", True: "approved", False: "refused"}
    return Register(
        "punches",
        (
            Column("agent", lambda one: _name(one.value.agent_id)),
            Column("recorded", lambda one: punch_times(*one.value.asked, clock)),
            Column("there", there),
            Column("reason", lambda one: one.value.reason),
            Column("by", lambda one: one.value.requested_by),
            Column("state", lambda one: say(f"punch.{states[one.value.is_approved]}")),
            Column("decided", decided),
        ),
        (
            Act("approve", each(_approve), ":material/check:", is_main=True, can=_is_waiting),
            Act("withdraw", each(_withdraw), ":material/delete:", can=_is_waiting),
        ),
        key="punches.requests",
        height_px=300,
    )


def _is_waiting(one: Request) -> bool:
    return one.value.is_approved is None


def _approve(desk: Desk, one: Request) -> None:
    punches.decide_punch(desk, one.id, is_approved=True)


def _withdraw(desk: Desk, one: Request) -> None:
    punches.withdraw_punch(desk, one.id)
