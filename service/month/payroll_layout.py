"""The payroll as a payroll program asks for it: its columns, their order and headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.pay.payout import Pays
from scheduler.errors import Fault, InputError, gathering
from service.month.export_month import CENTS
from service.spreadsheet import SheetColumn, SheetKind, SheetTable, csv_of, workbook_of

if TYPE_CHECKING:
    from decimal import Decimal

    from kpi.pay.payout import Payout
    from kpi.score.scorecard import AgentScore
    from service.desk import Desk
    from service.month.export_month import MonthWords
    from service.spreadsheet import Cell
    from store.months import MonthRun

TEXTS = ("agent_id", "name", "team", "post", "grade", "month", "run", "state", "remark")
NUMBERS = ("score", "total", "normal")
BLANK = "blank"
SOURCES = (*TEXTS, *NUMBERS, *(f"pays.{pays}" for pays in Pays), BLANK)
"""What a column may hold: who and which run, the score, the pay in all and by kind, or nothing."""


@dataclass(frozen=True, slots=True)
class LayoutColumn:
    """
    A column of a payroll file.

    Parameters
    ----------
    head
        Its heading, as the program asks for it.
    source
        What it holds, one of ``SOURCES``.
    """

    head: str
    source: str


@dataclass(frozen=True, slots=True)
class PayrollLayout:
    """
    The columns a payroll program asks for, in their order.

    Parameters
    ----------
    name
        Of the layout, such as the program's.
    columns
        At least one; no two with one heading.
    """

    name: str
    columns: tuple[LayoutColumn, ...]

    def __post_init__(self) -> None:
        with gathering() as check:
            check(bool(self.name.strip()), "empty", column="name")
            check(len(self.columns) > 0, "layout_empty", value=self.name)
            heads = [column.head for column in self.columns]
            for place, column in enumerate(self.columns):
                check(bool(column.head.strip()), "empty", column="head")
                check(column.head not in heads[:place], "head_twice", value=column.head)
                known = column.source in SOURCES
                check(known, "layout_source", value=column.source, known=", ".join(SOURCES))


def layout_of(text: str, name: str) -> PayrollLayout:
    """
    Return the layout of a text such as ``工号=agent_id,应发=total``.

    Raises
    ------
    InputError
        With every part that is none, names no source there is, or repeats a heading.
    """
    parts = [part for part in (each.strip() for each in text.split(",")) if part]
    odd = [part for part in parts if "=" not in part]
    if odd:
        raise InputError(Fault("layout_part", value=part) for part in odd)
    pairs = (part.rpartition("=") for part in parts)
    columns = tuple(LayoutColumn(head.strip(), source.strip()) for head, _, source in pairs)
    return PayrollLayout(name, columns)


def save_layout(desk: Desk, layout: PayrollLayout) -> None:
    """Remember a layout by its name; one of the same name is replaced."""
    with desk.write("payroll_layout_saved", ("payroll_layout", layout.name)) as unit:
        for old in unit.register.all(desk.shop_id, PayrollLayout, subject=layout.name):
            unit.take_out(PayrollLayout, old.id)
        unit.enter(layout, subject=layout.name, date=unit.today)
        unit.note(layout.name)


def layouts(desk: Desk) -> tuple[PayrollLayout, ...]:
    """Return the layouts a shop remembers, by name."""
    with desk.read() as unit:
        kept = [entry.value for entry in unit.register.all(desk.shop_id, PayrollLayout)]
    return tuple(sorted(kept, key=lambda one: one.name))


def layout(desk: Desk, name: str) -> PayrollLayout:
    """Return a layout by its name; raises InputError when the shop remembers none of it."""
    for one in layouts(desk):
        if one.name == name:
            return one
    raise InputError(Fault("layout_unknown", value=name))


def layout_table(run: MonthRun, words: MonthWords, wanted: PayrollLayout) -> SheetTable:
    """Return the payroll in the columns of a layout; programs read it, so it has no sums."""
    columns = tuple(SheetColumn(column.head, _kind(column.source), 16) for column in wanted.columns)
    scores = {score.agent_id: score for score in run.scores}
    rows = tuple(
        tuple(
            _cell(column.source, run, payout, scores[payout.agent_id], words)
            for column in wanted.columns
        )
        for payout in run.payouts
    )
    return SheetTable(words.heads["payroll"], columns, rows)


def layout_file(run: MonthRun, words: MonthWords, wanted: PayrollLayout, ending: str) -> bytes:
    """Return the same as a file; ``ending``: ``csv`` or ``xlsx``."""
    table = layout_table(run, words, wanted)
    return csv_of(table) if ending == "csv" else workbook_of((table,))


def _kind(source: str) -> SheetKind:
    if source.startswith("pays.") or source in ("total", "normal"):
        return SheetKind.PLAIN_MONEY
    return SheetKind.NUMBER if source == "score" else SheetKind.TEXT


def _cell(source: str, run: MonthRun, payout: Payout, score: AgentScore, words: MonthWords) -> Cell:
    if source.startswith("pays."):
        return _fen(payout.amount(Pays(source.removeprefix("pays."))))
    agent, name, team = words.who(payout.agent_id)
    first = score.cards[0].post
    found: dict[str, Cell] = {
        "agent_id": agent,
        "name": name,
        "team": team,
        "post": words.posts.get(first, first),
        "grade": words.grades.get(score.grade or "", score.grade or ""),
        "month": str(run.month),
        "run": str(run.number),
        "state": words.state,
        "remark": "; ".join(words.unpaid[reason] for reason in payout.unpaid),
        "score": score.total,
        "total": _fen(payout.total),
        "normal": _fen(payout.normal),
    }
    return found.get(source)


def _fen(amount: Decimal) -> Decimal:
    return amount + CENTS
