"""
Volumes whose numbers stand in a grid, as rows of a list.

Read are times down and dates across, dates down and times across, and posts across beside columns
of date and time. A post is told by a column, by heads below the dates, by a title above or by the
name of the sheet. Sums and means at the side and below are passed over, columns without a number
too; a row of numbers whose label is neither time nor date nor sum is a fault.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from scheduler.errors import Fault, InputError
from store.files.clean import folded, narrow
from store.files.code_dates import date_of, near_of
from store.files.heads import UPPERMOST_ROWS, head_names, usual_posts
from store.files.named_rows import NUMBER, SUM_WORDS
from store.files.told import told
from store.files.volume_axis import (
    HAS_YEAR,
    LEAST_HOURS,
    GridAxis,
    dates_across,
    day_before,
    is_clock,
    is_hour,
    times_across,
    titles_above,
)
from store.files.volume_cells import GridCell, GridSheet, posts_across
from store.files.yearless import require_weekday

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.files.code_sheets import Sheet
    from store.files.heads import HeadNames

TABLE = "volumes"
MEASURES = ("volume", "handle_s")
LEAST_ROWS = 2
WEEKDAY_ALONE = re.compile(
    r"(?:周|星期|礼拜)?[一二三四五六日天]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*", re.IGNORECASE
)
NO_NAME = re.compile(
    r"(?:sheet|工作表|表)?\s*\d*|volumes|咨询量|数据|data|.*\d.*[年月日].*", re.IGNORECASE
)


def grids(sheets: Sequence[Sheet], near: dt.date | None) -> tuple[GridSheet, ...]:
    """
    Return the grids of volumes of a file's sheets; nothing where it has no such.

    Parameters
    ----------
    near
        The day of reading, for dates without a year; None: such a date is a fault.

    Raises
    ------
    InputError
        With all rows that are not clear.
    """
    names = head_names(TABLE)
    seen = [sheet for sheet in sheets if sheet.is_seen]
    found = [grid for sheet in seen for grid in [_grid(sheet, names, near)] if grid is not None]
    named = [_title(sheet) for sheet in seen]
    if len(found) > 1:
        titles = {sheet.file: title for sheet, title in zip(seen, named, strict=True)}
        for grid in found:
            post = titles[grid.file]
            grid.cells = [cell if cell.post else cell._replace(post=post) for cell in grid.cells]
    faults = [fault for grid in found for fault in grid.faults]
    half = [grid for grid in found if len({bool(cell.post) for cell in grid.cells}) > 1]
    faults += [Fault("grid_post_unclear", grid.file, grid.head) for grid in half]
    if faults:
        raise InputError(faults)
    return tuple(found)


def has_grids(sheets: Sequence[Sheet]) -> bool:
    """Return whether a sheet is a grid, whatever is unclear in it."""
    names, near = head_names(TABLE), dt.date.max - dt.timedelta(days=1)
    return any(_grid(sheet, names, near) is not None for sheet in sheets if sheet.is_seen)


def _title(sheet: Sheet) -> str:
    """Return the post that a sheet's name says; nothing where it is no name."""
    title = sheet.file.rpartition(":")[2] if ":" in sheet.file else ""
    return _post_in([title]) or ("" if NO_NAME.fullmatch(title) else title)


def _post_in(texts: Sequence[str]) -> str:
    """Return what texts call the one post they name; nothing: none or several."""
    for known in (told().posts, usual_posts()):
        named: dict[str, str] = {}
        for text in texts:
            said = [name for name in known if folded(name) in folded(text)]
            longest = [name for name in said if not any(name != o and name in o for o in said)]
            named |= {known[name]: name for name in longest}
        if named:
            return next(iter(named.values())) if len(named) == 1 else ""
    return ""


def _grid(sheet: Sheet, names: HeadNames, near: dt.date | None) -> GridSheet | None:
    wide = posts_across(sheet, names)
    if wide is not None:
        return wide
    found, before = None, None
    for block in _blocks(sheet, names, near):
        found = found or GridSheet(sheet.file, block.head + 1)
        block.read(_post_above(sheet, block.head, before) or _only_known(_title(sheet)), found)
        before = block
    return found


