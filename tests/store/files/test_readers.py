"""One set of readers: every column of every table and log goes through it."""

import ast
import importlib
import pkgutil
from pathlib import Path

import numpy as np
import pytest

import store.files
from kpi.facts.columns import COLUMNS
from kpi.facts.outcomes import OUTCOMES
from scheduler.errors import InputError
from scheduler.horizon import Clock
from store.files import cells, number_cells, week_cells
from store.files.chat_log import outcome_record, read_chat_log
from store.files.fault_log import FaultLog
from store.files.kinds import Kind, Known
from store.files.kpi_facts import IN_FILE, fact_record
from store.files.messages_file import read_messages
from store.files.raw_chats import read_raw_chats
from store.files.rows import Record, read_rows
from store.files.said import SAID
from store.files.table import csv_table
from store.files.ticket_export import read_tickets
from store.files.value_forms import bare
from store.files.week_tables import forecast_record

CLOCK = Clock("Asia/Shanghai")
ROOT = Path(store.files.__file__).parents[2]
READERS = tuple(module.__name__ for module in (cells, number_cells, week_cells))
for module in pkgutil.iter_modules(store.files.__path__):
    importlib.import_module(f"store.files.{module.name}")


def records(kind=Record):
    for record in kind.__subclasses__():
        yield record
        yield from records(record)


TABLES = {record.__qualname__: record for record in records() if record.model_fields}
TABLES |= {"Facts": fact_record(IN_FILE), "Outcomes": outcome_record(OUTCOMES)}
TABLES |= {"Forecast": forecast_record(("q0.1", "q0.9"))}
CELLS = [(table, name) for table, record in TABLES.items() for name in record.model_fields]

SAMPLES = {  # of every kind, by its reader
    **dict.fromkeys(("_text", "_name", "known_post", "_known_agent", "_known_team"), "K 1"),
    **dict.fromkeys(("_agent_or_nobody", "_name_or_none", "_known_kind", "_pinned_kind"), "K 1"),
    **dict.fromkeys(("names", "_names_or_none", "_known_posts", "_posts_or_all"), "a|b"),
    **dict.fromkeys(
        ("read_number", "_decimal", "_count", "_count_or_unknown", "_money"), "2,048.50"
    ),
    **dict.fromkeys(("_money_or_none", "_fen_or_unknown", "_number_or_none"), "2,048.50"),
    **dict.fromkeys(("_number_or_unknown",), "12,5"),
    **dict.fromkeys(("_whole", "_whole_or_none", "_stars_or_unknown"), "4"),
    "_ratio": "1/3",
    **dict.fromkeys(("_factor", "_factor_or_none"), "110%"),
    **dict.fromkeys(("_yes_no", "_yes_no_or_none"), "是"),
    **dict.fromkeys(("read_date", "_date_or_none", "_wish_date"), "2026/11/3"),
    **dict.fromkeys(("read_moment", "_moment_or_none", "_past_moment"), "2026年11月3日 9:30"),
    **dict.fromkeys(
        ("_week_moment", "_call_moment", "_interval_start", "_past_interval_start"),
        "2026/11/3 9:30",
    ),
    **dict.fromkeys(("read_second", "second_or_none"), "2026/11/3 9:30:15"),
    **dict.fromkeys(("_stretch_or_none", "_stretches"), "2026-11-03T09:30/2026-11-03T10:00"),
    "_sittings": "team@2026-11-03T09:30/2026-11-03T10:00",
    "_stints": "chat@2026-11-03T09:30/2026-11-03T10:00",
    "_wish": "09：00-12：00",
    "_month": "2026年11月",
    **dict.fromkeys(("_clock", "_clock_or_none"), "09：00"),
    "_window_or_none": "11：00-13：30",
    **dict.fromkeys(("_hours", "_hours_or_none"), "1.5"),
    "_range": "20-40",
    "_seconds": "5分30秒",
    "_lengths": "8|6",
    "_contracts": "40-40|10-39",
    "_wholes": "5|6",
    "_pauses": "15@2:00-3:00|15@5:00-6:00",
}
CHOICES = {"measure": "paid", "sender": "客服", "platform": "拼多多"}
NOISE = (" {}\t", "\u3000{}\u00a0", "\ufeff{}\u200b", "\u200d{}\u2060 ")


