"""Raises of the base that a pay scheme promises for months running: which are due, and granting."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.pay.parts import raise_is_due
from kpi.pay.pay_part import BaseRaise
from kpi.pay.pay_scheme import pay_scheme_for
from scheduler.errors import require
from store.run_steps import RunState

if TYPE_CHECKING:
    from kpi.month import Month
    from kpi.pay.payout import PayPlan
    from service.desk import Desk
    from store.months import MonthRun
    from store.unit import Unit

__all__ = ["RaiseDue"]


@dataclass(frozen=True, slots=True)
class RaiseDue:
    """
    A raise that a month has brought.

    Parameters
    ----------
    agent_id
        Id of the agent whose base rises.
    grade, months
        For which grade, held how many months running.
    old_base, new_base
        Yuan a month.
    valid_from
        From when: the first of the month after.
    is_granted
        Whether a pay plan from that day on has it.
    """

    agent_id: str
    grade: str
    months: int
    old_base: Decimal
    new_base: Decimal
    valid_from: dt.date
    is_granted: bool


def raises_due(desk: Desk, month: Month) -> tuple[RaiseDue, ...]:
    """Return the raises a month's newest run makes due, in the order of its scores."""
    with desk.read() as unit:
        unit.shops.get(desk.shop_id)
        run = unit.months.latest(desk.shop_id, month)
        return () if run is None else _due(unit, desk.shop_id, run)


def grant_raise(desk: Desk, month: Month, agent_id: str) -> PayPlan:
    """
    Grant a raise that is due as a pay plan from the first of the month after.

    Raises
    ------
    InputError
        When the month is not locked, no raise is due, it was granted, or a plan that begins later
        is known already and would undo it.
    """
    stamp = desk.stamp
    with desk.write("raise_granted", ("plans", agent_id)) as unit:
        run = unit.months.scored(desk.shop_id, month)
        locked = unit.run_steps.state(run.id) is RunState.LOCKED
        require(locked, "raise_before_lock", value=month)
        mine = [one for one in _due(unit, desk.shop_id, run) if one.agent_id == agent_id]
        require(bool(mine) and not mine[0].is_granted, "raise_not_due", value=agent_id)
        plans = [one for one in unit.schemes.pay_plans(desk.shop_id) if one.agent_id == agent_id]
        later = any(one.valid_from >= month.after.first for one in plans)
        require(not later, "pay_plan_later", value=agent_id, date=month.after.first)
        last = max(plans, key=lambda one: one.valid_from)
        plan = replace(last, valid_from=mine[0].valid_from, base=mine[0].new_base)
        unit.ask(plan)
        unit.schemes.save_pay_plan(desk.shop_id, plan, stamp)
        unit.note(agent_id, {"month": str(month)})
        return plan


def _due(unit: Unit, shop_id: str, run: MonthRun) -> tuple[RaiseDue, ...]:
    """Return the raises of a run, by the plans and pay schemes it was paid by."""
    begins = run.month.after.first
    known = unit.schemes.pay_plans(shop_id)
    found = []
    for score in run.scores:
        agent = score.agent_id
        plans = [
            plan
            for plan in run.inputs.plans
            if plan.agent_id == agent and plan.valid_from <= run.month.last
        ]
        plan = max(plans, key=lambda one: one.valid_from, default=None)
        if plan is None or not plan.scheme:
            continue
        scheme = pay_scheme_for(run.inputs.pay_schemes, plan.scheme, run.month)
        running = run.inputs.extras.months_running.get(agent, {})
        for part in scheme.parts:
            if isinstance(part, BaseRaise) and raise_is_due(part, score.grade, running):
                base = plan.base + part.amount
                granted = any(
                    one.agent_id == agent and one.valid_from == begins and one.base >= base
                    for one in known
                )
                due = RaiseDue(agent, part.grade, part.months, plan.base, base, begins, granted)
                found.append(due)
    return tuple(found)
