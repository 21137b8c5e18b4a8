"""What plain files say of a month's pay beside scores and plans."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.pay.extras import LateRefund, PayExtras, by_month_of_sale
from kpi.pay.hour_pay import HourGround
from kpi.pay.overtime import overtime_of
from kpi.pay.pay_part import CommissionPay
from kpi.pay.pay_scheme import pay_scheme_for
from kpi.pay.payout import HoursSystem
from kpi.pay.quarter_hours import everybodys_hours, months_of_quarter
from kpi.pay.sums import MonthSums
from kpi.registers.annual_leave import annual_law, balance
from scheduler.errors import Fault, InputError
from service.month.leave import days_of_leave, leaving_in, unused_of, with_leave
from service.month.month_files import overtime_in_files
from store.files.kpi_law import annual_laws
from store.files.kpi_tables import DEDUCTIONS, EARLIER_PAY, REFUNDS, REWARDS, TIME_OFF

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from kpi.month import Month
    from kpi.pay.pay_scheme import PayScheme
    from kpi.pay.payout import PayPlan
    from kpi.pay.quarter_hours import QuarterHours
    from kpi.scheme.targets import Target
    from scheduler.horizon import Clock
    from service.month.file_names import MonthFiles
    from service.month.month_files import FileMonth


def file_extras(
    files: MonthFiles,
    known: FileMonth,
    plans: Sequence[PayPlan],
    pay_schemes: Sequence[PayScheme],
    *,
    targets: Sequence[Target],
    teams: Mapping[str, str],
    clock: Clock,
) -> PayExtras:
    """
    Return what the parts of pay schemes need; files know of no month before, so nothing is owed.

    Raises
    ------
    InputError
        With the faults of a file; or when sales are refunded of a month whose facts are not there.
    """
    month = known.month
    rewards = () if files.rewards is None else REWARDS.read(files.rewards, clock)
    deductions = () if files.deductions is None else DEDUCTIONS.read(files.deductions, clock)
    refunds = () if files.refunds is None else REFUNDS.read(files.refunds, clock)
    repaid = [(one.repaid, one.date) for one in refunds]
    extras = PayExtras(
        teams=teams,
        targets=tuple(targets),
        rewards=tuple(one for one in rewards if one.date in month),
        refunds=tuple(
            _late_refund(*key, sums, known=known, plans=plans, pay_schemes=pay_schemes)
            for key, sums in by_month_of_sale(repaid, month).items()
        ),
        deductions=tuple(one for one in deductions if one.date in month),
        overtime_unknown=known.overtime_unknown,
        waits=known.waits,
        in_doubt=tuple(dict.fromkeys(one.agent_id for one in known.in_doubt)),
        outside_employment=tuple(dict.fromkeys(one.agent_id for one in known.outside)),
    )
    floor = known.floor
    leave = days_of_leave(
        floor.agents, floor.absences, floor.scheduled, month.first, month.last, clock=clock
    )
    year = month.year
    going = () if files.absences is None else leaving_in(floor.agents, month)
    of_year = days_of_leave(
        going,
        floor.absences,
        floor.scheduled,
        dt.date(year, 1, 1),
        dt.date(year, 12, 31),
        clock=clock,
    )
    law = annual_law(annual_laws(), year)
    balances = [balance(agent, year, law, of_year) for agent in going]
    return with_leave(
        replace(extras, unused_leave=unused_of(balances, year)),
        month,
        pay_schemes,
        leave=leave,
        scheduled=floor.scheduled,
        attendance=floor.attendance,
        rostered=floor.rostered,
        clock=clock,
    )


def file_hours(
    files: MonthFiles, known: FileMonth, plans: Sequence[PayPlan], clock: Clock
) -> HourGround:
    """Return what the pay of hours rests on: what files say of the months before."""
    earlier = () if files.earlier_pay is None else EARLIER_PAY.read(files.earlier_pay, clock)
    left = None if files.time_off is None else TIME_OFF.read(files.time_off, clock)
    if left is not None:
        left = tuple(one for one in left if one.date < known.month.first)
    quarter: list[QuarterHours] = []
    if any(plan.hours_system is HoursSystem.QUARTER for plan in plans):
        for each in (one for one in months_of_quarter(known.month) if one < known.month):
            quarter += _hours_of(files, each, known, plans, clock)
    return HourGround(earlier, tuple(quarter), left)


def _hours_of(
    files: MonthFiles, month: Month, known: FileMonth, plans: Sequence[PayPlan], clock: Clock
) -> tuple[QuarterHours, ...]:
    """Return what the files say of an earlier month's hours, of those whose hours are added up."""
    floor = known.floor
    worked = overtime_in_files(files, month, known, clock)
    days = days_of_leave(
        floor.agents, floor.absences, floor.scheduled, month.first, month.last, clock=clock
    )
    return everybodys_hours(
        month,
        plans,
        employment=known.employment,
        facts=known.facts,
        overtime=overtime_of(worked, clock=clock),
        leave=days,
    )


def _late_refund(
    agent: str,
    month: Month,
    sums: tuple[Decimal, Decimal],
    *,
    known: FileMonth,
    plans: Sequence[PayPlan],
    pay_schemes: Sequence[PayScheme],
) -> LateRefund:
    """Return the refunds of an agent's month with the sales and rates commission was paid by."""
    sales = MonthSums.of(known.facts, month).net_sales(agent)
    held = [plan for plan in plans if plan.agent_id == agent and plan.valid_from <= month.last]
    plan = max(held, key=lambda one: one.valid_from, default=None)
    part = None
    if plan is not None and plan.scheme:
        part = pay_scheme_for(pay_schemes, plan.scheme, month).part(CommissionPay)
    if sales is None or not isinstance(part, CommissionPay):
        details = {"agent": agent}
        raise InputError(Fault("no_commission_paid", value=str(month), details=details))
    now, before = sums
    return LateRefund(agent, month, now, sales, part.rates, before)