def _post_above(sheet: Sheet, head: int, before: _Block | None) -> str:
    """Return the post that titles right above a head name, below the data of the block before."""
    texts: list[str] = []
    for row in reversed(sheet.rows[max(0, head - UPPERMOST_ROWS) : head]):
        if before is not None and before.is_data(row):
            break
        texts += row
    return _post_in(texts)


def _blocks(sheet: Sheet, names: HeadNames, near: dt.date | None) -> list[_Block]:
    """Return the heads with what stands below them; the first is among the uppermost rows."""
    found: list[_Block] = []
    for index, row in enumerate(sheet.rows):
        if not found and index >= UPPERMOST_ROWS:
            break
        if found and found[-1].is_data(row):
            continue
        times = times_across(row)
        axis = GridAxis(is_dates=False, at=times) if times else dates_across(sheet, index, near)
        if axis is None:
            continue
        block = _Block(_Head(sheet, index, axis), names, near)
        if block.label is not None:
            if found:
                found[-1].end_before(index)
            found.append(block)
    return found


def _only_known(title: str) -> str:
    return title if _post_in([title]) else ""


class _Head(NamedTuple):
    """Where dates or times stand across."""

    sheet: Sheet
    row: int
    axis: GridAxis


class _Block:
    """A head with dates or times across, and the rows below it."""

    def __init__(self, place: _Head, names: HeadNames, near: dt.date | None) -> None:
        self.sheet, self.head, self.axis = place
        self.names, self.open_year = names, near is None
        self.near = near_of(
            [*titles_above(self.sheet, self.head), self.sheet.file], day_before(near)
        )
        self.first = min(self.axis.at)
        self.end = len(self.sheet.rows)
        self.below: list[tuple[int, list[str]]] = []
        self.end_before(self.end)
        self.label = self._label()

    def end_before(self, index: int) -> None:
        """Let the block end where another one begins."""
        self.end = index
        rows = self.sheet.rows[self.head + 1 : index]
        self.below = [(self.head + 2 + n, [*row, *[""] * self.first]) for n, row in enumerate(rows)]

    def is_data(self, row: Sequence[str]) -> bool:
        """Return whether a row has one of the block's labels."""
        return self.label is not None and self._labels("".join(row[self.label : self.label + 1]))

    def _label(self) -> int | None:
        """Return the column of the other labels; None: there is none, and this is no grid."""
        counts = {
            at: sum(self._labels(row[at]) for _, row in self.below) for at in range(self.first)
        }
        best = max(counts, key=lambda at: counts[at], default=None)
        return best if best is not None and counts[best] >= LEAST_ROWS else None

    def _labels(self, text: str) -> bool:
        if not text:
            return False
        if self.axis.is_dates:
            return is_clock(text) or is_hour(text)
        return self._date(text) is not None

    def _date(self, text: str) -> dt.date | None:
        """Return the date of a label; without a year, the latest one there was."""
        is_hour = narrow(text).isdecimal() and len(text) < LEAST_HOURS - 1
        return None if is_hour and not self.near.is_month else date_of(text, self.near)

    def _post_column(self) -> int | None:
        """Return the column beside the labels whose cells name posts."""
        assert self.label is not None
        data = [row for _, row in self.below if self._labels(row[self.label])]
        for at in range(self.first):
            texts = [row[at] for row in data if row[at]]
            words = [text for text in texts if not WEEKDAY_ALONE.fullmatch(text)]
            is_named = at < len(self._head) and self.names.ours(self._head[at]) == "post"
            if at != self.label and (
                (is_named and texts)
                or (words and not any(NUMBER.fullmatch(narrow(one)) for one in words))
            ):
                return at
        return None

    @property
    def _head(self) -> list[str]:
        return self.sheet.rows[self.head]

    def _columns(self) -> tuple[dict[int, tuple[str, str, str]], int]:
        """Return by column its date or time, post and measure, and how many rows heads take."""
        assert self.label is not None
        plain = {at: (text, "", "volume") for at, text in self.axis.at.items()}
        if not self.below:
            return plain, 0
        row = self.below[0][1]
        heads = {at: text for at, text in enumerate(row) if at >= self.first and text}
        is_head = not self._labels(row[self.label]) and len(heads) >= len(plain)
        if not is_head or any(NUMBER.fullmatch(narrow(text)) for text in heads.values()):
            return plain, 0
        if all(map(WEEKDAY_ALONE.fullmatch, heads.values())):
            return plain, 1
        found = {}
        for at, text in heads.items():
            owner = max((place for place in plain if place <= at), default=None)
            if owner is None or folded(text) in SUM_WORDS:
                continue
            ours = self.names.ours(text)
            post, what = ("", str(ours)) if ours in MEASURES else (text, MEASURES[0])
            found[at] = (plain[owner][0], post, what)
        return found, 1

    def read(self, title: str, into: GridSheet) -> None:
        """Add the block's numbers; ``title``: the post named above it, or nothing."""
        assert self.label is not None
        columns, used = self._columns()
        posts, post = self._post_column(), title
        into.guessed += self.axis.guessed
        into.faults += self.axis.faults
        into.unread += self._unread(columns)
        filled = {at for _, row in self.below[used:] for at in columns if row[at : at + 1] > [""]}
        last_post = ""
        for line, row in self.below[used:]:
            label = row[self.label]
            numbers = [at for at in columns if row[at : at + 1] > [""]]
            if not numbers and not self._labels(label):
                post = _post_in(row) or post
                continue
            if any(folded(text).rstrip(":：") in SUM_WORDS for text in row[: self.first] if text):
                into.totals += 1
                continue
            if not self._labels(label):
                into.faults.append(Fault("grid_row_unclear", self.sheet.file, line, value=label))
                continue
            if self._is_guessed(label):
                into.guessed += 1
                if self.open_year:
                    into.faults.append(
                        Fault("date_without_year", self.sheet.file, line, value=label)
                    )
                    continue
            last_post = (row[posts] or last_post) if posts is not None else ""
            used_columns = {at: columns[at] for at in sorted(filled)}
            into.faults += self._add((line, row), used_columns, last_post or post, into)

    def _add(
        self,
        placed: tuple[int, Sequence[str]],
        columns: Mapping[int, tuple[str, str, str]],
        post: str,
        into: GridSheet,
    ) -> list[Fault]:
        """Add the numbers of a row; return what is wrong with its label."""
        assert self.label is not None
        line, row = placed
        try:
            times = [self._placed(across, row[self.label]) for across, *_ in columns.values()]
        except InputError as error:
            return [replace(one, file=self.sheet.file, line=line) for one in error.faults]
        for (at, (_, of_head, what)), (date, time) in zip(columns.items(), times, strict=True):
            text = row[at] if at < len(row) else ""
            into.cells.append(GridCell(line, date, time, of_head or post, text, what))
        return []

    def _placed(self, across: str, label: str) -> tuple[str, str]:
        if self.axis.is_dates:
            return across, label
        date = self._date(label)
        assert date is not None  # a row whose label is none is not read
        require_weekday(date, label)
        return date.isoformat(), across

    def _is_guessed(self, label: str) -> bool:
        """Return whether a label's year was taken: nothing says it."""
        said = self.near.is_said or self.near.is_month or HAS_YEAR.search(narrow(label))
        return not self.axis.is_dates and not said

    def _unread(self, columns: Mapping[int, object]) -> list[str]:
        """Return the heads of columns with numbers that are neither read nor sums."""
        found = []
        for at, text in enumerate(self._head):
            is_other = at >= self.first and at not in columns and at not in self.axis.at
            if is_other and text and folded(text) not in SUM_WORDS:
                found.append(text)
        return found
