"""What can be wrong with the parts of pay schemes."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from kpi.pay.pay_part import Allowance, BaseRaise, DayWage, TeamPay
from scheduler.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi.pay.pay_part import PayPart, Step

ZERO = Decimal(0)


def faults_of(part: PayPart) -> Iterator[Fault]:
    """Yield what is wrong with a part."""
    for column in ("rate", "share", "most_compensation", "least_adherence", "least_score"):
        value: Decimal | None = getattr(part, column, None)
        if value is not None and not ZERO <= value <= 1:
            details = {"share": str(value / (1000 if column == "rate" else 100))}
            code = "commission_unit" if column == "rate" else "rate_as_percent"
            yield Fault(code, column=column, value=str(value), details=details)
    amount: Decimal = getattr(part, "amount", ZERO)
    for value in (amount, *getattr(part, "amounts", ())):
        if value < 0:
            yield Fault("negative", column="amount", value=str(value))
    if isinstance(part, BaseRaise) and part.months < 1:
        yield Fault("not_positive", column="months", value=str(part.months))
    if isinstance(part, Allowance):
        if not part.name:
            yield Fault("empty", column="name")
        if part.least_hours < 0:
            yield Fault("negative", column="least_hours", value=str(part.least_hours))
        if part.first and part.last and part.last < part.first:
            yield Fault("ends_before_start", column="last", value=part.last.isoformat())
    yield from _step_faults(part)


def _step_faults(part: PayPart) -> Iterator[Fault]:
    name = "rates" if isinstance(part, TeamPay) else "steps"
    steps: tuple[Step, ...] | None = getattr(part, name, None)
    if steps is None:
        return
    if not steps:
        yield Fault("empty", column=name)
    for one, two in pairwise(sorted(steps, key=lambda step: step.low)):
        if one.low == two.low:
            yield Fault("amount_twice", column=name, value=str(one.low))
        elif one.amount > two.amount:
            values = f"{one.amount}, {two.amount}"
            yield Fault("tier_not_rising", column=name, value=values)
    if isinstance(part, TeamPay) and any(step.amount > 1 for step in steps):
        worst = max(step.amount for step in steps)
        details = {"share": str(worst / 100)}
        yield Fault("rate_as_percent", column=name, value=str(worst), details=details)
    if isinstance(part, TeamPay | DayWage) and steps and min(s.low for s in steps) != 0:
        yield Fault("grade_gap", column=name, value=str(min(s.low for s in steps)))
