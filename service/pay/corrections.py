"""What the newest run of a locked month would change against the run that was paid."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from service.pay.pay_review import Difference, difference

if TYPE_CHECKING:
    from kpi.month import Month
    from service.desk import Desk

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class CorrectedRun:
    """
    A run after a locked one.

    Parameters
    ----------
    before, after
        Numbers of the locked run and of the newest one.
    reason
        Why it was computed anew.
    differences
        The agents whose score or pay differs, in order of id.
    """

    before: int
    after: int
    reason: str
    differences: tuple[Difference, ...]

    @property
    def paid(self) -> Decimal:
        """Return how many yuan more (or less) the newest run pays in all."""
        return sum((one.paid for one in self.differences), ZERO)


def correction(desk: Desk, month: Month) -> CorrectedRun | None:
    """Return what a month's newest run changes against its locked one; None: it is that one."""
    with desk.read() as unit:
        number = unit.run_steps.locked(desk.shop_id, str(month))
        newest = unit.months.latest(desk.shop_id, month)
        if number is None or newest is None or newest.number == number:
            return None
        before = unit.months.numbered(desk.shop_id, month, number)
        reasons = [
            action.details.get("reason", "")
            for action in unit.actions.of(desk.shop_id, str(month))
            if action.name == "month_scored" and action.details["number"] == str(newest.number)
        ]
    assert before is not None
    reason = reasons[0] if reasons else ""
    return CorrectedRun(number, newest.number, reason, difference(before, newest))
