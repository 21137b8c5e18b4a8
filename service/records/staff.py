"""Since when and until when people work here, and what annual leave that gives them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kpi.registers.annual_leave import AnnualLaw, LeaveBalance, annual_law
from scheduler.agent import Agent, ProtectedBy
from scheduler.errors import require
from service.month.leave import balances_in
from store.files.kpi_law import annual_laws

if TYPE_CHECKING:
    from service.desk import Desk

__all__ = ["AnnualLaw", "LeaveBalance"]


class EmploymentDate(StrEnum):
    """The dates of the staff list by which somebody is rostered and paid."""

    LEAVES = "leaves"  # last day of employment
    HIRED = "hired"  # first day of employment
    SERVICE_SINCE = "service_since"  # first day of work for any employer


@dataclass(frozen=True, slots=True)
class Employee:
    """Somebody of the staff list, and the annual leave of a year."""

    agent: Agent
    balance: LeaveBalance


def employees(desk: Desk, year: int) -> tuple[Employee, ...]:
    """Return who works here now, in the order of the staff list, with a year's annual leave."""
    with desk.read() as unit:
        agents = unit.staff.agents(desk.shop_id)
        balances = balances_in(unit, desk.shop_id, year, agents)
    return tuple(Employee(agent, balances[agent.id]) for agent in agents)


def leave_law(year: int) -> AnnualLaw:
    """Return how annual leave accrues in a year."""
    return annual_law(annual_laws(), year)


def own_leave(desk: Desk, agent_id: str, year: int) -> LeaveBalance | None:
    """Return an agent's annual leave of a year; None: nobody has that id."""
    with desk.read() as unit:
        mine = [one for one in unit.staff.everybody(desk.shop_id) if one.id == agent_id]
        return balances_in(unit, desk.shop_id, year, mine).get(agent_id)


@dataclass(frozen=True, slots=True)
class Protection:
    """
    By what the law protects somebody for a time.

    Parameters
    ----------
    agent_id
        Whom.
    protected
        By what; None: nothing.
    protected_from, protected_to
        First and last day, both included; None: without limit.
    """

    agent_id: str
    protected: ProtectedBy | None = None
    protected_from: dt.date | None = None
    protected_to: dt.date | None = None


def set_protection(desk: Desk, told: Protection) -> Protection:
    """
    Write by what somebody is protected into the staff list, and return what stood there.

    Raises
    ------
    InputError
        When the agent is unknown, or the dates contradict each other.
    """
    subject = ("people", told.agent_id, "employment", "protected")
    with desk.write("employment_saved", subject) as unit:
        agents = {agent.id: agent for agent in unit.staff.agents(desk.shop_id)}
        require(told.agent_id in agents, "unknown_agent", value=told.agent_id, column="agent_id")
        now = agents[told.agent_id]
        before = Protection(now.id, now.protected, now.protected_from, now.protected_to)
        by, first, last = told.protected, told.protected_from, told.protected_to
        agents[now.id] = replace(now, protected=by, protected_from=first, protected_to=last)
        unit.staff.save_agents(desk.shop_id, tuple(agents.values()))
        dates = "" if by is None else f"{by} {first or ''} - {last or ''}"
        unit.note(now.id, {"kind": "protected", "date": dates})
        return before


def set_date(
    desk: Desk, agent_id: str, which: EmploymentDate, date: dt.date | None
) -> dt.date | None:
    """
    Write one of somebody's dates into the staff list, and return what stood there.

    Weeks from now on are rostered by it, months scored from now on are paid by it.

    Parameters
    ----------
    agent_id, which
        Whose, and which.
    date
        None: it is not known, or there is none.

    Raises
    ------
    InputError
        When the agent is unknown, or the dates contradict each other.
    """
    with desk.write("employment_saved", ("people", agent_id, "employment", which)) as unit:
        agents = {agent.id: agent for agent in unit.staff.agents(desk.shop_id)}
        require(agent_id in agents, "unknown_agent", value=agent_id, column="agent_id")
        before: dt.date | None = getattr(agents[agent_id], which.value)
        changes: dict[str, Any] = {which.value: date}
        agents[agent_id] = replace(agents[agent_id], **changes)
        unit.staff.save_agents(desk.shop_id, tuple(agents.values()))
        unit.note(agent_id, {"kind": which.value, "date": "" if date is None else str(date)})
        return before
