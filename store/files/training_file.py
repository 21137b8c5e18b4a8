"""
What agents are trained and certified for.

``training.csv``: ``agent_id, post, stage, date, points, assessor``. ``certificates.csv``:
``agent_id, post, valid_from, valid_to``, empty without limit. The stages usually asked for are a
TOML file that ships with the product.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kpi.registers.training_gate import Gate, StageResult
from scheduler.horizon import Clock
from store.files.cells import Date, KnownAgent, KnownPost, Name
from store.files.document import toml_document
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.number_cells import Exact
from store.files.rows import Record, build, note_repeats, read_rows
from store.files.source import open_table, write_table
from store.files.toml_value import text_in, value_of
from store.files.week_columns import CERTIFICATES as HELD
from store.files.week_columns import Held

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from scheduler.agent import Certificate
    from store.files.source import Cells

RESULTS = "training"
CERTIFICATES = "certificates"


class ResultRecord(Record):
    """A row of ``training``: what an agent reached in a stage."""

    agent_id: KnownAgent
    post: KnownPost
    stage: Name
    date: Date
    points: Exact
    assessor: Name

    def result(self) -> StageResult:
        """Return the result."""
        return StageResult(
            self.agent_id, self.post, self.stage, self.date, self.points, self.assessor
        )


def gate_preset(post: str) -> Gate:
    """Return the stages that ship with the product, as the gate of a post."""
    return replace(_preset(), post=post)


@lru_cache(maxsize=1)
def _preset() -> Gate:
    document = toml_document(*text_in("quality", "training_gate.toml"))
    return value_of(document, Gate, FaultLog(), apart=("source", "ours"), post="post")


def read_results(
    path: Path,
    clock: Clock,
    *,
    posts: Collection[str] | None = None,
    agents: Collection[str] | None = None,
) -> tuple[StageResult, ...]:
    """Return the results of a CSV file or the sheet ``training``; raises with every fault."""
    log = FaultLog()
    table = open_table(path, RESULTS)
    lines = read_rows(table, ResultRecord, Known.of(clock, posts=posts, agents=agents), log)
    note_repeats(lines, table, ("agent_id", "post", "stage", "date"), "duplicate_row", log)
    results = build(lines, table.file, ResultRecord.result, log)
    log.raise_any()
    return results


def read_certificates(
    path: Path,
    clock: Clock,
    *,
    posts: Collection[str] | None = None,
    agents: Collection[str] | None = None,
) -> tuple[tuple[str, Certificate], ...]:
    """Return who is certified for what, of a CSV file or the sheet ``certificates``; likewise."""
    log = FaultLog()
    table = open_table(path, CERTIFICATES)
    lines = read_rows(table, HELD.record, Known.of(clock, posts=posts, agents=agents), log)
    note_repeats(lines, table, ("agent_id", "post", "valid_from"), "duplicate_row", log)
    found = build(lines, table.file, HELD.value, log)
    log.raise_any()
    return tuple((each.agent_id, each.certificate) for each in found)


def write_results(results: Iterable[StageResult], path: Path) -> None:
    """Write results as CSV, or as a sheet of a workbook (``.xlsx``)."""
    body: list[Cells] = [
        (one.agent_id, one.post, one.stage, one.date.isoformat(), one.points, one.assessor)
        for one in results
    ]
    write_table(RESULTS, (tuple(ResultRecord.model_fields), body), path)


def write_certificates(held: Iterable[tuple[str, Certificate]], path: Path) -> None:
    """Write who is certified for what, likewise."""
    rows = HELD.rows((Held(agent, one) for agent, one in held), Clock("UTC"))
    write_table(CERTIFICATES, rows, path)
