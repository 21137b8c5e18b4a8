"""
Tables in few words, for those there are and for the steps that laid them; keys are named alike.

The steps of released versions rest on it: what a word means here never changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.schema import SchemaItem

KINDS: dict[str, type[sa.types.TypeEngine[Any]]] = {
    "big": sa.BigInteger,
    "bytes": sa.LargeBinary,
    "date": sa.Date,
    "flag": sa.Boolean,
    "real": sa.Float,
    "text": sa.Text,
    "whole": sa.Integer,
}
USUAL = {
    "id": ("id whole",),
    "shop_id": ("shop_id text > shop",),
    "entered": ("entered_by text", "entered_s big"),
}


def spelled(table: str, columns: str, *, key: str = "id", unique: str = "") -> list[SchemaItem]:
    """
    Return the columns and constraints of a table.

    Parameters
    ----------
    columns
        Name and kind of each, with commas between: ``note text?`` may be empty, ``week_id whole >
        week`` is the ``id`` of a row there, ``agent_id text > agent`` that of one of the shop.
        ``id``, ``shop_id`` and ``entered`` (by whom, when) stand for the usual ones.
    key, unique
        Columns of the key, and of what occurs once (of one thing and another, with a comma).
    """
    items: list[SchemaItem] = []
    for name, kind, other in _columns(columns):
        items.append(sa.Column(name, KINDS[kind.rstrip("?")](), nullable=kind.endswith("?")))
        if other:
            own = ["shop_id", name] if other == "agent" else [name]
            theirs = [f"{other}.shop_id", f"{other}.id"] if other == "agent" else [f"{other}.id"]
            named = f"fk_{table}_{'_'.join(own)}"
            items.append(sa.ForeignKeyConstraint(own, theirs, name=named))
    items.append(sa.PrimaryKeyConstraint(*key.split(), name=f"pk_{table}"))
    for one in filter(None, unique.split(",")):
        items.append(sa.UniqueConstraint(*one.split(), name=f"uq_{table}_{'_'.join(one.split())}"))
    return items


def _columns(columns: str) -> Iterator[tuple[str, str, str]]:
    """Return name, kind and the table pointed to, where there is one, of each column."""
    for column in columns.split(","):
        for said in USUAL.get(column.strip(), (column,)):
            left, _, other = said.partition(">")
            name, kind = left.split()
            yield name, kind, other.strip()
