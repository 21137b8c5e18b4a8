"""Files by their content: workbooks of any form are read, all else is told by what it is."""

import datetime as dt

import openpyxl
import pytest

from scheduler.errors import InputError
from scheduler.horizon import Clock
from store.files.chat_log import read_chat_log
from store.files.content import log_head, log_of, text_of
from store.files.forms import FileForm, form_of
from store.files.source import open_first_table, open_table
from tests.store.files import foreign_files as f

HEADS = ["工号", "日期", "小时"]
ROWS = (["K1", "2026-10-03", "4"], ["007", "2026-10-04", "5"])
TABLE = [HEADS, *ROWS]
TEXT = "\n".join(map("\t".join, TABLE))
NO_TABLES = {
    "picture.xlsx": (f.JPG, "form_picture"),
    "picture.csv": (f.PNG, "form_picture"),
    "phone.heic": (b"\0\0\0\x18ftypheic" + bytes(50), "form_picture"),
    "print.pdf": (f.PDF, "form_pdf"),
    "print.xls": (f.PDF, "form_pdf"),
    "locked.xlsx": (f.locked_workbook(), "form_locked"),
    "locked.xls": (f.locked_workbook(), "form_locked"),
    "table.numbers": (f.packed(Index__Document_dot_iwa=b"x"), "form_numbers"),
    "letter.docx": (f.packed(word__document_dot_xml=b"x"), "form_letter"),
    "letter.doc": (f.compound("WordDocument", b"x"), "form_letter"),
    "week.zip": (f.packed(agents_dot_csv=b"x"), "form_archive"),
    "week.rar": (b"Rar!\x1a\x07\x00" + bytes(40), "form_archive"),
    "xml.xls": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "form_xml_book",
    ),
    "page.html": (b"<html><body>Please sign in</body></html>", "web_page_without_table"),
}
TABLES = {
    "page.xls": f.web_page(*TABLE),
    "gbk.xls": f.web_page(*TABLE, charset="gbk"),
    "utf16.xls": "\ufeff".encode("utf-16-le") + f.web_page(*TABLE).decode().encode("utf-16-le"),
    "text.xls": TEXT.encode("gbk"),
    "text.csv": TEXT.encode("utf-16"),
    "no_mark.csv": TEXT.encode("utf-16-le"),
    "book.csv": f.workbook(*TABLE),
    "book.xls": f.workbook(*TABLE),
}


def cells(table):
    return [[row.cells[name] for name in ("agent_id", "date", "hours")] for row in table.rows]


@pytest.mark.parametrize("name", NO_TABLES)
def test_what_is_no_table_is_told_by_what_it_looks_like(name, tmp_path):
    content, code = NO_TABLES[name]
    (tmp_path / name).write_bytes(content)
    for read in (open_table, open_first_table):
        with pytest.raises(InputError) as refused:
            read(tmp_path / name, "time_off")
        assert [(each.code, each.file) for each in refused.value.faults] == [(code, name)]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_read_whatever_its_file_is_called(name, tmp_path):
    (tmp_path / name).write_bytes(TABLES[name])
    table = open_table(tmp_path / name, "time_off")
    assert cells(table) == [*ROWS]


def test_an_old_workbook_is_read(tmp_path):
    pytest.importorskip("python_calamine", reason="reads .xls")
    for name in ("old.xls", "wps.et", "old.xlsx"):
        (tmp_path / name).write_bytes(f.old_workbook([HEADS, ["K1", 46298.0, 4.0]]))
        assert cells(open_table(tmp_path / name, "time_off")) == [["K1", "46298", "4"]]


@pytest.mark.parametrize("kept", [520, 700, 1100, 1500, 3000, 5000])
def test_an_old_workbook_that_is_cut_off_is_a_fault_and_nothing_else_is_said(kept, tmp_path, capfd):
    (tmp_path / "old.xls").write_bytes(f.old_workbook([HEADS])[:kept])
    with pytest.raises(InputError) as refused:
        open_table(tmp_path / "old.xls", "time_off")
    assert [each.code for each in refused.value.faults] == ["workbook_unreadable"]
    assert capfd.readouterr().err == ""


