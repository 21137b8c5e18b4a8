"""The parts of pay schemes: what is paid beside the base, each by its own kind."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from kpi.facts.leave_days import LeaveKind
from kpi.pay.commission import Rates
from kpi.pay.distribution import Distribution
from kpi.pay.payout import PayMethod
from scheduler.horizon import ClockSpan
from scheduler.keys import Cell, Key, Plausible

ZERO = Decimal(0)


class RankedBy(StrEnum):
    """What a ranking goes by."""

    SCORE = "score"
    SALES = "sales"
    SATISFACTION = "satisfaction"


class Exposed(StrEnum):
    """What speaks against an agent's service, by its column of facts."""

    COMPLAINTS_AT_FAULT = "complaints_at_fault"
    ATTITUDE_COMPLAINTS = "attitude_complaints"
    ABUSES = "abuses"
    HARASSMENTS = "harassments"


@dataclass(frozen=True, slots=True)
class Step:
    """An amount in yuan from a value on."""

    low: Decimal
    amount: Annotated[Decimal, Plausible(0.0001, 30_000)]


@dataclass(frozen=True, slots=True)
class ScorePay:
    """Performance pay by the score: by grade, in proportion to the score, or the grade's amount."""

    method: PayMethod
    kind: Literal["score"] = "score"


@dataclass(frozen=True, slots=True)
class RankedPay:
    """Performance pay by forced distribution."""

    distribution: Annotated[Distribution, Key(is_flat=True)]
    kind: Literal["ranked"] = "ranked"


@dataclass(frozen=True, slots=True)
class CommissionPay:
    """Commission on own sales less what was refunded."""

    rates: Annotated[Rates, Key(is_flat=True)]
    kind: Literal["commission"] = "commission"


@dataclass(frozen=True, slots=True)
class SharedSalesPay:
    """
    A share of the sales credited to nobody, split evenly.

    Parameters
    ----------
    rate
        Share of them that is paid out, in [0, 1].
    """

    rate: Annotated[Decimal, Key(cell=Cell.FACTOR), Plausible(0.0001, 0.3)]
    kind: Literal["shared_sales"] = "shared_sales"


@dataclass(frozen=True, slots=True)
class TeamPay:
    """
    Score / full score x the team's mean net sales x a rate.

    Parameters
    ----------
    rates
        ``low``: attainment of the team's target from which a rate holds, the lowest 0; ``amount``:
        the rate, in [0, 1].
    least_score
        Share of the full score below which nothing is paid.
    first_rate_levels
        Levels of agents who get the lowest rate whatever the team attains, such as probation.
    """

    rates: tuple[Step, ...]
    least_score: Annotated[Decimal, Key(cell=Cell.FACTOR)] = ZERO
    first_rate_levels: tuple[str, ...] = ()
    kind: Literal["team"] = "team"


@dataclass(frozen=True, slots=True)
class RankReward:
    """
    Amounts for the first places of a ranking; those who tie share what their places pay.

    Parameters
    ----------
    by
        What the ranking goes by.
    amounts
        Yuan of the first, second, … place.
    least_adherence
        Adherence that is needed, in [0, 1]; 0: none.
    without
        What nobody who is placed had in the month. Of what nobody keeps count, nobody had any,
        which is told.
    """

    by: RankedBy
    amounts: tuple[Decimal, ...]
    least_adherence: Annotated[Decimal, Key(cell=Cell.FACTOR)] = ZERO
    without: tuple[Exposed, ...] = ()
    kind: Literal["rank"] = "rank"


@dataclass(frozen=True, slots=True)
class DayWage:
    """A wage for each day worked, by the score."""

    steps: tuple[Step, ...]
    kind: Literal["day_wage"] = "day_wage"


@dataclass(frozen=True, slots=True)
class FullAttendance:
    """
    An amount for a month without a late, early or missed shift (全勤奖).

    Who joins or leaves within the month has none.
    """

    amount: Annotated[Decimal, Plausible(1, 5_000)]
    kind: Literal["full_attendance"] = "full_attendance"


@dataclass(frozen=True, slots=True)
class IndexBonus:
    """
    An amount when the score beats a target by more than so many points.

    Parameters
    ----------
    target
        Score aimed at.
    steps
        ``low``: points above the target that must be exceeded.
    """

    target: Decimal
    steps: tuple[Step, ...]
    kind: Literal["index_bonus"] = "index_bonus"


