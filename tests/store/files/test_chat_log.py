import numpy as np
import pytest

from kpi.facts.outcomes import ChatOutcomes
from scheduler.chats import ChatRecords
from scheduler.errors import InputError
from scheduler.horizon import Clock
from store.files.chat_log import ChatLog, read_chat_log, write_chat_log

CLOCK = Clock("Asia/Shanghai")
START_S = CLOCK.parse("2026-10-01T08:00") * 60.0


def chat_log():
    records = ChatRecords(
        ("aftersales", "presales"),
        ("K001", "K002"),
        np.array([0, 1, 1]),
        np.array([1, -1, 0]),
        START_S + np.array([0.0, 5.0, 9.0]),
        START_S + np.array([20.0, np.nan, 10.0]),
        START_S + np.array([600.0, 95.0, 700.0]),
    )
    outcomes = ChatOutcomes(
        np.array([1, 0, 0]), {"rating": [5, np.nan, np.nan], "sales_fen": [0, 0, 12_345]}
    )
    return ChatLog(records, outcomes)


@pytest.mark.parametrize("name", ["chats.csv", "chats.csv.gz"])
def test_a_log_comes_back_as_it_was_written(tmp_path, name):
    write_chat_log(chat_log(), tmp_path / name, CLOCK)
    found = read_chat_log(tmp_path / name, CLOCK)
    expected = chat_log()
    for column in ("post", "agent", "arrived_s", "replied_s", "ended_s"):
        np.testing.assert_array_equal(
            getattr(found.records, column), getattr(expected.records, column)
        )
    np.testing.assert_array_equal(found.outcomes.assigned, expected.outcomes.assigned)
    for column in ("rating", "sales_fen"):
        np.testing.assert_array_equal(found.outcomes[column], expected.outcomes[column])


def test_all_faults_are_told_with_line_and_column(tmp_path):
    path = tmp_path / "chats.csv"
    path.write_text(
        "post,agent_id,assigned_to,arrived,replied,ended,rating\n"
        "presales,K1,K1,2026-10-01T08:00:00,yesterday,2026-10-01T08:10:00,5\n"
        "presales,K1,K1,2026-10-01T08:00:00,2026-10-01T08:00:09,2026-10-01T08:10:00,good\n"
        ",K1,K1,2026-10-01T08:00:00,2026-10-01T08:00:09,2026-10-01T08:10:00,\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as error:
        read_chat_log(path, CLOCK)
    assert [(fault.code, fault.line, fault.column) for fault in error.value.faults] == [
        ("time_unreadable", 2, "replied"),
        ("not_number", 3, "rating"),
        ("empty", 4, "post"),
    ]


def test_a_missing_column_is_named(tmp_path):
    path = tmp_path / "chats.csv"
    path.write_text("post,agent_id,assigned_to,arrived,replied\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_chat_log(path, CLOCK)
    assert [fault.column for fault in error.value.faults] == ["ended"]


def test_a_time_that_daylight_saving_skips_is_a_fault(tmp_path):
    path = tmp_path / "chats.csv"
    path.write_text(
        "post,agent_id,assigned_to,arrived,replied,ended\n"
        "chat,,,2026-03-29T02:30:00,,2026-03-29T03:30:00\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as error:
        read_chat_log(path, Clock("Europe/Berlin"))
    assert error.value.faults[0].code == "time_skipped"


def test_a_broken_gzip_is_one_clear_fault(tmp_path):
    path = tmp_path / "chats.csv.gz"
    path.write_bytes(b"no gzip")
    with pytest.raises(InputError) as error:
        read_chat_log(path, CLOCK)
    assert error.value.faults[0].code == "gzip_unreadable"
