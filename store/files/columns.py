"""
Values of the domain as rows of a table, read and written by the marks of their fields.

What a column is called, what its cells hold and whether it may be left out stand beside the field
(``scheduler.keys``)::

    ABSENCES = columns("absences", Absence)
    absences = ABSENCES.read(table, known, log)
    rows = ABSENCES.rows(absences, clock)

An optional column is written only where a row needs it, unless the table is written whole. A kind
of cell that the marks do not describe is added to ``CELLS``, by its type or its ``Cell``; what
people call the members of an enumeration to ``SAID``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import MISSING, dataclass
from decimal import Decimal
from enum import StrEnum
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar, get_args

from pydantic import create_model

from kpi.month import Month
from scheduler.horizon import ClockSpan
from scheduler.keys import Cell, Keyed, Sign, WrittenIn, keyed
from scheduler.shift import BreakRule, Sitting, Span, Stint
from store.files.cells import (
    AgentOrNobody,
    Certified,
    Date,
    DateOrNone,
    KnownAgent,
    KnownPost,
    KnownTeam,
    Moment,
    MomentOrNone,
    MonthCell,
    Name,
    Names,
    NamesOrNone,
    PostsOrAll,
    Text,
    YesNo,
    YesNoOrNone,
    choice,
)
from store.files.codec import leaves, value_from
from store.files.kinds import Kind
from store.files.number_cells import (
    Count,
    Exact,
    Factor,
    FactorOrNone,
    Money,
    MoneyOrNone,
    Number,
    NumberOrNone,
    Whole,
    WholeOrNone,
    Wholes,
)
from store.files.rows import Record, build, note_repeats, read_rows
from store.files.said import SAID
from store.files.value_forms import bare
from store.files.week_cells import (
    ClockTime,
    ClockTimeOrNone,
    Contracts,
    HoursCell,
    HoursOrNone,
    KnownKind,
    Lengths,
    Pauses,
    PinnedKind,
    Range,
    Sittings,
    Stints,
    Stretch,
    Stretches,
    WindowOrNone,
    WishDate,
    Wished,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from scheduler.horizon import Clock
    from store.files.fault_log import FaultLog
    from store.files.kinds import Known
    from store.files.source import Rows
    from store.files.table import Table

    Write = Callable[[Any, Clock], Any]

Built = TypeVar("Built")

CELLS: dict[object, Any] = {
    str: Text,
    bool: YesNo,
    bool | None: YesNoOrNone,
    int: Whole,
    int | None: WholeOrNone,
    float: Number,
    float | None: NumberOrNone,
    Decimal: Exact,
    dt.date: Date,
    dt.date | None: DateOrNone,
    Month: MonthCell,
    tuple[int, ...]: Wholes,
    tuple[str, ...] | None: NamesOrNone,
    Span | None: Stretch,
    tuple[Span, ...]: Stretches,
    tuple[Sitting, ...]: Sittings,
    tuple[Stint, ...]: Stints,
    tuple[str, ...]: Names,
    tuple[float, float]: Range,
    tuple[BreakRule, ...]: Pauses,
    ClockSpan | None: WindowOrNone,
    (int, WrittenIn.CLOCK): ClockTime,
    (int | None, WrittenIn.CLOCK): ClockTimeOrNone,
    (int, WrittenIn.HOURS): HoursCell,
    (int | None, WrittenIn.HOURS): HoursOrNone,
    Cell.NAME: Name,
    Cell.AGENT: KnownAgent,
    Cell.AGENT_OR_NOBODY: AgentOrNobody,
    Cell.POST: KnownPost,
    Cell.POSTS: Certified,
    Cell.POSTS_OR_ALL: PostsOrAll,
    Cell.TEAM: KnownTeam,
    Cell.SHIFT_KIND: KnownKind,
    Cell.SHIFT_KIND_OR_OFF: PinnedKind,
    Cell.MOMENT: Moment,
    Cell.WEEK_DATE: WishDate,
    Cell.WISH: Wished,
    Cell.LENGTHS: Lengths,
    Cell.CONTRACTS: Contracts,
    Cell.MONEY: Money,
}
FACTORS: dict[object, Any] = {Decimal: Factor, float | None: FactorOrNone}
OR_NONE = {Cell.MOMENT: MomentOrNone, Cell.MONEY: MoneyOrNone}


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
    is_whole
        Whether every column is written, also where no row needs it.
    """

    kind: type[Built]
    record: type[Record]
    is_whole: bool = False

    def read(
        self,
        table: Table,
        known: Known,
        log: FaultLog,
        *,
        once: tuple[str, ...] = (),
        code: str = "duplicate_row",
        make: Callable[[Any], Built] | None = None,
    ) -> tuple[Built, ...]:
        """
        Return the values of the rows of a table that are good; faults are noted.

        Parameters
        ----------
        table, known, log
            What is read, what it is checked against, and where faults go.
        once, code
            Columns that may not stand together in two rows, and the fault of those that do.
        make
            What makes a value of a row; None: ``value``.
        """
        lines = read_rows(table, self.record, known, log)
        if once:
            note_repeats(lines, table, once, code, log)
        return build(lines, table.file, make or self.value, log)

    def value(self, row: Record, **told: object) -> Built:
        """Return the value of a row; ``told`` takes the place of what stands in some columns."""
        return value_from(self.kind, dict(row) | told)

    def rows(self, values: Iterable[Built], clock: Clock) -> Rows:
        """Return the columns and rows of values; optional columns as ``is_whole`` says."""
        told = [_told(value) for value in values]
        entries = _in_order(self.kind, is_whole=self.is_whole)
        if not self.is_whole:
            entries = _used(entries, told)
        cells = [(each, self._written(each)) for each in entries]
        rows = [tuple(self._cell(one, each, write, clock) for each, write in cells) for one in told]
        return tuple(each.key.name for each in entries), rows

    def _cell(self, told: Mapping[str, Any], entry: Keyed, write: Write, clock: Clock) -> Any:  # noqa: ANN401 - text or number
        """Return a cell; empty where an optional column would say what holds, but yes or no."""
        held = told[entry.key.name]
        is_usual = not self.is_whole and _is_optional(entry) and held == entry.usual
        is_empty = held is None or (is_usual and not isinstance(held, bool))
        return "" if is_empty else write(held, clock)

    def _written(self, entry: Keyed) -> Write:
        marks = self.record.model_fields[entry.key.name].metadata
        return next(mark.write for mark in marks if isinstance(mark, Kind))


