import ast
import csv
import dataclasses
import io
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from scheduler.agent import Absence
from scheduler.horizon import Clock
from store.files.chat_log import read_chat_log, write_chat_log
from store.files.csv_text import csv_text, escaped, frame_text, text_frame, unescaped
from store.files.table import csv_table
from store.files.week import read_roster, read_week, write_roster, write_week
from tests.service import small_shop as s
from tests.store.files.test_chat_log import chat_log

ROOT = Path(__file__).parents[3]
RUN = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
FORMULAS = (
    "=1+1",
    "+86-10-1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    " =1",
    "\u200b=1",
    "--1",
)
SIGNS = some.text(alphabet="'=+-@\t ＝a1,;\"\u200b|")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_would_be_a_formula_gets_an_apostrophe(text):
    assert escaped(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-3.5", "+4", "1,234.50", "-12%", "-", "1e-05", "-inf", "nan"])
def test_a_number_stays_a_number(text):
    assert escaped(text) == text


@pytest.mark.parametrize("text", ["客服=1", "a-b", "O'Brien", "'quoted'", ""])
def test_other_text_stays_as_it_is(text):
    assert escaped(text) == text


@given(some.one_of(some.text(), SIGNS))
@example("'=1")
@example("''=1")
def test_text_comes_back_as_it_was(text):
    assert unescaped(escaped(text)) == text
    number = escaped(text) == text and text.lstrip("'").startswith(("+", "-"))
    assert number or not escaped(text).startswith(RUN)


@given(some.lists(SIGNS, min_size=1, max_size=4))
def test_a_line_is_read_as_cells_whatever_the_separator(cells):
    (found,) = csv.reader(io.StringIO(csv_text([cells]), newline=""))
    assert [unescaped(cell) for cell in found] == cells
    (as_one,) = csv.reader(
        io.StringIO(csv_text([[f'{cell}"x;y\tz' for cell in cells][:1]])), delimiter=";"
    )
    assert len(as_one) == 1


def test_a_table_comes_back_as_it_was():
    names = ["-小王", "'=1", "+86;1", "普通", "-5"]
    table = csv_table(csv_text([["=name", "n"], *((name, 1) for name in names)]), "a.csv")
    assert table.columns == ("=name", "n")
    assert [row.cells["=name"] for row in table.rows] == names


def test_a_frame_comes_back_as_it_was():
    frame = pd.DataFrame({"=name": ["-小王", "'=1", "普通"], "n": [-1.5, 2, 3]})
    text = frame_text(frame)
    assert "'-小王,-1.5" in text
    assert text_frame(text)["=name"].tolist() == ["-小王", "'=1", "普通"]


def hostile_week():
    people = tuple(
        dataclasses.replace(agent, name=name, team="+一组;@SUM(A1)")
        for agent, name in zip(s.AGENTS, ("-小王", "@小李", "＝小张", "'=小赵"), strict=True)
    )
    return s.week(agents=people, absences=(Absence("A2", s.at(1, 0), s.at(2, 0), "=事假"),))


@pytest.mark.parametrize("form", ["week", "week.xlsx"])
def test_a_week_is_written_without_formulas_and_comes_back(tmp_path, form):
    path = tmp_path / form
    week = hostile_week()
    write_week(week, path)
    found = read_week(path)
    assert (found.agents, found.absences) == (week.agents, week.absences)
    if path.is_dir():
        assert_no_formulas(path / "agents.csv")
        assert "'-小王" in (path / "agents.csv").read_text("utf-8")
    else:
        sheets = openpyxl.load_workbook(path)
        cells = [cell for sheet in sheets for row in sheet for cell in row]
        assert not [c for c in cells if c.data_type == "f" or c.hyperlink]


def test_a_roster_is_written_without_formulas_and_comes_back(tmp_path):
    people = tuple(dataclasses.replace(agent, id=f"-{agent.id}") for agent in s.AGENTS)
    week = s.week(agents=people, absences=(), wishes=())
    roster = dataclasses.replace(
        s.roster(), shifts=(s.shift("-A1"), s.shift("-A3", post="aftersales"))
    )
    write_roster(roster, tmp_path / "roster.csv", s.CLOCK)
    assert_no_formulas(tmp_path / "roster.csv")
    assert read_roster(tmp_path / "roster.csv", week.problem()).shifts == roster.shifts


@pytest.mark.parametrize("name", ["chats.csv", "chats.csv.gz"])
def test_a_log_is_written_without_formulas_and_comes_back(tmp_path, name):
    log = chat_log()
    records = dataclasses.replace(
        log.records, posts=("+aftersales", "=presales"), agents=("-K1", "@K2")
    )
    clock = Clock("Asia/Shanghai")
    write_chat_log(dataclasses.replace(log, records=records), tmp_path / name, clock)
    if name.endswith(".csv"):
        assert_no_formulas(tmp_path / name)
    found = read_chat_log(tmp_path / name, clock).records
    assert (found.posts, found.agents) == (records.posts, records.agents)
    np.testing.assert_array_equal(found.post, records.post)


def assert_no_formulas(path):
    cells = [cell for row in csv.reader(io.StringIO(path.read_text("utf-8"))) for cell in row]
    assert cells
    assert not [cell for cell in cells if cell.startswith(RUN) and escaped(cell) != cell]


def test_only_one_place_writes_and_reads_csv():
    asked = (
        "csv.writer",
        "csv.DictWriter",
        "csv.reader",
        "csv.DictReader",
        "pd.read_csv",
        "to_csv",
    )
    found = {
        (path.relative_to(ROOT).as_posix(), ast.unparse(node.func).removeprefix("table."))
        for package in ("scheduler", "kpi", "store", "service", "ui")
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(asked)
    }
    assert found == {
        ("store/files/csv_text.py", "pd.read_csv"),
        ("store/files/csv_text.py", "safe.to_csv"),
        ("store/files/table.py", "csv.reader"),
    }


def test_every_workbook_is_written_without_formulas_or_links():
    books = [
        (path.relative_to(ROOT).as_posix(), ast.unparse(node))
        for package in ("scheduler", "kpi", "store", "service", "ui")
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "xlsxwriter.Workbook"
    ]
    assert books
    assert all("IN_MEMORY" in call or "TEXT_ONLY" in call for _, call in books), books
