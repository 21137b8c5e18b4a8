"""A staff list on its own: ``agents.csv`` outside a week's folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.horizon import Clock
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.source import open_table, write_table
from store.files.table import Table
from store.files.week_columns import AGENTS as COLUMNS
from store.files.week_reading import WeekReader

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.agent import Agent

AGENTS = "agents"


def read_agents(path: Path, posts: frozenset[str] | None) -> tuple[Agent, ...]:
    """
    Return the agents of a CSV file, or of the sheet ``agents`` of a workbook.

    Parameters
    ----------
    path
        A CSV file, or a workbook with a sheet of that name.
    posts
        Posts that exist; an agent's other post is a fault. None: not known, any will do.

    Raises
    ------
    InputError
        With every fault.
    """
    log = FaultLog()
    source = _AgentsAlone(path.name, open_table(path, AGENTS))
    agents = WeekReader(source, log, Known(Clock("UTC"), posts=posts)).agents()
    log.raise_any()
    return agents


def write_agents(agents: tuple[Agent, ...], path: Path) -> None:
    """Write a staff list as CSV, or as the sheet ``agents`` of a workbook (``.xlsx``)."""
    write_table(AGENTS, COLUMNS.rows(agents, Clock("UTC")), path)


@dataclass(frozen=True, slots=True)
class _AgentsAlone:
    """A source that holds one table of agents."""

    name: str
    agents: Table

    def table(self, name: str) -> Table | None:
        """Return the agents; no other table is there."""
        return self.agents if name == AGENTS else None

    def document(self, name: str) -> None:
        """Return None: there are no documents."""
        del name

    def file(self, name: str, suffix: str) -> str:
        """Return the file's name."""
        del name, suffix
        return self.name
