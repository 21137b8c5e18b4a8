"""Absences and wishes: forms to enter them, lists to remove them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from kpi.facts.leave_days import LeaveKind
from scheduler.agent import Absence, Wish
from scheduler.errors import Fault, InputError
from scheduler.horizon import DAY_MIN
from service.month.shown_absences import approve_absence
from service.phone.waiting_list import remove_leave
from service.roster import requests
from service.shop import shops
from ui import figures, link, state
from ui.guard import action
from ui.parts import entry_form, register
from ui.parts.editing import wish_name
from ui.parts.entry_form import Ask, Form
from ui.parts.register import Act, Column, Register, each
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import absence_name, kind_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.horizon import Horizon
    from service.desk import Desk
    from service.month.shown_absences import AbsenceShown
    from service.roster.requests import EnteredAbsence, EnteredWish, LeaveBalance

KINDS = (*LeaveKind, "training", "meeting", "other")
STEP_MIN = 30
WEIGHTS = {1.0: "low", 3.0: "middle", 6.0: "high"}
WISHES = ("off", "window", "kind", "not_kind", "week_kind")
OF_KIND = WISHES[2:]
WHOLE_WEEK = "week_kind"


def people() -> dict[str, str]:
    """Return id and label of everybody who works in the chosen shop now."""
    return {
        agent.id: agent.id if agent.name in ("", agent.id) else f"{agent.id} {agent.name}"
        for agent in shops.agents(link.desk())
    }


@dataclass(frozen=True, slots=True)
class AbsenceTold:
    """What is asked for an absence: who, why, from when until when; why beyond what is left."""

    agent_id: str
    kind: str
    from_day: dt.date
    from_clock: int
    until_day: dt.date
    until_clock: int
    decision: str


def absence_form(horizon: Horizon, names: dict[str, str]) -> None:
    """Ask for an absence and keep it; beside each name stands the annual leave that is left."""
    left = requests.annual_leave(link.desk(), horizon.start.year)
    labels = {each: _with_left(name, left.get(each)) for each, name in names.items()}
    days = {day: _day(day) for day in horizon.dates}
    clocks = {each: figures.clock_name(each) for each in range(0, DAY_MIN + 1, STEP_MIN)}
    rows = (
        (Ask("agent_id", labels),),
        (Ask("kind", {each: _kind(each) for each in KINDS}),),
        (Ask("from_day", days), Ask("from_clock", clocks, 0)),
        (Ask("until_day", days), Ask("until_clock", clocks, DAY_MIN)),
        (Ask("decision"),),
    )

    def enter(desk: Desk, told: AbsenceTold) -> int:
        start = horizon.clock.at(told.from_day, told.from_clock)
        end = horizon.clock.at(told.until_day, told.until_clock)
        if end <= start:
            raise InputError(Fault("absence_backwards"))
        absence = Absence(told.agent_id, start, end, told.kind)
        return requests.enter_absence(desk, absence, decision=told.decision)

    entry_form.draw(Form("requests", AbsenceTold, rows, enter, title="new_absence", key="absence"))


def _with_left(name: str, balance: LeaveBalance | None) -> str:
    """Return a name with the annual leave that is left, where it is known."""
    if balance is None or balance.left is None:
        return name
    left = figures.days(float(balance.left), state.lang())
    return say("requests.with_left", name=name, left=left)


def _kind(name: str) -> str:
    return absence_name(name, state.lang())


def _day(date: dt.date) -> str:
    return figures.day(date, state.lang())


def absence_list(horizon: Horizon, names: dict[str, str]) -> None:
    """List the absences that touch the week; chosen ones can be removed."""
    lang = state.lang()

    def agent(one: EnteredAbsence) -> str:
        return names.get(one.absence.agent_id, one.absence.agent_id)

    shown = requests.absences_shown(link.desk(), horizon.iso_week)

    def evidence(one: EnteredAbsence) -> str:
        told = shown.get(one.id)
        if told is None:
            return ""
        return say("list.comma").join(filter(None, (told.evidence, told.late_reason)))

    columns: tuple[Column[EnteredAbsence], ...] = (
        Column("agent", agent),
        Column("kind", lambda one: _kind(one.absence.kind)),
        Column("from", lambda one: figures.moment(horizon, one.absence.start_min, lang)),
        Column("until", lambda one: figures.ending(horizon, one.absence.end_min, lang)),
        Column("evidence", evidence),
        Column("approval", lambda one: _approval(shown.get(one.id))),
        Column("entered", lambda one: _entered(one.entered.by, one.entered.at, horizon)),
    )
    acts: tuple[Act[EnteredAbsence], ...] = (
        Act("remove", each(_remove_absence), ":material/delete:"),
    )
    waiting = {number for number, one in shown.items() if one.waits}
    if waiting:
        approve = Act("approve", each(_approve_absence), ":material/check:", can=_is_in(waiting))
        acts = (approve, *acts)
    found = requests.absences(link.desk(), horizon.iso_week)
    register.draw(Register("absences", columns, acts, shared="requests"), found)


def _is_in(numbers: set[int]) -> Callable[[EnteredAbsence], bool]:
    return lambda one: one.id in numbers


def _approval(shown: AbsenceShown | None) -> str:
    """Return whether an absence counts as leave, or who approved it; empty: nobody has to."""
    if shown is None or not shown.needs_approval:
        return ""
    if shown.waits:
        return say("absences.waits_late" if shown.late_reason else "absences.waits")
    return say("absences.approved_by", by=shown.approved_by)


def _approve_absence(desk: Desk, one: EnteredAbsence) -> None:
    approve_absence(desk, one.id)


def _remove_absence(desk: Desk, one: EnteredAbsence) -> None:
    remove_leave(desk, one.id)


def _entered(by: str, at: dt.datetime, horizon: Horizon) -> str:
    return f"{by} {figures.stamp(at, horizon.clock, state.lang())}"


def wish_form(horizon: Horizon, names: dict[str, str], kinds: tuple[str, ...]) -> None:
    """Ask for a wish and keep it; for a kind of shift only where the week's rules have kinds."""
    with st.container(border=True):
        st.markdown(f"**{say('requests.new_wish')}**")
        st.selectbox(
            say("requests.agent"),
            names,
            format_func=lambda one: names.get(one, one),
            key="wish.agent",
        )
        day = st.empty()
        kind = st.segmented_control(
            say("requests.wish"),
            [name for name in WISHES if kinds or name not in OF_KIND],
            format_func=spoken(WISHES, lambda name: say(f"wish.{name}_choice")),
            default="off",
            required=True,
            key="wish.kind",
        )
        if kind == WHOLE_WEEK:
            day.caption(say("wish.week_kind_help"))
        else:
            day.selectbox(
                say("requests.day"),
                horizon.dates,
                format_func=spoken(horizon.dates, _day),
                key="wish.day",
            )
        if kind == "window":
            _window()
        elif kind in OF_KIND:
            st.selectbox(
                say("requests.wish_kind"),
                kinds,
                format_func=spoken(kinds, lambda name: kind_name(name, state.lang())),
                key="wish.of_kind",
            )
        st.select_slider(
            say("requests.weight"),
            list(WEIGHTS),
            value=1.0,
            key="wish.weight",
            format_func=spoken(WEIGHTS, lambda each: plain(_weight(each))),
            help=say("requests.weight_help"),
        )
        st.button(
            say("requests.enter"),
            type="primary",
            on_click=_enter_wish,
            args=(horizon.dates,),
            key="wish.enter",
        )


