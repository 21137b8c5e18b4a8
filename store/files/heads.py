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
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from scheduler.errors import Fault, InputError
from store.files.clean import folded, narrow
from store.files.told import NOBODY_SAYS, NOT_THERE, TIMES, TOGETHER, told

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

FOLDER = files("data") / "columns"
COMMON = "common"
PERSON, PERSON_NAME = "agent_id", "name"
UPPERMOST_ROWS = 20
SHOWN = 3
LEAST_KNOWN = 2
"""Columns by which a row below the first is known for a head."""
UNITS = "|".join(
    (
        *("元", "万元", "秒", "分", "分钟", "小时", "天", "人", "次", "个", "单", "必填", "选填"),
        *("萬元", "分鐘", "小時", "個", "單", "必填項", "選填", "yuan", "rmb", "cny", "¥"),
        *("%", "s", "sec", "min", "minutes", "h", "hours", "required", "optional"),
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
    asked, remembered
        By our name what the file calls a column, as somebody says now, or said of a file like it.
    has_products
        Whether a column may be the product of two.
    totals
        Columns in which a word for a sum or a mean makes a row one.
    known_by
        Columns by which a file is known for such a table: all are there.
    keys
        Columns beside which it needs one more, whichever; empty: it needs none.
    marks
        What stands in a cell of a clock time that was not recorded, or beside one that was.
    """

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    clock: tuple[str, ...] = ()
    asked: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, str] = field(default_factory=dict)
    has_products: bool = False
    totals: tuple[str, ...] = ()
    known_by: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    marks: tuple[str, ...] = ()

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

    def most_in(self, rows: Sequence[Sequence[str]]) -> int:
        """Return how many columns of such a table that one of some rows knows which knows most."""
        return max((len({*map(self.ours, cells)} - {None}) for cells in rows), default=0)

    def called(self, head: Sequence[str]) -> dict[str, list[str]]:
        """Return the cells of a head by our names; a cell that has our very name goes alone."""
        told = {ours: one for ours, one in self._told(head).items() if not self._is_product(one)}
        found = {ours: [theirs] for ours, theirs in told.items() if theirs != NOT_THERE}
        spoken_for = {part for theirs in told.values() for part in parts(theirs, head)}
        for cell in head:
            ours = None if cell in spoken_for else self.ours(cell)
            if ours is not None and ours not in told and (cell == ours or ours not in head):
                found.setdefault(ours, []).append(cell)
        if PERSON in self.names and PERSON_NAME not in self.names and PERSON not in (*found, *told):
            named = [cell for cell in head if cell not in spoken_for and _is_name(cell)]
            found |= {PERSON: named[:1]} if len(named) == 1 else {}
        return found

    def _told(self, head: Sequence[str]) -> dict[str, str]:
        """Return what is told of a head; what was said of another file counts where it fits."""
        known = {
            ours: theirs
            for ours, theirs in self.remembered.items()
            if theirs == NOT_THERE or set(self._parts(theirs, head)) <= set(head)
        }
        return known | dict(self.asked)

    def _is_product(self, theirs: str) -> bool:
        return self.has_products and TIMES in theirs

    def _parts(self, theirs: str, head: Sequence[str]) -> list[str]:
        if self._is_product(theirs):
            return [part.strip() for part in theirs.split(TIMES)]
        return parts(theirs, head)

    def products(self, head: Sequence[str]) -> dict[str, list[str]]:
        """Return of which two columns of a file some of ours are told to be the product."""
        told = self._told(head)
        return {ours: self._parts(one, head) for ours, one in told.items() if self._is_product(one)}

    def passed_over(self, head: Sequence[str]) -> set[str]:
        """Return which of our columns are told not to be in a file, although its head has them."""
        return {ours for ours, theirs in self._told(head).items() if theirs == NOT_THERE}

    def absent(self, head: Sequence[str]) -> list[str]:
        """Return the columns that a file is said to have and has not."""
        asked = [part for theirs in self.asked.values() for part in self._parts(theirs, head)]
        return [part for part in dict.fromkeys(asked) if part not in head]

    def also(self, ours: str) -> dict[str, str]:
        """Return what files usually call a column, for messages in both languages; else nothing."""
        theirs = self.names.get(ours, ())
        foreign = [name for name in theirs if name.isascii()]
        native = [name for name in theirs if not name.isascii()]
        told = {"also": native, "also_en": foreign or native}
        return {name: " / ".join(names[:SHOWN]) for name, names in told.items() if names}


NO_NAMES = HeadNames()


def _is_name(cell: str) -> bool:
    """Return whether a column holds people's names, by which they can be known too."""
    return _plain(cell) in _plain_names(tuple(_read(COMMON)[PERSON_NAME]))


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


def of_all(names: HeadNames, columns: Collection[str], file: str, line: int) -> Mapping[str, str]:
    """
    Return what was said of every row of a table with these columns.

    Raises
    ------
    InputError
        When the table has such a column, or none of that name is known.
    """
    now = told() if names.names else NOBODY_SAYS
    said, usual = now.constants, now.usual
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
    lacking = {name: held for name, held in usual.items() if name not in columns}
    return {name: held for name, held in lacking.items() if name in names.names} | dict(said)


def parts(theirs: str, head: Collection[str]) -> list[str]:
    """Return the columns of a file that say one thing together; most often it is one."""
    if theirs == NOT_THERE:
        return []
    return [theirs] if theirs in head else [part.strip() for part in theirs.split(TOGETHER)]


def head_names(table: str) -> HeadNames:
    """Return what files call the columns of a table, by the data and by what is told here."""
    now = told()
    asked, remembered = now.columns.get(table), now.remembered.get(table)
    if not asked and not remembered:
        return usual_names(table)
    return replace(usual_names(table), asked=asked or {}, remembered=remembered or {})


@lru_cache(maxsize=64)
def usual_names(table: str) -> HeadNames:
    """Return what files usually call the columns; nothing for a table whose names are not known."""
    path = FOLDER / f"{table}.toml"
    if table == COMMON or not path.is_file():
        return NO_NAMES
    own = _read(table)
    shared = _read(COMMON)
    names = {ours: shared[ours] for ours in own.get(COMMON, ())} | own.get("columns", {})
    found = {ours: tuple(theirs) for ours, theirs in names.items()}
    return HeadNames(
        found,
        tuple(own.get("clock", ())),
        has_products="times" in own,
        totals=tuple(own.get("totals", ())),
        known_by=frozenset(own.get("known_by", ())),
        keys=frozenset(own.get("keys", ())),
        marks=tuple(own.get("marks", ())),
    )


@lru_cache(maxsize=1)
def usual_posts() -> Mapping[str, str]:
    """Return the ids of the usual posts by what files call them."""
    return {said: post for post, names in _read("_posts").items() for said in names}


def tables_named() -> Collection[str]:
    """Return the tables whose columns have names."""
    stems = (path.name.removesuffix(".toml") for path in FOLDER.iterdir())
    return sorted(stem for stem in stems if stem != COMMON and not stem.startswith("_"))


def _read(table: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{table}.toml").read_text(encoding="utf-8"))
