"""What an hour is worth beyond the roster: by the firm's choice, never below the least wage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from kpi.month import Month
from kpi.pay.payout import BESIDE_NORMAL, TAKEN, Pays, Unpaid
from kpi.pay.quarter_hours import QuarterHours
from kpi.pay.reckoning import OVER, Number, Reckoning, as_decimal
from kpi.pay.time_off import TimeOff, TimeOffPromise
from scheduler.errors import gathering
from scheduler.keys import Cell, Key, Plausible, Sign, check_signs

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from kpi.pay.payout import OvertimeLaw, Payout, PayoutLine, PayPlan

ZERO = Decimal(0)


class HourBase(StrEnum):
    """What a month's pay an hour is reckoned from."""

    BASE = "base"  # of the pay plan
    BASE_AND_PERFORMANCE = "base_and_performance"  # both columns of the pay plan
    LAST_MONTH = "last_month"  # what was paid for normal hours in the month before
    TWELVE_MONTHS = "twelve_months"  # the mean of what was paid for them in the 12 months before


LOOK_BACK = {HourBase.LAST_MONTH: 1, HourBase.TWELVE_MONTHS: 12}
"""Months before that a base needs; of others none."""


@dataclass(frozen=True, slots=True)
class HourRules:
    """
    By what overtime and statutory holidays are paid.

    Parameters
    ----------
    base
        What a month's pay an hour is reckoned from.
    least_wage
        The local minimum wage an hour, in yuan, as HR knows it; None: not checked.
    time_off_months
        Months after the one of the work within which leave for work on a rest day is taken; what is
        left then is paid. None: it stays.
    """

    base: HourBase = HourBase.BASE
    least_wage: Annotated[Decimal | None, Key(sign=Sign.POSITIVE), Plausible(8, 60)] = None
    time_off_months: Annotated[int | None, Key(sign=Sign.POSITIVE)] = None

    def __post_init__(self) -> None:
        with gathering() as check:
            check_signs(self, check)


@dataclass(frozen=True, slots=True)
class MonthPay:
    """
    What an agent was paid for normal hours in a month: all but overtime and holidays.

    Parameters
    ----------
    agent_id, month
        Who and when.
    pay
        In yuan, before commission was taken back or damage withheld.
    share
        Share of the month in which the agent was employed, in (0, 1].
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    month: Month
    pay: Annotated[Decimal, Key(cell=Cell.MONEY), Plausible(10, 200_000)]
    share: Annotated[Decimal, Key(cell=Cell.FACTOR)] = Decimal(1)

    def __post_init__(self) -> None:
        with gathering() as check:
            check(bool(self.agent_id), "empty", column="agent_id")
            good = self.pay.is_finite() and self.pay >= 0
            check(good, "negative", column="pay", value=self.pay)
            check(0 < self.share <= 1, "share_out_of_range", column="share", value=self.share)


@dataclass(frozen=True, slots=True)
class HourGround:
    """
    What the pay of hours rests on beside a month's plans and schemes.

    Parameters
    ----------
    earlier
        What agents were paid in the months before, as far as it is known.
    quarter
        Hours of the earlier months of the quarter, of those whose hours are added up.
    time_off
        What was left of the month before of work on rest days for which leave is given; None:
        nobody knows.
    promised
        Until when leave for some days' work is taken, where that was promised.
    """

    earlier: tuple[MonthPay, ...] = ()
    quarter: tuple[QuarterHours, ...] = ()
    time_off: tuple[TimeOff, ...] | None = None
    promised: tuple[TimeOffPromise, ...] = ()

    def promise(self, date: dt.date) -> tuple[dt.date | None, str]:
        """Return until when leave for work on a date is taken, by which campaign; None: by none."""
        on = (one for one in self.promised if one.first <= date <= one.last)
        return next(((one.until, one.campaign) for one in on), (None, ""))


@dataclass(frozen=True, slots=True)
class HourPay:
    """
    What an hour is worth.

    Parameters
    ----------
    yuan
        Not rounded.
    rests_on
        The numbers it was made from; none by the way of paying before there was a choice.
    note
        What was missing; None: nothing.
    """

    yuan: Number
    rests_on: Mapping[str, Decimal] = field(default_factory=dict)
    note: Unpaid | None = None


def month_pay(payout: Payout) -> MonthPay | None:
    """Return what a payout paid for normal hours; None: its agent was not employed in it."""
    taken = BESIDE_NORMAL | TAKEN
    pay = sum((line.amount for line in payout.lines if line.pays not in taken), ZERO)
    share = sum((_share(line) for line in payout.lines if line.pays is Pays.BASE), ZERO)
    return MonthPay(payout.agent_id, payout.month, pay, min(share, Decimal(1))) if share else None


def _share(base: PayoutLine) -> Decimal:
    """Return the share of the month of a line of the base, as it is told now or was before."""
    if "weekdays" in base.details:
        return base.details["weekdays"] / base.details[f"{OVER}weekdays_of_month"]
    return base.details.get("share_of_month", ZERO)


def hour_pay(
    plan: PayPlan,
    rules: HourRules,
    earlier: Iterable[MonthPay],
    *,
    month: Month,
    law: OvertimeLaw,
) -> HourPay:
    """
    Return what an hour of a plan is worth in a month.

    The mean of months is all that was paid in them by the months employed; with fewer than it asks
    for it is taken of those there are. Where none is known, base and performance of the plan stand
    in. Both are told.

    Parameters
    ----------
    plan, rules
        In force.
    earlier
        The agent's pay in earlier months; those that are too long ago are passed over.
    month, law
        The month that is paid, and pay days a month and hours a day in it.
    """
    base, rests_on, note = _base(plan, rules.base, tuple(earlier), month)
    is_both = f"hour_base_{HourBase.BASE_AND_PERFORMANCE}" in rests_on
    yuan = law.hour_pay(base, named="base_and_performance" if is_both else "base")
    rests_on |= {"days_a_month": law.days_a_month, "hours_a_day": law.hours_a_day}
    if rules.least_wage is not None and yuan < rules.least_wage:
        return HourPay(rules.least_wage, rests_on | {"least_hour_wage": rules.least_wage}, note)
    return HourPay(yuan, rests_on, note)


def _base(
    plan: PayPlan, base: HourBase, earlier: Sequence[MonthPay], month: Month
) -> tuple[Number, dict[str, Decimal], Unpaid | None]:
    """Return a month's pay, what it is made of, and what is missing."""
    if base is HourBase.BASE:
        return plan.base, {"hour_base_base": plan.base}, None
    whole = plan.base + plan.performance
    if base is HourBase.BASE_AND_PERFORMANCE:
        return whole, {"hour_base_base_and_performance": whole}, None
    back = months_before(month, LOOK_BACK[base])
    known = [one for one in earlier if one.month in back]
    if not known:
        return whole, {"hour_base_base_and_performance": whole}, Unpaid.HOUR_PAY_BY_PLAN
    employed = sum((one.share for one in known), ZERO)
    paid = sum((one.pay for one in known), ZERO)
    mean = Reckoning.EXACT.quotient(normal_pay=paid, over_months_employed=employed)
    rests_on = {f"hour_base_{base}": as_decimal(mean), "months_known": Decimal(len(known))}
    note = None if len(known) == len(back) else Unpaid.HOUR_PAY_OF_FEWER_MONTHS
    return mean, rests_on, note


def months_before(month: Month, count: int) -> tuple[Month, ...]:
    """Return so many months before one, the latest first."""
    found: list[Month] = []
    for _ in range(count):
        month = month.before
        found.append(month)
    return tuple(found)
