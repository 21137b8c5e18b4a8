"""
What weights of indicators are found from, as tables.

Comparisons in pairs (``one, two, times``; ``times`` such as 3 or 1/3), or numbers alone: a column
per indicator, a row per expert or agent, an empty cell where nothing was said.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from pydantic import create_model

from scheduler.errors import Fault, InputError
from scheduler.keys import Cell, Key
from store.files.columns import columns
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.number_cells import NumberOrUnknown, Ratio
from store.files.rows import Record, read_rows
from store.files.source import open_table
from store.files.table_file import NO_CLOCK, TableFile

if TYPE_CHECKING:
    from pathlib import Path

    from kpi.facts.facts import Floats


@dataclass(frozen=True, slots=True)
class PairRow:
    """How many times more one indicator matters than another."""

    one: Annotated[str, Key(cell=Cell.NAME)]
    two: Annotated[str, Key(cell=Cell.NAME)]
    times: float


PAIRS = TableFile("pairs", columns("pairs", PairRow, times=Ratio))


def read_numbers(path: Path, sheet: str) -> tuple[tuple[str, ...], Floats]:
    """Return the columns of a table of numbers, and these, NaN where empty; likewise."""
    log = FaultLog()
    table = open_table(path, sheet)
    kinds: Any = dict.fromkeys(table.columns, (NumberOrUnknown, math.nan))
    record = create_model("NumbersRecord", __base__=Record, **kinds)
    lines = read_rows(table, record, Known(NO_CLOCK), log)
    log.raise_any()
    if not lines:
        raise InputError(Fault("empty_file", table.file))
    rows = [[getattr(line.value, name) for name in table.columns] for line in lines]
    return table.columns, np.array(rows, dtype=np.float64)
