"""What a month is paid by, entry by entry: looking at it, correcting it, withdrawing it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kpi.month import Month
from kpi.pay.extras import Deduction, Repaid, RewardCase
from kpi.pay.overtime import ApprovedOvertime
from kpi.pay.payout import Overtime
from service.pay.overtime import add_months, approved_overtime, keep_approved, keep_worked
from service.pay.pay_inputs import keep_deduction, keep_refund, keep_reward
from store.files.kpi_tables import Refund
from store.register import Entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.desk import Desk
    from store.writing import Writing

__all__ = ["Deduction", "Entry", "Refund", "Repaid", "RewardCase"]

KEEP: dict[type, Callable[[Writing, Any], int]] = {  # what is kept of each kind, and how
    ApprovedOvertime: keep_approved,
    Overtime: keep_worked,
    RewardCase: keep_reward,
    Deduction: keep_deduction,
    Refund: keep_refund,
}
KINDS: tuple[type, ...] = (ApprovedOvertime, Overtime, RewardCase, Deduction, Repaid)
"""As they stand in the register; a refund stands there by its date."""


def pay_entries(desk: Desk, kind: type[Any], month: Month) -> tuple[Entry[Any], ...]:
    """Return the entries of a kind by which a month is paid, in the order entered."""
    if kind is ApprovedOvertime:
        return approved_overtime(desk, month)
    with desk.read() as unit:
        return unit.register.all(desk.shop_id, kind, first=month.first, last=month.last)


def correct_entry(desk: Desk, number: int, kind: type[Any], value: object) -> int:
    """
    Put an entry in the place of another; return its number.

    Raises
    ------
    InputError
        When somebody changed the old one since it was looked at, or the new one may not be: as
        where it is entered anew.
    """
    with desk.write("pay_entry_corrected", ("entry", number)) as unit:
        taken = take_out(unit, number, kind).value
        if isinstance(taken, ApprovedOvertime) and isinstance(value, ApprovedOvertime):
            value = replace(value, week=taken.week)  # nobody is asked for it anew
        return KEEP[type(value)](unit, value)


def withdraw_entry(desk: Desk, number: int, kind: type[Any]) -> None:
    """Take an entry out of what its month is paid by."""
    with desk.write("pay_entry_withdrawn", ("entry", number)) as unit:
        taken = take_out(unit, number, kind)
        unit.note(taken.subject, {"date": taken.date.isoformat(), "kind": kind.__name__})


def take_out(unit: Writing, number: int, kind: type[Any]) -> Entry[Any]:
    """Remove an entry, and say which month changed with it."""
    taken: Entry[Any] = unit.take_out(kind, number)
    if isinstance(taken.value, ApprovedOvertime):
        add_months(unit, taken.value)
    else:
        part = "overtime" if kind is Overtime else "pay"
        unit.add(("month", Month.of(taken.date), part, taken.subject))
    return taken
