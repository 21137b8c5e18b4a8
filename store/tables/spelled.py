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
    "shift": (
        *("agent_id text", "post text", "start_min big", "end_min big"),
        *("meal_start_min big?", "meal_end_min big?", "breaks text"),
        *("sessions text = []", "stints text = []"),
    ),
}


def spelled(table: str, columns: str, *, key: str = "id", unique: str = "") -> list[SchemaItem]:
    """
    Return the columns and constraints of a table.

    Parameters
    ----------
    columns
        Name and kind of each, with commas between: ``note text?`` may be empty, ``week_id whole >
        week`` is the ``id`` of a row there, ``agent_id text > agent`` that of one of the shop,
        ``card text =`` holds what follows (here nothing) where nobody says otherwise. ``id``,
        ``shop_id``, ``entered`` (by whom, when) and ``shift`` stand for the usual ones.
    key, unique
        Columns of the key, and of what occurs once (of one thing and another, with a comma).
    """
    items: list[SchemaItem] = []
    for name, kind, other, usual in _columns(columns):
        made, may_lack = KINDS[kind.rstrip("?")](), kind.endswith("?")
        first = sa.false() if usual == "no" else usual
        items.append(sa.Column(name, made, nullable=may_lack, server_default=first))
        if other:
            own = ["shop_id", name] if other == "agent" else [name]
            theirs = [f"{other}.shop_id", f"{other}.id"] if other == "agent" else [f"{other}.id"]
            named = f"fk_{table}_{'_'.join(own)}"
            items.append(sa.ForeignKeyConstraint(own, theirs, name=named))
    items.append(sa.PrimaryKeyConstraint(*key.split(), name=f"pk_{table}"))
    for one in filter(None, unique.split(",")):
        items.append(sa.UniqueConstraint(*one.split(), name=f"uq_{table}_{'_'.join(one.split())}"))
    return items


def _columns(columns: str) -> Iterator[tuple[str, str, str, str | None]]:
    """Return name, kind, the table pointed to and what it holds at first, of each column."""
    for column in columns.split(","):
        for said in USUAL.get(column.strip(), (column,)):
            left, sets, usual = said.partition("=")
            left, _, other = left.partition(">")
            name, kind = left.split()
            yield name, kind, other.strip(), usual.strip() if sets else None
