"""Whose pay of a month is unlike that of the month before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.pay.hour_pay import MonthPay
from kpi.pay.outliers import PayCompared, PayOutlier, compared, factors
from scheduler.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from decimal import Decimal

    from kpi.month import Month
    from kpi.pay.payout import Payout
    from service.desk import Desk
    from store.months import MonthRun
    from store.unit import Unit

__all__ = ["PayCompared", "PayOutlier"]


def pay_compared(desk: Desk, run: MonthRun) -> PayCompared:
    """Return a run's payouts beside the month before: its locked run, else its newest."""
    factor_of = factors(run.inputs.plans, run.inputs.pay_schemes, run.month)
    with desk.read() as unit:
        return compared_in(unit, desk.shop_id, run.month, run.payouts, factor_of)


def compared_in(
    unit: Unit,
    shop_id: str,
    month: Month,
    payouts: Sequence[Payout],
    factor_of: Callable[[str], Decimal],
) -> PayCompared:
    """Return the same inside a transaction; of whom no run paid, what HR took in is told."""
    before = month.before
    number = unit.run_steps.locked(shop_id, str(before))
    paid = unit.months.payouts(shop_id, before, number)
    told = unit.register.all(shop_id, MonthPay, first=before.first, last=before.last)
    return compared(payouts, paid, factor_of, [entry.value for entry in told])


def questions(found: PayCompared) -> Iterator[Fault]:
    """Yield what is asked about before a month goes into review."""
    for one in found.outliers:
        details = {"agent": one.agent_id, "before": f"{one.before:,.2f}", "factor": one.factor}
        yield Fault("unusual_pay", value=f"{one.now:,.2f}", details=details)
