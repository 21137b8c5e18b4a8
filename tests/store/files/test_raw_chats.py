"""Raw logs of chats and their faults."""

import gzip

import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.forecast.counted import counted
from scheduler.horizon import Clock
from scheduler.staffing.measured import measured
from store.files.raw_chats import ChatColumns, read_raw_chats

SHANGHAI = Clock("Asia/Shanghai")
HEAD = "start,first_reply,end,post,agent,abandoned"


def log(tmp_path, *rows, head=HEAD, clock=SHANGHAI, **knobs):
    path = tmp_path / "chats.csv"
    path.write_text("\n".join((head, *rows)), encoding="utf-8")
    return read_raw_chats(path, clock, **knobs)


def codes(found):
    return {each.code: (each.count, each.line) for each in found.findings}


GOOD = "2026-11-02 10:00:00,2026-11-02 10:00:20,2026-11-02 10:05:20,presales,小王,no"


def test_a_good_row_is_a_chat(tmp_path):
    found = log(tmp_path, GOOD, "2026-11-02 10:01:00,,2026-11-02 10:02:00,presales,,yes")
    history = found.history
    assert codes(found) == {}
    assert history.posts == ("presales",)
    assert history.agents == ("小王",)
    assert (history.replied_s - history.arrived_s)[0] == 20
    assert history.is_abandoned.tolist() == [False, True]
    assert history.agent.tolist() == [0, -1]


def test_columns_of_other_names_are_mapped_and_joined(tmp_path):
    found = log(
        tmp_path,
        "2026-11-02,9:05:00,9:05:30",
        head="day,at,answered",
        columns=ChatColumns(start="day+at", first_reply="day+answered", only_post="vip"),
    )
    assert found.history.posts == ("vip",)
    assert SHANGHAI.format(int(found.history.arrived_s[0] / 60)) == "2026-11-02T09:05"
    assert found.history.replied_s[0] - found.history.arrived_s[0] == 30


def test_times_with_an_offset_hold_by_themselves(tmp_path):
    found = log(tmp_path, "2026-11-02T02:00:00Z,,,,,")
    assert SHANGHAI.format(int(found.history.arrived_s[0] / 60)) == "2026-11-02T10:00"


def test_each_kind_of_fault_is_counted_with_its_first_line(tmp_path):
    found = log(
        tmp_path,
        GOOD,
        GOOD,
        "2026-11-02 11:00:00,2026-11-02 10:59:00,,presales,小王,no",
        "2026-11-02 11:10:00,2026-11-02 11:11:00,2026-11-02 11:10:30,presales,小王,no",
        "soon,,,presales,,no",
        ",,,presales,,no",
        "2026-11-02 12:00:00,2026-11-02,,presales,小王,no",
    )
    assert codes(found) == {
        "repeated": (1, 3),
        "reply_before_start": (1, 4),
        "end_before_reply": (1, 5),
        "time_unreadable": (1, 6),
        "start_missing": (1, 7),
        "date_only": (1, 8),
    }
    assert found.rows == 7
    assert len(found.history) == 4
    assert np.isnan(found.history.replied_s).sum() == 2


def test_clock_changes_are_reported(tmp_path):
    new_york = Clock("America/New_York")
    found = log(
        tmp_path,
        "2026-03-08 02:30:00,,,,,",
        "2026-11-01 01:30:00,,,,,",
        "2026-11-02 10:00:00,,,,,",
        clock=new_york,
    )
    assert codes(found) == {"time_skipped": (1, 2), "time_twice": (1, 3)}
    assert len(found.history) == 2


def test_a_few_replies_at_midnight_are_believed(tmp_path):
    rows = [f"2026-11-{day:02d} 23:59:50,2026-11-{day + 1:02d} 00:00:00,,,," for day in range(1, 5)]
    assert codes(log(tmp_path, *rows)) == {}


def test_a_missing_column_or_an_empty_log_is_one_clear_error(tmp_path):
    with pytest.raises(InputError, match="missing_column"):
        log(tmp_path, GOOD, columns=ChatColumns(start="created"))
    with pytest.raises(InputError, match="time_unreadable"):
        log(tmp_path, "x,,,,,")
    with pytest.raises(InputError, match="no_rows"):
        log(tmp_path)
    broken = tmp_path / "chats.csv.gz"
    broken.write_bytes(b"no gzip")
    with pytest.raises(InputError, match="gzip_unreadable"):
        read_raw_chats(broken, SHANGHAI)
    broken.write_bytes(gzip.compress(b""))
    with pytest.raises(InputError, match="empty_file"):
        read_raw_chats(broken, SHANGHAI)


def test_the_shop_tickets_dates_are_found(shared):
    path = shared / "data/ecommerce_support_2023/ecommerce_support_tickets_sample.csv.gz"
    columns = ChatColumns(start="reported_local", first_reply="responded_local", agent="agent")
    found = read_raw_chats(path, Clock("Asia/Kolkata"), columns)
    assert codes(found) == {"date_only": (701, 481)}  # all 635 negative delays are among them
    waits = (found.history.replied_s - found.history.arrived_s) / 60
    assert np.isnan(waits).sum() == 701
    assert np.nanmedian(waits) == 6
    volumes = counted(found.history, Clock("Asia/Kolkata"), 60).volumes
    assert np.nansum(volumes.counts) == 17182


def test_the_bank_log_gives_its_published_measures(shared):
    path = shared / "data/anonymous_bank_1999/anonymous_bank_calls_feb1999.csv.gz"
    queue = ChatColumns("date+q_start", "date+ser_start", "date+q_exit", None, None, "outcome")
    never = {"outcome": "PHANTOM", "q_start": "0:00:00"}  # who never queued
    [queued] = measured(read_raw_chats(path, Clock("Asia/Jerusalem"), queue, drop=never).history)
    assert queued.chats == pytest.approx(18028, rel=0.01)
    assert queued.abandoned / queued.chats == pytest.approx(0.218, abs=0.005)
    assert queued.patience_s == pytest.approx(348, rel=0.02)
    served = ChatColumns("date+vru_entry", "date+ser_start", "date+ser_exit", None, "agent")
    [met] = measured(
        read_raw_chats(path, Clock("Asia/Jerusalem"), served, drop={"outcome": "PHANTOM"}).history
    )
    assert met.handle_s == pytest.approx(176, abs=3)
    assert met.concurrency == pytest.approx(1.0, abs=0.05)  # the telephone: one call at a time


@pytest.mark.parametrize("year", ["9026", "1026", "2226"])
def test_a_mistyped_year_is_named_at_its_line_and_column(tmp_path, year):
    bad = GOOD.replace("2026-11-02 10:05:20", f"{year}-11-02 10:05:20")
    with pytest.raises(InputError) as refused:
        log(tmp_path, GOOD, bad)
    (fault,) = refused.value.faults
    assert (fault.code, fault.line, fault.column) == ("year_outside", 3, "end")
    assert fault.value == f"{year}-11-02 10:05:20"


def test_a_decade_without_a_chat_is_a_fault_and_not_a_grid(tmp_path):
    found = log(tmp_path, GOOD, GOOD.replace("2026", "2036"))
    with pytest.raises(InputError) as refused:
        counted(found.history, SHANGHAI, 30)
    assert [fault.code for fault in refused.value.faults] == ["over_gap_days"]
