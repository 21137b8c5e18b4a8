"""Counts of a table of facts against each other: what is impossible, and what is asked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kpi.facts.columns import (
    COLUMNS,
    PARTS,
    POINTS,
    SELDOM_ABOVE,
    SELDOM_IN_A_DAY,
    SELDOM_MEANS,
    FactUnit,
    column_in_file,
)
from kpi.facts.facts import NOBODY, Floats
from kpi.month import Month
from scheduler.errors import Fault
from store.files.number_cells import FEN
from store.files.rows import Placed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy.typing as npt

    Bools = npt.NDArray[np.bool_]

ROUNDING = 1e-6
MONTH_DAYS = 31


@dataclass(frozen=True, eq=False)
class FactRows:
    """
    The rows of a table of facts.

    Parameters
    ----------
    file, lines
        Where they stand.
    counts
        By name of ``COLUMNS``, NaN where nothing is known; shape (lines,).
    """

    file: str
    lines: Sequence[Placed[Any]]
    counts: Mapping[str, Floats]

    def faults(self) -> Iterator[Fault]:
        """Yield a fault for each part that exceeds its whole, at its row."""
        for part, whole, most in (*((*pair, 1) for pair in PARTS), *POINTS):
            yield from self._above("part_above_whole", part, whole, most)

    def questions(self) -> Iterator[Fault]:
        """Yield a question for each count of an agent that is seldom so high."""
        is_agents = np.array([line.value.agent_id != NOBODY for line in self.lines], dtype=bool)
        for part, whole in SELDOM_ABOVE:
            yield from self._above("unusual_above", part, whole, 1, is_agents)
        for sums, count, most in SELDOM_MEANS:
            yield from self._above("unusual_mean", sums, count, most, is_agents)
        days = MONTH_DAYS if self._are_months() else 1
        for name, values in self.counts.items():
            most_in_a_day = SELDOM_IN_A_DAY.get(COLUMNS[name])
            if most_in_a_day is not None:
                high = most_in_a_day * days
                for row in np.flatnonzero(is_agents & (values > high)).tolist():
                    shown = _yuan(name)
                    details = {"low": 0, "high": shown(high)}
                    yield self._at(row, "unusual_value", name, shown(values[row]), details)

    def _above(
        self, code: str, part: str, whole: str, most: float, rows: Bools | None = None
    ) -> Iterator[Fault]:
        """Yield a fault where one count exceeds so many times another of the same row."""
        if part not in self.counts or whole not in self.counts:
            return
        above = self.counts[part] > self.counts[whole] * most + ROUNDING
        shown = _yuan(part)
        for row in np.flatnonzero(above if rows is None else above & rows).tolist():
            record = self.lines[row].value
            limit = self.counts[whole][row] * (1 if code == "unusual_mean" else most)
            details = {
                "whole": column_in_file(whole),
                "limit": _yuan(whole)(limit),
                "most": shown(most),
                "agent": record.agent_id,
                "date": str(record.date),
            }
            yield self._at(row, code, part, shown(self.counts[part][row]), details)

    def _at(
        self, row: int, code: str, name: str, value: float, details: Mapping[str, object]
    ) -> Fault:
        line = self.lines[row].line
        return Fault(code, self.file, line, column_in_file(name), f"{value:.12g}", details)

    def _are_months(self) -> bool:
        """Return whether every row stands at the last day of a month: it may hold all of it."""
        return all(line.value.date == Month.of(line.value.date).last for line in self.lines)


def _yuan(name: str) -> Callable[[float], float]:
    """Return what makes a count's number what the file has for it."""
    return lambda value: float(value) / (FEN if COLUMNS[name] is FactUnit.FEN else 1)
