"""Files that were taken in: what each held, what it changed, and taking that back."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from kpi.month import Month
from scheduler.errors import Fault, InputError
from store import tables as t
from store.journal import (
    RowChange,
    digest_of,
    is_numbered,
    packed,
    put_back,
    put_beside,
    rows_of,
    unpacked,
)
from store.repository import Repository
from store.stamp import Stamp
from store.table_rows import columns_of, value_of
from store.tables.columns import metadata

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.journal import Key, Values


@dataclass(frozen=True, slots=True)
class FileHeld:
    """
    What a file held.

    Parameters
    ----------
    rows
        That were taken.
    left_out
        Rows that were passed over, by reason.
    people
        How many different ones it names.
    sums
        By the name of what is summed, such as ``hours``.
    months
        It speaks of.
    lasts
        Whether what it says holds from then on, as a pay plan does.
    """

    rows: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    people: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)
    months: tuple[Month, ...] = ()
    lasts: bool = False


@dataclass(frozen=True, slots=True)
class FileImport:
    """
    A file that was taken in.

    Parameters
    ----------
    id
        Number in the database.
    kind, file
        What it was taken for, and its name.
    held
        What it held.
    entered
        By whom and when.
    withdrawn
        Likewise; None: it counts.
    """

    id: int
    kind: str
    file: str
    held: FileHeld
    entered: Stamp
    withdrawn: Stamp | None = None

    def is_about(self, month: Month) -> bool:
        """Return whether it speaks of a month, or of none at all, or holds in it."""
        months = self.held.months
        return not months or month in months or (self.held.lasts and months[0] <= month)


class RowFate(Enum):
    """What becomes of a row when the file it came with is withdrawn."""

    LAID = "laid"  # it is laid as it was
    PASSED = "passed"  # it is gone, or another file's
    EDITED = "edited"  # somebody changed it


class Imports(Repository):
    """The files the shops took in."""

    def add(
        self,
        shop_id: str,
        taken: FileImport,
        *,
        content: str,
        same_rows: str,
        changes: Iterable[RowChange],
    ) -> int:
        """
        Keep a file with what it changed; return its number.

        Parameters
        ----------
        content, same_rows
            Digests of its bytes, and of its rows in any order; empty: it has none.
        """
        told = {"content": content, "same_rows": same_rows, "changes": packed(changes)}
        row = columns_of(t.file_import, taken, shop_id=shop_id) | told
        return self._added(t.file_import, row)

    def all(self, shop_id: str) -> tuple[FileImport, ...]:
        """Return the files a shop took in, newest first; those withdrawn too."""
        rows = self._rows(t.file_import, by=[t.file_import.c.id.desc()], shop_id=shop_id)
        return tuple(value_of(FileImport, row) for row in rows)

    def get(self, shop_id: str, number: int) -> FileImport:
        """Return one of them; raises InputError without one."""
        row = self._needed("unknown_import", t.file_import, shop_id=shop_id, id=number)
        return value_of(FileImport, row)

    def same(self, shop_id: str, kind: str, content: str, same_rows: str) -> FileImport | None:
        """Return the newest file of a kind that holds the same and counts; None: there is none."""
        table = t.file_import
        alike = table.c.content == content
        if same_rows:
            alike |= table.c.same_rows == same_rows
        counts = table.c.withdrawn_s.is_(None)
        row = self._first(table, counts, alike, by=[table.c.id.desc()], shop_id=shop_id, kind=kind)
        return None if row is None else value_of(FileImport, row)

    def brought(self, shop_id: str, number: int, table: str) -> list[Key]:
        """Return the keys of the rows of a table that a file brought, and nobody had before."""
        row = self._needed("unknown_import", t.file_import, shop_id=shop_id, id=number)
        changes = unpacked(row.changes)
        return [one.key for one in changes if one.table == table and one.before is None]

    def withdraw(self, shop_id: str, number: int, stamp: Stamp) -> None:
        """
        Take back what a file changed; what it had replaced comes back.

        Where a later file took the place of its rows, that file's past is mended instead.

        Raises
        ------
        InputError
            When something it brought was changed since, other than by a file; or a later file
            took the place of entries with which it had itself replaced others.
        """
        taken = self.get(shop_id, number)
        journals = self._journals(shop_id)
        mine = journals.pop(number)
        self._refuse_heirs(shop_id, taken, mine, journals)
        later = _by_row(rows for id_, rows in journals.items() if id_ > number)
        edited, restored = [], []
        for name in dict.fromkeys(one.table for one in mine):
            of_table = [one for one in mine if one.table == name]
            now = rows_of(self.connection, metadata.tables[name], [one.key for one in of_table])
            for one in of_table:
                there = now.get(one.key)
                fate = _fate(one, there, later, taken.entered)
                if fate is RowFate.EDITED and there is not None:
                    edited.append(_about(there))
                elif fate is RowFate.EDITED:
                    edited.append(_about(one.before or {}))
                elif fate is RowFate.LAID:
                    restored.append(one)
        if edited:
            details = {"count": len(edited), "what": ", ".join(dict.fromkeys(edited[:3]))}
            raise InputError(Fault("import_changed_since", value=taken.file, details=details))
        self._restore(restored, [rows for id_, rows in journals.items() if id_ < number])
        self._keep(journals)
        done = {**stamp.columns("withdrawn"), "changes": packed(())}
        self._change(t.file_import, done, id=number)

    def _refuse_heirs(
        self,
        shop_id: str,
        taken: FileImport,
        mine: list[RowChange],
        journals: dict[int, list[RowChange]],
    ) -> None:
        """
        Raise InputError where what a file replaced would come back beside what replaced the file.

        Rows with numbers of their own do not say which of them took whose place.
        """
        replacing = {one.table for one in mine if one.after is None and is_numbered(one.table)}
        brought = {(one.table, one.key): one.after for one in mine if one.table in replacing}
        for number in sorted(one for one in journals if one > taken.id):
            for row in journals[number]:
                after = brought.get((row.table, row.key))
                if after and digest_of(metadata.tables[row.table], row.before) == after:
                    later = self.get(shop_id, number).file
                    details = {"later": later, "number": number}
                    raise InputError(
                        Fault("import_replaced_since", value=taken.file, details=details)
                    )

    def _journals(self, shop_id: str) -> dict[int, list[RowChange]]:
        """Return what each file changed, of those that count."""
        counts = t.file_import.c.withdrawn_s.is_(None)
        rows = self._rows(t.file_import, counts, shop_id=shop_id)
        return {row.id: unpacked(row.changes) for row in rows}

    def _keep(self, journals: dict[int, list[RowChange]]) -> None:
        for number, changes in journals.items():
            self._change(t.file_import, {"changes": packed(changes)}, id=number)

    def _restore(self, changes: list[RowChange], earlier: list[list[RowChange]]) -> None:
        """Lay rows as they were; where a number was taken meanwhile, under a new one."""
        for name in dict.fromkeys(one.table for one in changes):
            table = metadata.tables[name]
            of_table = [one for one in changes if one.table == name]
            gone = [one.key for one in of_table if one.after is None]
            taken = rows_of(self.connection, table, gone) if is_numbered(name) else {}
            rows = {one.key: one.before for one in of_table if one.key not in taken}
            put_back(self.connection, table, rows)
            for one in of_table:
                if one.key in taken and one.before is not None:
                    _renumber(earlier, one, put_beside(self.connection, table, one.before))


def _by_row(journals: Iterable[list[RowChange]]) -> dict[tuple[str, Key], list[RowChange]]:
    found: dict[tuple[str, Key], list[RowChange]] = {}
    for rows in journals:
        for one in rows:
            found.setdefault((one.table, one.key), []).append(one)
    return found


def _fate(
    one: RowChange,
    now: Values | None,
    later: dict[tuple[str, Key], list[RowChange]],
    entered: Stamp,
) -> RowFate:
    """Return what becomes of a row; where a later file replaced it, that file's past is mended."""
    table = metadata.tables[one.table]
    if is_numbered(one.table) and one.after is None:
        return RowFate.LAID  # where another row has its number now, beside it
    for other in later.get((one.table, one.key), ()):
        if digest_of(table, other.before) == one.after:
            other.before = one.before
            return RowFate.PASSED
    if digest_of(table, now) == one.after:
        return RowFate.LAID
    if not is_numbered(one.table):
        return RowFate.EDITED
    is_ours = now is not None and now.get("entered_s") == entered.at_s
    return RowFate.EDITED if is_ours else RowFate.PASSED  # else it was taken out by hand meanwhile


def _renumber(earlier: list[list[RowChange]], moved: RowChange, number: int) -> None:
    """Tell the files before of a row's new number."""
    after = digest_of(metadata.tables[moved.table], moved.before)
    for rows in earlier:
        for one in rows:
            if (one.table, one.key, one.after) == (moved.table, moved.key, after):
                one.key = (number,)


def _about(row: Values) -> str:
    """Return what a row is about, for people to find it."""
    names = ("agent_id", "subject", "source", "name", "id", "date", "valid_from", "month")
    told = [str(row[name]) for name in names if row.get(name) not in (None, "")]
    return " ".join(told[:2])
