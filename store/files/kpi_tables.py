"""Attendance, exceptions, targets and pay plans as plain tables."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from kpi.facts.columns import COLUMNS, FactUnit
from kpi.pay.payout import PayMethod, PayPlan
from kpi.scheme.targets import Level, Target
from scheduler.dispatch import Interruption, InterruptionKind, Presence
from scheduler.errors import require
from store.files.cells import Date, KnownAgent, KnownPost, Moment, MonthCell, Name, Text, choice
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.kpi_facts import IN_FILE, column_in_file
from store.files.number_cells import FEN, Exact, Money, MoneyOrNone
from store.files.rows import Record, build, note_repeats, read_rows
from store.files.source import open_table, write_table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from enum import StrEnum
    from pathlib import Path

    from scheduler.horizon import Clock
    from store.files.source import Cells

Rec = TypeVar("Rec", bound=Record)
Built = TypeVar("Built")

KINDS = {"抽调": InterruptionKind.SECONDMENT, "非抽调": InterruptionKind.DISRUPTION}
LEVELS = {"店铺": Level.SHOP, "班组": Level.TEAM, "个人": Level.AGENT}
METHODS = {"等级": PayMethod.GRADE, "得分": PayMethod.SCORE, "定额": PayMethod.AMOUNT}


def one_of(kinds: type[StrEnum], chinese: dict[str, Any]) -> dict[str, object]:
    """Return what a cell may say, in English or Chinese, and what it names."""
    return {str(one): one for one in kinds} | chinese


InterruptionCell = Annotated[InterruptionKind, choice(one_of(InterruptionKind, KINDS))]
LevelCell = Annotated[Level, choice(one_of(Level, LEVELS))]
MethodCell = Annotated[PayMethod, choice(one_of(PayMethod, METHODS))]


Measure = Annotated[str, choice(IN_FILE, "fact_unknown")]


class AttendanceRecord(Record):
    """A row of ``attendance``: when an agent was there."""

    agent_id: KnownAgent
    start: Moment
    end: Moment

    def presence(self) -> Presence:
        """Return the presence."""
        return Presence(self.agent_id, self.start, self.end)


class ExceptionRecord(Record):
    """A row of ``exceptions``: a secondment (抽调) or a disruption (非抽调)."""

    agent_id: KnownAgent
    kind: InterruptionCell
    reason: Name
    start: Moment
    end: Moment
    registered_at: Moment
    registered_by: Name
    approved_by: Text = ""
    late_reason: Text = ""
    second_approval: Text = ""

    def interruption(self) -> Interruption:
        """Return the interruption."""
        return Interruption(
            agent_id=self.agent_id,
            kind=self.kind,
            start_min=self.start,
            end_min=self.end,
            reason=self.reason,
            registered_min=self.registered_at,
            registered_by=self.registered_by,
            approved_by=self.approved_by,
            late_reason=self.late_reason,
            second_approval=self.second_approval,
        )


class TargetRecord(Record):
    """A row of ``targets``: what a shop, team or agent is to reach in a month."""

    month: MonthCell
    post: KnownPost
    level: LevelCell
    name: Text
    measure: Measure
    value: Exact

    def target(self) -> Target:
        """Return the target, money in fen."""
        is_money = COLUMNS[self.measure] is FactUnit.FEN
        good = not is_money or self.value == round(self.value, 2)
        require(good, "not_whole_fen", column="value", value=self.value)
        factor = FEN if is_money else 1
        return Target(
            self.month, self.post, self.level, self.name, self.measure, self.value * factor
        )


class PayPlanRecord(Record):
    """A row of ``pay_plan``: what an agent is paid from a date on."""

    agent_id: KnownAgent
    valid_from: Date
    base: Money
    performance: Money
    method: MethodCell = PayMethod.GRADE
    coefficient: Exact = Decimal(1)
    level: Text = ""
    minimum_wage: MoneyOrNone = None
    pay_scheme: Text = ""

    def plan(self) -> PayPlan:
        """Return the plan."""
        return PayPlan(
            agent_id=self.agent_id,
            valid_from=self.valid_from,
            base=self.base,
            performance=self.performance,
            method=self.method,
            coefficient=self.coefficient,
            level=self.level,
            minimum_wage=self.minimum_wage,
            scheme=self.pay_scheme,
        )


def read_attendance(
    path: Path, clock: Clock, *, agents: Collection[str] | None = None
) -> tuple[Presence, ...]:
    """Return the presences of a CSV file or the sheet ``attendance``; raises with every fault."""
    known = Known.of(clock, agents=agents)
    return read_records(
        path, "attendance", AttendanceRecord, AttendanceRecord.presence, known=known
    )


def read_exceptions(
    path: Path, clock: Clock, *, agents: Collection[str] | None = None
) -> tuple[Interruption, ...]:
    """Return the interruptions of a CSV file or the sheet ``exceptions``; likewise."""
    known = Known.of(clock, agents=agents)
    return read_records(
        path, "exceptions", ExceptionRecord, ExceptionRecord.interruption, known=known
    )


def read_targets(
    path: Path, clock: Clock, *, posts: Collection[str] | None = None
) -> tuple[Target, ...]:
    """Return the targets of a CSV file or the sheet ``targets``; likewise."""
    known = Known.of(clock, posts=posts)
    once = ("month", "post", "level", "name", "measure")
    return read_records(path, "targets", TargetRecord, TargetRecord.target, known=known, once=once)


def read_pay_plans(
    path: Path, clock: Clock, *, agents: Collection[str] | None = None
) -> tuple[PayPlan, ...]:
    """Return the plans of a CSV file or the sheet ``pay_plan``; likewise."""
    known = Known.of(clock, agents=agents)
    once = ("agent_id", "valid_from")
    return read_records(path, "pay_plan", PayPlanRecord, PayPlanRecord.plan, known=known, once=once)


def read_records(
    path: Path,
    name: str,
    record: type[Rec],
    make: Callable[[Rec], Built],
    *,
    known: Known,
    once: tuple[str, ...] = (),
) -> tuple[Built, ...]:
    """Return what is made of the rows of a CSV file or sheet; raises with every fault."""
    log = FaultLog()
    table = open_table(path, name)
    lines = read_rows(table, record, known, log)
    if once:
        note_repeats(lines, table, once, "duplicate_row", log)
    made = build(lines, table.file, make, log)
    log.raise_any()
    return made


def write_attendance(presences: Iterable[Presence], path: Path, clock: Clock) -> None:
    """Write presences as CSV, or as a sheet of a workbook (``.xlsx``)."""
    body: list[Cells] = [
        (one.agent_id, clock.format(one.start_min), clock.format(one.end_min)) for one in presences
    ]
    write_table("attendance", (tuple(AttendanceRecord.model_fields), body), path)


def write_exceptions(interruptions: Iterable[Interruption], path: Path, clock: Clock) -> None:
    """Write secondments and disruptions, likewise."""
    body: list[Cells] = [
        (
            one.agent_id,
            str(one.kind),
            one.reason,
            clock.format(one.start_min),
            clock.format(one.end_min),
            clock.format(one.registered_min),
            one.registered_by,
            one.approved_by,
            one.late_reason,
            one.second_approval,
        )
        for one in interruptions
    ]
    write_table("exceptions", (tuple(ExceptionRecord.model_fields), body), path)


def write_targets(targets: Iterable[Target], path: Path) -> None:
    """Write targets, likewise; money in yuan."""
    body: list[Cells] = [
        (
            str(one.month),
            one.post,
            str(one.level),
            one.name,
            column_in_file(one.column),
            one.value / (FEN if COLUMNS[one.column] is FactUnit.FEN else 1),
        )
        for one in targets
    ]
    write_table("targets", (tuple(TargetRecord.model_fields), body), path)


def write_pay_plans(plans: Iterable[PayPlan], path: Path) -> None:
    """Write pay plans, likewise."""
    body: list[Cells] = [
        (
            one.agent_id,
            one.valid_from.isoformat(),
            one.base,
            one.performance,
            str(one.method),
            one.coefficient,
            one.level,
            "" if one.minimum_wage is None else one.minimum_wage,
            one.scheme,
        )
        for one in plans
    ]
    write_table("pay_plan", (tuple(PayPlanRecord.model_fields), body), path)
