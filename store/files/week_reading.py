"""Reading a week: table by table, noting faults and going on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from scheduler.errors import Fault, require
from scheduler.horizon import Clock
from scheduler.limits import require_within
from store.files.fault_log import FaultLog, placed
from store.files.kinds import Known
from store.files.posts_document import read_posts
from store.files.rows import Placed, Record, build, note_repeats, read_rows
from store.files.rules_document import clock_of, read_rules
from store.files.source import Source
from store.files.week_columns import (
    ABSENCES,
    AGENTS,
    CALLS,
    CERTIFICATES,
    HISTORY,
    LIMITS,
    PINS,
    SESSIONS,
    SHIFT_TYPES,
    TYPE_PINS,
    WISHES,
)
from store.files.week_tables import (
    VolumeRecord,
    forecast_of,
    forecast_record,
    requirement_of,
    requirement_record,
    volumes_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scheduler.agent import Agent, Certificate
    from scheduler.ruleset import RuleSet
    from store.files.columns import Columns
    from store.files.document import Document
    from store.files.table import Table

Rec = TypeVar("Rec", bound=Record)
Built = TypeVar("Built")


def read_parts(source: Source, days: int = 0) -> dict[str, Any]:
    """
    Return the parts of a week by their names in ``Week``, at least so many days of it.

    Raises
    ------
    InputError
        With every fault of every file.
    """
    log = FaultLog()
    rules_document = _document(source, "rules", log)
    posts_document = _document(source, "posts", log)
    clock = (rules_document and clock_of(rules_document)) or Clock("UTC")
    reader = WeekReader(source, log, Known(clock))
    types = reader.made("shift_types", SHIFT_TYPES, once=("code",), code="duplicate_kind")
    horizon, rules = read_rules(rules_document, log, types) if rules_document else (None, None)
    if horizon is not None:
        horizon = replace(horizon, days=max(days, horizon.days))
    posts, seals, names = read_posts(posts_document, log) if posts_document else ((), (), None)
    kinds = None if rules is None else frozenset(rules.kind_names)
    reader.known = Known(clock, horizon, names, kinds=kinds)
    parts = {
        "agents": reader.agents(),
        "absences": reader.made("absences", ABSENCES),
        "wishes": reader.made("preferences", WISHES),
        "history": tuple(one.bare for one in reader.made("history", HISTORY)),
        "pins": reader.made("pins", PINS),
        "type_pins": reader.made(
            "type_pins", TYPE_PINS, once=("agent_id", "date"), code="duplicate_type_pin"
        ),
        "calls": reader.made("calls", CALLS, once=("agent_id", "from"), code="duplicate_call"),
        "agent_limits": reader.made(
            "agent_limits", LIMITS, once=("agent_id", "kind"), code="duplicate_limit"
        ),
        "sessions": reader.made(
            "sessions", SESSIONS, once=("session_id",), code="duplicate_session"
        ),
    }
    log.add(_unknown_teams(rules, reader.known, source.file("rules", ".toml")))
    needed = reader.numbers("requirement", requirement_record)
    expected = reader.numbers("forecast", forecast_record)
    arrived = reader.numbers("volumes", lambda _: VolumeRecord)
    log.raise_any()
    assert horizon is not None  # its faults would have been raised
    assert rules is not None
    ids = tuple(post.id for post in posts)
    return parts | {
        "horizon": horizon,
        "posts": posts,
        "rules": replace(rules, seals=seals),
        "requirement": None if needed is None else requirement_of(needed, horizon, ids),
        "forecast": None if expected is None else forecast_of(expected, horizon, ids),
        "volumes": None if arrived is None else volumes_of(arrived, horizon, ids),
    }


def _unknown_teams(rules: RuleSet | None, known: Known, file: str) -> Iterator[Fault]:
    """Yield the teams of work plans that nobody of the staff list is in."""
    named = [team for plan in rules.plans for team in plan.teams] if rules else []
    for team in named:
        if known.teams is not None and team not in known.teams:
            yield Fault("unknown_team", file, column="plan.teams", value=team)


def _document(source: Source, name: str, log: FaultLog) -> Document | None:
    file = source.file(name, ".toml")
    document = None
    with log.at(file):
        document = source.document(name)
        require(document is not None, "missing_file")
    return document


@dataclass(slots=True)
class WeekReader:
    """
    Reads the tables of a week.

    Parameters
    ----------
    source
        Where they are.
    log
        Where faults go.
    known
        What rows are checked against; the agents once their table is read.
    """

    source: Source
    log: FaultLog
    known: Known

    def agents(self) -> tuple[Agent, ...]:
        """Return the agents with their certificates; later tables are checked against them."""
        table = self._table("agents", is_needed=True)
        if table is not None and not table.rows:
            self.log.add([Fault("no_agents", table.file)])
        if table is not None and "agent_id" in table.columns:
            names = frozenset(row.cells["agent_id"] for row in table.rows)
            teams = frozenset(row.cells.get("team", "") for row in table.rows)
            self.known = replace(self.known, agents=names, teams=teams)  # of faulty rows too
        if table is not None:
            require_within("people", len(table.rows), file=table.file)
        lines = self._lines(table, AGENTS.record, once=("agent_id",), code="duplicate_agent")
        periods = self._periods(lines)

        def agent(row: Any) -> Agent:  # noqa: ANN401 - a record of the columns of agents
            held = (periods.get((row.agent_id, each.post), (each,)) for each in row.posts)
            return AGENTS.value(row, posts=tuple(chain.from_iterable(held)))

        return self._build(table, lines, agent)

    def made(
        self, name: str, columns: Columns[Built], *, once: tuple[str, ...] = (), code: str = ""
    ) -> tuple[Built, ...]:
        """Return the values of an optional table; rows that repeat ``once`` are noted."""
        table = self._table(name)
        if table is None:
            return ()
        return columns.read(table, self.known, self.log, once=once, code=code)

    def numbers(
        self, name: str, record_of: Callable[[tuple[str, ...]], type[Rec]]
    ) -> tuple[Rec, ...] | None:
        """Return the rows of an optional table, one per start and post; None without the table."""
        table = self._table(name)
        if table is None:
            return None
        record = record_of(table.columns)
        lines = self._lines(table, record, once=("start", "post"), code="duplicate_row")
        return tuple(line.value for line in lines)

    def _periods(
        self, agents: tuple[Placed[Record], ...]
    ) -> dict[tuple[str, str], tuple[Certificate, ...]]:
        """Return the certificates of each agent and post that have rows of their own."""
        table = self._table("certificates")
        lines: tuple[Placed[Any], ...] = self._lines(table, CERTIFICATES.record)
        rows: list[Any] = [line.value for line in agents]
        posts = {row.agent_id: {each.post for each in row.posts} for row in rows}
        for line in lines:
            row = line.value
            if table and row.post not in posts.get(row.agent_id, {row.post}):
                details = {"agent": row.agent_id}
                fault = Fault("certificate_not_listed", value=row.post, details=details)
                self.log.add(placed([fault], table.file, line=line.line, column="post"))
        found: dict[tuple[str, str], tuple[Certificate, ...]] = {}
        for held in self._build(table, lines, CERTIFICATES.value):
            key = held.agent_id, held.certificate.post
            found[key] = (*found.get(key, ()), held.certificate)
        return found

    def _table(self, name: str, *, is_needed: bool = False) -> Table | None:
        file = self.source.file(name, ".csv")
        table = None
        with self.log.at(file):
            table = self.source.table(name)
            require(table is not None or not is_needed, "missing_file")
        return table

    def _lines(
        self, table: Table | None, record: type[Rec], *, once: tuple[str, ...] = (), code: str = ""
    ) -> tuple[Placed[Rec], ...]:
        """Return the readable rows; those whose columns ``once`` repeat are noted under a code."""
        if table is None:
            return ()
        lines = read_rows(table, record, self.known, self.log)
        if once:
            note_repeats(lines, table, once, code, self.log)
        return lines

    def _build(
        self, table: Table | None, lines: tuple[Placed[Rec], ...], make: Callable[[Rec], Built]
    ) -> tuple[Built, ...]:
        return () if table is None else build(lines, table.file, make, self.log)
