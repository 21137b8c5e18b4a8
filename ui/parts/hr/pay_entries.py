"""Overtime, rewards, deductions and refunds of a month, entered, corrected and withdrawn singly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import streamlit as st

from kpi.month import Month
from kpi.pay.extras import Deduction, DeductionKind, RewardCase
from kpi.pay.overtime import ApprovedOvertime
from kpi.pay.pay_part import CaseReward
from kpi.pay.payout import Overtime
from scheduler.horizon import Clock
from service.desk import Desk
from service.pay import overtime, pay_inputs
from service.pay.pay_entries import (
    Entry,
    Refund,
    Repaid,
    correct_entry,
    pay_entries,
    withdraw_entry,
)
from ui import figures, link, state
from ui.parts import entry_form, register
from ui.parts.entry_form import Ask, Form
from ui.parts.hr import proposed_overtime
from ui.parts.hr.asking import DAY, days_between, full_day, moment, now_min
from ui.parts.hr.opened import month_title
from ui.parts.register import Act, Column, Register, each
from ui.parts.requests import people
from ui.state import say, spoken

NAME = "pay_entry"
EVENING = 18 * 60
MONTHS_BACK = 12
Rows = tuple[tuple[Ask, ...], ...]


@dataclass(frozen=True, slots=True)
class RefundTold:
    """What is asked for a refund: whose sales of which month, refunded when, how much."""

    agent_id: str
    month: Month
    date: dt.date
    refunded: Decimal


@dataclass(frozen=True, slots=True)
class PayKind:
    """
    How a kind of entry is asked and shown.

    Parameters
    ----------
    kind
        Its class, as the register keeps it.
    told
        Class of what is asked.
    rows
        Its fields in the form, from the month, the clock and the entry that is corrected.
    columns
        Of the list, beside who it is about and who entered it.
    enter
        Action that keeps an entry.
    made, shown
        Makes the entry of what is told, and tells it of an entry again.
    """

    kind: type[Any]
    told: type[Any]
    rows: Callable[[Month, Clock, Any], Rows]
    columns: Callable[[Clock], tuple[Column[Entry[Any]], ...]]
    enter: Callable[[Desk, Any], int]
    made: Callable[[Any], Any] = lambda told: told
    shown: Callable[[Entry[Any]], Any] = lambda entry: entry.value


def page(month: Month, clock: Clock) -> None:
    """Ask which kind; draw its list, and the form for a new one or for the chosen one."""
    chosen = st.segmented_control(
        say(f"{NAME}.show"),
        list(KINDS),
        default=next(iter(KINDS)),
        required=True,
        format_func=spoken(list(KINDS), lambda name: say(f"{NAME}.tab_{name}")),
        key=f"{NAME}.show",
        label_visibility="collapsed",
    )
    name = chosen or next(iter(KINDS))
    left, right = st.columns([1, 2.4], gap="medium")
    with right:
        if name == "overtime":
            proposed_overtime.draw(month, clock)
        entries = pay_entries(link.desk(), KINDS[name].kind, month)
        picked = register.draw(_register(name, KINDS[name], clock), entries)
    with left:
        entry_form.draw(_form(name, KINDS[name], month, clock, picked))


def _form(
    name: str, how: PayKind, month: Month, clock: Clock, picked: list[Entry[Any]]
) -> Form[Any]:
    """Return the form for a new entry; where one is chosen, for another in its place."""
    if len(picked) == 1:
        (old,) = picked

        def correct(desk: Desk, told: Any) -> int:  # noqa: ANN401 - of whatever kind it is
            number = correct_entry(desk, old.id, how.kind, how.made(told))
            register.untick(_list(name))
            return number

        rows = how.rows(month, clock, how.shown(old))
        key = f"{NAME}.{name}.{old.id}"
        return Form(NAME, how.told, rows, correct, title="correct_title", button="correct", key=key)

    def enter(desk: Desk, told: Any) -> int:  # noqa: ANN401 - as above
        return how.enter(desk, how.made(told))

    def undo(desk: Desk, number: int) -> None:
        withdraw_entry(desk, number, how.kind)

    rows = how.rows(month, clock, None)
    text = say(f"{NAME}.text_{name}")
    return Form(NAME, how.told, rows, enter, undo=undo, text=text, key=f"{NAME}.{name}.{month}")


def _register(name: str, how: PayKind, clock: Clock) -> Register[Entry[Any]]:
    def withdraw(desk: Desk, one: Entry[Any]) -> None:
        withdraw_entry(desk, one.id, how.kind)

    names = people()
    columns: tuple[Column[Entry[Any]], ...] = (
        Column("agent", lambda one: names.get(one.subject, one.subject)),
        *how.columns(clock),
        Column("entered", lambda one: _entered(one, clock)),
    )
    acts: tuple[Act[Entry[Any]], ...] = (Act("withdraw", each(withdraw), ":material/undo:"),)
    return Register(NAME, columns, acts, key=_list(name))


def _list(name: str) -> str:
    """Return the key of a kind's list."""
    return f"{NAME}.list.{name}"


