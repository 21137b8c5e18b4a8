import datetime as dt

import numpy as np
import pytest

from scheduler.errors import InputError
from scheduler.post import SpeedsFrom, StaffingInputs, StaffingTarget
from scheduler.staffing.cycle import ReplyCycle
from scheduler.staffing.measured import LevelTime, MeasuredChats
from service.demand.chat_staffing import measured_inputs, use_measured
from service.history import chat_columns, chat_history
from service.history import volumes as volumes_kept
from service.history.chat_columns import ChatColumns
from service.history.volume_columns import columns_of, guessed
from service.history.volumes import import_volumes
from service.shop import shops
from tests.desks import at_desk
from tests.service import small_shop as s

WHO = {"by": "王经理", "now": s.NOW}
HEAD = "post,agent_id,assigned_to,arrived,replied,ended"
COLUMNS = ChatColumns("arrived", "replied", "ended", "post", "agent_id")


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(**WHO))


def take(database, tmp_path, *lines):
    path = tmp_path / "log.csv"
    path.write_text("\n".join((HEAD, *lines)), encoding="utf-8")
    return chat_history.import_chat_history(at_desk(database, **WHO), path, s.CLOCK, COLUMNS)


def test_a_log_is_merged_into_the_history_with_its_faults_told(database, tmp_path):
    line = "presales,A1,A1,2026-11-20T09:05:00,2026-11-20T09:04:00,2026-11-20T09:06:00"
    told = take(database, tmp_path, line, line)
    assert (told.rows, told.chats) == (2, 1)
    assert {each.code for each in told.findings} >= {"repeated", "reply_before_start"}
    kept = volumes_kept.history(at_desk(database), s.MONDAY).volumes
    assert np.nansum(kept.counts) == 1


def test_a_log_says_nothing_of_the_time_before_its_first_chat(database, tmp_path):
    start = dt.date(2026, 11, 20)
    import_volumes(at_desk(database, **WHO), s.volumes(start, days=1))
    take(database, tmp_path, "presales,,,2026-11-20T09:05:00,,", "presales,,,2026-11-20T10:05:00,,")
    kept = volumes_kept.history(at_desk(database), s.MONDAY).volumes
    day = kept.counts[kept.posts.index("presales")][:48]
    assert day[18:21].tolist() == [1, 0, 1]  # 9:00 to 10:30, and nobody in between
    assert (day[:18] == 6).all()  # as it was
    assert (day[21:] == 6).all()


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("nowhere,,,2026-11-20T09:05:00,,2026-11-20T09:06:00",), "volumes_unknown_post"),
        (("presales,,,yesterday,,2026-11-20T09:06:00",), "time_unreadable"),
        ((), "no_rows"),
    ],
)
def test_a_log_with_a_fault_leaves_the_history_as_it_was(database, tmp_path, lines, code):
    with pytest.raises(InputError) as caught:
        take(database, tmp_path, *lines)
    assert code in {fault.code for fault in caught.value.faults}
    assert volumes_kept.history(at_desk(database), s.MONDAY).volumes is None


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (HEAD, ("post", "agent_id", "arrived", "replied", "ended")),
        ("技能组,客服,进线时间,首次响应时间,结束时间", None),
    ],
)
def test_columns_of_a_log_are_guessed(tmp_path, head, found):
    path = tmp_path / "log.csv"
    path.write_bytes(f"{head}\n".encode("gbk"))
    names = chat_columns.columns_of(path)
    likely = chat_columns.guessed(names)
    expected = names if found is None else found
    assert tuple(likely[what] for what in ("post", "agent", "start", "first_reply", "end")) == (
        expected
    )
    assert "abandoned" not in likely


def shown(*times, handle_s=500.0, patience_s=None):
    levels = tuple(
        LevelTime(chats, 0.3, 100 if time else 3, time) for chats, time in enumerate(times, 1)
    )
    return MeasuredChats("presales", 900, 800, 100, handle_s, patience_s, 20.0, levels, 1.5)


def test_handling_times_by_open_chats_are_used_where_all_are_known():
    found = measured_inputs(shown(400.0, 480.04, 600.0, 700.0, patience_s=150.0), StaffingInputs())
    assert found.handle_s_by_level == (400.0, 480.0, 600.0)
    assert (found.handle_s, found.patience_s) == (600.0, 150.0)
    assert found.service_level == StaffingInputs().service_level


def test_else_the_mean_is_used_and_unknown_patience_stays():
    found = measured_inputs(shown(400.0, None, None), StaffingInputs(patience_s=99.0))
    assert (found.handle_s, found.handle_s_by_level, found.patience_s) == (500.0, (), 99.0)


def test_a_post_that_promises_every_turn_keeps_its_rhythm_stretched_to_what_was_measured():
    cycle = ReplyCycle(30.0, 60.0, 5.0)
    turns = StaffingTarget(0.9, 180.0, every_turn=True)
    told = {"targets": (turns,), "speeds_from": SpeedsFrom.RHYTHM, "reply_cycle": cycle}
    for times in ((400.0, 480.0, 800.0), (None, None, None)):
        found = measured_inputs(shown(*times, handle_s=800.0), StaffingInputs(**told))
        assert found.targets == (turns,)
        assert found.handle_s == pytest.approx(800.0, rel=0.002)
        assert (found.reply_cycle.agent_s, found.reply_cycle.customer_s) == (30.0, 60.0)


def test_what_was_measured_is_kept_for_its_post(database):
    use_measured(at_desk(database, **WHO), shown(400.0, 480.0, 600.0))
    kept = {post.id: post.staffing for post in shops.posts(at_desk(database))}
    assert kept["presales"].handle_s_by_level == (400.0, 480.0, 600.0)
    assert kept["presales"].speeds_from is SpeedsFrom.CHATS
    assert kept["aftersales"] == StaffingInputs()


def test_columns_of_an_export_are_listed_and_guessed(tmp_path):
    path = tmp_path / "export.csv"
    path.write_bytes("时间,队列,咨询量\n2026-11-20 09:00,presales,4\n".encode("gbk"))
    columns = columns_of(path)
    assert columns == ("时间", "队列", "咨询量")
    assert [guessed(columns, what) for what in ("start", "post", "volume")] == list(columns)
    assert guessed(columns[1:2], "start") is None
