"""Rows of a table as records of typed cells, with every fault in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from scheduler.errors import Fault
from scheduler.keys import unusual
from store.files.fault_log import placed
from store.files.kinds import FAULTS, Kind, is_missing
from store.files.numerals import either_way

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from store.files.fault_log import FaultLog
    from store.files.kinds import Known
    from store.files.table import Table, TableRow


class Record(BaseModel):
    """
    A row; its fields are the columns, those with a default optional, other columns ignored.

    A dash in an optional column says what an empty cell says.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", arbitrary_types_allowed=True)


Rec = TypeVar("Rec", bound=Record)
Built = TypeVar("Built")


@dataclass(frozen=True, slots=True)
class Placed(Generic[Built]):
    """
    Something read, and where it stood.

    Parameters
    ----------
    line
        Number as an editor shows it.
    value
        What was read.
    """

    line: int
    value: Built


def read_rows(
    table: Table, record: type[Rec], known: Known, log: FaultLog
) -> tuple[Placed[Rec], ...]:
    """
    Return the rows of a table that can be read; what is wrong with the others is noted.

    A number whose comma or point the rest of its column leaves open is noted too.
    """
    log.called[table.file] = table.called
    missing = [
        name
        for name, field in record.model_fields.items()
        if field.is_required() and name not in table.columns
    ]
    if missing:
        log.add(missing_column(table, name) for name in missing)
        return ()
    note_open_numbers(table, numbers_in(record), log)
    found = ((row, _record(table, row, record, known, log)) for row in table.rows)
    return tuple(Placed(row.line, value) for row, value in found if value is not None)


def missing_column(table: Table, name: str) -> Fault:
    """Return the fault of a column that a table lacks, with what files usually call it."""
    return Fault("missing_column", table.file, table.head, name, details=table.names.also(name))


def numbers_in(record: type[Record]) -> tuple[str, ...]:
    """Return the columns that hold numbers."""
    return tuple(
        name
        for name, field in record.model_fields.items()
        if any(isinstance(each, Kind) and each.is_number for each in field.metadata)
    )


def note_open_numbers(table: Table, columns: Iterable[str], log: FaultLog) -> None:
    """Note cells such as 1,204 in columns of numbers whose other cells have decimal commas."""
    for name in columns:
        if name in table.columns:
            cells = [row.cells[name] for row in table.rows]
            for row in table.rows if (found := either_way(cells)) else ():
                text = row.cells[name]
                if text in found:
                    log.add([Fault("comma_unclear", table.file, row.line, name, text)])


def build(
    lines: tuple[Placed[Rec], ...], file: str, make: Callable[[Rec], Built], log: FaultLog
) -> tuple[Built, ...]:
    """
    Return what is made of records; what cannot be made is noted, at its line.

    Numbers that are not plausible are asked about, there too.
    """
    made: list[Built] = []
    for line in lines:
        with log.at(file, line=line.line):
            made.append(value := make(line.value))
            log.ask(placed(unusual(value), file, line=line.line))
    return tuple(made)


def note_repeats(
    lines: tuple[Placed[Rec], ...], table: Table, columns: tuple[str, ...], code: str, log: FaultLog
) -> None:
    """Note every row whose cells in some columns stood together in an earlier row."""
    first: dict[object, int] = {}
    for line in lines:
        key = tuple(getattr(line.value, column) for column in columns)
        earlier = first.setdefault(key, line.line)
        if earlier != line.line:
            shown = next(row for row in table.rows if row.line == line.line).cells[columns[0]]
            fault = Fault(code, value=shown, details={"earlier": earlier})
            log.add(placed([fault], table.file, line=line.line, column=columns[0]))


def _record(
    table: Table, row: TableRow, record: type[Rec], known: Known, log: FaultLog
) -> Rec | None:
    cells = {
        name: row.cells[name]
        for name, field in record.model_fields.items()
        if name in row.cells and (field.is_required() or not is_missing(row.cells[name]))
    }
    try:
        return record.model_validate(cells, context=known)
    except ValidationError as error:
        for finding in error.errors(include_url=False):
            column = str(finding["loc"][0])
            log.add(placed(_faults(finding), table.file, line=row.line, column=column))
        return None


def _faults(finding: Mapping[str, Any]) -> Iterator[Fault]:
    """Return the faults a parser raised; the kinds of cells leave pydantic nothing else to find."""
    yield from finding["ctx"][FAULTS]