def _entered(one: Entry[Any], clock: Clock) -> str:
    return f"{one.entered.by} {figures.stamp(one.entered.at, clock, state.lang())}"


def _agent(old: Any) -> Ask:  # noqa: ANN401 - an entry of any kind
    """Ask for somebody; who left and has an entry is there for it."""
    known = people()
    if old is None:
        return Ask("agent_id", known, is_empty=True, fault="nobody_chosen")
    return Ask("agent_id", {old.agent_id: old.agent_id} | known, old.agent_id)


def _day(month: Month, clock: Clock, old: Any) -> Ask:  # noqa: ANN401 - as above
    """Ask for a day of the month; of a new entry today, or the last."""
    today = clock.date_of(now_min())
    begins = old.date if old is not None else today if today in month else month.last
    days = days_between(month.first, month.last)
    return Ask("date", {one: full_day(one) for one in days}, begins)


def _text(name: str, old: Any, *, needed: bool = True) -> Ask:  # noqa: ANN401 - as above
    return Ask(name, begins=getattr(old, name, None), fault="empty" if needed else "")


def _begun(name: str, old: Any, usual: Any = None, **more: Any) -> Ask:  # noqa: ANN401 - as above
    return Ask(name, begins=usual if old is None else getattr(old, name), **more)


def _approved(month: Month, clock: Clock, old: ApprovedOvertime | None) -> Rows:
    today = clock.date_of(now_min())
    day = today if today in month else month.last
    start = clock.at(day, EVENING) if old is None else old.start_min
    end = start + 120 if old is None else old.end_min
    known = days_between(month.first - DAY, month.last + DAY)

    def at(name: str, at_min: int) -> Ask:
        date = clock.date_of(at_min)
        return moment(name, [date, *(one for one in known if one != date)], clock, at_min)

    return (
        (_agent(old),),
        (at("start_min", start),),
        (at("end_min", end),),
        (_begun("kind", old),),
        (_begun("approved_by", old, link.by()),),
        (_begun("time_off", old, usual=False),),
    )


def _worked(month: Month, clock: Clock, old: Overtime | None) -> Rows:
    return (
        (_agent(old),),
        (_day(month, clock, old),),
        (_begun("kind", old),),
        (_begun("minutes", old),),
        (_begun("approved_by", old, link.by()),),
        (_begun("time_off", old, usual=False),),
    )


def _reward(month: Month, clock: Clock, old: RewardCase | None) -> Rows:
    schemes = pay_inputs.pay_schemes(link.desk())
    parts = [part for one in schemes for part in one.parts if isinstance(part, CaseReward)]
    names = {part.name: part.name for part in parts}
    if old is not None:
        names = {old.name: old.name} | names
    named = Ask(
        "name",
        names,
        None if old is None else old.name,
        is_empty=old is None,
        fault="empty",
        takes_new=True,
    )
    return (
        (_agent(old),),
        (_day(month, clock, old),),
        (named,),
        (_text("buyer", old),),
        (_text("proof", old),),
        (_begun("price", old, 0), _begun("compensation", old, 0)),
    )