def kind_of(table, name):
    found = [mark for mark in TABLES[table].model_fields[name].metadata if isinstance(mark, Kind)]
    assert found, f"{table}.{name} has no kind of cell"
    return found[0]


def sample(table, name):
    read = kind_of(table, name).read.__name__
    if read != "read":
        return SAMPLES[read]
    kind = bare(TABLES[table].model_fields[name].annotation)
    return CHOICES[name] if name in CHOICES else next(iter(SAID.get(kind.__name__, kind)))


@pytest.mark.parametrize(("table", "name"), CELLS)
def test_every_column_is_read_by_the_one_set_of_readers(table, name):
    assert kind_of(table, name).read.__module__ in READERS


def test_facts_have_every_count_there_is():
    assert {IN_FILE[name] for name in TABLES["Facts"].model_fields if name in IN_FILE} == set(
        COLUMNS
    )


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("noise", NOISE, ids=ascii)
def test_what_nobody_sees_changes_no_cell_of_any_table(table, noise):
    record, names = TABLES[table], list(TABLES[table].model_fields)
    plain = [sample(table, name) for name in names]
    found = []
    for around in ("{}", noise):
        log = FaultLog()
        text = _csv(map(around.format, names), map(around.format, plain))
        (line,) = read_rows(csv_table(text, "t.csv"), record, Known(CLOCK), log)
        assert not log.faults
        found.append(line.value)
    assert found[0] == found[1]


def _csv(*rows):
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)


PARSING = {
    *("float", "Decimal", "fromisoformat", "strptime", "to_datetime", "to_numeric", "Fraction"),
    *("isdecimal", "isdigit", "isnumeric", "DictReader"),
}
ALLOWED = {  # what else reads texts, and of what
    "cells.py": {"fromisoformat"},  # of what written_times made
    "number_cells.py": {"float"},  # of a Decimal
    "kpi_facts.py": {"float", "Decimal"},  # of what is written
    "log_columns.py": {"to_datetime"},  # of ISO text
    "ticket_export.py": {"to_datetime"},  # of seconds
    "chat_log.py": {"to_datetime"},
    "week_tables.py": {"float"},  # of a column's name
}


