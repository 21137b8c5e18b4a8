"""The register of lent (抽调) and lost (非抽调) time: entering, approving, removing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.dispatch import Interruption, InterruptionKind
from service.month import kpi_intake
from ui import figures, link, state
from ui.parts import entry_form, register
from ui.parts.entry_form import Ask, Form
from ui.parts.hr import values
from ui.parts.hr.asking import DAY, days_between, now_min, when
from ui.parts.register import Act, Column, Register, each
from ui.parts.requests import people
from ui.state import say

if TYPE_CHECKING:
    from scheduler.horizon import Clock
    from service.desk import Desk
    from service.month.kpi_intake import EnteredInterruption
    from service.month.months import Month


@dataclass(frozen=True, slots=True)
class InterruptionTold:
    """What is asked for an entry: who, why, on which day, from when until when."""

    agent_id: str
    kind: InterruptionKind
    day: dt.date
    since: dt.time
    until: dt.time
    reason: str
    late_reason: str

    def entry(self, clock: Clock) -> Interruption:
        """Return the entry, registered now; one that ends before it begins ends the next day."""
        now = now_min()
        last = self.day if self.until > self.since else self.day + DAY
        return Interruption(
            self.agent_id,
            self.kind,
            clock.at(self.day, _minutes(self.since)),
            clock.at(last, _minutes(self.until)),
            self.reason,
            now,
            link.by(),
            late_reason=self.late_reason if self.day < clock.date_of(now) else "",
        )


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def form(month: Month, clock: Clock) -> None:
    """Ask for lent or lost time and register it."""
    days = days_between(month.first, min(month.last, clock.date_of(now_min())))
    if not days:
        st.info(say("register.future"))
        return
    rows = (
        (Ask("agent_id", people()),),
        (Ask("kind", is_row=True),),
        (Ask("day", {one: figures.day(one, state.lang()) for one in days}),),
        (Ask("since", begins=dt.time(9)), Ask("until", begins=dt.time(10))),
        (Ask("reason", fault="register_reason_missing"),),
        (Ask("late_reason"),),
    )

    def enter(desk: Desk, told: InterruptionTold) -> int:
        return kpi_intake.enter_interruption(desk, told.entry(clock))

    undo = kpi_intake.remove_interruption
    entry_form.draw(Form("register", InterruptionTold, rows, enter, undo=undo))


def entries(month: Month, clock: Clock) -> None:
    """List what a month's register holds; chosen ones can be approved or removed."""
    register.draw(_register(clock), kpi_intake.interruptions(link.desk(), month))


def _register(clock: Clock) -> Register[EnteredInterruption]:
    names, lang = people(), state.lang()

    def agent(entry: EnteredInterruption) -> str:
        return names.get(entry.interruption.agent_id, entry.interruption.agent_id)

    def times(entry: EnteredInterruption) -> str:
        one = entry.interruption
        day = figures.day(clock.date_of(one.start_min), lang)
        return f"{day} {figures.times(clock, one.start_min, one.end_min)}"

    def hours(entry: EnteredInterruption) -> str:
        one = entry.interruption
        return figures.number((one.end_min - one.start_min) / values.HOUR_MIN, lang, 2)

    def registered(entry: EnteredInterruption) -> str:
        one = entry.interruption
        return f"{one.registered_by} {when(one.registered_min, clock)}"

    return Register(
        "register",
        (
            Column("agent", agent),
            Column("kind", lambda one: say(f"interruption.{one.interruption.kind}")),
            Column("times", times),
            Column("hours", hours),
            Column("reason", _reason),
            Column("registered", registered),
            Column("approved", _approved),
            Column("status", lambda one: say(f"register.{status(one, clock)}")),
        ),
        (
            Act("approve", each(_approve), ":material/check:", is_main=True),
            Act("remove", each(_remove), ":material/delete:"),
        ),
    )


def _reason(entry: EnteredInterruption) -> str:
    one = entry.interruption
    told = say("list.comma").join(filter(None, (one.reason, one.asked_by, one.evidence)))
    if not one.late_reason:
        return told
    return say("register.reason_late", reason=told, late=one.late_reason)


def _approved(entry: EnteredInterruption) -> str:
    one = entry.interruption
    by = [name for name in (one.approved_by, one.second_approval) if name]
    return say("list.comma").join(by) or values.NONE


def _approve(desk: Desk, entry: EnteredInterruption) -> None:
    kpi_intake.approve_interruption(desk, entry.id)


def _remove(desk: Desk, entry: EnteredInterruption) -> None:
    kpi_intake.remove_interruption(desk, entry.id)


def status(entry: EnteredInterruption, clock: Clock) -> str:
    """Return whether an entry counts, or what it waits for."""
    one = entry.interruption
    if one.counts(clock):
        return "counts"
    if not one.approved_by:
        return "waits"
    return "waits_second" if one.late_reason else "too_late"
