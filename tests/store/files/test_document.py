import pytest
import xlsxwriter

from scheduler.errors import InputError
from store.files.document import flat, sheet_document, split_key, toml_document
from store.files.fault_log import FaultLog
from store.files.settings import Settings, Text, read_settings
from store.files.source import WorkbookSource

TEXT = """\
top = 1  # a remark

[hours]
night = "22:00-06:00"
[[shifts.shape]]
work_hours = 8
[[shifts.shape]]
work_hours = 4
["after.sales"]
handle_seconds = 900
"""


def test_keys_are_split_at_dots_outside_quotes():
    assert split_key("hours.night") == ("hours", "night")
    assert split_key('"after.sales".duties.1') == ("after.sales", "duties", "1")
    assert split_key(" 售前 . min_agents ") == ("售前", "min_agents")


@pytest.mark.parametrize("key", ["", ".", "hours.", ".night", 'a"b', '"open'])
def test_text_that_is_no_key_has_no_parts(key):
    assert split_key(key) == ()


def test_places_of_keys_are_known():
    document = toml_document(TEXT, "rules.toml")
    assert document.line(("top",)) == 1
    assert document.line(("hours", "night")) == 4
    assert document.line(("shifts", "shape", 1, "work_hours")) == 8
    assert document.line(("after.sales", "handle_seconds")) == 10


def test_key_that_is_missing_has_the_place_of_its_table():
    document = toml_document(TEXT, "rules.toml")
    assert document.line(("hours", "min_rest_hours")) == 3
    assert document.line(("shifts", "shape", 0, "meal_minutes")) == 5
    assert document.line(("nothing",)) is None


def test_sheet_form_holds_the_same_values():
    values = toml_document(TEXT, "rules.toml").values
    rows = [(line, key, value) for line, (key, value) in enumerate(flat(values), start=2)]
    assert ("shifts.shape.2.work_hours", 4) in [row[1:] for row in rows]
    assert ('"after.sales".handle_seconds', 900) in [row[1:] for row in rows]
    assert sheet_document(rows, "week.xlsx:rules").values == values


def test_numbers_as_names_at_the_top_are_no_list():
    rows = [(2, "1.handle_seconds", 600), (3, "2.handle_seconds", 900)]
    document = sheet_document(rows, "week.xlsx:posts")
    assert document.values == {"1": {"handle_seconds": 600}, "2": {"handle_seconds": 900}}
    assert document.line(("2", "handle_seconds")) == 3


@pytest.mark.parametrize(
    "rows",
    [
        [(2, "a", 1), (3, "a.b", 2)],  # a value where a table should be
        [(2, "a.b", 1), (3, "a", 2)],  # a table where a value should be
        [(2, "", 1)],
        [(2, "a..b", 1)],
    ],
)
def test_keys_that_conflict_are_a_fault(rows):
    with pytest.raises(InputError, match="key_unreadable"):
        sheet_document(rows, "week.xlsx:rules")


def test_what_nobody_sees_around_a_text_of_a_document_is_not_part_of_it():
    class Told(Settings):
        name: Text
        kind: Text = ""

    document = toml_document('name = "\u3000售前\u200b\t"\nkind = "早 班"\n', "x.toml")
    told = read_settings(document, Told, FaultLog())
    assert (told.name, told.kind) == ("售前", "早 班")


def test_blanks_around_keys_and_texts_of_a_sheet_are_no_part_of_them(tmp_path):
    path = tmp_path / "week.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("rules")
        rows = ("key", "value"), ("\u00a0timezone ", "Asia/Shanghai\u3000"), ("days", 0)
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    document = WorkbookSource(path).document("rules")
    assert document.values == {"timezone": "Asia/Shanghai", "days": 0}


@pytest.mark.parametrize("text", ["a = " + "9" * 5000, "a = 1\nb = 0x" + "f" * 9000 + "g"])
def test_a_number_of_thousands_of_digits_is_no_toml(text):
    with pytest.raises(InputError) as refused:
        toml_document(text, "rules.toml")
    assert refused.value.faults[0].code == "toml_unreadable"


@pytest.mark.parametrize("key", ["shape.²", "shape." + "9" * 5000])
def test_a_key_with_a_strange_digit_is_a_name(key):
    assert sheet_document([(2, key, 1)], "week.xlsx:rules").values["shape"]


def test_lists_inside_lists_know_their_lines():
    text = "[[a]]\nn = 1\n[[a.b]]\nx = 1\n[[a.b]]\nx = 2\n[[a]]\n[[a.b]]\nx = 3\n[a.c]\ny = 4\n"
    lines = toml_document(text, "f.toml").lines
    assert lines["a", 0, "b", 1, "x"] == 6
    assert lines["a", 1, "b", 0, "x"] == 9
    assert lines["a", 1, "c", "y"] == 11
