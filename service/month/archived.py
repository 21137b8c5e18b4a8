"""A month that came from another database: put right from what its locked run was made from."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from kpi.facts.overlay import overlaid
from kpi.pay.overtime import overtime_of
from scheduler.errors import require
from service.month.duties import scheduled_in
from service.month.month_extras import extras_of
from service.month.month_inputs import approved_between, entered_overtime, overtime_worked
from service.month.scored_anyway import decided_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.facts.facts import Facts
    from kpi.month import Month
    from kpi.pay.extras import LateRefund
    from kpi.pay.payout import Overtime
    from scheduler.horizon import Clock
    from store.months import MonthRun, RunInputs
    from store.unit import Unit

One = TypeVar("One")
DAY = dt.timedelta(days=1)


def archived_run(unit: Unit, shop_id: str, month: Month) -> MonthRun | None:
    """Return the locked run of a month that was imported and has no rosters here; None else."""
    actions = unit.actions.of(shop_id, str(month))
    number = unit.run_steps.locked(shop_id, str(month))
    came = any(one.name == "month_imported" for one in actions)
    if number is None or not came or scheduled_in(unit, shop_id, month.first, month.last):
        return None
    return unit.months.numbered(shop_id, month, number)


def put_right(unit: Unit, shop_id: str, run: MonthRun) -> tuple[RunInputs, Facts]:
    """
    Return a run's inputs and facts with what HR has entered of its month since.

    Counts of ``facts.csv`` take the place of those kept, pay plans and targets likewise; overtime,
    rewards, deductions and refunds come in addition.

    Raises
    ------
    InputError
        When something was taken in that only the month's rosters make sense of.
    """
    month, clock = run.month, unit.shops.get(shop_id).clock
    _refuse_unheld(unit, shop_id, month, clock)
    facts = run.facts
    for newer in unit.facts.facts(shop_id, month):
        facts = overlaid(facts, newer)
    kept, here = run.inputs, extras_of(unit, shop_id, month)
    plans = {(one.agent_id, one.valid_from): one for one in kept.plans}
    plans |= {(one.agent_id, one.valid_from): one for one in unit.schemes.pay_plans(shop_id)}
    targets = {(one.post, one.level, one.name, one.column): one for one in kept.targets}
    newer_targets = unit.schemes.targets(shop_id, month)
    targets |= {(one.post, one.level, one.name, one.column): one for one in newer_targets}
    extras = replace(
        kept.extras,
        targets=tuple(targets.values()),
        rewards=_with(kept.extras.rewards, here.rewards),
        refunds=_after(kept.extras.refunds, here.refunds),
        deductions=_with(kept.extras.deductions, here.deductions),
    )
    inputs = replace(
        kept,
        plans=tuple(plans.values()),
        targets=tuple(targets.values()),
        overtime=_with(kept.overtime, _overtime(unit, shop_id, month, clock)),
        extras=extras,
        anyway=_with(kept.anyway, decided_in(unit, shop_id, month)),
    )
    return inputs, facts


def _with(kept: Sequence[One], newer: Sequence[One]) -> tuple[One, ...]:
    return (*kept, *(one for one in newer if one not in kept))


def _after(kept: Sequence[LateRefund], newer: Sequence[LateRefund]) -> tuple[LateRefund, ...]:
    """Return refunds and such as came later, which find the first ones' commission taken back."""
    added = [
        replace(
            one,
            refunded_before=one.refunded_before
            + sum(
                first.refunded
                for first in kept
                if (first.agent_id, first.month) == (one.agent_id, one.month)
            ),
        )
        for one in newer
        if one not in kept
    ]
    return (*kept, *added)


def _overtime(unit: Unit, shop_id: str, month: Month, clock: Clock) -> tuple[Overtime, ...]:
    """Return the overtime entered here, approved and attended."""
    worked = overtime_worked(unit, shop_id, month, ())
    entered = entered_overtime(unit, shop_id, month.first, month.last)
    return (*entered, *overtime_of(worked, clock=clock))


def _refuse_unheld(unit: Unit, shop_id: str, month: Month, clock: Clock) -> None:
    """Raise where something was taken in that is measured against shifts, and there are none."""
    start_min, end_min = _span(month, clock)
    approved = approved_between(unit, shop_id, start_min, end_min)
    attended = [
        one
        for one in unit.floor.presences(shop_id, start_min, end_min)
        if not any(
            over.agent_id == one.agent_id
            and over.start_min <= one.start_min
            and one.end_min <= over.end_min
            for over in approved
        )
    ]
    found = {
        "attendance.csv": attended,
        "exceptions.csv": unit.floor.interruptions(shop_id, start_min, end_min),
        "chats.csv": unit.facts.chats(shop_id, month),
        "orders.csv": unit.orders.of(shop_id, month),
    }
    unheld = ", ".join(name for name, there in found.items() if there)
    require(not unheld, "archive_without_rosters", value=unheld, month=month)


def _span(month: Month, clock: Clock) -> tuple[int, int]:
    return clock.at(month.first), clock.at(month.last + DAY)
