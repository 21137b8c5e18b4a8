"""Templates of every table, in both languages: filled in, they are read without any mapping."""

import openpyxl
import pytest

from scheduler.horizon import Clock
from scheduler.shift import Span
from service.templates import CellForm, template_columns, template_kinds
from store.files.every_table import TABLES
from store.files.fault_log import FaultLog
from store.files.heads import tables_named, usual_posts
from store.files.kinds import Kind, Known
from store.files.rows import read_rows
from store.files.shift_list import in_full
from store.files.source import open_table
from store.files.told import NamesTold, as_told
from ui.template_words import table_name, template_file

CLOCK = Clock("Asia/Shanghai")
POSTS = ("presales", "aftersales")
LANGS = ("zh", "en")
MEAL = Span(CLOCK.parse("2026-11-02T12:00"), CLOCK.parse("2026-11-02T13:00"))
KNOWN = Known.of(CLOCK, posts=POSTS, agents=("A001", "A002"))


def filled(kind, lang, path, *, rows=2):
    """Write a template with the examples of its second sheet below the heads of its first."""
    path.write_bytes(template_file(kind, lang, POSTS))
    book = openpyxl.load_workbook(path)
    sheet, guide = book.worksheets
    heads = [cell.value for cell in sheet[1]]
    told = {row[0]: row[4:6] for row in guide.iter_rows(values_only=True) if row[0] in heads}
    for number in range(rows):
        sheet.append([told[head][number] or None for head in heads])
    book.save(path)
    return told


def read(kind, path):
    """Return the rows of a table as its kind's record has them."""
    log = FaultLog()
    with as_told(NamesTold(posts=usual_posts())):
        table = open_table(path, kind)
    table = in_full(table, CLOCK, POSTS) if kind == "roster" else table
    found = read_rows(table, TABLES[kind], KNOWN, log)
    log.raise_any()
    return [line.value for line in found]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", template_kinds())
def test_a_filled_in_template_is_read_without_a_mapping(kind, lang, tmp_path):
    told = filled(kind, lang, tmp_path / "t.xlsx")
    rows = read(kind, tmp_path / "t.xlsx")
    assert len(rows) == 2
    columns = template_columns(kind, lang, POSTS)
    assert len(told) == len(columns) == len(TABLES[kind].model_fields)
    for number, row in enumerate(rows):
        for each in columns:
            if each.examples[number]:
                said = getattr(row, each.ours)
                is_meal = each.form is CellForm.STRETCH
                assert said == (MEAL if is_meal else meant(kind, each, number)), each.ours


def meant(kind, column, number):
    """Return what an example says, read by the kind of its column."""
    field = TABLES[kind].model_fields[column.ours]
    mark = next(each for each in field.metadata if isinstance(each, Kind))
    return mark.read(column.examples[number], KNOWN)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", template_kinds())
def test_an_empty_template_brings_no_row(kind, lang, tmp_path):
    filled(kind, lang, tmp_path / "t.xlsx", rows=0)
    assert read(kind, tmp_path / "t.xlsx") == []


@pytest.mark.parametrize("kind", template_kinds())
def test_heads_are_of_one_language(kind):
    native = [each.head for each in template_columns(kind, "zh", POSTS)]
    foreign = [each.head for each in template_columns(kind, "en", POSTS)]
    assert not any(head.isascii() for head in native)
    assert all(head.isascii() for head in foreign)


@pytest.mark.parametrize("lang", LANGS)
def test_names_of_tables_are_sheets_of_their_own(lang):
    names = [table_name(kind, lang) for kind in template_kinds()]
    assert len({*names}) == len(names)
    assert max(map(len, names)) <= 31


def test_every_table_with_named_columns_has_a_template():
    assert {*tables_named()} - {"chats", "chat_log", "messages"} <= {*template_kinds()}


def test_choices_are_in_the_reader_s_language_and_checked_below_the_head(tmp_path):
    filled("exceptions", "zh", tmp_path / "t.xlsx", rows=0)
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    (check,) = book.worksheets[0].data_validations.dataValidation
    guide = book.worksheets[1]
    area = check.formula1.split("!")[1].replace("$", "")
    assert [cell.value for (cell,) in guide[area]] == ["抽调", "非抽调"]
    assert str(check.sqref).startswith("B2:B")


def test_an_id_of_many_digits_is_kept_as_text(tmp_path):
    filled("orders", "en", tmp_path / "t.xlsx", rows=0)
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[0]
    assert sheet.column_dimensions["A"].number_format == "@"
    assert template_columns("orders", "en")[0].form is CellForm.TEXT
