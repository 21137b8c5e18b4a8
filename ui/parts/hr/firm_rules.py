"""What the firm pays everybody for days of leave and as allowances: a list, and forms for both."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import streamlit as st

from kpi.facts.leave_days import LeaveKind
from kpi.month import Month
from kpi.pay.pay_part import Allowance, AllowancePer, LeavePay, UnusedLeavePay
from scheduler.horizon import DAY_MIN, ClockSpan
from scheduler.keys import Asked
from service.pay import firm_rules
from ui import figures, state
from ui.parts import entry_form, register
from ui.parts.entry_form import Ask, Form
from ui.parts.hr import values
from ui.parts.hr.asking import full_day
from ui.parts.register import Act, Column, Register
from ui.state import say, spoken
from ui.words.names import absence_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.pay.leave import LeaveLaw
    from kpi.pay.pay_scheme import PayScheme
    from service.desk import Desk
    from service.pay.firm_rules import FirmPart

ANY_TIME = -1
STEP_MIN = 30
PERCENT = Decimal(100)


def begins(today: dt.date) -> dt.date:
    """Ask from which month on a change holds; return its first day."""
    this = Month.of(today)
    months = [this.first, this.after.first, this.before.first]
    chosen = st.selectbox(
        say("firm_rules.begins"),
        months,
        format_func=spoken(months, lambda date: figures.month(date, state.lang())),
        help=say("firm_rules.begins_help"),
        key="firm_rules.begins",
    )
    return chosen or this.first


def listed(newest: PayScheme | None, laws: Sequence[LeaveLaw], valid_from: dt.date) -> None:
    """List the rules in force last; chosen ones can be taken out."""
    least = {law.kind: law for law in laws}
    kinds = (LeavePay, UnusedLeavePay, Allowance)
    parts = [] if newest is None else [one for one in newest.parts if isinstance(one, kinds)]
    columns: tuple[Column[FirmPart], ...] = (
        Column("sort", lambda one: say(f"firm_rules.sort_{one.kind}")),
        Column("what", _what),
        Column("pays", _pays),
        Column("law", lambda one: _law(one, least)),
    )

    def remove(desk: Desk, chosen: Sequence[FirmPart]) -> None:
        for one in chosen:
            firm_rules.remove_part(desk, one, valid_from)

    removal = Act("remove", remove, ":material/delete:")
    register.draw(Register("firm_rules", columns, (removal,)), parts)


def _what(one: FirmPart) -> str:
    if isinstance(one, Allowance):
        return one.name
    if isinstance(one, LeavePay):
        return absence_name(one.leave, state.lang())
    return values.capital(say("pays.unused_leave"))


def _pays(one: FirmPart) -> str:
    if isinstance(one, Allowance):
        paid = say(f"firm_rules.pays_{one.per}", amount=figures.money(one.amount, state.lang()))
        return say("list.comma").join((paid, *_when(one)))
    if isinstance(one, LeavePay):
        paid = say("firm_rules.pays_share", share=figures.share(float(one.share), state.lang()))
        notes = [say("firm_rules.insured")] if one.is_insured else []
        notes += [say("firm_rules.breaks")] if one.breaks_attendance else []
        return say("list.comma").join((paid, *notes))
    return say("firm_rules.pays_unused")


def _when(one: Allowance) -> list[str]:
    """Return for what times, hours and dates an allowance is paid, as far as it says."""
    told = [] if one.window is None else [str(one.window)]
    if one.least_hours:
        hours = figures.days(float(one.least_hours), state.lang())
        told.append(say("firm_rules.least", hours=hours))
    if one.first or one.last:
        told.append(f"{full_day(one.first)} – {full_day(one.last)}")
    return told


def _law(one: FirmPart, least: dict[LeaveKind, LeaveLaw]) -> str:
    law = least.get(one.leave) if isinstance(one, LeavePay) else None
    if law is None:
        return "—"
    share = figures.share(float(law.least), state.lang())
    article = law.article if state.lang() == "zh" else law.article_en
    return say(f"firm_rules.law_{law.of}", share=share, article=article)


@dataclass(frozen=True, slots=True)
class LeaveTold:
    """What is asked for a kind of leave: which, per cent of the base, and what follows of it."""

    leave: LeaveKind
    percent: Annotated[int, Asked(most=100)]
    is_insured: bool
    breaks_attendance: bool

    @property
    def part(self) -> LeavePay:
        """Return the rule."""
        share = Decimal(self.percent) / PERCENT
        return LeavePay(self.leave, share, self.is_insured, self.breaks_attendance)


def leave_form(valid_from: dt.date) -> None:
    """Ask what a day of a kind of leave is paid, and keep it."""
    kinds = {kind: absence_name(kind, state.lang()) for kind in LeaveKind}
    rows = (
        (Ask("leave", kinds), Ask("percent", begins=100)),
        (Ask("is_insured"), Ask("breaks_attendance")),
    )

    def enter(desk: Desk, told: LeaveTold) -> PayScheme:
        return firm_rules.save_part(desk, told.part, valid_from)

    entry_form.draw(
        Form("firm_rules", LeaveTold, rows, enter, done=_kept, title="new_leave", key="firm_leave")
    )


@dataclass(frozen=True, slots=True)
class AllowanceTold:
    """What is asked for an allowance; times of the clock in minutes, ``ANY_TIME``: any."""

    name: str
    amount: Annotated[Decimal, Asked(most=10_000)]
    per: AllowancePer
    from_clock: int
    until_clock: int
    least_hours: Annotated[Decimal, Asked(most=24)]
    first: dt.date | None
    last: dt.date | None

    @property
    def part(self) -> Allowance:
        """Return the rule."""
        ends = self.from_clock, self.until_clock
        window = None if ANY_TIME in ends else ClockSpan(*ends)
        return Allowance(
            self.name, self.amount, self.per, window, self.first, self.last, self.least_hours
        )


def allowance_form(valid_from: dt.date) -> None:
    """Ask for an allowance and keep it."""
    clocks = {each: figures.clock_name(each) for each in range(0, DAY_MIN + 1, STEP_MIN)}
    clocks = {ANY_TIME: say("firm_rules.any_time")} | clocks
    rows = (
        (Ask("name", fault="allowance_unnamed"), Ask("amount", begins=0.0)),
        (Ask("per", is_row=True),),
        (Ask("from_clock", clocks, ANY_TIME), Ask("until_clock", clocks, ANY_TIME)),
        (Ask("least_hours", begins=0.0),),
        (Ask("first"), Ask("last")),
    )

    def enter(desk: Desk, told: AllowanceTold) -> PayScheme:
        return firm_rules.save_part(desk, told.part, valid_from)

    entry_form.draw(
        Form(
            "firm_rules",
            AllowanceTold,
            rows,
            enter,
            done=_kept,
            title="new_allowance",
            key="firm_allowance",
        )
    )


def _kept(_told: object, scheme: PayScheme) -> str:
    return say("firm_rules.kept", version=scheme.version, date=full_day(scheme.valid_from))
