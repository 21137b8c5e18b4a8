"""What a month is paid by beside plans and scores: pay schemes, rewards, refunds, what is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.pay.extras import Deduction, LateRefund, PayExtras, Repaid, RewardCase, by_month_of_sale
from kpi.pay.pay_part import CommissionPay
from kpi.pay.pay_scheme import PayScheme
from kpi.pay.payout import Pays
from kpi.pay.sums import MonthSums
from scheduler.errors import Fault, InputError
from store.files.kpi_pay_scheme import pay_scheme_presets

if TYPE_CHECKING:
    from decimal import Decimal

    from kpi.month import Month
    from store.months import MonthRun
    from store.unit import Unit

LOOK_BACK = 12
"""Months looked back for months running."""


def pay_schemes_of(unit: Unit, shop_id: str) -> tuple[PayScheme, ...]:
    """Return a shop's own pay schemes, and of those that ship the ones it did not replace."""
    own = tuple(one.value for one in unit.register.all(shop_id, PayScheme))
    names = {one.id for one in own}
    return own + tuple(one for one in pay_scheme_presets() if one.id not in names)


def extras_of(unit: Unit, shop_id: str, month: Month) -> PayExtras:
    """Return what the parts of pay schemes need in a month beside scores and facts."""
    first, last = month.first, month.last
    before = unit.months.latest(shop_id, month.before)
    owed = {} if before is None else {one.agent_id: one.owed for one in before.payouts if one.owed}
    repaid = [(one.value, one.date) for one in unit.register.all(shop_id, Repaid, last=last)]
    return PayExtras(
        teams=unit.staff.teams(shop_id),
        targets=unit.schemes.targets(shop_id, month),
        rewards=tuple(
            one.value for one in unit.register.all(shop_id, RewardCase, first=first, last=last)
        ),
        refunds=tuple(
            _refund(unit, shop_id, *key, sums)
            for key, sums in by_month_of_sale(repaid, month).items()
        ),
        deductions=tuple(
            one.value for one in unit.register.all(shop_id, Deduction, first=first, last=last)
        ),
        owed=owed,
        months_running=_months_running(unit, shop_id, month),
    )


def _refund(
    unit: Unit, shop_id: str, agent: str, month: Month, sums: tuple[Decimal, Decimal]
) -> LateRefund:
    """Return the refunds of an agent's month with the sales and rates commission was paid by."""
    number = unit.run_steps.locked(shop_id, str(month))
    locked = None if number is None else unit.months.numbered(shop_id, month, number)
    run = locked or unit.months.latest(shop_id, month)
    found = None if run is None else _commission(run, agent)
    if found is None:
        raise InputError(Fault("no_commission_paid", value=str(month), details={"agent": agent}))
    part, net_sales = found
    now, before = sums
    return LateRefund(agent, month, now, net_sales, part.rates, before)


def _commission(run: MonthRun, agent: str) -> tuple[CommissionPay, Decimal] | None:
    """Return by what part and on what sales an agent's commission was paid in a run."""
    payout = next((one for one in run.payouts if one.agent_id == agent), None)
    plans = [plan for plan in run.inputs.plans if plan.agent_id == agent and plan.scheme]
    if payout is None or not plans or not payout.amount(Pays.COMMISSION):
        return None
    last = max((p for p in plans if p.valid_from <= run.month.last), key=lambda p: p.valid_from)
    scheme = next(one for one in run.inputs.pay_schemes if one.id == last.scheme)
    part = scheme.part(CommissionPay)
    assert isinstance(part, CommissionPay)
    net_sales = MonthSums.of(run.facts, run.month).net_sales(agent)
    return None if net_sales is None else (part, net_sales)


def _months_running(unit: Unit, shop_id: str, month: Month) -> dict[str, dict[str, int]]:
    """Return for how many months before this one agents had their grade without a break."""
    running: dict[str, dict[str, int]] = {}
    ended: set[str] = set()
    each = month.before
    for back in range(LOOK_BACK):
        run = unit.months.latest(shop_id, each)
        if run is None:
            break
        grades = {score.agent_id: score.grade for score in run.scores}
        if back == 0:
            running = {agent: {grade: 1} for agent, grade in grades.items() if grade}
        else:
            for agent in set(running) - ended:
                (grade,) = running[agent]
                if grades.get(agent) == grade:
                    running[agent][grade] += 1
                else:
                    ended.add(agent)
        if ended >= set(running):
            break
        each = each.before
    return running
