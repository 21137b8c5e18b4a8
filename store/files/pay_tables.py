"""
What a month is paid from beside scores and plans, as plain tables.

``overtime.csv``: ``agent_id, start, end, kind, approved_by`` and optionally ``time_off``;
``rewards.csv``: ``agent_id, date, case, buyer, proof`` and optionally ``price, compensation``;
``deductions.csv``: ``agent_id, date, kind, amount, reason`` and optionally ``clause``;
``refunds.csv``: ``agent_id, date, month, refunded``;
``earlier_pay.csv``: ``agent_id, month, pay`` and optionally ``share``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from kpi.pay.extras import Deduction, DeductionKind, Repaid, RewardCase
from kpi.pay.hour_pay import MonthPay
from kpi.pay.overtime import ApprovedOvertime
from kpi.pay.payout import OvertimeKind
from store.files.cells import Date, KnownAgent, Moment, MonthCell, Name, Text, YesNo, choice
from store.files.kinds import Known
from store.files.kpi_tables import one_of, read_records
from store.files.number_cells import Exact, Money
from store.files.rows import Record

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection
    from pathlib import Path

    from scheduler.horizon import Clock

DAYS = {
    "工作日": OvertimeKind.WORKDAY,
    "休息日": OvertimeKind.REST_DAY,
    "法定节假日": OvertimeKind.HOLIDAY,
}
WHY = {"罚款": DeductionKind.FINE, "赔偿": DeductionKind.DAMAGE}
OvertimeCell = Annotated[OvertimeKind, choice(one_of(OvertimeKind, DAYS))]
DeductionCell = Annotated[DeductionKind, choice(one_of(DeductionKind, WHY))]


class OvertimeRecord(Record):
    """A row of ``overtime``: a stretch in which somebody may work overtime."""

    agent_id: KnownAgent
    start: Moment
    end: Moment
    kind: OvertimeCell
    approved_by: Name
    time_off: YesNo = False

    def overtime(self) -> ApprovedOvertime:
        """Return what was approved."""
        return ApprovedOvertime(
            self.agent_id, self.start, self.end, self.kind, self.approved_by, self.time_off
        )


class RewardRecord(Record):
    """A row of ``rewards``: a proven case that a pay scheme rewards."""

    agent_id: KnownAgent
    date: Date
    case: Name
    buyer: Name
    proof: Name
    price: Money = Decimal(0)
    compensation: Money = Decimal(0)

    def reward(self) -> RewardCase:
        """Return the case."""
        return RewardCase(
            self.agent_id,
            self.date,
            self.case,
            self.buyer,
            self.proof,
            self.price,
            self.compensation,
        )


class DeductionRecord(Record):
    """A row of ``deductions``: what is to be taken from pay."""

    agent_id: KnownAgent
    date: Date
    kind: DeductionCell
    amount: Money
    reason: Name
    clause: Text = ""

    def deduction(self) -> Deduction:
        """Return the deduction."""
        return Deduction(self.agent_id, self.date, self.kind, self.amount, self.reason, self.clause)


class RefundRecord(Record):
    """A row of ``refunds``: sales of an earlier month that were refunded since."""

    agent_id: KnownAgent
    date: Date
    month: MonthCell
    refunded: Money

    def repaid(self) -> tuple[Repaid, dt.date]:
        """Return the refund, and when it was."""
        return Repaid(self.agent_id, self.month, self.refunded), self.date


class EarlierPayRecord(Record):
    """A row of ``earlier_pay``: what somebody was paid for normal hours in an earlier month."""

    agent_id: KnownAgent
    month: MonthCell
    pay: Money
    share: Exact = Decimal(1)

    def month_pay(self) -> MonthPay:
        """Return the pay of the month."""
        return MonthPay(self.agent_id, self.month, self.pay, self.share)


def read_earlier_pay(
    path: Path, clock: Clock, *, agents: Collection[str] | None = None
) -> tuple[MonthPay, ...]:
    """Return the pay of a CSV file or the sheet ``earlier_pay``; raises with every fault."""
    known, once = Known.of(clock, agents=agents), ("agent_id", "month")
    record = EarlierPayRecord
    return read_records(path, "earlier_pay", record, record.month_pay, known=known, once=once)


def read_overtime(
    path: Path, clock: Clock, *, agents: Collection[str] | None = None
) -> tuple[ApprovedOvertime, ...]:
    """Return the overtime of a CSV file or the sheet ``overtime``; raises with every fault."""
    known = Known.of(clock, agents=agents)
    return read_records(
        path,
        "overtime",
        OvertimeRecord,
        OvertimeRecord.overtime,
        known=known,
        once=("agent_id", "start"),
    )


def read_rewards(
    path: Path, clock: Clock, *, agents: Collection[str] | None = None
) -> tuple[RewardCase, ...]:
    """Return the cases of a CSV file or the sheet ``rewards``; likewise."""
    known, once = Known.of(clock, agents=agents), ("agent_id", "case", "buyer")
    return read_records(path, "rewards", RewardRecord, RewardRecord.reward, known=known, once=once)


def read_deductions(
    path: Path, clock: Clock, *, agents: Collection[str] | None = None
) -> tuple[Deduction, ...]:
    """Return the deductions of a CSV file or the sheet ``deductions``; likewise."""
    known = Known.of(clock, agents=agents)
    return read_records(path, "deductions", DeductionRecord, DeductionRecord.deduction, known=known)


def read_refunds(
    path: Path, clock: Clock, *, agents: Collection[str] | None = None
) -> tuple[tuple[Repaid, dt.date], ...]:
    """Return the refunds of a CSV file or the sheet ``refunds``, each with its date; likewise."""
    known, once = Known.of(clock, agents=agents), ("agent_id", "date", "month")
    return read_records(path, "refunds", RefundRecord, RefundRecord.repaid, known=known, once=once)
