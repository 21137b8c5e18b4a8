"""What a file leaves open and somebody who knows the shop can say: its columns, and its names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpi.month import Month
from scheduler.errors import InputError
from service.month.kpi_exports import export_mappings
from service.shop.told import reading_as
from store.files.clean import folded
from store.files.heads import head_names
from store.files.kpi_facts import IN_FILE
from store.files.source import open_table
from store.files.told import HOLDS, NOT_THERE, TIMES, Meant, NamesTold, as_told

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from service.desk import Desk
    from service.file_look import FileLook
    from store.files.table import Table

__all__ = ["HOLDS", "IN_FILE", "NOT_THERE", "TIMES", "Meant", "NamesTold", "as_told"]

SAMPLES = 3
MONTH_IN_NAME = re.compile(r"(?<!\d)(20\d\d)(?:年|[-._ ])?(0?[1-9]|1[0-2])(?!\d)")
LEAST_IN_COMMON = 2
"""Letters by which a name may be found inside another."""
BEFORE_NAME = (":", "：", "/", "\\", "_", "-", "@")
"""Between the name of a shop and the nickname of somebody in it, as platforms write it."""
OF_ONE_FILE = frozenset({"date", "month", "valid_from", "valid_to", "start", "end", "received"})
"""Columns of which what is said for one file says nothing of the next one."""


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """
    What was asked about a file so far; it only grows, so that an answer stays where it stood.

    Parameters
    ----------
    lacking
        Our names of columns it lacks, each with what files call it in both languages.
    people, posts
        Names in it that nobody knows.
    """

    lacking: Mapping[str, Mapping[str, object]]
    people: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()

    def grown(self, look: FileLook) -> LeftOpen:
        """Return it with what a further look brought up."""
        lacking = {str(fault.column): fault.details for fault in look.lacking}
        return LeftOpen(
            {**self.lacking, **{name: how for name, how in lacking.items() if how}},
            tuple(dict.fromkeys((*self.people, *look.unknown("people")))),
            tuple(dict.fromkeys((*self.posts, *look.unknown("posts")))),
        )

    def without(self, people: Collection[str], posts: Collection[str]) -> LeftOpen:
        """Return it without the names that are known since, as ids."""
        return replace(
            self,
            people=tuple(said for said in self.people if said not in people),
            posts=tuple(said for said in self.posts if said not in posts),
        )


NOTHING_ASKED = LeftOpen({})


@dataclass(frozen=True, slots=True)
class FileHead:
    """
    The columns of a file.

    Parameters
    ----------
    columns
        As it calls them, in their order.
    samples
        Of each column what its first rows say.
    told
        By our name of a column, the one of the file that it is read from.
    """

    columns: tuple[str, ...]
    samples: Mapping[str, tuple[str, ...]]
    told: Mapping[str, str]


def file_head(desk: Desk, path: Path, table: str, kind: str) -> FileHead:
    """
    Return the columns of a file, read as the shop's files of that kind are.

    Raises
    ------
    InputError
        When it is no table.
    """
    with reading_as(desk, kind):
        return _head(_opened(path, table))


def mapped_before(desk: Desk, columns: tuple[str, ...]) -> NamesTold:
    """Return how an export with these columns was mapped under a name; nothing where none was."""
    known = set(columns)
    fitting = [
        one
        for one in export_mappings(desk)
        if all(part in known for how in one.mapping.values() for part in how.split(TIMES))
    ]
    if not fitting:
        return NamesTold()
    best = max(fitting, key=lambda one: len(one.mapping))
    return lasting(NamesTold(columns={"facts": best.mapping}, constants=best.fixed))


def _opened(path: Path, name: str) -> Table:
    """Return a table; of two columns that say the same, by the first, so that it can be asked."""
    try:
        return open_table(path, name)
    except InputError as error:
        twice = {
            str(one.details["ours"]): str(one.value)
            for one in error.faults
            if one.code == "columns_alike"
        }
        if not twice:
            raise
    with as_told(NamesTold(columns={name: twice})):
        return open_table(path, name)


def _head(table: Table) -> FileHead:
    columns = table.written
    told = {ours: table.called.get(ours, ours) for ours in table.columns}
    known = {ours: theirs for ours, theirs in told.items() if ours in table.names.names}
    first = table.rows[:SAMPLES]
    samples = {
        theirs: tuple(row.cells[ours] for row in first if row.cells[ours])
        for ours, theirs in told.items()
        if theirs in columns
    }
    return FileHead(columns, samples, {ours: one for ours, one in known.items() if one in columns})


def month_named(name: str) -> Month | None:
    """Return the month a file's name tells (``考勤_2026年10月.xlsx``); None: none, or several."""
    found = {(int(year), int(month)) for year, month in MONTH_IN_NAME.findall(name)}
    return Month(*found.pop()) if len(found) == 1 else None


def likely(said: str, names: Mapping[str, str]) -> str:
    """
    Return whom a name in a file most likely means; empty: nobody, or several alike.

    That is who is called so, behind the name of a shop (``旗舰店:小桃``); else the only one whose
    id or name stands in what was said, or has it inside.

    Parameters
    ----------
    names
        Of the shop's people by id.
    """
    whole = folded(said)
    for mark in BEFORE_NAME:
        said = said.rpartition(mark)[2]
    last = folded(said)
    called = {one: {folded(one), folded(name)} - {""} for one, name in names.items()}
    exact = [one for one, names in called.items() if last in names]
    if exact:
        return exact[0] if len(exact) == 1 else ""
    inside = [one for one, names in called.items() if any(_in(name, whole, last) for name in names)]
    return inside[0] if len(inside) == 1 else ""


def _in(name: str, whole: str, last: str) -> bool:
    """Return whether a name stands in what was said, or its last part in the name."""
    if len(name) >= LEAST_IN_COMMON and name in whole:
        return True
    return len(last) >= LEAST_IN_COMMON and last in name


def lasting(told: NamesTold) -> NamesTold:
    """Return what of an answer holds for later files too: dates are of one file."""
    held = {name: text for name, text in told.constants.items() if name not in OF_ONE_FILE}
    return replace(told, constants=held)


def our_columns(table: str, columns: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return our names of a table's columns, each with what files usually call it."""
    names = head_names(table)
    return {ours: names.also(ours) for ours in columns}
