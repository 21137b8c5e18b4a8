"""Who has which work plan: a list with everybody's place in the cycle, and a form to change it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from service.roster import plan_people as service
from service.roster.plan_people import Planned, PlanTold
from ui import figures, link, state
from ui.parts import entry_form, register
from ui.parts.entry_form import Ask, Form
from ui.parts.register import Act, Column, Register
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scheduler.agent import Agent
    from service.desk import Desk
    from service.roster.rules import RulesSheet

KEEP = "keep"
SORTS: dict[str, Callable[[Planned], bool]] = {
    "all": lambda _one: True,
    "asked": lambda one: not one.is_known,
    "own": lambda one: bool(one.agent.work_plan or one.agent.cycle_start or one.agent.fixed_week),
}


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """What the form asks for; what is left as it is is not changed."""

    agent_id: str
    plan: str
    cycle_start: dt.date | None
    fixed_week: str


def people(sheet: RulesSheet) -> None:
    """List who has which plan in the week, and ask for another, or for where a cycle begins."""
    label = sheet.week.label
    found = service.planned_people(link.desk(), label)
    st.caption(plain(say("plan_people.help")))
    asked = sum(not one.is_known for one in found)
    if asked:
        st.warning(plain(say("plan_people.asked", count=asked)), icon=":material/help:")
    form, entered = st.columns([1, 3], gap="medium")
    with form:
        _form(sheet)
    with entered:
        register.draw(_register(label), found)


def _register(label: str) -> Register[Planned]:
    def take(desk: Desk, chosen: Sequence[Planned]) -> None:
        service.take_proposals(desk, label, chosen)

    def take_out(desk: Desk, chosen: Sequence[Planned]) -> None:
        service.take_out(desk, label, chosen)

    columns: tuple[Column[Planned], ...] = (
        Column("agent", lambda one: _name(one.agent)),
        Column("team", lambda one: one.agent.team),
        Column("plan", lambda one: one.plan.name if one.plan else say("plans.none")),
        Column("from", _source),
        Column("place", _place),
        Column("start", lambda one: _day(one.agent.cycle_start)),
        Column("fixed_week", lambda one: " ".join(one.agent.fixed_week)),
    )
    acts = (
        Act("take", take, ":material/check:", is_main=True, can=lambda one: not one.is_known),
        Act("take_out", take_out, ":material/undo:", can=SORTS["own"]),
    )
    return Register("plan_people", columns, acts, SORTS)


def _form(sheet: RulesSheet) -> None:
    label = sheet.week.label
    plans = {KEEP: say("plan_people.keep"), "": say("plan_people.as_team")}
    plans |= {plan.name: plan.name for plan in sheet.week.rules.plans}
    rows = (
        (Ask("agent_id", {agent.id: _name(agent) for agent in sheet.agents}),),
        (Ask("plan", plans, KEEP),),
        (Ask("cycle_start"),),
        (Ask("fixed_week"),),
    )

    def enter(desk: Desk, told: PlanAsked) -> Agent:
        plan = None if told.plan == KEEP else told.plan
        fixed = told.fixed_week.strip() or None
        return service.give_plan(
            desk, label, PlanTold(told.agent_id, plan, told.cycle_start, fixed)
        )

    def undo(desk: Desk, before: Agent) -> None:
        service.put_back(desk, label, before)

    entry_form.draw(Form("plan_people", PlanAsked, rows, enter, button="give", undo=undo))


def _source(one: Planned) -> str:
    """Return who gave the plan: the person, the team, or the rules for all."""
    if one.plan is None:
        return ""
    if one.agent.work_plan or one.agent.fixed_week:
        return say("plan_people.of_person")
    return say("plan_people.of_team" if one.agent.team in one.plan.teams else "plan_people.of_all")


def _place(one: Planned) -> str:
    """Return what the place in the cycle says of the week; where it is not known, what may be."""
    if one.cycle is None or one.plan is None:
        return ""
    told = [one.cycle.type_of(one.first)] if one.plan.rotation else []
    if one.plan.days_week:
        days = one.cycle.bounds(one.first)[0]
        told.append(say("plan_people.days", count=figures.number(days, state.lang(), 0)))
    text = " ".join(told)
    if one.is_known:
        return text
    start = figures.day(one.cycle.start, state.lang())
    return say("plan_people.proposed", start=start, place=text)


def _name(agent: Agent) -> str:
    return agent.id if agent.name in {"", agent.id} else f"{agent.id} {agent.name}"


def _day(date: dt.date | None) -> str:
    return "" if date is None else figures.day(date, state.lang())
