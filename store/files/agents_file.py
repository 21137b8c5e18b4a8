"""A staff list on its own: ``agents.csv`` outside a week's folder, or as people have it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.agent import Agent
from scheduler.horizon import Clock
from store.files.columns import columns
from store.files.fault_log import FaultLog
from store.files.kinds import Known, is_missing
from store.files.source import open_table, write_table
from store.files.table import Table, TableRow
from store.files.week_columns import AGENTS as COLUMNS
from store.files.week_reading import WeekReader

if TYPE_CHECKING:
    from pathlib import Path

AGENTS = "agents"
WHOLE = columns(AGENTS, Agent, is_whole=True)
PHONE = "phone"
NOT_SAID = {"name": "", "team": "", "hourly_cost": "0"}
"""What holds of somebody new where a list has no such column: nothing is known."""
USUAL = {"contract_hours_week": "40", "no_nights": "no"}
"""What most lists would say that lack such a column; a person says it, nobody assumes it."""


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
    return _agents(path.name, open_table(path, AGENTS), posts)


def _agents(name: str, table: Table, posts: frozenset[str] | None) -> tuple[Agent, ...]:
    log = FaultLog()
    source = _AgentsAlone(name, table)
    agents = WeekReader(source, log, Known(Clock("UTC"), posts=posts)).agents()
    log.raise_any()
    return agents


@dataclass(frozen=True, slots=True)
class StaffList:
    """
    What a staff list says, together with what is kept of the people it names.

    Parameters
    ----------
    agents
        The people of the list, in its order.
    phones
        Telephone numbers by id, of those whose list has one.
    of_no_use
        Columns nothing is done with, as the list calls them.
    not_said
        Columns the list lacks, and of which nothing is known of new people.
    """

    agents: tuple[Agent, ...]
    phones: Mapping[str, str]
    of_no_use: tuple[str, ...]
    not_said: tuple[str, ...]


def read_staff(path: Path, posts: frozenset[str], kept: Mapping[str, Agent]) -> StaffList:
    """
    Return the people of a list as people have it: of those who are known, what it says is new.

    A column it lacks and an empty cell say nothing: what is kept of a person stays. What is told of
    every row (``store.files.told``) holds for those of whom neither the list nor the shop knows it.

    Parameters
    ----------
    path
        A CSV file, or a workbook with one sheet that is such a list.
    posts
        The shop's posts.
    kept
        People of the shop by id, also those who left.

    Raises
    ------
    InputError
        With every fault.
    """
    table = open_table(path, AGENTS)
    whole, rows = WHOLE.rows(kept.values(), Clock("UTC"))
    lines = {str(row[0]): dict(zip(whole, map(str, row), strict=True)) for row in rows}
    names = [row.cells.get("agent_id", "") for row in table.rows]
    is_new = any(name not in kept for name in names)
    not_said = tuple(name for name in NOT_SAID if name not in table.columns) if is_new else ()
    lacking = {
        name
        for name, each in COLUMNS.record.model_fields.items()
        if each.is_required() and name not in (*table.columns, *NOT_SAID)
    }
    absent = lacking if is_new or not names else {"agent_id"} & lacking
    filled = replace(
        table,
        columns=tuple(dict.fromkeys((*table.columns, *(set(whole) - absent)))),
        rows=tuple(_with_kept(row, lines, table.said) for row in table.rows),
    )
    agents = _agents(path.name, filled, posts)
    return StaffList(
        tuple(_with_periods(agent, kept.get(agent.id)) for agent in agents),
        _phones(table),
        tuple(name for name in table.columns if name not in {*whole, PHONE}),
        not_said,
    )


def _with_kept(
    row: TableRow, lines: Mapping[str, Mapping[str, str]], said: Collection[str]
) -> TableRow:
    """Return a row with what is kept where it says nothing."""
    known = lines.get(row.cells.get("agent_id", ""), {})
    own = {
        name: cell
        for name, cell in row.cells.items()
        if name not in known or not (name in said or is_missing(cell))
    }
    return TableRow(
        row.line, {**dict.fromkeys(WHOLE.record.model_fields, ""), **NOT_SAID, **known, **own}
    )


def _with_periods(agent: Agent, kept: Agent | None) -> Agent:
    """Return somebody with the periods in which they may work on the posts they had."""
    if kept is None:
        return agent
    held = {
        post: tuple(one for one in kept.certificates if one.post == post) for post in kept.posts
    }
    found = (held.get(each.post, (each,)) for each in agent.certificates)
    return replace(agent, certificates=tuple(one for each in found for one in each))


def _phones(table: Table) -> dict[str, str]:
    told_of = {row.cells.get("agent_id", ""): row.cells.get(PHONE, "") for row in table.rows}
    return {name: phone for name, phone in told_of.items() if name and not is_missing(phone)}


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
