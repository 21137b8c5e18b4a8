"""Opening files: what is no file, too large, packed too tightly, too deep or damaged."""

import errno
import gzip
import io
import os
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest

from scheduler.errors import InputError
from scheduler.limits import VARIABLE
from store.files.content import content_of, log_of, text_of
from store.files.document import sheet_document, toml_document
from store.files.source import open_source, open_table


def refusal(read, *given):
    with pytest.raises(InputError) as refused:
        read(*given)
    (fault,) = refused.value.faults
    return fault


def faults(read, *given):
    try:
        read(*given)
    except InputError as error:
        return error.faults
    return ()


def book(path, *cells):
    made = openpyxl.Workbook()
    made.active.title = "agents"
    for place, value in cells:
        made.active[place] = value
    made.save(path)
    return path


def packed(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def parts_of(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_folder_is_no_file(tmp_path):
    assert refusal(content_of, tmp_path).code == "not_a_file"


def test_a_pipe_without_a_writer_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    assert refusal(open_table, tmp_path / "pipe.csv", "agents").code == "not_a_file"


def test_a_link_to_itself_cannot_be_opened(tmp_path):
    (tmp_path / "agents.csv").symlink_to(tmp_path / "agents.csv")
    assert refusal(content_of, tmp_path / "agents.csv").code == "file_unreadable"
    week = open_source(tmp_path)
    assert refusal(week.table, "agents").code == "file_unreadable"


def test_a_link_to_nothing_is_a_fault_and_not_an_absent_table(tmp_path):
    (tmp_path / "absences.csv").symlink_to(tmp_path / "gone.csv")
    assert refusal(open_source(tmp_path).table, "absences").code == "missing_file"
    (tmp_path / "rules.toml").symlink_to(tmp_path / "gone.toml")
    assert refusal(open_source(tmp_path).document, "rules").code == "missing_file"


@pytest.mark.parametrize("name", ["x" * 300 + ".csv", "a\0b.csv"])
def test_a_name_no_disk_can_hold_is_a_fault(tmp_path, name):
    assert refusal(content_of, tmp_path / name).code == "file_unreadable"


def test_a_file_one_may_not_read_is_told_as_that(tmp_path, monkeypatch):
    def forbidden(path):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    (tmp_path / "agents.csv").write_text("a\n")
    monkeypatch.setattr(Path, "read_bytes", forbidden)  # the superuser may read everything
    assert refusal(content_of, tmp_path / "agents.csv").code == "file_forbidden"


def test_a_file_larger_than_the_limit_is_not_read(tmp_path):
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate(3_000_000_000)
    fault = refusal(content_of, tmp_path / "huge.csv")
    assert (fault.code, fault.value) == ("over_file_mb", "3,000")


def test_a_small_packed_file_that_unpacks_to_more_than_the_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "file_mb=3")
    path = tmp_path / "chats.csv.gz"
    path.write_bytes(gzip.compress(b"start\n" + b"2026-11-02 09:00\n" * 300_000))
    assert path.stat().st_size < 100_000
    assert refusal(log_of, path).code == "over_file_mb"
    path.write_bytes(gzip.compress(b"start\n" + b"2026-11-02 09:00\n" * 30_000))
    assert len(log_of(path)) == 30_000


def test_packed_bytes_that_are_damaged_anywhere_are_one_fault(tmp_path):
    good = gzip.compress(b"start,end\n" + bytes(random.Random(5).randbytes(900)).hex().encode())
    chance, path = random.Random(6), tmp_path / "chats.csv.gz"
    for _ in range(60):
        bad = bytearray(good)
        bad[chance.randrange(3, len(bad))] ^= 1 << chance.randrange(8)
        path.write_bytes(bad)
        assert len(faults(log_of, path)) <= 1  # a flipped bit of the time stamp harms nobody


def test_too_many_rows_or_columns_are_refused_before_they_are_parsed(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "rows=5,log_rows=5,columns=3")
    path = tmp_path / "agents.csv"
    path.write_text("a,b\n" + "1,2\n" * 5)
    assert len(open_table(path, "agents").rows) == len(log_of(path)) == 5
    path.write_text("a,b\n" + "1,2\n" * 6)
    assert refusal(open_table, path, "agents").code == "over_rows"
    assert refusal(log_of, path).code == "over_log_rows"
    path.write_text("a;b;c;d;e\n1;2;3;4;5\n")
    assert refusal(open_table, path, "agents").code == "over_columns"


def test_rows_longer_than_the_head_do_not_shift_a_log(tmp_path):
    (tmp_path / "chats.csv").write_text("start,end\n1,2,3\n4,5,6\n")
    assert refusal(log_of, tmp_path / "chats.csv").code == "csv_unreadable"


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576"])  # one cell far to the right, below
def test_one_cell_at_the_end_of_a_sheet_is_a_fault_at_once(tmp_path, monkeypatch, place):
    monkeypatch.setenv(VARIABLE, "sheet_cells=1000000")
    path = book(tmp_path / "week.xlsx", ("A1", "agent_id"), ("A2", "KF001"), (place, " "))
    fault = refusal(open_table, path, "agents")
    assert (fault.code, fault.file) == ("over_sheet_cells", "week.xlsx:agents")


def test_a_blank_formatted_cell_far_away_counts_as_well(tmp_path):
    made = openpyxl.Workbook()
    made.active.title = "agents"
    made.active["A1"] = "agent_id"
    made.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    made.save(tmp_path / "week.xlsx")
    assert refusal(open_table, tmp_path / "week.xlsx", "agents").code == "over_sheet_cells"


def test_a_workbook_that_unpacks_to_more_than_the_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "workbook_mb=2")
    path = book(tmp_path / "week.xlsx", ("A1", "agent_id"))
    packed(path, parts_of(path) | {"xl/media/blank.bin": bytes(4_000_000)})
    assert refusal(open_table, path, "agents").code == "over_workbook_mb"


