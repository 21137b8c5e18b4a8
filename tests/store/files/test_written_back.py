"""What the program writes as a table is read back as it was, as CSV and as a workbook."""

import ast
from pathlib import Path

import numpy as np
import pytest

from scheduler.demand import Volumes
from scheduler.horizon import Clock
from service.templates import template_columns
from store.files import agents_file, kpi_facts, kpi_tables, quality_file
from store.files.csv_text import csv_text
from store.files.every_table import FILES, TABLES
from store.files.fault_log import FaultLog
from store.files.kinds import Known
from store.files.rows import read_rows
from store.files.source import open_table
from store.files.table_file import TableFile
from store.files.volume_export import read_volume_export
from store.files.week_columns import ABSENCES
from tests.store.files import foreign_files as f
from ui.parts.planner.history_files import history_csv

CLOCK = Clock("Asia/Shanghai")
POSTS = ("presales", "aftersales")
LANGS = ("zh", "en")
KINDS = {one.name: one for one in (*FILES, TableFile("absences", ABSENCES))}
READERS = {
    "attendance": kpi_tables.read_attendance,
    "punches": kpi_tables.read_punches,
    "orders": kpi_tables.read_orders,
    "targets": kpi_tables.read_targets,
}
WRITERS = {"targets": kpi_tables.write_targets}
ENDINGS = ("csv", "xlsx")
TRIED = {  # where what a function writes is read back
    "write_agents": "here",
    "write_facts": "here",
    "write_targets": "here",
    "write_answer_rows": "here",
    "write_audits": "test_register_files",
    "write_campaigns": "test_campaigns_file",
    "write_chat_log": "test_chat_log",
    "write_contracts": "tests/service/vendors/test_settlements",
    "write_messages": "tests/kpi/platforms/test_rules",
    "write_roster": "test_week",
    "write_week": "test_week",
    "write_reported": "test_absences",
    "write_archive": "test_month_archive",
    **dict.fromkeys(
        ("write_folder", "write_workbook", "write_table", "write_document"), "below all"
    ),
}


def examples(kind, lang, path):
    """Write the two rows that a template shows, under its heads."""
    columns = template_columns(kind, lang, POSTS)
    rows = list(zip(*(each.examples for each in columns), strict=True))
    cells = [[each.head for each in columns], *rows]
    if path.suffix == ".csv":
        path.write_text(csv_text(cells))
    else:
        path.write_bytes(f.workbook(*cells))
    return path


def values(kind, path):
    if kind in READERS:
        return READERS[kind](path, CLOCK)
    return KINDS[kind].read(path, CLOCK)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_table_of_values_comes_back(kind, lang, tmp_path):
    given = values(kind, examples(kind, lang, tmp_path / "given.csv"))
    assert len(given) == 2
    for ending in ENDINGS:
        path = tmp_path / f"{kind}.{ending}"
        if kind in WRITERS:
            WRITERS[kind](given, path)
        else:
            KINDS[kind].write(given, path, CLOCK)
        assert values(kind, path) == given


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("lang", LANGS)
def test_people_come_back(lang, ending, tmp_path):
    given = agents_file.read_agents(examples("agents", lang, tmp_path / "given.csv"), None)
    agents_file.write_agents(given, tmp_path / f"agents.{ending}")
    assert agents_file.read_agents(tmp_path / f"agents.{ending}", frozenset(POSTS)) == given


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("lang", LANGS)
def test_facts_come_back(lang, ending, tmp_path):
    given = kpi_facts.read_facts(examples("facts", lang, tmp_path / "given.csv"))
    kpi_facts.write_facts(given, tmp_path / f"facts.{ending}")
    back = kpi_facts.read_facts(tmp_path / f"facts.{ending}")
    assert (back.agents, back.posts) == (given.agents, given.posts)
    assert {*back.counts} == {*given.counts}
    for name in given.counts:
        np.testing.assert_array_equal(back[name], given[name])


@pytest.mark.parametrize("ending", ENDINGS)
def test_answers_come_back(ending, tmp_path):
    path = tmp_path / f"survey.{ending}"
    rows = [
        ("R1", "presales", "2026-11-02", "T1", 5, 4),
        ("R1", "presales", "2026-11-02", "T2", 4, ""),
    ]
    quality_file.write_answer_rows(rows, path)
    log = FaultLog()
    back = read_rows(open_table(path, "survey"), TABLES["survey"], Known.of(CLOCK), log)
    log.raise_any()
    assert [(line.value.question, line.value.expected) for line in back] == [("T1", 5), ("T2", 4)]
    assert np.isnan(back[1].value.perceived)


def test_volumes_come_back(tmp_path):
    start = CLOCK.parse("2026-11-02T09:00")
    counts = np.array([[4.0, 0.0, np.nan, 2.5], [1.0, 2.0, 3.0, 4.0]])
    given = Volumes(CLOCK, 30, POSTS, start + 30 * np.arange(4), counts)
    (tmp_path / "v.csv").write_bytes(history_csv(given))
    back = read_volume_export(tmp_path / "v.csv", CLOCK)
    assert (back.volumes.posts, back.volumes.interval_min) == (POSTS, 30)
    np.testing.assert_array_equal(back.volumes.start_min, given.start_min)
    np.testing.assert_array_equal(back.volumes.counts, given.counts)


def test_every_writer_of_files_is_read_back_somewhere():
    folder = Path(agents_file.__file__).parent
    found = {
        node.name
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("write_")
    }
    assert found == {*TRIED}
