"""
Values of the domain as rows of a table, read and written by the marks of their fields.

What a column is called, what its cells hold and whether it may be left out stand beside the field
(``scheduler.keys``)::

    ABSENCES = columns("absences", Absence)
    lines = read_rows(table, ABSENCES.record, known, log)
    absences = build(lines, table.file, ABSENCES.value, log)
    rows = ABSENCES.rows(absences, clock)

An optional column is written only where a row needs it. A kind of cell that the marks do not
describe is added to ``CELLS``, by its type or its ``Cell``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import MISSING, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import create_model

from scheduler.keys import Cell, Keyed, Sign, keyed
from scheduler.shift import Sitting, Span, Stint
from store.files.cells import (
    Certified,
    Date,
    DateOrNone,
    KnownAgent,
    KnownPost,
    KnownTeam,
    Moment,
    Name,
    Text,
    YesNo,
    YesNoOrNone,
)
from store.files.codec import leaves, value_from
from store.files.kinds import Kind
from store.files.number_cells import Count, Exact, Number, Whole, WholeOrNone
from store.files.rows import Record
from store.files.week_cells import (
    KnownKind,
    Sittings,
    Stints,
    Stretch,
    Stretches,
    WishDate,
    Wished,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from scheduler.horizon import Clock
    from store.files.source import Rows

    Write = Callable[[Any, Clock], Any]

Built = TypeVar("Built")

CELLS: dict[object, Any] = {
    str: Text,
    bool: YesNo,
    bool | None: YesNoOrNone,
    int: Whole,
    int | None: WholeOrNone,
    float: Number,
    Decimal: Exact,
    dt.date: Date,
    dt.date | None: DateOrNone,
    Span | None: Stretch,
    tuple[Span, ...]: Stretches,
    tuple[Sitting, ...]: Sittings,
    tuple[Stint, ...]: Stints,
    Cell.NAME: Name,
    Cell.AGENT: KnownAgent,
    Cell.POST: KnownPost,
    Cell.POSTS: Certified,
    Cell.TEAM: KnownTeam,
    Cell.SHIFT_KIND: KnownKind,
    Cell.MOMENT: Moment,
    Cell.WEEK_DATE: WishDate,
    Cell.WISH: Wished,
}


@dataclass(frozen=True, slots=True)
class Columns(Generic[Built]):
    """
    The columns of a table whose rows are values of a class.

    Parameters
    ----------
    kind
        The data class.
    record
        What a row is read as; its fields are the columns.
    """

    kind: type[Built]
    record: type[Record]

    def value(self, row: Record, **told: object) -> Built:
        """Return the value of a row; ``told`` takes the place of what stands in some columns."""
        return value_from(self.kind, dict(row) | told)

    def rows(self, values: Iterable[Built], clock: Clock) -> Rows:
        """Return the columns and rows of values, optional columns only where a row needs them."""
        told = [_told(value) for value in values]
        entries = _used(_in_order(self.kind), told)
        cells = [(each, self._written(each)) for each in entries]
        rows = [tuple(_cell(one, each, write, clock) for each, write in cells) for one in told]
        return tuple(each.key.name for each in entries), rows

    def _written(self, entry: Keyed) -> Write:
        marks = self.record.model_fields[entry.key.name].metadata
        return next(mark.write for mark in marks if isinstance(mark, Kind))


def columns(name: str, kind: type[Built], **others: object) -> Columns[Built]:
    """
    Return the columns of a table.

    Parameters
    ----------
    name
        Of the table.
    kind
        The data class of its rows.
    others
        Cells of fields that hold something else in this table, such as moments of the past.
    """
    asked: Any = {
        each.key.name: (
            others.get(each.name, _cells(each)),
            ... if each.usual is MISSING else each.usual,
        )
        for each in _in_order(kind)
    }
    return Columns(kind, create_model(f"{name}_row", __base__=Record, **asked))


def _in_order(kind: type) -> list[Keyed]:
    """Return the fields in columns of their own: what must be there, then what may, own first."""
    own = keyed(kind)
    entries = {each.key.name: each for each in reversed(leaves(kind))}  # first of those that share
    found = [each for each in leaves(kind) if entries[each.key.name] is each]
    return sorted(found, key=lambda each: _is_optional(each) * (1 + (each not in own)))


def _is_optional(entry: Keyed) -> bool:
    return entry.usual is not MISSING and not entry.key.is_kept


def _cells(entry: Keyed) -> Any:  # noqa: ANN401 - a type form
    if entry.key.cell is not Cell.OWN:
        return CELLS[entry.key.cell]
    if entry.form is float and entry.key.sign is Sign.NOT_NEGATIVE:
        return Count
    return CELLS[entry.form]


def _told(value: object) -> dict[str, Any]:
    """Return what a value holds, by columns; the whole value where fields share a column."""
    found: dict[str, Any] = {}
    for each in keyed(type(value)):
        held = getattr(value, each.name)
        if each.key.is_flat:
            found |= _told(held)
        else:
            found[each.key.name] = value if each.key.is_shared else held
    return found


def _used(entries: list[Keyed], told: list[dict[str, Any]]) -> list[Keyed]:
    """Return the columns that some row needs, and those that are written with one of them."""
    names: set[str] = set()
    for each in reversed(entries):  # what a column is written with stands behind it
        is_needed = any(one[each.key.name] != each.usual for one in told)
        if is_needed or not _is_optional(each) or each.key.kept_with in names:
            names.add(each.name)
    return [each for each in entries if each.name in names]


def _cell(told: Mapping[str, Any], entry: Keyed, write: Write, clock: Clock) -> Any:  # noqa: ANN401 - text or number
    """Return a cell; in an optional column, what holds anyway is an empty one, but yes or no."""
    held = told[entry.key.name]
    is_usual = _is_optional(entry) and held == entry.usual and not isinstance(held, bool)
    return "" if held is None or is_usual else write(held, clock)
