"""What the pay of a month's hours rests on in the months before: pay, hours, and time off left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.pay.hour_pay import HourGround
from kpi.pay.payout import HoursSystem
from kpi.pay.quarter_hours import everybodys_hours, months_of_quarter
from kpi.pay.time_off import TimeOff, TimeOffPromise
from service.month.earlier_pay import earlier_pay
from service.shop.campaigns import campaigns_in
from service.shop.importing import ImportKind, taking_in
from service.shop.known import read_known
from store.files.kpi_tables import TIME_OFF

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kpi.month import Month
    from kpi.pay.pay_scheme import PayScheme
    from kpi.pay.payout import PayPlan
    from kpi.pay.quarter_hours import QuarterHours
    from service.desk import Desk
    from store.months import MonthRun
    from store.unit import Unit


def hour_ground(
    unit: Unit,
    shop_id: str,
    month: Month,
    *,
    plans: Sequence[PayPlan],
    pay_schemes: Iterable[PayScheme],
) -> HourGround:
    """Return what the pay of a month's hours rests on, as far as the months before were paid."""
    return HourGround(
        earlier_pay(unit, shop_id, month, pay_schemes),
        _quarter(unit, shop_id, month, plans),
        _time_off(unit, shop_id, month),
        promised_in(unit, shop_id, month),
    )


def _quarter(
    unit: Unit, shop_id: str, month: Month, plans: Sequence[PayPlan]
) -> tuple[QuarterHours, ...]:
    """Return the hours of the earlier months of the quarter, of those whose hours are added up."""
    if all(plan.hours_system is HoursSystem.STANDARD for plan in plans):
        return ()
    runs = (_paid(unit, shop_id, each) for each in months_of_quarter(month) if each < month)
    return tuple(
        hours
        for run in runs
        if run is not None
        for hours in everybodys_hours(
            run.month,
            run.inputs.plans,
            employment=run.inputs.employment,
            facts=run.facts,
            overtime=run.inputs.overtime,
            leave=run.inputs.extras.leave,
        )
    )


def _paid(unit: Unit, shop_id: str, month: Month) -> MonthRun | None:
    """Return the run by which a month was paid: its locked one, else its newest; None: none."""
    number = unit.run_steps.locked(shop_id, str(month))
    if number is None:
        run = unit.months.latest(shop_id, month)
    else:
        run = unit.months.numbered(shop_id, month, number)
    return run if run is not None and run.payouts else None


def promised_in(unit: Unit, shop_id: str, month: Month) -> tuple[TimeOffPromise, ...]:
    """Return until when campaigns promise leave for work on rest days of a month."""
    return tuple(
        TimeOffPromise(each.first, each.last, each.time_off_until, each.name)
        for each in campaigns_in(unit, shop_id, month.first, month.last)
        if each.time_off_until is not None
    )


def _time_off(unit: Unit, shop_id: str, month: Month) -> tuple[TimeOff, ...] | None:
    """Return what was left of the month before; of one never paid, what HR took in; None: none."""
    left = time_off_after(unit, shop_id, month.before)
    if left is not None:
        return left
    taken_in = unit.register.all(shop_id, TimeOff)
    before = tuple(one.value for one in taken_in if one.date < month.first)
    return before if taken_in else None


def time_off_after(unit: Unit, shop_id: str, month: Month) -> tuple[TimeOff, ...] | None:
    """Return what is left of work on rest days after a month; None: it was never paid."""
    run = _paid(unit, shop_id, month)
    if run is None or run.inputs.hours is None:
        return None
    paid = {payout.agent_id for payout in run.payouts}
    held = run.inputs.hours.time_off or ()  # of people who were not paid in it, it still is
    return (
        *(one for payout in run.payouts for one in payout.time_off),
        *(one for one in held if one.agent_id not in paid),
    )


def import_time_off(desk: Desk, path: Path) -> int:
    """
    Take in what is left of work on rest days for which leave is given; return how many rows.

    It counts in the first month that is paid here; what was said of the same day is replaced.
    """
    with taking_in(desk, ImportKind.TIME_OFF, path) as (unit, told):
        rows = read_known(unit, TIME_OFF, path)
        unit.touch(*(("plans", row.agent_id, f"time off of {row.date}") for row in rows))
        for row in rows:
            unit.put(row, subject=row.agent_id, date=row.date, daily=True)
        told.dates, told.people = [row.date for row in rows], [row.agent_id for row in rows]
        told.sums["hours"] = sum(row.minutes for row in rows) / 60
        return len(rows)
