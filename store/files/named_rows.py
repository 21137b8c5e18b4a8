"""Rows of a table by our names for its columns: rows of sums left out, clock times given dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from scheduler.errors import InputError
from store.files.clean import folded, narrow
from store.files.kinds import is_missing
from store.files.written_times import iso_date, iso_time

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from store.files.heads import HeadNames

Cells = Sequence[str]
TOTAL_WORDS = frozenset({"汇总", "合计", "总计", "total"})
SUM_WORDS = TOTAL_WORDS | {
    *("小计", "总和", "合計", "總計", "彙總", "匯總", "小計", "總和"),
    *("均值", "平均", "平均值", "平均数", "平均數"),
    *("totals", "grandtotal", "subtotal", "sum", "mean", "average", "avg"),
}
NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
LEAST_SUMMED = 2
"""Rows above a row without a word of its own, of which it can be sum or mean."""
SAME = 0.006  # how far a sum or mean may be off, relative: it is shown rounded
CLOCK = re.compile(
    r"(?:上午|下午|AM|PM)? ?\d{1,2}[:时点](?:\d{1,2})?(?:[:分]\d{0,2}秒?)?分? ?(?:AM|PM)?", re.I
)
NEXT_DAY = re.compile(r"(?:次日|翌日|第二天|隔日)\s*")
IN_BRACKETS = re.compile(r"[(\[（【].*?[)\]）】]")
HOUR = re.compile(r"\d{1,2}")
BETWEEN = re.compile(r"\s*[-~—–至到]\s*")
ANY_DAY = "2000-01-01"
DATE, END = "date", "end"


def summed(body: Sequence[Cells]) -> set[int]:
    """
    Return which rows are totals or means of the others.

    A row is one when its first cell says so and all others are numbers; so is a last row whose
    first cell is empty, when every number in it is the sum or the mean of those above it.
    """
    found = {place for place, cells in enumerate(body) if _says_sum(cells)}
    last = max((place for place in range(len(body)) if place not in found), default=-1)
    others = [cells for place, cells in enumerate(body[:last]) if place not in found]
    if last >= 0 and len(others) >= LEAST_SUMMED and _is_sum_of(body[last], others):
        found.add(last)
    return found


def says_sum(cell: str) -> bool:
    """Return whether a cell is a word for a sum or a mean."""
    return bool(cell) and folded(cell).rstrip(":：") in SUM_WORDS


def _says_sum(cells: Cells) -> bool:
    filled = [cell for cell in cells if not is_missing(cell)]
    return (
        len(filled) > 1
        and says_sum(filled[0])
        and all(_number(cell) is not None for cell in filled[1:])
    )


def _is_sum_of(cells: Cells, others: Sequence[Cells]) -> bool:
    """Return whether a row without a name holds sums or means of rows that have one."""
    if not cells or cells[0] or not all(each and each[0] for each in others):
        return False
    filled = [(place, cell) for place, cell in enumerate(cells) if not is_missing(cell)]
    return bool(filled) and all(_sums(cell, place, others) for place, cell in filled)


def _sums(cell: str, place: int, others: Sequence[Cells]) -> bool:
    value = _number(cell)
    column = [each[place] for each in others if place < len(each) and not is_missing(each[place])]
    numbers = [number for number in map(_number, column) if number is not None]
    if value is None or len(numbers) < LEAST_SUMMED or len(numbers) < len(column):
        return False
    whole = sum(numbers)
    return any(abs(value - one) <= SAME * abs(one) for one in (whole, whole / len(numbers)))


def _number(cell: str) -> float | None:
    plain = narrow(cell).strip()
    if not NUMBER.fullmatch(plain):
        return None
    return float(plain.rstrip("%").replace(",", ""))


def dated(
    columns: Collection[str], rows: Sequence[dict[str, str]], names: HeadNames
) -> tuple[list[dict[str, str]], int]:
    """
    Return rows whose clock times have the date of their column, and how many end on the next day.

    Only a column all of whose cells are clock times is given dates; an end before its start, or one
    said to be of the next day, lies there.
    """
    rows = [_without_marks(row, names) for row in rows] if names.marks else rows
    clocks = {name: _reader(name, columns, rows) for name in names.clock if name in columns}
    read = {name: each for name, each in clocks.items() if each is not None}
    if DATE not in columns or not read:
        return list(rows), 0
    found, over = [], 0
    for row in rows:
        times = {name: each(row[name]) for name, each in read.items() if not is_missing(row[name])}
        after = {name for name, time in times.items() if NEXT_DAY.match(time)}
        times = {name: NEXT_DAY.sub("", time) for name, time in times.items()}
        is_over = END in times and not after and _is_before(times[END], times.get("start"))
        over += is_over
        date = iso_or_given(row[DATE])
        after |= {END} if is_over else set()
        days = {name: day_after(date) if name in after else date for name in times}
        shown = {name: f"{days[name]} {time}" for name, time in times.items()}
        found.append(row | shown)
    return found, over


def _without_marks(row: dict[str, str], names: HeadNames) -> dict[str, str]:
    """Return a row whose cells of clock times hold them alone: no ``缺卡``, no ``(外勤)``."""
    cells = {name: row[name] for name in names.clock if row.get(name)}
    told = {name: _without_mark(cell, names.marks) for name, cell in cells.items()}
    return row | told


def _without_mark(cell: str, marks: Sequence[str]) -> str:
    plain = IN_BRACKETS.sub("", narrow(cell))
    for mark in marks:
        plain = plain.replace(mark, "")
    plain = plain.strip(" ,;、，；")
    is_time = CLOCK.fullmatch(NEXT_DAY.sub("", plain)) is not None
    return plain if is_time or not plain else cell


def _reader(
    name: str, columns: Collection[str], rows: Sequence[dict[str, str]]
) -> Callable[[str], str] | None:
    """Return what reads a column's cells as times of the clock; None where they are none."""
    cells = {row[name] for row in rows if not is_missing(row[name])}
    forms: list[Callable[[str], str]] = [narrow]
    if END not in columns:  # a stretch of time, or an hour, names an interval by its start
        forms += [lambda cell: BETWEEN.split(narrow(cell))[0], lambda cell: f"{narrow(cell)}:00"]
    for place, form in enumerate(forms):
        is_hour = place == len(forms) - 1 > 0
        good = (HOUR if is_hour else CLOCK).fullmatch
        plain = {NEXT_DAY.sub("", narrow(cell) if is_hour else form(cell)) for cell in cells}
        if cells and all(map(good, plain)):
            return form
    return None


def _is_before(time: str, other: str | None) -> bool:
    if other is None:
        return False
    with suppress(InputError):
        return iso_time(f"{ANY_DAY} {time}") < iso_time(f"{ANY_DAY} {other}")
    return False


def iso_or_given(date: str) -> str:
    """Return a date as ISO has it; what is none as it stands."""
    with suppress(InputError):
        return iso_date(date)
    return date


def day_after(date: str) -> str:
    """Return the day after an ISO date; what is none as it stands."""
    with suppress(ValueError, OverflowError):
        return str(dt.date.fromisoformat(date) + dt.timedelta(days=1))
    return date
