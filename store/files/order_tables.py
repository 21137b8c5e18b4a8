"""
Orders, and the rule by which their sales are attributed, as plain tables.

``orders.csv``: ``order, buyer, post, placed, paid, amount`` and optionally ``refunded``; ``paid``
is empty or ``-`` where it was not paid. Rows of totals (汇总, 合计, 总计) are passed over.
``attribution.csv``: ``version, valid_from, by`` and optionally ``pick, window_h``.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from kpi.facts.attribution import AttributionRule, CreditBy, Order, Pick
from store.files.cells import Date, KnownPost, Moment, MomentOrNone, Name, choice
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.kpi_facts import TOTALS
from store.files.kpi_tables import one_of, read_records
from store.files.number_cells import Money, Whole
from store.files.rows import Record, build, note_repeats, read_rows
from store.files.source import open_table, write_table
from store.files.taken import TOTALS as PASSED_OVER
from store.files.taken import note_left_out

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from scheduler.horizon import Clock
    from store.files.source import Cells

BY = {
    "下单判定": CreditBy.ORDER,
    "付款判定": CreditBy.PAYMENT,
    "下单优先判定": CreditBy.ORDER_FIRST,
    "下单优先": CreditBy.ORDER_FIRST,
}
PICKS = {"最后": Pick.LAST, "最先": Pick.FIRST}
CreditCell = Annotated[CreditBy, choice(one_of(CreditBy, BY))]
PickCell = Annotated[Pick, choice(one_of(Pick, PICKS))]


class OrderRecord(Record):
    """A row of ``orders``."""

    order: Name
    buyer: Name
    post: KnownPost
    placed: Moment
    paid: MomentOrNone
    amount: Money
    refunded: Money = Decimal(0)

    def made(self) -> Order:
        """Return the order."""
        return Order(
            self.order,
            self.buyer,
            self.post,
            self.placed,
            self.paid,
            self.amount,
            self.refunded,
        )


class AttributionRecord(Record):
    """A row of ``attribution``: a version of the rule."""

    version: Whole
    valid_from: Date
    by: CreditCell
    pick: PickCell = Pick.LAST
    window_h: Whole = 48

    def rule(self) -> AttributionRule:
        """Return the rule."""
        return AttributionRule(self.version, self.valid_from, self.by, self.pick, self.window_h)


def read_orders(
    path: Path, clock: Clock, *, posts: Collection[str] | None = None
) -> tuple[Order, ...]:
    """Return the orders of a CSV file or the sheet ``orders``; raises with every fault."""
    log = FaultLog()
    whole = open_table(path, "orders")
    first = whole.columns[0] if whole.columns else ""
    lasting = tuple(
        row
        for row in whole.rows
        if not {row.cells.get(name, "").lower() for name in ("order", "buyer", first)} & TOTALS
    )
    note_left_out(whole.file, PASSED_OVER, len(whole.rows) - len(lasting))
    table = replace(whole, rows=lasting)
    known = Known.of(clock, posts=posts)
    lines = read_rows(table, OrderRecord, known, log)
    note_repeats(lines, table, ("order",), "duplicate_row", log)
    made = build(lines, table.file, OrderRecord.made, log)
    log.raise_any()
    return made


def read_attribution(path: Path, clock: Clock) -> tuple[AttributionRule, ...]:
    """Return the versions of a CSV file or the sheet ``attribution``; likewise."""
    return read_records(
        path,
        "attribution",
        AttributionRecord,
        AttributionRecord.rule,
        known=Known(clock),
        once=("version",),
    )


def write_orders(orders: Iterable[Order], path: Path, clock: Clock) -> None:
    """Write orders as CSV, or as a sheet of a workbook (``.xlsx``)."""
    body: list[Cells] = [
        (
            one.id,
            one.buyer,
            one.post,
            clock.format(one.placed_min),
            "-" if one.paid_min is None else clock.format(one.paid_min),
            one.amount,
            one.refunded,
        )
        for one in orders
    ]
    write_table("orders", (tuple(OrderRecord.model_fields), body), path)
