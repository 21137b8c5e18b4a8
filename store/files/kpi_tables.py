"""
What a month is counted, judged and paid from, as plain tables; columns stand beside the fields.

The tables are written whole: a column that no row needs is there and empty.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

from kpi.facts.attribution import AttributionRule, Order
from kpi.facts.columns import COLUMNS, FactUnit, column_in_file
from kpi.facts.punch_requests import PunchRequest
from kpi.pay.extras import Deduction, Repaid, RewardCase
from kpi.pay.hour_pay import MonthPay
from kpi.pay.overtime import ApprovedOvertime
from kpi.pay.payout import PayPlan
from kpi.pay.time_off import TimeOff
from kpi.registers.complaints import Complaint
from kpi.scheme.targets import Target
from scheduler.dispatch import Interruption, Presence, Punch
from scheduler.errors import require
from scheduler.keys import Key
from store.files.cells import MomentOrNone, choice
from store.files.columns import columns
from store.files.kinds import Known, is_missing
from store.files.kpi_facts import IN_FILE, without_totals
from store.files.number_cells import FEN
from store.files.raw_punches import is_log, presences_of
from store.files.source import open_table
from store.files.table import TableRow
from store.files.table_file import TableFile
from store.files.taken import note_assumed, note_left_out
from store.files.told import NamesTold, as_told

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from scheduler.horizon import Clock
    from store.files.table import Table


def _measure_text(column: str, _: Clock) -> str:
    return column_in_file(column)


Measure = Annotated[str, choice(IN_FILE, "fact_unknown", write=_measure_text)]


@dataclass(frozen=True, slots=True)
class Refund:
    """
    Sales of an earlier month that were refunded since.

    Parameters
    ----------
    repaid, date
        Whose of which month, and when.
    """

    repaid: Annotated[Repaid, Key(is_flat=True)]
    date: dt.date


ATTENDANCE = TableFile(  # one of both punches may be missing
    "attendance",
    columns("attendance", Presence, start_min=MomentOrNone, end_min=MomentOrNone),
)
PUNCHES = TableFile(
    "punches",
    columns("punches", PunchRequest, asked_start_min=MomentOrNone, asked_end_min=MomentOrNone),
)
EXCEPTIONS = TableFile("exceptions", columns("exceptions", Interruption, is_whole=True))
COMPLAINTS = TableFile(
    "complaints", columns("complaints", Complaint, is_whole=True), once=("number",)
)
TARGETS = TableFile(
    "targets",
    columns("targets", Target, is_whole=True, column=Measure),
    once=("month", "post", "level", "name", "measure"),
)
ORDERS = TableFile("orders", columns("orders", Order, is_whole=True), once=("order",))
ATTRIBUTION = TableFile(
    "attribution", columns("attribution", AttributionRule, is_whole=True), once=("version",)
)
PAY_PLANS = TableFile(
    "pay_plan", columns("pay_plan", PayPlan, is_whole=True), once=("agent_id", "valid_from")
)
OVERTIME = TableFile(
    "overtime", columns("overtime", ApprovedOvertime, is_whole=True), once=("agent_id", "start")
)
REWARDS = TableFile(
    "rewards", columns("rewards", RewardCase, is_whole=True), once=("agent_id", "case", "buyer")
)
DEDUCTIONS = TableFile("deductions", columns("deductions", Deduction, is_whole=True))
REFUNDS = TableFile(
    "refunds", columns("refunds", Refund, is_whole=True), once=("agent_id", "date", "month")
)
TIME_OFF = TableFile(
    "time_off", columns("time_off", TimeOff, is_whole=True), once=("agent_id", "date")
)
EARLIER_PAY = TableFile(
    "earlier_pay", columns("earlier_pay", MonthPay, is_whole=True), once=("agent_id", "month")
)


def read_attendance(
    path: Path, clock: Clock, *, agents: Iterable[str] | None = None
) -> tuple[Presence, ...]:
    """
    Return the presences of a CSV file or the sheet ``attendance``, also punches alone.

    In a report of days each stretch (``上班1打卡时间``, ``上班2打卡时间`` …) is a presence; days on
    which nobody clocked in are left out, and how many they are is told. A log with a punch in each
    row is read shift by shift.
    """
    known = Known.of(clock, agents=agents)
    table = open_table(path, ATTENDANCE.name)
    if is_log(table):
        return presences_of(table, known)
    numbers = _stretches(table.written)
    again = [_stretch(path, number, known) for number in numbers]
    table = open_table(path, ATTENDANCE.name) if numbers else table  # its rows are told last
    first = ATTENDANCE.values(_with_punches(table), known, make=_presence)
    return (*first, *(one for stretch in again for one in stretch))


START, END = "上班{}打卡时间", "下班{}打卡时间"
MOST_STRETCHES = 6


def _stretches(written: Collection[str]) -> list[int]:
    """Return the further stretches of a day that a report has columns for."""
    numbers = range(2, MOST_STRETCHES + 1)
    return [one for one in numbers if {START.format(one), END.format(one)} <= {*written}]


def _stretch(path: Path, number: int, known: Known) -> tuple[Presence, ...]:
    columns = {"start": START.format(number), "end": END.format(number)}
    with as_told(NamesTold(columns={ATTENDANCE.name: columns})):
        table = _with_punches(open_table(path, ATTENDANCE.name))
    return ATTENDANCE.values(table, known, make=_presence)


def _with_punches(table: Table) -> Table:
    """Return a report of days without those on which nobody clocked in, and tell how many."""
    if not {"date", "start", "end"} <= {*table.columns}:
        return table
    rows = tuple(
        row for row in table.rows if not all(is_missing(row.cells[n]) for n in ("start", "end"))
    )
    note_left_out(table.file, "no_punch", len(table.rows) - len(rows))
    return replace(table, rows=rows)


def _presence(row: Any) -> Presence:  # noqa: ANN401 - a record of the columns of attendance
    start, end = _both(row.start, row.end)
    if row.start is None or row.end is None:
        missing = Punch.START if row.start is None else Punch.END
        return Presence(row.agent_id, start, end, row.card, missing)
    return Presence(row.agent_id, start, end, row.card)


def _both(start: int | None, end: int | None) -> tuple[int, int]:
    """Return the moments of a presence; of a punch alone it twice."""
    either = start if end is None else end
    require(either is not None, "empty", column="start")
    assert either is not None
    return either if start is None else start, either


def read_punches(
    path: Path, clock: Clock, *, agents: Iterable[str] | None = None
) -> tuple[PunchRequest, ...]:
    """Return what a CSV file or the sheet ``punches`` says of presences asked about."""
    return PUNCHES.read(path, clock, agents=agents, make=_punch_request)


def _punch_request(row: Any) -> PunchRequest:  # noqa: ANN401 - a record of the columns of punches
    start, end = _both(row.recorded_start, row.recorded_end)
    return PUNCHES.columns.value(row, recorded_start=start, recorded_end=end)


def read_complaints(
    path: Path,
    clock: Clock,
    *,
    posts: Iterable[str] | None = None,
    agents: Iterable[str] | None = None,
) -> tuple[Complaint, ...]:
    """
    Return the complaints of a CSV file or the sheet ``complaints``.

    A register that says who was at fault and when the case was closed, but has no column of when
    the fault was decided, is read as decided by then; it is told.
    """
    known = Known.of(clock, posts=posts, agents=agents)
    return COMPLAINTS.values(_decided_when_closed(open_table(path, COMPLAINTS.name)), known)


def _decided_when_closed(table: Table) -> Table:
    if "decided" in table.columns or not {"closed", "at_fault"} <= {*table.columns}:
        return table
    decided = [
        "" if is_missing(row.cells["at_fault"]) else row.cells["closed"] for row in table.rows
    ]
    note_assumed(table.file, "decided_as_closed", sum(map(bool, decided)))
    rows = tuple(
        TableRow(row.line, {**row.cells, "decided": cell})
        for row, cell in zip(table.rows, decided, strict=True)
    )
    return replace(table, columns=(*table.columns, "decided"), rows=rows)


def read_orders(
    path: Path, clock: Clock, *, posts: Iterable[str] | None = None
) -> tuple[Order, ...]:
    """Return the orders of a CSV file or the sheet ``orders``, but for rows of totals."""
    whole = open_table(path, ORDERS.name)
    table = without_totals(whole, ("order", "buyer", *whole.columns[:1]))
    return ORDERS.values(table, Known.of(clock, posts=posts))


def read_targets(
    path: Path, clock: Clock, *, posts: Iterable[str] | None = None
) -> tuple[Target, ...]:
    """Return the targets of a CSV file or the sheet ``targets``, sums of money in fen."""
    return TARGETS.read(path, clock, posts=posts, make=_target)


def _target(row: Any) -> Target:  # noqa: ANN401 - a record of the columns of targets
    good = not _is_money(row.measure) or row.value == round(row.value, 2)
    require(good, "not_whole_fen", column="value", value=row.value)
    factor = FEN if _is_money(row.measure) else 1
    name = "" if is_missing(row.name) else row.name  # the shop itself has none
    return TARGETS.columns.value(row, value=row.value * factor, name=name)


def write_targets(targets: Iterable[Target], path: Path) -> None:
    """Write targets as CSV, or as a sheet of a workbook (``.xlsx``); money in yuan."""
    factors = ((one, FEN if _is_money(one.column) else 1) for one in targets)
    TARGETS.write((replace(one, value=one.value / factor) for one, factor in factors), path)


def _is_money(column: str) -> bool:
    return COLUMNS[column] is FactUnit.FEN
