"""Files that hold one table whose rows are values of a class: CSV, or a sheet of a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from scheduler.horizon import Clock
from store.files.columns import Columns
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.source import open_table, write_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from store.files.table import Table

Built = TypeVar("Built")
NO_CLOCK = Clock("UTC")
"""Of tables without moments."""


@dataclass(frozen=True, slots=True)
class TableFile(Generic[Built]):
    """
    A kind of file that holds one table.

    Parameters
    ----------
    name
        Of the sheet in a workbook.
    columns
        What its rows are.
    once
        Columns that may not stand together in two rows.
    """

    name: str
    columns: Columns[Built]
    once: tuple[str, ...] = ()

    def read(
        self,
        path: Path,
        clock: Clock = NO_CLOCK,
        *,
        posts: Iterable[str] | None = None,
        agents: Iterable[str] | None = None,
        make: Callable[[Any], Built] | None = None,
    ) -> tuple[Built, ...]:
        """
        Return the values of a file.

        Parameters
        ----------
        path, clock
            The file, and the site's clock.
        posts, agents
            Posts and people there are; None: any.
        make
            What makes a value of a row; None: the columns.

        Raises
        ------
        InputError
            With every fault.
        """
        known = Known.of(clock, posts=posts, agents=agents)
        return self.values(open_table(path, self.name), known, make=make)

    def values(
        self, table: Table, known: Known, *, make: Callable[[Any], Built] | None = None
    ) -> tuple[Built, ...]:
        """Return the values of a table; raises InputError with every fault."""
        log = FaultLog()
        found = self.columns.read(table, known, log, once=self.once, make=make)
        log.raise_any()
        return found

    def write(self, values: Iterable[Built], path: Path, clock: Clock = NO_CLOCK) -> None:
        """Write values as CSV, or as the sheet of that name where the path ends in ``.xlsx``."""
        write_table(self.name, self.columns.rows(values, clock), path)