def _deduction(month: Month, clock: Clock, old: Deduction | None) -> Rows:
    return (
        (_agent(old),),
        (_day(month, clock, old),),
        (_begun("kind", old, DeductionKind.DAMAGE),),
        (_begun("amount", old),),
        (_text("reason", old),),
        (_text("clause", old, needed=False),),
    )


def _refund(month: Month, clock: Clock, old: RefundTold | None) -> Rows:
    before = [month.before]
    while len(before) < MONTHS_BACK:
        before.append(before[-1].before)
    if old is not None and old.month not in before:
        before.append(old.month)
    return (
        (_agent(old),),
        (_begun("month", old, options={one: month_title(one) for one in before}),),
        (_day(month, clock, old),),
        (_begun("refunded", old),),
    )


def _of(name: str, shown: Callable[[Any], object] = str, **more: Any) -> Column[Entry[Any]]:  # noqa: ANN401 - what a column takes
    return Column(name, lambda one: shown(getattr(one.value, name)), **more)


def _yuan(name: str) -> Column[Entry[Any]]:
    return _of(name, float, format="%.2f")


def _dated() -> Column[Entry[Any]]:
    return Column("date", lambda one: full_day(one.date))


def _kind() -> Column[Entry[Any]]:
    return _of("kind", lambda kind: say(f"{NAME}.kind_{kind}"))


def _time_off() -> Column[Entry[Any]]:
    return _of("time_off", lambda is_so: "✓" if is_so else "")


def _approved_columns(clock: Clock) -> tuple[Column[Entry[Any]], ...]:
    def times(one: Entry[ApprovedOvertime]) -> str:
        day = full_day(clock.date_of(one.value.start_min))
        return f"{day} {figures.times(clock, one.value.start_min, one.value.end_min)}"

    def hours(one: Entry[ApprovedOvertime]) -> float:
        return (one.value.end_min - one.value.start_min) / 60

    how_long: Column[Entry[Any]] = Column("hours", hours, format="%.2f")
    told = (_kind(), _of("approved_by"), _time_off(), _of("week"))
    return (Column("times", times), how_long, *told)


def _refund_shown(entry: Entry[Repaid]) -> RefundTold:
    return RefundTold(entry.value.agent_id, entry.value.month, entry.date, entry.value.refunded)


def _refund_made(told: RefundTold) -> Refund:
    return Refund(Repaid(told.agent_id, told.month, told.refunded), told.date)


def _refund_entered(desk: Desk, refund: Refund) -> int:
    return pay_inputs.enter_refund(desk, refund.repaid, date=refund.date)


KINDS: Mapping[str, PayKind] = {
    "overtime": PayKind(
        ApprovedOvertime,
        ApprovedOvertime,
        _approved,
        _approved_columns,
        overtime.approve_overtime,
    ),
    "worked": PayKind(
        Overtime,
        Overtime,
        _worked,
        lambda _: (_dated(), _of("minutes", int), _kind(), _of("approved_by"), _time_off()),
        overtime.enter_overtime,
    ),
    "reward": PayKind(
        RewardCase,
        RewardCase,
        _reward,
        lambda _: (
            *(_dated(), _of("name"), _of("buyer"), _of("proof")),
            *(_yuan("price"), _yuan("compensation")),
        ),
        pay_inputs.enter_reward,
    ),
    "deduction": PayKind(
        Deduction,
        Deduction,
        _deduction,
        lambda _: (_dated(), _kind(), _yuan("amount"), _of("reason"), _of("clause")),
        pay_inputs.enter_deduction,
    ),
    "refund": PayKind(
        Repaid,
        RefundTold,
        _refund,
        lambda _: (_dated(), _of("month", month_title), _yuan("refunded")),
        _refund_entered,
        _refund_made,
        _refund_shown,
    ),
}
