"""Who has which work plan, and where everybody stands in its cycle in a week."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scheduler.agent import Agent
from scheduler.cycle import Cycle
from scheduler.errors import require
from scheduler.work_plan import WorkPlan
from service.roster.question import problem_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.desk import Desk

APART = re.compile(r"[\s|,，、]+")


@dataclass(frozen=True, slots=True)
class Planned:
    """
    Somebody and the work plan of a week.

    Parameters
    ----------
    agent
        Who.
    plan
        In force for the agent in that week; None: there is none.
    cycle
        Where the agent stands in it, or may begin; None: not employed in the week, or no plan.
    is_known
        Whether the agent stands there; else it is proposed.
    first
        First day of the week.
    """

    agent: Agent
    plan: WorkPlan | None
    cycle: Cycle | None
    is_known: bool
    first: dt.date


@dataclass(frozen=True, slots=True)
class PlanTold:
    """
    What is written into the staff list of somebody's plan; what is None stays.

    Parameters
    ----------
    agent_id
        Whose.
    work_plan
        Name of the plan; empty: that of the team, or of all.
    cycle_start
        A day on which the cycle begins.
    fixed_week
        Monday to Sunday, with spaces, commas or ``|`` between the days; empty: as the plan says.
    """

    agent_id: str
    work_plan: str | None = None
    cycle_start: dt.date | None = None
    fixed_week: str | None = None


def planned_people(desk: Desk, label: str) -> tuple[Planned, ...]:
    """Return everybody who works here with the plan of a week, in the order of the staff list."""
    with desk.read() as unit:
        week = unit.weeks.get(desk.shop_id, label)
        problem = problem_of(unit, week, is_needed=False)
    known, proposed = problem.cycles
    return tuple(
        Planned(
            agent,
            problem.plan_of(agent),
            known.get(agent.id) or proposed.get(agent.id),
            agent.id not in proposed,
            week.horizon.start,
        )
        for agent in problem.agents
    )


def give_plan(desk: Desk, label: str, told: PlanTold) -> Agent:
    """
    Write somebody's plan into the staff list, and return the line as it was.

    Raises
    ------
    InputError
        When the agent or the plan is unknown, or a fixed week names a type the week does not have.
    """
    changes: dict[str, Any] = {}
    if told.work_plan is not None:
        changes["work_plan"] = told.work_plan
    if told.cycle_start is not None:
        changes["cycle_start"] = told.cycle_start
    if told.fixed_week is not None:
        days = APART.split(told.fixed_week)
        changes["fixed_week"] = tuple(day for day in days if day)
    return _change(desk, label, {told.agent_id: changes})[0]


def take_proposals(desk: Desk, label: str, chosen: Sequence[Planned]) -> None:
    """Write the proposed beginnings of cycles of some people into the staff list."""
    starts = {one.agent.id: {"cycle_start": one.cycle.start} for one in chosen if one.cycle}
    _change(desk, label, starts)


def take_out(desk: Desk, label: str, chosen: Sequence[Planned]) -> None:
    """Take what the staff list says of the plans of some people out of it."""
    nothing = {"work_plan": "", "cycle_start": None, "fixed_week": ()}
    _change(desk, label, {one.agent.id: nothing for one in chosen})


def put_back(desk: Desk, label: str, before: Agent) -> None:
    """Write what a line of the staff list said of the plan once more."""
    names = ("work_plan", "cycle_start", "fixed_week")
    _change(desk, label, {before.id: {name: getattr(before, name) for name in names}})


def _change(desk: Desk, label: str, changes: dict[str, dict[str, Any]]) -> list[Agent]:
    """Change lines of the staff list; return them as they were."""
    subjects = [("people", name, "plan") for name in changes]
    with desk.write("plan_given", *subjects) as unit:
        agents = {agent.id: agent for agent in unit.staff.agents(desk.shop_id)}
        for name in changes:
            require(name in agents, "unknown_agent", value=name, column="agent_id")
        before = [agents[name] for name in changes]
        agents |= {name: replace(agents[name], **told) for name, told in changes.items()}
        unit.staff.save_agents(desk.shop_id, tuple(agents.values()))
        problem_of(unit, unit.weeks.get(desk.shop_id, label), is_needed=False)
        for name, told in changes.items():
            unit.note(name, {key: _text(value) for key, value in told.items()})
    return before


def _text(value: object) -> str:
    return "|".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