def test_cells_of_a_page_that_span_others_stand_where_they_begin(tmp_path):
    page = "<table><tr><td colspan=3>调休<br>10 月<tr><td>工号<td>日期<td>小时"
    page += "<tr><td rowspan=2>K1<td>2026-10-03<td>4<tr><td>2026-10-04<td>5</table>"
    (tmp_path / "p.xls").write_text(page)
    table = open_table(tmp_path / "p.xls", "time_off")
    assert (table.head, cells(table)) == (2, [["K1", "2026-10-03", "4"], ["", "2026-10-04", "5"]])


def test_a_workbook_is_no_text(tmp_path):
    (tmp_path / "scheme.toml").write_bytes(f.workbook(*TABLE))
    with pytest.raises(InputError) as refused:
        text_of(tmp_path / "scheme.toml")
    assert [each.code for each in refused.value.faults] == ["workbook_for_text"]


def test_a_text_that_begins_with_a_sign_is_a_text():
    assert form_of(b"<3 of all,2\n") is FileForm.TEXT
    assert form_of("工号,日期\n".encode()) is FileForm.TEXT
    assert form_of(b"BMW,2\n") is FileForm.TEXT


MIXED = "工号,日期,小时\nK1,2026-10-03,4\nK2;2026-10-04;5\nK3;2026-10-05;5\n"


def test_two_separators_in_a_file_are_a_fault(tmp_path):
    for text in (MIXED, MIXED.replace(",", "\t"), "10 月调休\n" + MIXED):
        (tmp_path / "t.csv").write_text(text)
        with pytest.raises(InputError) as refused:
            open_table(tmp_path / "t.csv", "time_off")
        (fault,) = refused.value.faults
        line = 3 + text.startswith("10")
        assert (fault.code, fault.line, fault.value) == ("separators_mixed", line, "2")
    (tmp_path / "t.csv").write_text(MIXED)
    with pytest.raises(InputError, match="line 3: separators_mixed"):
        log_of(tmp_path / "t.csv")


def test_a_title_above_says_nothing_of_what_parts_the_cells(tmp_path):
    text = "10 月调休\n" + "\n".join(map(";".join, TABLE))
    (tmp_path / "t.csv").write_text(text)
    assert cells(open_table(tmp_path / "t.csv", "time_off")) == [*ROWS]


def test_a_remark_with_commas_in_a_row_of_its_own_is_none(tmp_path):
    (tmp_path / "t.csv").write_text("工号;日期;小时\nK1;2026-10-03;4\n甲，乙, 丙 未到;;\n")
    assert len(open_table(tmp_path / "t.csv", "time_off").rows) == 2


HEAD = ["post", "agent_id", "assigned_to", "arrived", "replied", "ended"]
CHAT = ["presales", "A1", "A1", "2026-11-03 10:00:07", "2026-11-03 10:00:20", "2026-11-03 10:09:00"]


def test_a_log_of_chats_may_be_a_workbook_with_times_to_the_second(tmp_path):
    moments = [dt.datetime.fromisoformat(each) for each in CHAT[3:]]
    (tmp_path / "c.csv").write_text("\n".join(map(",".join, (HEAD, CHAT))))
    (tmp_path / "c.xlsx").write_bytes(
        f.workbook([*HEAD, None, None], [*CHAT[:3], *moments, None, None])
    )
    clock = Clock("Asia/Shanghai")
    text, book = (read_chat_log(tmp_path / name, clock).records for name in ("c.csv", "c.xlsx"))
    assert (text.arrived_s, text.replied_s, text.ended_s) == (
        book.arrived_s,
        book.replied_s,
        book.ended_s,
    )


def test_of_several_sheets_of_a_log_none_is_guessed(tmp_path):
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("11 月")):
        sheet.append(HEAD)
        sheet.append(CHAT)
    book.save(tmp_path / "c.xlsx")
    with pytest.raises(InputError, match="log_several_sheets"):
        log_of(tmp_path / "c.xlsx")


def test_the_columns_of_a_log_are_those_of_its_rows(tmp_path):
    book = openpyxl.Workbook()
    for row in (HEAD, CHAT):
        book.active.append(row)
    book.save(tmp_path / "c.xlsx")
    text = "\n".join(",".join(map(str, row)) for row in (HEAD, CHAT))
    (tmp_path / "c.csv").write_text(text, encoding="utf-8")
    for name in ("c.xlsx", "c.csv"):
        assert log_head(tmp_path / name) == tuple(log_of(tmp_path / name).columns) == tuple(HEAD)
