"""
Data classes as rows of tables, by the names of their fields.

A column holds the field of its name, ``document`` the whole as JSON, ``entered_by`` and
``entered_s`` who kept it when; what stands otherwise in a table is told.
"""

from __future__ import annotations

from dataclasses import fields
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from store.documents import to_document

if TYPE_CHECKING:
    from sqlalchemy import Row, Table

    from store.stamp import Stamp

Built = TypeVar("Built")


def columns_of(
    table: Table, value: object, stamp: Stamp | None = None, **told: object
) -> dict[str, object]:
    """Return what the columns of a table hold of a value; a number of its own is left out."""
    found = dict(told)
    if stamp is not None:
        found |= {"entered_by": stamp.by, "entered_s": stamp.at_s}
    for name in table.c.keys():  # noqa: SIM118 - iterating over columns gives columns
        if name not in found and name == "document":
            found[name] = to_document(value)
        elif name not in found and hasattr(value, name):
            held = getattr(value, name)
            found[name] = held.value if isinstance(held, Enum) else held
    return found


def value_of(kind: type[Built], row: Row[Any], **told: object) -> Built:
    """Return the value of a row; ``told`` are fields that have no column of their name."""
    form: Any = kind  # a data class, which no type says
    held = {each.name: getattr(row, each.name) for each in fields(form) if each.name not in told}
    made: Built = form(**held, **told)
    return made
