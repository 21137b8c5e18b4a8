"""
Heads of two rows: titles of groups, often merged, above the names of their columns.

``打卡`` over ``上班`` and ``下班`` says nothing beside them. Groups that repeat the same names are
rows of their own: titles that are dates (``11月3日`` over ``上班`` and ``下班``) are the date of
such a row, others its post (``售前`` over ``接待人数``), where the table has such a column.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from store.files.clean import folded
from store.files.code_dates import date_of, near_of
from store.files.heads import UPPERMOST_ROWS
from store.files.named_rows import SUM_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.files.heads import HeadNames

Row = tuple[int, list[str]]
DATE, POST = "date", "post"
YEAR = re.compile(r"20\d\d")
STEPS = (1, 2)  # a row of weekdays may stand between
NO_DAY = dt.date(2026, 1, 1)  # a title that has a year needs no other


class TwoRows(NamedTuple):
    """A head of two rows: their places, the title above each column, and its name."""

    top: int
    low: int
    titles: list[str]
    names: list[str]

    @property
    def grouped(self) -> dict[str, dict[str, int]]:
        """Return by title the columns below it, by name; those of sums are no group."""
        found: dict[str, dict[str, int]] = {}
        for column, (title, name) in enumerate(zip(self.titles, self.names, strict=True)):
            if title and name and folded(title) not in SUM_WORDS:
                found.setdefault(title, {}).setdefault(name, column)
        return found


def flattened(rows: Sequence[Row], names: HeadNames) -> list[Row]:
    """
    Return the rows of a table with a head of one row.

    Parameters
    ----------
    rows
        That are not blank, each with its line.
    names
        Of the table's columns: two rows are a head where they know more of them than any alone.
    """
    head = _two_rows([cells for _, cells in rows[:UPPERMOST_ROWS]], names) if names.names else None
    if head is None:
        return list(rows)
    line, above, below = rows[head.top][0], list(rows[: head.top]), rows[head.low + 1 :]
    groups = head.grouped
    every = [name for columns in groups.values() for name in columns]
    column = _told_by(list(groups), [cells for _, cells in above], names, head)
    if len(every) == len(set(every)) or column is None:
        return [*above, (line, head.names), *below]
    ours, titles = column
    inside = list(dict.fromkeys(every))
    shared = [at for at, title in enumerate(head.titles) if not title and head.names[at]]
    made = [*above, (line, [*(head.names[at] for at in shared), ours, *inside])]
    for number, cells in below:
        padded = [*cells, *[""] * (len(head.names) - len(cells))]
        beside = [padded[at] for at in shared]
        for title, columns in groups.items():
            told = [padded[columns[name]] if name in columns else "" for name in inside]
            if any(told):
                made.append((number, [*beside, titles[title], *told]))
    return made


def _two_rows(rows: Sequence[Sequence[str]], names: HeadNames) -> TwoRows | None:
    """Return the two rows that know most of a table's columns together; None: one alone does."""
    best, most = None, names.most_in(rows)
    for top in range(len(rows)):
        for low in (top + step for step in STEPS if top + step < len(rows)):
            if low - top > 1 and names.most_in([rows[top + 1]]):
                continue
            found = _joined(rows[top], rows[low])
            known = names.most_in([found[1]])
            if known > most:
                best, most = TwoRows(top, low, *found), known
    return best


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the title above each column, and its name; a title goes on until the next one."""
    width = max(len(upper), len(lower))
    above, below = ([*cells, *[""] * (width - len(cells))] for cells in (upper, lower))
    titles, last = [], ""
    for title, name in zip(above, below, strict=True):
        last = title or last
        titles.append(last if name else "")
    return titles, [name or title for title, name in zip(above, below, strict=True)]


def _told_by(
    titles: list[str], above: Sequence[Sequence[str]], names: HeadNames, head: TwoRows
) -> tuple[str, dict[str, str]] | None:
    """Return which column titles hold, and as what by title; None: no column of the table."""
    shared = {
        names.ours(name) for name, title in zip(head.names, head.titles, strict=True) if not title
    }
    said = [cell for cells in reversed(above) for cell in cells if YEAR.search(cell)]
    near = near_of(said, NO_DAY)
    dates = {title: date_of(title, near) for title in titles}
    if DATE in names.names and DATE not in shared and all(dates.values()):
        has_year = bool(said) or all(YEAR.search(title) for title in titles)
        return DATE, {title: str(dates[title]) if has_year else title for title in titles}
    if POST in names.names and POST not in shared and not any(dates.values()):
        return POST, {title: title for title in titles}
    return None
