import numpy as np
import pytest

from scheduler.chats import ChatRecords
from scheduler.errors import InputError
from service import chat_volumes, forecasting, intake
from service.volume_columns import columns_of, guessed
from tests.service import small_shop as s

WHO = {"by": "王经理", "now": s.NOW}
HEAD = "post,agent_id,assigned_to,arrived,replied,ended"


def records(*chats):
    """Return chats of ``(post, day, hour)``, answered at once."""
    times = np.array([60.0 * s.at(day, hour) for _, day, hour in chats])
    posts = np.array([s.POSTS.index(post) for post, *_ in chats], dtype=np.int32)
    nobody = np.full(len(chats), -1, dtype=np.int32)
    return ChatRecords(s.POSTS, (), posts, nobody, times, np.full(len(chats), np.nan), times + 60)


def counts(*chats):
    found = chat_volumes.volumes_of_chats(records(*chats), s.CLOCK, 30)
    return {
        (post, found.clock.format(int(at))[5:]): value
        for post, row in zip(found.posts, found.counts, strict=True)
        for at, value in zip(found.start_min, row, strict=True)
    }


def test_chats_are_counted_in_the_interval_in_which_they_arrive():
    found = counts(("presales", 0, 9.0), ("presales", 0, 9.49), ("presales", 0, 9.5))
    assert found["presales", "11-30T09:00"] == 2
    assert found["presales", "11-30T09:30"] == 1


def test_between_chats_of_a_day_no_chat_is_none():
    found = counts(("presales", 0, 9), ("presales", 0, 12))
    assert found["presales", "11-30T10:30"] == 0


def test_before_the_first_and_on_days_without_a_chat_the_number_is_missing():
    found = counts(("presales", 0, 9), ("presales", 2, 12), ("aftersales", 2, 13))
    assert np.isnan(found["presales", "11-30T08:30"])
    assert np.isnan(found["presales", "12-01T12:00"])
    assert np.isnan(found["aftersales", "11-30T12:00"])
    assert np.isnan(found["presales", "12-02T13:00"])


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path)
    intake.keep_week(opened, s.week(), **WHO)
    yield opened
    opened.close()


def written(tmp_path, *lines):
    path = tmp_path / "log.csv"
    path.write_text("\n".join((HEAD, *lines)), encoding="utf-8")
    return path


def test_a_log_is_merged_into_the_history(database, tmp_path):
    line = "presales,,,2026-11-20T09:05:00,,2026-11-20T09:06:00"
    told = chat_volumes.import_chat_volumes(database, "main", written(tmp_path, line), **WHO)
    assert told.chats == 1
    kept = forecasting.history(database, "main", s.MONDAY).volumes
    assert np.nansum(kept.counts) == 1


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("nowhere,,,2026-11-20T09:05:00,,2026-11-20T09:06:00",), "unknown_post"),
        (("presales,,,yesterday,,2026-11-20T09:06:00",), "time_unreadable"),
        ((), "no_rows"),
    ],
)
def test_a_log_with_a_fault_leaves_the_history_as_it_was(database, tmp_path, lines, code):
    with pytest.raises(InputError) as caught:
        chat_volumes.import_chat_volumes(database, "main", written(tmp_path, *lines), **WHO)
    assert code in {fault.code for fault in caught.value.faults}
    assert forecasting.history(database, "main", s.MONDAY).volumes is None


def test_columns_of_an_export_are_listed_and_guessed(tmp_path):
    path = tmp_path / "export.csv"
    path.write_bytes("时间,队列,咨询量\n2026-11-20 09:00,presales,4\n".encode("gbk"))
    columns = columns_of(path)
    assert columns == ("时间", "队列", "咨询量")
    assert [guessed(columns, what) for what in ("start", "post", "volume")] == list(columns)
    assert guessed(columns[1:2], "start") is None
