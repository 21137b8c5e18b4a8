"""Who works here since when and until when, the annual leave of each, and a form for the dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.agent import ProtectedBy
from service.records import staff
from service.records.staff import Employee, EmploymentDate
from ui import figures, state
from ui.parts import entry_form, register
from ui.parts.entry_form import Ask, Form
from ui.parts.hr.asking import full_day, person
from ui.parts.register import Column, Register
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from service.desk import Desk

SORTS: dict[str, Callable[[Employee], bool]] = {
    "all": lambda _one: True,
    "leaving": lambda one: one.agent.leaves is not None,
    "undated": lambda one: one.balance.entitled is None,
}


def listed(found: Sequence[Employee], year: int) -> None:
    """List people with their dates and the annual leave of a year."""
    columns: tuple[Column[Employee], ...] = (
        Column("agent", _name),
        Column("team", lambda one: one.agent.team or "—"),
        Column("hired", lambda one: full_day(one.agent.hired)),
        Column("leaves", lambda one: full_day(one.agent.leaves)),
        Column("service_since", lambda one: full_day(one.agent.service_since)),
        Column("protected", _protected),
        Column("entitled", lambda one: days(one.balance.entitled)),
        Column("taken", lambda one: days(one.balance.taken)),
        Column("left", lambda one: days(one.balance.left)),
    )
    register.pick(Register("staff", columns, (), SORTS), found)
    law = staff.leave_law(year)
    steps = [say("staff.leave_step", years=one.years, days=one.days) for one in law.days]
    article = law.article if state.lang() == "zh" else law.article_en
    told = say("list.comma").join(steps)
    st.caption(plain(say("staff.leave_rule", year=year, steps=told, article=article)))


def _name(one: Employee) -> str:
    agent = one.agent
    return agent.id if agent.name in ("", agent.id) else f"{agent.id} {agent.name}"


def _protected(one: Employee) -> str:
    agent = one.agent
    if agent.protected is None:
        return "—"
    first, last = (
        "" if date is None else full_day(date)
        for date in (agent.protected_from, agent.protected_to)
    )
    return f"{say(f'staff.protected_{agent.protected}')} {first}–{last}".removesuffix(" –")


def protection() -> None:
    """Ask by what the law protects somebody, and until when, and write it into the staff list."""
    rows = (
        (person("agent_id", "nobody_chosen"),),
        (Ask("protected", _kinds()),),
        (Ask("protected_from"), Ask("protected_to")),
    )
    entry_form.draw(
        Form(
            "staff",
            staff.Protection,
            rows,
            staff.set_protection,
            done=lambda told, _: say("staff.protection_done", agent=told.agent_id),
            undo=staff.set_protection,
            title="protection",
            text=say("staff.protection_text"),
            key="staff.protection",
        )
    )


def _kinds() -> dict[ProtectedBy | None, str]:
    kinds: dict[ProtectedBy | None, str] = {}
    kinds |= {by: say(f"staff.protected_{by}") for by in ProtectedBy}
    return kinds | {None: say("staff.protected_none")}


def days(number: Fraction | int | None) -> str:
    """Return a number of days; a dash where it is not known."""
    return "—" if number is None else figures.days(float(number), state.lang())


@dataclass(frozen=True, slots=True)
class DateTold:
    """What is asked for a date: whose, which, and when; without a day it is taken out."""

    agent_id: str
    which: EmploymentDate
    date: dt.date | None


def form() -> None:
    """Ask for one of somebody's dates and write it into the staff list."""
    rows = ((person("agent_id", "nobody_chosen"),), (Ask("which", is_row=True),), (Ask("date"),))
    asked: list[DateTold] = []

    def enter(desk: Desk, told: DateTold) -> dt.date | None:
        asked.append(told)
        return staff.set_date(desk, told.agent_id, told.which, told.date)

    def undo(desk: Desk, before: dt.date | None) -> None:
        staff.set_date(desk, asked[-1].agent_id, asked[-1].which, before)

    entry_form.draw(Form("staff", DateTold, rows, enter, done=_entered, undo=undo))


def _entered(told: DateTold, _before: object) -> str:
    which = say(f"staff.which_{told.which}")
    return say("staff.entered", agent=told.agent_id, which=which, date=full_day(told.date))
