"""
What a table looks like, where it was given as another: a staff list as volumes, say.

The names of columns say it: a file whose head another kind of table explains better, and all of
whose needed columns are there, belongs to that kind. A file that is mapped by hand is what its
mapping says.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError
from store.files.code_dates import Near, dates_of
from store.files.heads import LEAST_KNOWN, UPPERMOST_ROWS, head_names, tables_named, usual_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from store.files.heads import HeadNames
    from store.files.table import Table

WHOLE, HALF = 1.0, 0.5
PEOPLE, ROSTER, VOLUMES = "agents", "roster", "volumes"
SAYS_DATE = re.compile(r"[-/.月周]")
ANY_DAY = Near(dt.date(2026, 1, 1))
"""Only whether days stand in a row counts, not which."""
UNSURE = frozenset(
    {"columns_alike", "missing_file", "too_many_cells", "duplicate_column", "empty_file"}
)
"""Faults of a file in which no head of its kind was found."""


def require_like(table: Table, kind: str, above: Sequence[Sequence[str]] = ()) -> None:
    """
    Check that a table is of its kind; raises InputError that names what it looks like instead.

    Where it lacks columns it needs, another kind that knows more of its head is meant; where it
    has all, only one that knows its whole head.

    Parameters
    ----------
    above
        Rows above its head: one of them may be the head of another kind, and its head a row.
    """
    if not table.names.names or table.names.asked or kind not in kinds():
        return
    head = [cell for cell in table.written if cell]
    own = _known(table.names, head)
    if len(own) == len(head):
        return
    lacks = _lacks(kind, {*table.columns})
    other = likeliest([*above, head], kind, len(own), least=WHOLE)
    if other is None and lacks:
        other = _by_days([head], kind)
    if other is not None and (lacks or len(_known(kinds()[other], head)) == len(head)):
        raise InputError(_fault(table.file, kind, other))


def tell_other(
    error: InputError, file: str, kind: str, sheets: Iterable[Sequence[Sequence[str]]]
) -> None:
    """
    Raise, in place of faults of a file without a head of its kind, what it looks like, if anything.

    Parameters
    ----------
    error
        What was found.
    sheets
        The uppermost rows of each sheet.
    """
    if not {fault.code for fault in error.faults} <= UNSURE or kind not in kinds():
        return
    rows = [row for sheet in sheets for row in sheet[:UPPERMOST_ROWS]]
    most = max((len(_known(head_names(kind), row)) for row in rows), default=0)
    other = _by_days(rows, kind) or likeliest(rows, kind, most, least=HALF)
    if other is not None:
        raise InputError(_fault(file, kind, other)) from None


def require_log(file: str, head: Sequence[str], kind: str, needed: Collection[str]) -> None:
    """Check that a log has what it needs; raises InputError where it looks like a table instead."""
    if {*needed} <= {*head}:
        return
    other = likeliest([head], kind, len({*needed} & {*head}), least=HALF) or _by_days([head], kind)
    if other is not None:
        raise InputError(_fault(file, kind, other))


def likeliest(rows: Iterable[Sequence[str]], kind: str, known: int, *, least: float) -> str | None:
    """
    Return the kind, other than one, that knows a head best; None: there is none.

    Parameters
    ----------
    rows
        Of which each may be the head.
    known
        How many columns the kind itself knows; the other one knows more.
    least
        Share of the columns the other one needs that must be there.
    """
    best, found = max(known, LEAST_KNOWN), None
    for row in rows:
        for other in kinds():
            there = {*_known(kinds()[other], row).values()} if other != kind else set()
            needed = kinds()[other].known_by
            if len(there) > best and len(needed & there) >= least * len(needed):
                best, found = len(there), other
    return found


def _by_days(rows: Iterable[Sequence[str]], kind: str) -> str | None:
    """Return a roster or volumes, where days stand across; None: they do not, or may do so."""
    if kind == ROSTER:
        return None
    for row in rows:
        if dates_of([cell if SAYS_DATE.search(cell) else "" for cell in row], ANY_DAY):
            names = {*_known(kinds()[PEOPLE], row).values()}
            found = ROSTER if names & {"agent_id", "name"} else VOLUMES
            return None if found == kind else found
    return None


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, HeadNames]:
    """Return the names of columns of each kind that can be told by them, whatever a shop told."""
    found = {table: usual_names(table) for table in tables_named()}
    return {table: names for table, names in found.items() if names.known_by}


def _lacks(kind: str, columns: Collection[str]) -> bool:
    """Return whether a kind lacks columns it needs, or any beside its keys, if it needs one."""
    names, there = kinds()[kind], {*columns}
    has_more = not names.keys or bool(there & names.names.keys() - names.keys)
    return not (names.known_by <= there and has_more)


def _known(names: HeadNames, head: Sequence[str]) -> dict[str, str]:
    """Return our names of the cells of a head that are known, by cell."""
    return {cell: ours for cell in head if cell and (ours := names.ours(cell)) is not None}


def _fault(file: str, kind: str, other: str) -> Fault:
    details = {"table_kind": kind, "table_other": other, "table_page": other}
    return Fault("looks_like", file, details=details)
