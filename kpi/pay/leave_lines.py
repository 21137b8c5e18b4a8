"""The lines of a payout for days of leave and for allowances."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from kpi.facts.employed import weekdays
from kpi.facts.leave_days import LeaveKind
from kpi.pay.ground import Ground, line
from kpi.pay.hour_pay import HourBase, HourRules, hour_pay
from kpi.pay.leave import LeastOf, leave_faults
from kpi.pay.pay_part import Allowance, AllowancePer, LeavePay, UnusedLeavePay
from kpi.pay.payout import PayoutLine, Pays, Unpaid
from kpi.pay.plan_parts import with_equal
from kpi.pay.reckoning import Number, total
from kpi.told import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpi.facts.leave_days import LeaveDay
    from kpi.month import Month
    from kpi.pay.hour_pay import MonthPay
    from kpi.pay.payout import OvertimeLaw, PayPlan
    from scheduler.errors import Fault

Found = list[PayoutLine | Unpaid]
HOUR_MIN = 60
ONE, ZERO = Decimal(1), Decimal(0)


def allowance(part: Allowance, agent: str, ground: Ground) -> Found:
    """Return what an allowance pays an agent, and whether shifts of it are unproven."""
    found: Found = []
    for one in ground.extras.allowances:
        if one.agent_id != agent or one.allowance != part:
            continue
        times: dict[str, Number] = {"shifts": Decimal(one.shifts)}
        if part.per is AllowancePer.HOUR:
            of_hour = {"over_minutes_an_hour": HOUR_MIN}
            times = {"hours": ground.reckoning.quotient(minutes=one.minutes, **of_hour)}
        if one.shifts:
            note = told("allowance_shifts", shifts=one.shifts, minutes=one.minutes)
            paid = line(Pays.ALLOWANCE, times | {"amount_each": part.amount}, note)
            found.append(replace(paid, name=part.name))
        if one.unproven:
            found.append(Unpaid.ALLOWANCE_UNPROVEN)
    return found


def leave(part: LeavePay, agent: str, ground: Ground) -> Found:
    """
    Return a line for an agent's days of a kind of leave, for each base in force on them.

    A day is a weekday's part of the month's base, as in the proration of plans; what is not paid of
    it is taken. Where the law asks for a share of the minimum wage, a day is never paid less, nor
    more than the day itself.
    """
    mine = [one for one in ground.leave_of(agent) if one.kind == part.leave]
    found: Found = []
    for plan, held in with_equal(ground.parts[agent], _of_base, ground.reckoning):
        days = [one for one in mine if any(one.date in each for each in held)]
        if days:
            most = sum(weekdays(each.first, each.last) for each in held)
            found.append(_taken(part, held[0].plan, days, most, ground))
            least = ground.leave_law(part.leave)
            floored = least is not None and least.of is LeastOf.MINIMUM_WAGE
            if floored and part.share < 1 and plan[1] is None:
                found.append(Unpaid.SICK_PAY_UNCHECKED)
    return found


def _of_base(plan: PayPlan) -> tuple[Decimal, Decimal | None]:
    return plan.base, plan.minimum_wage


def _taken(
    part: LeavePay, plan: PayPlan, days: Sequence[LeaveDay], most: int, ground: Ground
) -> PayoutLine:
    """Return the line of some days of leave under one plan, of so many weekdays at most."""
    month = ground.scores[plan.agent_id].month
    counted = total(ground.reckoning.ratio(one.minutes, one.of_min) for one in days)
    if counted > most:
        counted = ground.reckoning.ratio(most, 1)
    of_month = ground.reckoning.quotient(over_weekdays_of_month=weekdays(month.first, month.last))
    notes = [told("leave_day", date=d.date, minutes=d.minutes, of=d.of_min) for d in days]
    numbers: dict[str, Number] = {"base": plan.base, "not_paid": part.share - ONE}
    law = ground.leave_law(part.leave)
    if law is not None and law.of is LeastOf.MINIMUM_WAGE and plan.minimum_wage is not None:
        least = min(plan.base, law.least * plan.minimum_wage)
        if plan.base * part.share < least:
            numbers = {"base_above_least": plan.base - least, "not_paid": -ONE}
            of = {"share": law.least, "minimum_wage": plan.minimum_wage, "least": least}
            notes.append(told("least_leave_pay", base=plan.base, **of))
    factors = {"leave_days": counted, "part_of_weekdays": of_month, **numbers}
    taken = line(Pays.LEAVE, factors, *notes)
    return replace(taken, name=part.leave.value)


def unpaid_wage(agent: str, ground: Ground) -> Number:
    """
    Return the minimum wage of the days of leave for which the law asks for no such wage, in yuan.

    It is for work done: for days that are paid less by right, less of it is owed.
    """
    owed: list[Number] = [Fraction(0)]
    of_month: Number | None = None
    for part in ground.scheme_parts(agent):
        if not isinstance(part, LeavePay) or part.share == 1:
            continue
        law = ground.leave_law(part.leave)
        left = ONE - law.least if law is not None and law.of is LeastOf.MINIMUM_WAGE else ONE
        for one in ground.leave_of(agent):
            plans = [each.plan for each in ground.parts[agent] if one.date in each]
            if one.kind == part.leave and plans:
                month = ground.scores[agent].month
                of_month = Fraction(1, weekdays(month.first, month.last))
                wage = Fraction(plans[0].minimum_wage or ZERO) * Fraction(left)
                owed.append(wage * of_month * Fraction(one.minutes, one.of_min))
    return total(owed)


def unused_leave(
    agent: str, ground: Ground, earlier: Iterable[MonthPay], month: Month, law: OvertimeLaw
) -> Found:
    """
    Return what annual leave not taken by the last day of employment pays beyond normal pay.

    A day is a day's part of the mean pay of the twelve months before, as far as they are known.
    Where no scheme pays it, that there are such days is told.
    """
    mine = [one for one in ground.extras.unused_leave if one.agent_id == agent]
    parts = ground.scheme_parts(agent)
    if not mine:
        return []
    if not any(isinstance(part, UnusedLeavePay) for part in parts):
        return [Unpaid.LEAVE_UNUSED]
    plan = ground.parts[agent][-1].plan
    months = [one for one in earlier if one.agent_id == agent]
    rules = HourRules(HourBase.TWELVE_MONTHS)
    an_hour = hour_pay(plan, rules, months, month=month, law=law)
    found: Found = [
        replace(
            line(
                Pays.UNUSED_LEAVE,
                {
                    "unused_days": Decimal(one.days),
                    "hours": law.hours_a_day,
                    "hour_pay": an_hour.yuan,
                    "beyond_normal": one.factor - ONE,
                },
            ),
            rests_on=an_hour.rests_on,
        )
        for one in mine
    ]
    return found if an_hour.note is None else [*found, an_hour.note]


def leave_notes(agent: str, ground: Ground) -> list[Unpaid]:
    """Return whether days of leave are of a kind that nobody knows, though kinds are paid apart."""
    asks = any(isinstance(part, LeavePay) for part in ground.scheme_parts(agent))
    known = {kind.value for kind in LeaveKind}
    strange = any(one.kind not in known for one in ground.leave_of(agent))
    return [Unpaid.LEAVE_UNKNOWN] if asks and strange else []


def breaks_attendance(agent: str, ground: Ground) -> bool:
    """Return whether a day of leave takes the full attendance of a month."""
    kinds = {
        part.leave
        for part in ground.scheme_parts(agent)
        if isinstance(part, LeavePay) and part.breaks_attendance
    }
    return any(one.kind in kinds for one in ground.leave_of(agent))


def below_law(ground: Ground) -> list[Fault]:
    """Return a fault for each kind of leave that a scheme in force pays below the law."""
    schemes = (*ground.by_name.values(), *((ground.firm,) if ground.firm else ()))
    parts = [part for scheme in schemes for part in scheme.parts]
    return leave_faults(parts, ground.extras.leave_laws)
