"""What people were paid in the months before, by which a firm may pay an hour of overtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.pay.hour_pay import LOOK_BACK, HourBase, MonthPay, month_pay, months_before
from kpi.pay.pay_part import UnusedLeavePay
from service.shop.importing import ImportKind, taking_in
from service.shop.known import read_known
from store.files.kpi_tables import EARLIER_PAY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kpi.month import Month
    from kpi.pay.pay_scheme import PayScheme
    from service.desk import Desk
    from store.unit import Unit


def earlier_pay(
    unit: Unit, shop_id: str, month: Month, pay_schemes: Iterable[PayScheme]
) -> tuple[MonthPay, ...]:
    """
    Return the pay of the months before that the pay schemes of a month ask for.

    That of a month's locked run, else of its newest; of people whom neither pays, what HR took in.
    """
    pay_schemes = tuple(pay_schemes)
    rules = [one.hours for one in pay_schemes if one.hours and one.valid_from <= month.first]
    back = max((LOOK_BACK.get(one.base, 0) for one in rules), default=0)
    held = [one for one in pay_schemes if one.valid_from <= month.first]
    if any(isinstance(part, UnusedLeavePay) for one in held for part in one.parts):
        back = max(back, LOOK_BACK[HourBase.TWELVE_MONTHS])
    found: list[MonthPay] = []
    for each in months_before(month, back):
        number = unit.run_steps.locked(shop_id, str(each))
        runs = map(month_pay, unit.months.payouts(shop_id, each, number))
        paid = {one.agent_id: one for one in runs if one is not None}
        taken_in = unit.register.all(shop_id, MonthPay, first=each.first, last=each.last)
        told = {entry.subject: entry.value for entry in taken_in}
        found += (told | paid).values()
    return tuple(found)


def import_earlier_pay(desk: Desk, path: Path) -> int:
    """Take in the pay of earlier months; what was said of a month is replaced. Return how many."""
    with taking_in(desk, ImportKind.EARLIER_PAY, path) as (unit, told):
        rows = read_known(unit, EARLIER_PAY, path)
        unit.touch(*(("plans", row.agent_id, f"pay of {row.month}") for row in rows))
        for row in rows:
            unit.put(row, subject=row.agent_id, date=row.month.first, daily=True)
        told.months, told.people = [row.month for row in rows], [row.agent_id for row in rows]
        told.sums["yuan"] = sum(row.pay for row in rows)
        return len(rows)
