"""Payouts: what a month's score pays, in yuan to the fen, line by line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from kpi.month import Month
from kpi.pay.reckoning import Number, Reckoning, to_fen
from kpi.pay.time_off import TimeOff
from kpi.scheme.line import ZERO
from kpi.told import Told
from scheduler.errors import require
from scheduler.keys import Cell, Key, Plausible


class PayMethod(StrEnum):
    """How a score decides performance pay."""

    GRADE = "grade"  # performance pay x the grade's coefficient
    SCORE = "score"  # performance pay x total / full score
    AMOUNT = "amount"  # the grade's amount in yuan


class HoursSystem(StrEnum):
    """By what somebody's hours are measured."""

    STANDARD = "standard"  # day by day (标准工时)
    QUARTER = "quarter"  # added up over a calendar quarter (综合计算工时), with the permit it needs


@dataclass(frozen=True, slots=True)
class PayPlan:
    """
    What an agent is paid from a date on, a month.

    Parameters
    ----------
    agent_id, valid_from
        Who, from when, until a later plan of the same agent begins.
    base
        Yuan a month that no score touches.
    performance
        Yuan a month that the score decides on.
    method
        How it decides.
    coefficient
        Personal factor on performance pay.
    level
        Rank, for people to read.
    minimum_wage
        The local minimum wage a month, as HR knows it; None: not checked.
    scheme
        Id of the pay scheme that says what is paid beside the base; empty: performance pay alone,
        by ``method``.
    hours_system
        By what hours are measured.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    valid_from: dt.date
    base: Annotated[Decimal, Key(cell=Cell.MONEY), Plausible(500, 60_000)]
    performance: Annotated[Decimal, Key(cell=Cell.MONEY), Plausible(10, 60_000)]
    method: PayMethod = PayMethod.GRADE
    coefficient: Annotated[Decimal, Key(cell=Cell.FACTOR), Plausible(0.1, 3)] = Decimal(1)
    level: str = ""
    minimum_wage: Annotated[Decimal | None, Key(cell=Cell.MONEY), Plausible(1_000, 5_000)] = None
    scheme: Annotated[str, Key("pay_scheme")] = ""
    hours_system: HoursSystem = HoursSystem.STANDARD

    def __post_init__(self) -> None:
        require(bool(self.agent_id), "empty", column="agent_id")
        for column in ("base", "performance", "coefficient", "minimum_wage"):
            value: Decimal | None = getattr(self, column)
            if value is not None:
                require(value.is_finite() and value >= 0, "negative", column=column, value=value)


class Pays(StrEnum):
    """What a payout's line is for."""

    BASE = "base"
    PERFORMANCE = "performance"
    OVERTIME_WORKDAY = "overtime_workday"
    OVERTIME_REST_DAY = "overtime_rest_day"
    HOLIDAY = "holiday"
    QUARTER_BEYOND = "quarter_beyond"  # hours beyond those due in a quarter
    TIME_OFF_ENDED = "time_off_ended"  # work on rest days for which no leave was taken in time
    DAY_WAGE = "day_wage"
    COMMISSION = "commission"
    SHARED_SALES = "shared_sales"
    TEAM = "team"
    FULL_ATTENDANCE = "full_attendance"
    INDEX_BONUS = "index_bonus"
    RANK = "rank"
    STREAK = "streak"
    CASE = "case"
    ALLOWANCE = "allowance"
    UNUSED_LEAVE = "unused_leave"  # annual leave not taken by the last day of employment
    LEAVE = "leave"  # days of leave that are not paid in full; 0 or below
    CLAW_BACK = "claw_back"  # commission on sales refunded since; below 0
    DAMAGE = "damage"  # agreed compensation for damage; below 0


TAKEN = frozenset({Pays.CLAW_BACK, Pays.DAMAGE, Pays.LEAVE})
"""Lines that take from the others."""
BESIDE_NORMAL = frozenset(
    {
        *(Pays.OVERTIME_WORKDAY, Pays.OVERTIME_REST_DAY, Pays.HOLIDAY, Pays.UNUSED_LEAVE),
        *(Pays.QUARTER_BEYOND, Pays.TIME_OFF_ENDED),
    }
)
"""Lines that do not count towards the minimum wage."""


