"""
What the files of a shop call things: their columns, its people, its posts, and what they leave out.

Whoever reads on behalf of a shop says it once, with ``as_told``; every table that is opened from
there on obeys, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from store.files.clean import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

Names: TypeAlias = Mapping[str, str]

NOT_THERE = ""
"""Stands for a column that a file has not, although one of its head looks like it."""
TOGETHER = "+"
"""Between columns that say one thing together, such as ``日期+时间``."""
TIMES = " * "
"""Between a rate or a mean and the column it is of, in tables of counts."""
BETWEEN_POSTS = re.compile(r"[|,，、;；/\n]")


class Meant(StrEnum):
    """Of what kind the names are that files may call otherwise."""

    PERSON = "person"
    POST = "post"


HOLDS = MappingProxyType(
    dict.fromkeys(("agent_id", "agent", "assigned_to", "owner", "helper", "asked_by"), Meant.PERSON)
    | dict.fromkeys(("post", "posts", "duties"), Meant.POST)
)
"""Columns of tables, by our names, in whose cells people and posts stand."""


@dataclass(frozen=True, slots=True)
class NamesTold:
    """
    What the files of a shop call things.

    Parameters
    ----------
    columns
        By table, by our name of a column: its name in the head, several joined with ``+``, or
        ``NOT_THERE``, or of facts two multiplied with `` * ``. One column of a file may stand for
        several of ours.
    remembered
        Likewise, as was said of an earlier file: counts where the head has such a column.
    people, posts
        By what files say: our id. An id means itself.
    constants
        By our name of a column that a file lacks: what holds in every row.
    usual
        Likewise, as was said of an earlier file: counts where the file has no such column.
    """

    columns: Mapping[str, Names] = field(default_factory=dict)
    remembered: Mapping[str, Names] = field(default_factory=dict)
    people: Names = field(default_factory=dict)
    posts: Names = field(default_factory=dict)
    constants: Names = field(default_factory=dict)
    usual: Names = field(default_factory=dict)

    def joined(self, other: NamesTold) -> NamesTold:
        """Return both; where both say something, the other one holds."""
        columns = _tables(self.columns, other.columns)
        remembered = _tables(self.remembered, other.remembered)
        people, posts = {**self.people, **other.people}, {**self.posts, **other.posts}
        constants = {**self.constants, **other.constants}
        usual = {**self.usual, **other.usual}
        return NamesTold(columns, remembered, people, posts, constants, usual)

    def meaning(self, holds: Meant) -> NameMeaning:
        """Return what cells with names of a kind mean."""
        given = self.people if holds is Meant.PERSON else self.posts
        return NameMeaning(given, {folded(said): means for said, means in given.items()}, holds)


def _tables(one: Mapping[str, Names], other: Mapping[str, Names]) -> dict[str, Names]:
    return {table: {**one.get(table, {}), **other.get(table, {})} for table in {**one, **other}}


@dataclass(frozen=True, slots=True)
class NameMeaning:
    """What names of one kind mean, as they are written, and however they are written."""

    given: Names
    plain: Names
    holds: Meant

    def of(self, cell: str) -> str:
        """Return what a cell means: our ids; what is not known stands as it is."""
        if self.holds is Meant.PERSON or not BETWEEN_POSTS.search(cell):
            return self._one(cell)
        return "|".join(self._one(part.strip()) for part in BETWEEN_POSTS.split(cell))

    def _one(self, said: str) -> str:
        return self.given.get(said) or self.plain.get(folded(said), said)


NOBODY_SAYS = NamesTold()
_told: ContextVar[NamesTold] = ContextVar("told", default=NOBODY_SAYS)


@contextmanager
def as_told(told: NamesTold) -> Iterator[None]:
    """Have tables that are opened from here on be read as told, besides what was told before."""
    token = _told.set(_told.get().joined(told))
    try:
        yield
    finally:
        _told.reset(token)


def told() -> NamesTold:
    """Return what is told where this is called."""
    return _told.get()
