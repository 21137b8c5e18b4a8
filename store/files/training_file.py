"""
What agents are trained and certified for.

``training.csv``: ``agent_id, post, stage, date, points, assessor``. ``certificates.csv``:
``agent_id, post, valid_from, valid_to``, empty without limit. The stages usually asked for are a
TOML file that ships with the product.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from kpi.registers.training_gate import Gate, Stage, StageResult
from store.files.cells import Date, KnownAgent, KnownPost, Name
from store.files.document import toml_document
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.kpi_scheme import Numeral
from store.files.number_cells import Exact
from store.files.rows import Record, build, note_repeats, read_rows
from store.files.settings import Settings, Text, made, read_settings
from store.files.source import open_table, write_table
from store.files.week_records import CertificateRecord

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from scheduler.agent import Certificate
    from scheduler.horizon import Clock
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


class StageSettings(Settings):
    """A stage."""

    id: Text
    title_zh: Text
    title_en: Text
    pass_mark: Numeral


class GateSettings(Settings):
    """The stages usually asked for."""

    valid_days: int | None = None
    source: Text = ""
    ours: Text = ""
    stage: tuple[StageSettings, ...]

    def gate(self, post: str) -> Gate:
        """Return the gate of a post."""
        stages = (Stage(one.id, one.title_zh, one.title_en, one.pass_mark) for one in self.stage)
        return Gate(post, tuple(stages), self.valid_days)


def gate_preset(post: str) -> Gate:
    """Return the stages that ship with the product, as the gate of a post."""
    return _preset().gate(post)


@lru_cache(maxsize=1)
def _preset() -> GateSettings:
    entry = resources.files("data") / "quality" / "training_gate.toml"
    document = toml_document(entry.read_text(encoding="utf-8"), entry.name)
    log = FaultLog()
    settings = read_settings(document, GateSettings, log)
    if settings is not None:
        made(document, ("stage",), log, lambda: settings.gate("post"))
    log.raise_any()
    assert settings is not None
    return settings


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
    lines = read_rows(table, CertificateRecord, Known.of(clock, posts=posts, agents=agents), log)
    note_repeats(lines, table, ("agent_id", "post", "valid_from"), "duplicate_row", log)
    found = build(lines, table.file, lambda row: (row.agent_id, row.certificate()), log)
    log.raise_any()
    return found


def write_results(results: Iterable[StageResult], path: Path) -> None:
    """Write results as CSV, or as a sheet of a workbook (``.xlsx``)."""
    body: list[Cells] = [
        (one.agent_id, one.post, one.stage, one.date.isoformat(), one.points, one.assessor)
        for one in results
    ]
    write_table(RESULTS, (tuple(ResultRecord.model_fields), body), path)


def write_certificates(held: Iterable[tuple[str, Certificate]], path: Path) -> None:
    """Write who is certified for what, likewise."""
    body: list[Cells] = [
        (agent, one.post, *("" if day is None else day.isoformat() for day in _days(one)))
        for agent, one in held
    ]
    write_table(CERTIFICATES, (tuple(CertificateRecord.model_fields), body), path)


def _days(one: Certificate) -> tuple[dt.date | None, ...]:
    return one.valid_from, one.valid_to
