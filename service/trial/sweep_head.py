"""What rows of what-ifs are of, and the files they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, StoreError
from scheduler.sweep import SweepPlan
from scheduler.sweep_row import SweepRow
from store.documents import from_document
from store.files.content import text_of

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class SweepHead:
    """
    What a file of rows is of: its first line.

    Parameters
    ----------
    program
        Version of the program and mark of its sources.
    week
        Key of the week's question and forecast.
    plan
        What is tried.
    params, simulation, quick
        As of ``SweepFile``, written out; the simulation with a mark of the speeds known.
    """

    program: str
    week: str
    plan: SweepPlan
    params: str
    simulation: str
    quick: bool


def rows_in(path: Path) -> tuple[SweepHead, tuple[SweepRow, ...]]:
    """
    Return what a file of rows is of, and its rows in the plan's order; a row cut short is left out.

    Raises
    ------
    InputError
        When it is no file of rows.
    """
    text = text_of(path)
    lines = text.splitlines() if text.endswith("\n") else text.splitlines()[:-1]
    try:
        head = from_document(SweepHead, lines[0])
        rows = [from_document(SweepRow, line) for line in lines[1:]]
    except (IndexError, StoreError):
        raise InputError(Fault("sweep_no_rows", value=path.name)) from None
    return head, tuple(sorted(rows, key=lambda row: row.number))