def columns(
    name: str, kind: type[Built], *, is_whole: bool = False, **others: object
) -> Columns[Built]:
    """
    Return the columns of a table.

    Parameters
    ----------
    name
        Of the table.
    kind, is_whole
        The data class of its rows, and whether every column is written.
    others
        Cells of fields that hold something else in this table, such as moments of the past.
    """
    asked: Any = {
        each.key.name: (
            others.get(each.name, _cells(each)),
            ... if each.usual is MISSING else each.usual,
        )
        for each in _in_order(kind, is_whole=is_whole)
    }
    return Columns(kind, create_model(f"{name}_row", __base__=Record, **asked), is_whole)


def _in_order(kind: type, *, is_whole: bool) -> list[Keyed]:
    """
    Return the fields in columns of their own: what must be there, then what may, own first.

    Those of a table that is written whole stand as in their class.
    """
    own = keyed(kind)
    entries = {each.key.name: each for each in reversed(leaves(kind))}  # first of those that share
    found = [each for each in leaves(kind) if entries[each.key.name] is each]
    if is_whole:
        return found
    return sorted(found, key=lambda each: _is_optional(each) * (1 + (each not in own)))


def _is_optional(entry: Keyed) -> bool:
    return entry.usual is not MISSING and not entry.key.is_kept


def _cells(entry: Keyed) -> Any:  # noqa: ANN401 - a type form
    cell = entry.key.cell
    if cell is Cell.FACTOR:
        return FACTORS[entry.form]
    if cell is not Cell.OWN:
        return OR_NONE.get(cell, CELLS[cell]) if NoneType in get_args(entry.form) else CELLS[cell]
    kind = bare(entry.form)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        said = SAID.get(kind.__name__, {})
        known: dict[str, Any] = {str(one): one for one in kind}
        known |= {word: kind(one) for word, one in said.items()}
        known |= {"": None} if kind is not entry.form else {}
        return Annotated[entry.form, choice(known, entry.key.fault)]
    if entry.form is float and entry.key.sign is Sign.NOT_NEGATIVE:
        return Count
    unit = entry.key.unit
    return CELLS[entry.form if unit is WrittenIn.OWN else (entry.form, unit)]


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
