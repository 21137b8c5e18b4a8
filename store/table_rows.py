"""
Data classes as rows of tables, by the names of their fields.

A column holds the field of its name: names of enumerations and months as text, data classes and
what is made of them as JSON, who did something when as ``<field>_by`` and ``<field>_s``, a time
``<field>_at`` as ``<field>_s``; ``document`` holds the whole as JSON. What stands otherwise in a
table is told.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import is_dataclass
from enum import Enum
from functools import lru_cache, partial
from operator import attrgetter
from types import NoneType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from kpi.month import Month
from scheduler.horizon import Clock, Horizon
from store.documents import from_document, to_document
from store.stamp import Stamp, moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Row, Table

Built = TypeVar("Built")
WHOLE = "document"


def columns_of(
    table: Table, value: object, stamp: Stamp | None = None, **told: object
) -> dict[str, object]:
    """
    Return what the columns of a table hold of a value; the number of the row is left out.

    Parameters
    ----------
    table, value
        The table, and the value.
    stamp
        Who entered it when; None: the value says it, or nobody is kept.
    told
        Columns that hold something else.
    """
    found = dict(told)
    if stamp is not None:
        found |= stamp.columns()
    for name in table.c.keys():  # noqa: SIM118 - iterating over columns gives columns
        stem, _, end = name.rpartition("_")
        if name in found or table.c[name] is table.autoincrement_column:
            continue
        if name == WHOLE:
            found[name] = to_document(value)
        elif hasattr(value, name):
            found[name] = _cell(getattr(value, name))
        elif isinstance(done := getattr(value, stem, None), Stamp):
            found |= done.columns(stem)
        elif end == "s" and hasattr(value, f"{stem}_at"):
            at: dt.datetime | None = getattr(value, f"{stem}_at")
            found[name] = None if at is None else int(at.timestamp())
    return found


def _cell(held: object) -> object:
    if isinstance(held, Enum):
        return held.value
    if isinstance(held, Month):
        return str(held)
    is_whole = isinstance(held, tuple | dict) or is_dataclass(held)
    return to_document(held) if is_whole else held


def value_of(kind: type[Built], row: Row[Any], **told: object) -> Built:
    """Return the value of a row; ``told`` are fields that have no column of their name."""
    form: Any = kind  # a class counts as hashable only so
    held = {name: read(row) for name, read in _readers(form) if name not in told}
    made: Built = kind(**held, **told)
    return made


def horizon_of(row: Row[Any]) -> Horizon:
    """Return the horizon of a row that has its columns, and the time zone of its shop."""
    return Horizon(Clock(row.timezone), row.start, row.days, row.interval_min)


@lru_cache(maxsize=128)
def _forms(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - a data class, which no type says
    """Return the types of a class's fields, without the ``None`` they may also be."""
    hints = get_type_hints(kind)
    fields: dict[str, Any] = {name: hints[name] for name in kind.__dataclass_fields__}
    for name, form in fields.items():
        others = [each for each in get_args(form) if each is not NoneType]
        fields[name] = others[0] if NoneType in get_args(form) else form
    return fields


@lru_cache(maxsize=128)
def _readers(kind: Any) -> tuple[tuple[str, Callable[[Row[Any]], object]], ...]:  # noqa: ANN401 - a data class, which no type says
    """Return how each field of a class is read from a row: asked once, not for every row."""
    return tuple((name, _reader(form, name)) for name, form in _forms(kind).items())


def _reader(form: Any, name: str) -> Callable[[Row[Any]], object]:  # noqa: ANN401 - a type form
    if form is Stamp:
        return lambda row: None if getattr(row, f"{name}_s") is None else Stamp.of(row, name)
    if form is dt.datetime:
        return _or_none(moment, f"{name.removesuffix('_at')}_s")
    if form is Month:
        return _or_none(Month.parse, name)
    if isinstance(form, type) and issubclass(form, Enum):
        return _or_none(form, name)
    if is_dataclass(form) or get_origin(form) in {tuple, dict}:
        return _or_none(partial(from_document, form), name)
    return attrgetter(name)


def _or_none(made_of: Callable[[Any], object], column: str) -> Callable[[Row[Any]], object]:
    def read(row: Row[Any]) -> object:
        held = getattr(row, column)
        return None if held is None else made_of(held)

    return read
