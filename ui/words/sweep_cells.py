"""The rows of a sweep as a table: columns by depth, values and what they differ from the base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.sweep_row import (
    Depth,
    RowDifference,
    base_of,
    cost_difference,
    level_difference,
    plain_difference,
)
from service.spreadsheet import SheetColumn, SheetKind, SheetTable
from ui import figures
from ui.words.catalogue import t
from ui.words.sweep_words import recomputed_text, scenario_name, step_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.sweep_row import SweepRow
    from service.spreadsheet import Cell

UNKNOWN, UNSURE = "—", "≈"
NO_BREAK, HYPHEN = "\u00a0", "\u2011"
LEAST = ("people", "contract_cost", "required_hours", "least_short_hours", "more_people")
SOLVED = ("bound", "cost", "short_hours", "wage_cost")
DECIMALS = {"people": 0, "more_people": 0, "contract_cost": 0, "wage_cost": 0}
WITH_DIFFERENCE = frozenset(
    {"people", "contract_cost", "required_hours", "least_short_hours", "cost", "level"}
)


def columns_of(depth: Depth) -> tuple[str, ...]:
    """Return the columns a depth has numbers for, bounds first."""
    if depth is Depth.ESTIMATE:
        return LEAST
    if depth is Depth.SIMULATED:
        return (*LEAST[:2], "level", *LEAST[2:], *SOLVED)
    return (*LEAST, *SOLVED)


def value_of(name: str, row: SweepRow) -> float | None:
    """Return a number of a row; None: not known."""
    value = getattr(row, name)
    return None if value is None else float(value)


def said(name: str, value: float | None, lang: str) -> str:
    """Return a number as it is read."""
    if value is None:
        return UNKNOWN
    if name == "level":
        return figures.share(value, lang, 1)
    return figures.number(value, lang, DECIMALS.get(name, 1))


def difference_of(name: str, row: SweepRow, base: SweepRow | None) -> RowDifference | None:
    """Return by how much a number differs from the base's; None: one is not known, or it is it."""
    if row.number == 0:
        return None
    if name == "cost":
        return cost_difference(row, base)
    if name == "level":
        return level_difference(row, base)
    return plain_difference(name, row, base)


def difference_said(name: str, found: RowDifference | None, lang: str) -> str:
    """Return a difference as it is read, marked where it may be noise; empty: there is none."""
    if found is None or said(name, abs(found.by), lang) == said(name, 0.0, lang):
        return ""
    mark = "" if found.is_sure else UNSURE
    if name == "level":
        return mark + figures.change(found.by, lang)
    return mark + figures.signed(found.by, lang, DECIMALS.get(name, 1))


def heads(depth: Depth, lang: str) -> list[str]:
    """Return the heads of the table."""
    return [
        t("sweep.scenario", lang),
        *(t(f"sweep.col_{name}", lang) for name in columns_of(depth)),
    ]


def cells(row: SweepRow, base: SweepRow | None, depth: Depth, lang: str) -> list[str]:
    """Return a row as it is read: each number with its difference behind it."""
    steps = (
        step_text(each, lang).replace(" ", NO_BREAK).replace("-", HYPHEN) for each in row.steps
    )
    found = [t("list.comma", lang).join(steps) or t("sweep.as_it_is", lang)]
    for name in columns_of(depth):
        text = said(name, value_of(name, row), lang)
        if name == "level" and row.level_low is not None and row.level_high is not None:
            ends = (figures.share(end, lang, 1) for end in (row.level_low, row.level_high))
            text = f"{text} ({'–'.join(ends)})"
        if name in WITH_DIFFERENCE:
            by = difference_said(name, difference_of(name, row, base), lang)
            text = f"{text} ({by})" if by else text
        found.append(text)
    return found


def table(rows: Sequence[SweepRow], depth: Depth, lang: str, why: Sequence[str]) -> SheetTable:
    """
    Return a sweep as a table for programs: a number a cell, differences in columns of their own.

    Parameters
    ----------
    why
        Of each row: the reason it failed; empty: it did not.
    """
    base, names = base_of(rows), columns_of(depth)
    columns = [SheetColumn(t("sweep.number", lang), SheetKind.WHOLE)]
    columns.append(SheetColumn(t("sweep.scenario", lang), width=40))
    for name in names:
        kind = SheetKind.EXACT
        columns.append(SheetColumn(t(f"sweep.col_{name}", lang), kind, 16))
        if name in WITH_DIFFERENCE:
            columns.append(SheetColumn(t("sweep.differs", lang), kind))
            columns.append(SheetColumn(t("sweep.is_sure", lang)))
    columns.append(SheetColumn(t("sweep.recomputed", lang), width=24))
    columns.append(SheetColumn(t("sweep.why", lang), width=40))
    lines = []
    for row, reason in zip(rows, why, strict=True):
        line: list[Cell] = [row.number, scenario_name(row, lang)]
        for name in names:
            line.append(value_of(name, row))
            if name in WITH_DIFFERENCE:
                found = difference_of(name, row, base)
                line.append(None if found is None else found.by)
                sure = "" if found is None else "yes" if found.is_sure else "no"
                line.append(t(f"sweep.sure_{sure}", lang) if sure else None)
        lines.append((*line, "" if reason else recomputed_text(row, lang), reason))
    return SheetTable(t("sweep.title", lang), tuple(columns), tuple(lines))
