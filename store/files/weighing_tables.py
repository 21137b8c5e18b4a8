"""
What weights of indicators are found from, as tables.

Comparisons in pairs (``one, two, times``; ``times`` such as 3 or 1/3), or numbers alone: a column
per indicator, a row per expert or agent, an empty cell where nothing was said.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import create_model

from scheduler.errors import Fault, InputError
from scheduler.horizon import Clock
from store.files.cells import Name
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.kpi_tables import read_records
from store.files.number_cells import NumberOrUnknown, Ratio
from store.files.rows import Record, read_rows
from store.files.source import open_table

if TYPE_CHECKING:
    from pathlib import Path

    from kpi.facts.facts import Floats

Pair = tuple[str, str, float]


class PairRecord(Record):
    """A row of ``pairs``: how many times more one indicator matters than another."""

    one: Name
    two: Name
    times: Ratio

    def pair(self) -> Pair:
        """Return it."""
        return self.one, self.two, self.times


def read_pairs(path: Path) -> tuple[Pair, ...]:
    """Return the comparisons of a CSV file or the sheet ``pairs``; raises with every fault."""
    known = Known(Clock("UTC"))
    return read_records(path, "pairs", PairRecord, PairRecord.pair, known=known)


def read_numbers(path: Path, sheet: str) -> tuple[tuple[str, ...], Floats]:
    """Return the columns of a table of numbers, and these, NaN where empty; likewise."""
    log = FaultLog()
    table = open_table(path, sheet)
    kinds: Any = dict.fromkeys(table.columns, (NumberOrUnknown, math.nan))
    record = create_model("NumbersRecord", __base__=Record, **kinds)
    lines = read_rows(table, record, Known(Clock("UTC")), log)
    log.raise_any()
    if not lines:
        raise InputError(Fault("empty_file", table.file))
    rows = [[getattr(line.value, name) for name in table.columns] for line in lines]
    return table.columns, np.array(rows, dtype=np.float64)