def _window() -> None:
    first, last = st.columns(2)
    clocks = list(range(0, DAY_MIN + 1, STEP_MIN))
    first.selectbox(
        say("requests.earliest"),
        clocks,
        index=clocks.index(8 * 60),
        format_func=figures.clock_name,
        key="wish.first",
    )
    last.selectbox(
        say("requests.latest"),
        clocks,
        index=clocks.index(18 * 60),
        format_func=figures.clock_name,
        key="wish.last",
    )


def _weight(weight: float) -> str:
    name = WEIGHTS.get(weight)
    return (
        say(f"weight.{name}")
        if name
        else figures.number(weight, state.lang(), 0 if weight == int(weight) else 1)
    )


@action
def _enter_wish(dates: tuple[dt.date, ...]) -> None:
    told = st.session_state
    chosen = told["wish.kind"]
    window = (told["wish.first"], told["wish.last"]) if chosen == "window" else None
    kind = told["wish.of_kind"] if chosen in OF_KIND else ""
    person, weight = (told[f"wish.{name}"] for name in ("agent", "weight"))
    is_week = chosen == WHOLE_WEEK
    first, *others = (
        Wish(person, day, window, weight, kind, chosen == "not_kind", is_week)
        for day in (dates if is_week else (told["wish.day"],))
    )
    requests.enter_wish(link.desk(), first, *others)


def wish_list(horizon: Horizon, names: dict[str, str]) -> None:
    """List the wishes for the week's dates; chosen ones can be removed."""

    def agent(one: EnteredWish) -> str:
        return names.get(one.wish.agent_id, one.wish.agent_id)

    columns: tuple[Column[EnteredWish], ...] = (
        Column("agent", agent),
        Column("day", lambda one: _day(one.wish.date)),
        Column("wish", lambda one: wish_name(one.wish)),
        Column("weight", lambda one: _weight(one.wish.weight)),
        Column("entered", lambda one: _entered(one.entered.by, one.entered.at, horizon)),
    )
    removal = Act("remove", each(_remove_wish), ":material/delete:")
    found = requests.wishes(link.desk(), horizon.iso_week)
    register.draw(Register("wishes", columns, (removal,), shared="requests"), found)


def _remove_wish(desk: Desk, one: EnteredWish) -> None:
    requests.remove_wish(desk, one.id)
