"""
What files call the columns of tables, and where the head of a table stands.

The names are data (``data/columns/TABLE.toml``), in both languages. A cell of a head is compared
without blanks, case, full-width forms and a unit in brackets. The head is the first of the
uppermost rows that knows most of a table's columns: titles may stand above it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError
from store.files.clean import folded, narrow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

FOLDER = files("data") / "columns"
COMMON = "common"
UPPERMOST_ROWS = 20
_of_all: ContextVar[Mapping[str, str]] = ContextVar("of_all", default=MappingProxyType({}))
SHOWN = 3
LEAST_KNOWN = 2
"""Columns by which a row below the first is known for a head."""
UNITS = "|".join(
    (
        *("元", "万元", "秒", "分", "分钟", "小时", "天", "人", "次", "个", "单", "必填", "选填"),
        *("萬元", "分鐘", "小時", "個", "單", "必填項", "選填", "yuan", "rmb", "cny", "¥"),
        *("s", "sec", "min", "minutes", "h", "hours", "required", "optional"),
    )
)
IN_BRACKETS = re.compile(rf"[(\[（【〔]\s*(?:{UNITS})\s*[)\]）】〕]|[*:：_]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeadNames:
    """
    The names of a table's columns.

    Parameters
    ----------
    names
        By our name what files say, most usual first.
    clock
        Columns of moments that may hold a time of the clock beside a column ``date``.
    """

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    clock: tuple[str, ...] = ()

    def ours(self, cell: str) -> str | None:
        """Return our name of a column; None: it is not known."""
        if cell in self.names:
            return cell
        said = _plain(cell)
        return next((ours for ours, theirs in self._plain if said in theirs), None)

    @property
    def _plain(self) -> tuple[tuple[str, frozenset[str]], ...]:
        return tuple((ours, _plain_names(theirs)) for ours, theirs in self.names.items())

    def head_in(self, rows: Sequence[Sequence[str]]) -> int:
        """Return which of some rows is the head: the first, where no other is known for one."""
        known = [len({*map(self.ours, cells)} - {None}) for cells in rows[:UPPERMOST_ROWS]]
        most = max(known, default=0)
        return known.index(most) if most >= LEAST_KNOWN else 0

    def knows(self, rows: Sequence[Sequence[str]]) -> bool:
        """Return whether one of some rows is a head of such a table."""
        most = max((len({*map(self.ours, cells)} - {None}) for cells in rows), default=0)
        return most >= LEAST_KNOWN

    def called(self, head: Sequence[str]) -> dict[str, list[str]]:
        """Return the cells of a head by our names; a cell that has our very name goes alone."""
        found: dict[str, list[str]] = {}
        for cell in head:
            ours = self.ours(cell)
            if ours is not None and (cell == ours or ours not in head):
                found.setdefault(ours, []).append(cell)
        return found

    def also(self, ours: str) -> dict[str, str]:
        """Return what files usually call a column, for messages in both languages; else nothing."""
        theirs = self.names.get(ours, ())
        foreign = [name for name in theirs if name.isascii()]
        native = [name for name in theirs if not name.isascii()]
        told = {"also": native, "also_en": foreign or native}
        return {name: " / ".join(names[:SHOWN]) for name, names in told.items() if names}


NO_NAMES = HeadNames()


def _plain(cell: str) -> str:
    return folded(IN_BRACKETS.sub("", narrow(cell))) or folded(cell)


@lru_cache(maxsize=1024)
def _plain_names(theirs: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(_plain, theirs))


def alike(called: Mapping[str, Sequence[str]], file: str, line: int) -> list[Fault]:
    """Return a fault for each column that a head names twice, each time otherwise."""
    return [
        Fault("columns_alike", file, line, theirs[1], theirs[0], details={"ours": ours})
        for ours, theirs in called.items()
        if len(theirs) > 1
    ]


@contextmanager
def said_of_all(values: Mapping[str, str]) -> Iterator[None]:
    """Have tables that are read from here on hold these values in every row, by our column."""
    token = _of_all.set({**_of_all.get(), **values})
    try:
        yield
    finally:
        _of_all.reset(token)


def of_all(names: HeadNames, columns: Collection[str], file: str, line: int) -> Mapping[str, str]:
    """
    Return what was said of every row of a table with these columns.

    Raises
    ------
    InputError
        When the table has such a column, or none of that name is known.
    """
    said = _of_all.get() if names.names else {}
    known = ", ".join(names.names)
    faults = [
        Fault("said_twice", file, line, column, value)
        if column in columns
        else Fault("said_unknown", file, line, column, value, details={"known": known})
        for column, value in said.items()
        if column in columns or column not in names.names
    ]
    if faults:
        raise InputError(faults)
    return said


@lru_cache(maxsize=64)
def head_names(table: str) -> HeadNames:
    """Return what files call the columns of a table; nothing for one whose names are not known."""
    path = FOLDER / f"{table}.toml"
    if table == COMMON or not path.is_file():
        return NO_NAMES
    told = _read(table)
    shared = _read(COMMON)
    names = {ours: shared[ours] for ours in told.get(COMMON, ())} | told.get("columns", {})
    found = {ours: tuple(theirs) for ours, theirs in names.items()}
    return HeadNames(found, tuple(told.get("clock", ())))


def tables_named() -> Collection[str]:
    """Return the tables whose columns have names."""
    stems = (path.name.removesuffix(".toml") for path in FOLDER.iterdir())
    return sorted(stem for stem in stems if stem != COMMON and not stem.startswith("_"))


def _read(table: str) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((FOLDER / f"{table}.toml").read_text(encoding="utf-8"))
