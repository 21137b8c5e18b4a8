import numpy as np
import pytest

from kpi.facts.outcomes import ChatOutcomes
from scheduler.chats import ChatRecords
from scheduler.errors import InputError
from scheduler.horizon import Clock
from store.files.chat_log import ChatLog, read_chat_log, write_chat_log
from store.files.messages_file import read_messages
from store.files.taken import noting_rows
from store.files.told import NamesTold, as_told

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


def test_people_and_posts_are_known_by_what_a_shop_calls_them(tmp_path):
    path = tmp_path / "会话.csv"
    path.write_text(
        "技能组,客服昵称,分配客服,进线时间,首响时间,会话结束时间,订单备注\n"
        "售前,小桃,小桃,2026-10-13 08:00:00,2026-10-13 08:00:20,2026-10-13 08:10:00,x\n",
        "utf-8",
    )
    meant = NamesTold(people={"小桃": "K1"}, posts={"售前": "presales"})
    with as_told(meant), noting_rows() as files:
        found = read_chat_log(path, CLOCK)
    assert (found.records.agents, found.records.posts) == (("K1",), ("presales",))
    told = files["会话.csv"]
    assert (told.assumed, told.unused) == ({"named": 3}, ("订单备注",))


def test_messages_name_the_column_of_the_file_that_is_wrong(tmp_path):
    path = tmp_path / "消息.csv"
    path.write_text(
        "岗位,买家昵称,客服,发送时间,发送方\npresales,甲,,2026-10-13 08:00:00,客服\n", "utf-8"
    )
    with pytest.raises(InputError) as caught:
        read_messages(path, CLOCK)
    assert [(one.code, one.line, one.column) for one in caught.value.faults] == [
        ("empty", 2, "客服")
    ]


def test_a_misspelt_column_among_our_own_is_told(tmp_path):
    path = tmp_path / "chats.csv"
    path.write_text("post,agent_id,assigned_to,arrived,replied,ended,ratings\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_chat_log(path, CLOCK)
    assert [(one.code, one.column) for one in caught.value.faults] == [
        ("unknown_column", "ratings")
    ]
