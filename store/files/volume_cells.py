"""Numbers of volumes as they stand in a sheet, and lists that have a column for each post."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from scheduler.errors import Fault
from store.files.clean import folded, narrow
from store.files.heads import UPPERMOST_ROWS, usual_posts
from store.files.kinds import is_missing
from store.files.named_rows import NUMBER, SUM_WORDS
from store.files.told import Meant, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.files.code_sheets import Sheet
    from store.files.heads import HeadNames


class GridCell(NamedTuple):
    """A number of a grid: its line, date, time and post as they are written, and what it counts."""

    line: int
    date: str
    time: str
    post: str
    text: str
    what: str = "volume"


@dataclass(slots=True)
class GridSheet:
    """
    The numbers of a sheet.

    Parameters
    ----------
    file, head
        What messages call it, and the line of its first head.
    cells
        That are not blank, or stand in a row or column that is not.
    totals
        Rows passed over as sums or means.
    unread
        Columns with numbers that were not read, by their heads.
    guessed
        Dates whose year was taken.
    faults
        Rows that are not clear.
    """

    file: str
    head: int
    cells: list[GridCell] = field(default_factory=list)
    totals: int = 0
    unread: list[str] = field(default_factory=list)
    guessed: int = 0
    faults: list[Fault] = field(default_factory=list)


def posts_across(sheet: Sheet, names: HeadNames) -> GridSheet | None:
    """Return the numbers of a list with a column for each post; None where it is no such."""
    meaning = told().meaning(Meant.POST)
    known = {*meaning.given.values(), *usual_posts().values()}
    usual = {folded(name) for name in usual_posts()} | set(meaning.plain)
    for index, row in enumerate(sheet.rows[:UPPERMOST_ROWS]):
        ours = {names.ours(text): at for at, text in enumerate(row) if text}
        if "start" not in ours or "volume" in ours:
            continue
        taken = {at for name, at in ours.items() if name is not None}
        rest = {at: text for at, text in enumerate(row) if text and at not in taken}
        posts = {at for at, text in rest.items() if folded(text) in usual or text in known}
        below = sheet.rows[index + 1] if index + 1 < len(sheet.rows) else []
        is_of_two_rows = "volume" in map(names.ours, below)  # posts over 咨询量, 处理时长: a list
        if not posts or "post" in ours or is_of_two_rows:
            return None
        return _wide_rows(sheet, index, ours, rest)
    return None


def _wide_rows(
    sheet: Sheet, head: int, ours: Mapping[str | None, int], rest: Mapping[int, str]
) -> GridSheet:
    found = GridSheet(sheet.file, head + 1)
    date, start = ours.get("date"), ours["start"]
    body = [
        (line, row) for line, row in enumerate(sheet.rows[head + 1 :], start=head + 2) if any(row)
    ]
    numeric = {
        at: text
        for at, text in rest.items()
        if folded(text) not in SUM_WORDS
        and all(is_missing(cell) or NUMBER.fullmatch(narrow(cell)) for cell in _column(body, at))
    }
    found.unread = [
        text for at, text in rest.items() if at not in numeric and folded(text) not in SUM_WORDS
    ]
    last_date = ""
    for line, row in body:
        labels = [row[at] for at in (date, start) if at is not None and at < len(row)]
        if any(folded(text).rstrip(":：") in SUM_WORDS for text in labels if text):
            found.totals += 1
            continue
        if date is not None:
            last_date = (row[date] if date < len(row) else "") or last_date
        time = row[start] if start < len(row) else ""
        for at, post in numeric.items():
            text = row[at] if at < len(row) else ""
            found.cells.append(GridCell(line, last_date, time, post, text))
    return found


def _column(body: Sequence[tuple[int, Sequence[str]]], at: int) -> Iterator[str]:
    labels = (row for _, row in body if not any(folded(text) in SUM_WORDS for text in row[:2]))
    return (row[at] for row in labels if at < len(row))
