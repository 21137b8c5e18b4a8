"""Weights from files of experts' answers or of what agents did."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from kpi.ahp import Priorities, group_ahp, matrix
from kpi.delphi import Round, delphi_round
from kpi.entropy import EntropyWeights, entropy_weights
from kpi.metrics import INDICATORS
from kpi.weights import direct, percents
from scheduler.errors import Fault, InputError, require
from store.files.source import open_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kpi.facts import Floats
    from kpi.measure import Better
    from store.files.table import Table


class Method(StrEnum):
    """How weights are found."""

    DIRECT = "direct"
    AHP = "ahp"
    ENTROPY = "entropy"
    DELPHI = "delphi"


@dataclass(frozen=True, eq=False)
class Weighing:
    """
    Weights and what they were made from.

    Parameters
    ----------
    method
        How.
    percents
        Whole percents by indicator, 100 together.
    weights
        The same, exact.
    priorities, entropy, delphi
        What the method found; None: it was another.
    """

    method: Method
    percents: dict[str, Decimal]
    weights: dict[str, float]
    priorities: Priorities | None = None
    entropy: EntropyWeights | None = None
    delphi: Round | None = field(default=None)


def weigh(method: Method, paths: Sequence[Path]) -> Weighing:
    """
    Return the weights that files lead to.

    A file of ``direct`` or ``delphi`` has a column per indicator and a row per expert; of
    ``entropy`` a row per agent; of ``ahp`` the columns ``one, two, times``, a file per expert.

    Raises
    ------
    InputError
        With the faults of the files.
    """
    require(len(paths) > 0, "empty", column="files")
    if method is Method.AHP:
        return _ahp([open_table(path, "pairs") for path in paths])
    table = open_table(paths[0], str(method))
    values = _numbers(table)
    names = table.columns
    if method is Method.DIRECT:
        return _weighing(method, names, direct(values))
    if method is Method.DELPHI:
        found = delphi_round(names, values)
        return _weighing(method, names, found.weights, delphi=found)
    unknown = [name for name in names if name not in INDICATORS]
    if unknown:
        raise InputError(Fault("indicator_unknown", table.file, 1, name, name) for name in unknown)
    better: list[Better] = [INDICATORS[name].better for name in names]
    spread = entropy_weights(values, better)
    return _weighing(method, names, spread.weights, entropy=spread)


def _ahp(tables: Sequence[Table]) -> Weighing:
    names = tuple(
        dict.fromkeys(
            row.cells.get(side, "") for table in tables for row in table.rows for side in SIDES
        )
    )
    found = group_ahp(names, [matrix(names, _pairs(table)) for table in tables])
    return _weighing(Method.AHP, names, found.weights, priorities=found)


SIDES = ("one", "two")


def _pairs(table: Table) -> dict[tuple[str, str], float]:
    missing = [name for name in (*SIDES, "times") if name not in table.columns]
    if missing:
        raise InputError(Fault("missing_column", table.file, 1, name) for name in missing)
    found: dict[tuple[str, str], float] = {}
    for row in table.rows:
        try:
            times = float(Fraction(row.cells["times"]))
        except (ValueError, ZeroDivisionError):
            value = row.cells["times"]
            raise InputError(Fault("not_number", table.file, row.line, "times", value)) from None
        found[row.cells["one"], row.cells["two"]] = times
    return found


def _numbers(table: Table) -> Floats:
    faults, rows = [], []
    for row in table.rows:
        values = []
        for name in table.columns:
            text = row.cells[name]
            try:
                values.append(float(text) if text not in ("", "-") else np.nan)
            except ValueError:
                faults.append(Fault("not_number", table.file, row.line, name, text))
        rows.append(values)
    if faults:
        raise InputError(faults)
    require(len(rows) > 0, "empty_file", column=table.file)
    return np.array(rows, dtype=np.float64)


def _weighing(method: Method, names: Sequence[str], weights: Floats, **more: object) -> Weighing:
    whole = dict(zip(names, percents(weights), strict=True))
    exact = dict(zip(names, map(float, weights), strict=True))
    return Weighing(method, whole, exact, **more)
