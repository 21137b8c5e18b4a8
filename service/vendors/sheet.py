"""A settlement as a workbook to print and to sign: its lines, the evidence, and who signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from service.spreadsheet import SheetColumn, SheetKind, SheetTable, workbook_of

WIDE, MIDDLE = 44, 18


@dataclass(frozen=True, slots=True)
class LineTold:
    """
    A line of a settlement in words.

    Parameters
    ----------
    contract, what, ground, unit, notes
        Texts.
    quantity, price
        None: it has none.
    amount
        Yuan.
    """

    contract: str
    what: str
    ground: str
    quantity: Decimal | None
    unit: str
    price: Decimal | None
    amount: Decimal
    notes: str


@dataclass(frozen=True, slots=True)
class PartTold:
    """A number of evidence: of which line, whose, which day, how much; hours of hours."""

    what: str
    person: str
    date: dt.date
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class StepTold:
    """Who signed or objected for which side, when, and why."""

    side: str
    act: str
    by: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class SettlementTold:
    """
    A settlement in words.

    Parameters
    ----------
    title
        Above its lines.
    heads
        Names of the sheets (``lines``, ``parts``, ``steps``) and heads of their columns.
    lines, sums, parts, steps
        What stands in them; sums by name, the last one what is due.
    """

    title: str
    heads: Mapping[str, str]
    lines: tuple[LineTold, ...]
    sums: tuple[tuple[str, Decimal], ...]
    parts: tuple[PartTold, ...]
    steps: tuple[StepTold, ...]


def settlement_workbook(told: SettlementTold) -> bytes:
    """Return a settlement as a workbook, on A4 sheets."""
    return workbook_of((_lines(told), _parts(told), _steps(told)))


def _lines(told: SettlementTold) -> SheetTable:
    head = told.heads
    columns = (
        SheetColumn(head["contract"], width=MIDDLE),
        SheetColumn(head["what"], width=WIDE),
        SheetColumn(head["ground"], width=MIDDLE),
        SheetColumn(head["quantity"], SheetKind.NUMBER),
        SheetColumn(head["unit"], width=10),
        SheetColumn(head["price"], SheetKind.EXACT, 14),
        SheetColumn(head["amount"], SheetKind.MONEY, 16),
        SheetColumn(head["notes"], width=WIDE),
    )
    rows = [
        (o.contract, o.what, o.ground, o.quantity, o.unit, o.price, o.amount, o.notes)
        for o in told.lines
    ]
    sums = [("", name, "", None, "", None, amount, "") for name, amount in told.sums]
    return SheetTable(head["lines"], columns, (*rows, *sums[:-1]), told.title, sums[-1])


def _parts(told: SettlementTold) -> SheetTable:
    head = told.heads
    columns = (
        SheetColumn(head["what"], width=WIDE),
        SheetColumn(head["person"], width=MIDDLE),
        SheetColumn(head["date"], SheetKind.DATE, 14),
        SheetColumn(head["quantity"], SheetKind.NUMBER),
    )
    rows = tuple((one.what, one.person, one.date, one.quantity) for one in told.parts)
    return SheetTable(head["parts"], columns, rows, told.title)


def _steps(told: SettlementTold) -> SheetTable:
    names = ("side", "act", "by", "at", "reason")
    columns = tuple(SheetColumn(told.heads[name], width=MIDDLE) for name in names)
    rows = tuple((one.side, one.act, one.by, one.at, one.reason) for one in told.steps)
    return SheetTable(told.heads["steps"], columns, rows, told.title)