@dataclass(frozen=True, slots=True)
class PayoutLine:
    """
    One amount of a payout.

    Parameters
    ----------
    pays
        What is paid for; decides the column and the words of the line.
    amount
        Yuan, rounded once, half up to the fen; 0 or more, of what is taken 0 or less.
    details
        The numbers it was made from, in the order in which they were multiplied; those whose name
        begins with ``over_`` divide.
    rests_on
        What one of those numbers was itself made from, such as the pay of an hour.
    name
        Of the allowance, or the kind of leave.
    notes
        Where those numbers come from; runs from before they were kept have none.
    """

    pays: Pays
    amount: Decimal
    details: Mapping[str, Decimal] = field(default_factory=dict, compare=False)
    rests_on: Mapping[str, Decimal] = field(default_factory=dict)
    name: str = ""
    notes: tuple[Told, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        require(self.amount == to_fen(self.amount), "not_whole_fen", value=self.amount)
        good = self.amount <= 0 if self.pays in TAKEN else self.amount >= 0
        require(good, "negative", column="amount", value=self.amount)


class Unpaid(StrEnum):
    """What could not be computed and is therefore not in the payout; a person must decide."""

    NO_SCORE = "no_score"
    BELOW_COVERAGE = "below_coverage"  # too little is known to score, and nobody decided to
    BELOW_MINIMUM_WAGE = "below_minimum_wage"  # until what goes by the score is decided on
    NO_GRADE_PAY = "no_grade_pay"
    NO_ATTENDANCE_ON_HOLIDAY = "no_attendance_on_holiday"
    NO_SALES = "no_sales"
    NO_TEAM_TARGET = "no_team_target"
    NO_ATTENDANCE = "no_attendance"
    SHIFTS_UNKNOWN = "shifts_unknown"  # attendance of some shifts is not known: not paid by day
    NO_ROSTER = "no_roster"  # there is attendance, but nothing that says when work was to begin
    NO_ATTENDANCE_ON_OVERTIME = "no_attendance_on_overtime"
    NO_PLAN_ON_OVERTIME = "no_plan_on_overtime"  # nor a roster: whether it was beyond is unknown
    NO_PLAN_ON_HOLIDAY = "no_plan_on_holiday"  # likewise, of presence on a statutory holiday
    NO_HOUR_PAY = "no_hour_pay"  # hours and a base of 0; of months before that was a fault
    HOUR_PAY_BY_PLAN = "hour_pay_by_plan"  # no earlier month is known: by base and performance
    HOUR_PAY_OF_FEWER_MONTHS = "hour_pay_of_fewer_months"  # the mean of those that are known
    QUARTER_MONTHS_MISSING = "quarter_months_missing"  # of the account: reckoned without them
    QUARTER_SHIFTS_UNKNOWN = "quarter_shifts_unknown"  # nothing of them is in the account
    QUARTER_WITHOUT_LAW = "quarter_without_law"  # no statutory hours of a quarter are known
    TIME_OFF_IN_QUARTER = "time_off_in_quarter"  # of added-up hours no leave is given
    TIME_OFF_CARRIED_UNKNOWN = "time_off_carried_unknown"  # what was left of the month before
    TIME_OFF_SHORT = "time_off_short"  # more was taken than was earned
    PRESENCE_IN_DOUBT = "presence_in_doubt"  # its shifts count as unknown, its overtime waits
    BASE_RAISE_DUE = "base_raise_due"  # from the next month on, when a person grants it
    NOT_EMPLOYED = "not_employed"  # on any day of the month: no plan holds
    OUTSIDE_EMPLOYMENT = "outside_employment"  # something is known of days not employed
    LEAVE_UNUSED = "leave_unused"  # annual leave not taken by the last day: to be paid by hand
    LEAVE_UNKNOWN = "leave_unknown"  # days of leave of a kind nobody knows: paid in full
    SICK_PAY_UNCHECKED = "sick_pay_unchecked"  # no minimum wage to hold it against
    ALLOWANCE_UNPROVEN = "allowance_unproven"  # nobody knows who was there
    LEAVE_BREAKS_ATTENDANCE = "leave_breaks_attendance"
    PART_OF_MONTH = "part_of_month"  # no full attendance for who joins or leaves within it
    FROM_A_WEEKEND = "from_a_weekend"  # a plan begins on one: as if on the Monday after
    OVERTIME_ABOVE_LIMIT = "overtime_above_limit"  # it is paid, but should not have been worked


@dataclass(frozen=True, slots=True)
class Payout:
    """
    What an agent is paid for a month.

    Parameters
    ----------
    agent_id, month
        Who and when.
    lines
        In the order of ``Pays``.
    unpaid
        What is missing or needs a person's eye, and why.
    owed
        Yuan of commission to be given back that this month's pay could not bear; goes into the
        next.
    notes
        Of the payout as a whole, such as where what is owed comes from.
    time_off
        What is left of work on rest days for which leave is given; goes into the next month.
    """

    agent_id: str
    month: Month
    lines: tuple[PayoutLine, ...]
    unpaid: tuple[Unpaid, ...] = ()
    owed: Decimal = ZERO
    notes: tuple[Told, ...] = field(default=(), compare=False)
    time_off: tuple[TimeOff, ...] = ()

    @property
    def total(self) -> Decimal:
        """Return the sum of the rounded lines."""
        return sum((line.amount for line in self.lines), ZERO)

    @property
    def normal(self) -> Decimal:
        """Return what is paid for normal hours: all but overtime and holidays."""
        return sum((line.amount for line in self.lines if line.pays not in BESIDE_NORMAL), ZERO)

    def amount(self, pays: Pays) -> Decimal:
        """Return the sum of the lines of one kind."""
        return sum((line.amount for line in self.lines if line.pays is pays), ZERO)


class OvertimeKind(StrEnum):
    """On what sort of day overtime was worked."""

    WORKDAY = "workday"
    REST_DAY = "rest_day"
    HOLIDAY = "holiday"  # statutory, outside the hours of the roster


@dataclass(frozen=True, slots=True)
class Overtime:
    """
    Overtime that was worked and approved.

    Parameters
    ----------
    agent_id, date, kind
        Who, when, on what sort of day; rostered hours on statutory holidays are not overtime.
    minutes
        How long, above 0.
    approved_by
        By whom; never the agent.
    time_off
        Whether leave is given for it instead of pay; on rest days only.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    date: dt.date
    kind: OvertimeKind
    minutes: Annotated[int, Plausible(5, 960)]
    approved_by: str
    time_off: bool = False

    def __post_init__(self) -> None:
        require(self.minutes > 0, "not_positive", column="minutes", value=self.minutes)
        require(bool(self.approved_by), "empty", column="approved_by")
        alone = self.approved_by == self.agent_id
        require(not alone, "approved_by_oneself", column="approved_by", value=self.approved_by)
        good = not self.time_off or self.kind is OvertimeKind.REST_DAY
        require(good, "time_off_unlawful", column="time_off", value=self.agent_id)


@dataclass(frozen=True, slots=True)
class OvertimeLaw:
    """
    What the law makes of overtime from a date on.

    Parameters
    ----------
    valid_from
        First date it holds.
    days_a_month, hours_a_day
        Pay days a month and hours a day: an hour's pay is base / days / hours.
    workday, rest_day, holiday
        Factor on an hour's pay.
    source
        Articles.
    days_a_quarter
        Days of work a quarter, for hours that are added up over one; None: not known.
    """

    valid_from: dt.date
    days_a_month: Decimal
    hours_a_day: Decimal
    workday: Decimal
    rest_day: Decimal
    holiday: Decimal
    source: str
    days_a_quarter: Decimal | None = None

    def __post_init__(self) -> None:
        for column in ("days_a_month", "hours_a_day", "workday", "rest_day", "holiday"):
            value: Decimal = getattr(self, column)
            require(value.is_finite() and value > 0, "not_positive", column=column, value=value)

    def hour_pay(
        self, base: Number, reckoning: Reckoning = Reckoning.EXACT, *, named: str = "base"
    ) -> Number:
        """Return what an hour is worth, not rounded; ``named``: what the base is told as."""
        a_month = {named: base, "over_days_a_month": self.days_a_month}
        return reckoning.quotient(**a_month, over_hours_a_day=self.hours_a_day)