def calls(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and node.args and not isinstance(node.args[0], ast.Constant):
            function = node.func
            yield (
                function.attr
                if isinstance(function, ast.Attribute)
                else getattr(function, "id", "")
            )


OWN_READERS = ("numerals.py", "written_times.py", "week_cells.py")
NO_TABLES = ("cells.py", "number_cells.py", "log_columns.py", "chat_log.py", "raw_chats.py")
TABLE_FILES = [
    path
    for path in sorted((ROOT / "store" / "files").glob("*.py"))
    if path.name in NO_TABLES
    or ("read_rows" in path.read_text("utf-8") and path.name not in OWN_READERS)
]


@pytest.mark.parametrize("path", TABLE_FILES, ids=lambda path: path.name)
def test_no_table_has_a_reader_of_its_own(path):
    assert set(calls(path)) & PARSING <= ALLOWED.get(path.name, set())


@pytest.mark.parametrize("folder", ["service", "ui", "kpi", "scheduler"])
def test_cells_are_read_in_the_store_alone(folder):
    reading = {
        str(path.relative_to(ROOT))
        for path in (ROOT / folder).rglob("*.py")
        if ".cells[" in path.read_text("utf-8")
    }
    assert reading <= {"service/file_asked.py"}  # shows samples of cells as they stand


def both(tmp_path, head, rows, read):
    """Return what is read of rows, and of the same with invisible characters around every cell."""
    found = []
    for name, noise in (("plain.csv", "{}"), ("noisy.csv", "\u3000{}\u200b\t")):
        path = tmp_path / name
        texts = [[noise.format(cell) for cell in row] for row in (head, *rows)]
        path.write_text(_csv(*texts), "utf-8")
        found.append(read(path, CLOCK))
    return found


def test_what_nobody_sees_changes_no_message(tmp_path):
    head = ("post", "user", "agent", "time", "sender")
    rows = [
        ("p", "b1", "K1", "2026/11/3 9:30:05", "买家"),
        ("p", "b1", "K1", "2026-11-03T09:31", "客服"),
    ]
    plain, noisy = both(tmp_path, head, rows, read_messages)
    assert (plain.users, plain.agents) == (noisy.users, noisy.agents) == (("b1",), ("K1",))
    assert plain.at_s.tolist() == noisy.at_s.tolist()
    assert np.diff(plain.at_s).tolist() == [55]


def test_what_nobody_sees_changes_no_chat(tmp_path):
    head = ("post", "agent_id", "assigned_to", "arrived", "replied", "ended", "rating", "sales_fen")
    row = (
        "p",
        "K1",
        "K1",
        "2026/11/3 9:30:05",
        "2026/11/3 9:30:25",
        "2026/11/3 9:40",
        "5",
        "1,200",
    )
    plain, noisy = both(tmp_path, head, [row], read_chat_log)
    assert plain.records.agents == noisy.records.agents == ("K1",)
    assert (plain.records.replied_s - plain.records.arrived_s).tolist() == [20]
    assert plain.outcomes["sales_fen"].tolist() == noisy.outcomes["sales_fen"].tolist() == [1200]


def test_what_nobody_sees_changes_no_raw_chat(tmp_path):
    head = ("start", "first_reply", "agent", "post")
    rows = [("2026年11月3日 9:30", "2026/11/3 9:31", "K1", "p"), ("2026/11/3 9:32", "-", "-", "p")]
    plain, noisy = both(tmp_path, head, rows, read_raw_chats)
    assert plain.findings == noisy.findings == ()
    assert plain.history.agents == noisy.history.agents == ("K1",)
    assert (
        plain.history.is_abandoned.tolist() == noisy.history.is_abandoned.tolist() == [False, True]
    )


def test_what_nobody_sees_changes_no_ticket(tmp_path):
    head = ("agent", "reported_local", "responded_local", "csat")
    rows = [("K1", "2026/11/3 9:30", "2026/11/3 10:30", "4,5"), ("K1", "2026/11/3 9:30", "-", "-")]
    plain, noisy = both(tmp_path, head, rows, read_tickets)
    assert set(plain.agents) == set(noisy.agents) == {"K1"}
    np.testing.assert_equal(plain.delay_s, noisy.delay_s)
    np.testing.assert_equal(noisy.delay_s, [3600, np.nan])
    np.testing.assert_equal(noisy.rating, [4.5, np.nan])


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-03T09:30",
        "2026-11-03 09:30:07",
        "2026/11/3 9:30:07",
        "46329.3958333333",
        "2026-11-03T01:30:07Z",
        "2026-11-03",
    ],
)
def test_a_column_of_times_is_what_its_cells_are(tmp_path, text):
    path = tmp_path / "m.csv"
    path.write_text(
        _csv(("post", "user", "agent", "time", "sender"), ("p", "b", "K", text, "agent"))
    )
    assert read_messages(path, CLOCK).at_s[0] == cells.read_second(text, Known(CLOCK))


def test_two_keys_that_are_one_after_cleaning_are_noticed():
    with pytest.raises(InputError) as caught:
        csv_table("agent_id,\u200bagent_id\nA,B\n", "agents.csv")
    assert [(fault.code, fault.column) for fault in caught.value.faults] == [
        ("duplicate_column", "agent_id")
    ]