@dataclass(frozen=True, slots=True)
class Streak:
    """
    An amount, once, when a grade is reached so many months running.

    Parameters
    ----------
    grade
        Id of the grade.
    steps
        ``low``: months running.
    """

    grade: str
    steps: tuple[Step, ...]
    kind: Literal["streak"] = "streak"


@dataclass(frozen=True, slots=True)
class BaseRaise:
    """
    A lasting raise of the base when a grade is held so many months running, once in a run.

    It pays nothing by itself: that it is due is told, and a person grants it as a new pay plan.

    Parameters
    ----------
    grade
        Id of the grade.
    months
        Months running.
    amount
        Yuan a month.
    """

    grade: str
    months: int
    amount: Annotated[Decimal, Plausible(1, 5_000)]
    kind: Literal["base_raise"] = "base_raise"


@dataclass(frozen=True, slots=True)
class CaseReward:
    """
    An amount for each proven case of a kind, such as a buyer kept from returning goods.

    Parameters
    ----------
    name
        Of the kind of case, as in ``rewards.csv``.
    amount
        Yuan a case; with a share the least.
    share
        Of the price, in [0, 1].
    most_compensation
        Largest compensation, as a share of the price, with which it is still paid; None: no limit.
    """

    name: str
    amount: Annotated[Decimal, Plausible(0.1, 5_000)] = ZERO
    share: Annotated[Decimal, Key(cell=Cell.FACTOR)] = ZERO
    most_compensation: Annotated[Decimal | None, Key(cell=Cell.FACTOR)] = None
    kind: Literal["case"] = "case"


@dataclass(frozen=True, slots=True)
class LeavePay:
    """
    What a day of leave is paid; days of kinds that no part names are paid like days at work.

    Parameters
    ----------
    leave
        The kind of leave.
    share
        Share of the base that is paid for such a day, in [0, 1]; never below what the law says.
    is_insured
        Whether an insurance pays for such days, where the law lets it take the employer's place.
    breaks_attendance
        Whether such a day takes the full attendance of its month.
    """

    leave: LeaveKind
    share: Annotated[Decimal, Key(cell=Cell.FACTOR)]
    is_insured: Annotated[bool, Key("insured")] = False
    breaks_attendance: bool = False
    kind: Literal["leave"] = "leave"


@dataclass(frozen=True, slots=True)
class UnusedLeavePay:
    """
    What the law asks for annual leave not taken by the last day of employment, beyond normal pay.

    Without this part its days are told, and a person pays them.
    """

    kind: Literal["unused_leave"] = "unused_leave"


class AllowancePer(StrEnum):
    """For what an allowance is paid."""

    SHIFT = "shift"
    HOUR = "hour"


@dataclass(frozen=True, slots=True)
class Allowance:
    """
    An amount for each shift or hour at certain times (津贴), such as nights, late shifts or meals.

    It is paid for rostered work at which somebody is proven to have been there.

    Parameters
    ----------
    name
        What people call it.
    amount
        Yuan a shift or hour.
    per
        For what.
    window
        Clock times between which work counts; None: at any time.
    first, last
        First and last date of the shifts it is for, such as those of a big promotion; None: any.
    least_hours
        Hours at those times that a shift must have, 0 or more.
    """

    name: str
    amount: Annotated[Decimal, Plausible(0.5, 2_000)]
    per: AllowancePer = AllowancePer.SHIFT
    window: ClockSpan | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    least_hours: Decimal = ZERO
    kind: Literal["allowance"] = "allowance"


PayPart = (
    ScorePay
    | RankedPay
    | CommissionPay
    | SharedSalesPay
    | TeamPay
    | RankReward
    | DayWage
    | FullAttendance
    | IndexBonus
    | Streak
    | BaseRaise
    | CaseReward
    | LeavePay
    | UnusedLeavePay
    | Allowance
)


ONCE_BY = {
    RankReward: "by",
    CaseReward: "name",
    Streak: "grade",
    BaseRaise: "grade",
    LeavePay: "leave",
    Allowance: "name",
}
"""Parts of which there may be several, and by what they must then differ."""


def once_of(part: PayPart) -> str:
    """Return the name of what may occur once, such as a ranking or a kind of case."""
    if isinstance(part, ScorePay | RankedPay):
        return "performance"
    named = ONCE_BY.get(type(part))
    return part.kind if named is None else f"{part.kind} {getattr(part, named)}"