def test_a_workbook_damaged_in_any_part_is_one_clear_fault(tmp_path):
    whole = parts_of(book(tmp_path / "week.xlsx", ("A1", "agent_id"), ("A2", "KF001")))
    chance, refused = random.Random(8), 0
    for _ in range(150):
        parts = dict(whole)
        name = chance.choice(sorted(parts))
        content = parts[name]
        place = chance.randrange(len(content))
        parts[name] = chance.choice(
            (content[:place], content[:place] + b"\xff<x>" + content[place + 3 :], b"")
        )
        path = packed(tmp_path / "bad.xlsx", parts)
        refused += len(faults(open_table, path, "agents"))
    assert refused > 50


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"agent_id\n",
        b"PK\x03\x04",
        bytes(200),
    ],
)
def test_what_is_no_workbook_is_said_to_be_none(tmp_path, content):
    (tmp_path / "week.xlsx").write_bytes(content)
    assert refusal(open_table, tmp_path / "week.xlsx", "agents").code == "workbook_unreadable"


def test_a_sheet_that_is_a_chart_alone_is_no_table(tmp_path):
    made = openpyxl.Workbook()
    made.active.title = "other"
    made.create_chartsheet("agents").add_chart(openpyxl.chart.BarChart())
    made.save(tmp_path / "week.xlsx")
    assert refusal(open_table, tmp_path / "week.xlsx", "agents").code == "missing_file"


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 100_000,  # brackets that never close
        "a = " + "[" * 60 + "]" * 60,  # closed, but deep
        "a = " + "{b=" * 3000 + "1" + "}" * 3000,
        ".".join(["a"] * 25) + " = 1",  # a dotted key
        "[" + ".".join(["a"] * 300_000) + "]",  # takes a reader minutes
    ],
)
def test_a_document_too_deep_is_refused(text):
    assert refusal(toml_document, text, "rules.toml").code == "over_nesting"


def test_a_document_of_usual_depth_is_read():
    document = toml_document("[a.b.c]\nd = [[1, 2], [{e = 3}]]\n", "rules.toml")
    assert document.values["a"]["b"]["c"]["d"][1][0]["e"] == 3


def test_a_sheet_with_a_key_too_deep_is_refused():
    rows = [(2, ".".join(["a"] * 500), 1)]
    assert refusal(sheet_document, rows, "week.xlsx:rules").code == "over_nesting"


def test_a_document_too_long_is_refused(monkeypatch):
    monkeypatch.setenv(VARIABLE, "document_mb=1")
    assert refusal(toml_document, "a = 1\n" * 700_000, "rules.toml").code == "over_document_mb"


def test_text_with_a_zero_byte_is_no_text(tmp_path):
    (tmp_path / "agents.csv").write_bytes(b"agent_id\nKF\x00001\n")
    assert refusal(text_of, tmp_path / "agents.csv").code == "encoding_unreadable"


def test_a_cell_longer_than_any_text_is_no_csv(tmp_path):
    (tmp_path / "agents.csv").write_text("agent_id\n" + "x" * 200_000 + "\n")
    assert refusal(open_table, tmp_path / "agents.csv", "agents").code == "csv_unreadable"


def test_a_good_workbook_is_read(tmp_path):
    path = book(tmp_path / "week.xlsx", ("A1", "agent_id"), ("A2", "KF001"))
    assert open_table(path, "agents").rows[0].cells == {"agent_id": "KF001"}
    assert io.BytesIO(content_of(path)).read(2) == b"PK"
