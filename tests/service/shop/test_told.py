"""What files call things is said once, and holds for every later file of the shop."""

import pytest

from scheduler.errors import InputError
from service.shop.told import NamesTold, Nickname, forget, nicknames, reading_as, remember, told_of
from store.files.heads import head_names
from store.files.table import csv_table
from tests.desks import at_desk
from tests.service.small_shop import database, with_week

HEAD = "工号,上班打卡,下班打卡\n"


@pytest.fixture
def desk(tmp_path):
    opened = database(tmp_path, with_week())
    yield at_desk(opened)
    opened.close()


def first_row(text, name="attendance"):
    return csv_table(text, f"{name}.csv", head_names(name)).rows[0].cells


def test_people_are_known_by_a_name_that_one_has_and_posts_by_usual_names(desk):
    told = told_of(desk)
    assert told.people["客服001"] == "A1"
    assert (told.posts["售前"], told.posts["售後"]) == ("presales", "aftersales")
    assert "售中" not in told.posts
    with reading_as(desk):
        assert first_row(f"{HEAD}客服002,1,2\n")["agent_id"] == "A2"
    assert first_row(f"{HEAD}客服002,1,2\n")["agent_id"] == "客服002"


def test_what_is_remembered_is_read_so_until_it_is_forgotten(desk):
    columns = {"attendance": {"agent_id": "人", "start": "来", "end": "走"}}
    told = NamesTold(columns, people={"旗舰店:小桃": "A2"}, posts={"咨询": "presales"})
    remember(desk, told, platform="taobao")
    remember(desk, NamesTold(constants={"card": "7"}), table="attendance")
    with reading_as(desk, "attendance"):
        row = first_row("人,来,走\n旗舰店:小桃,1,2\n")
    assert dict(row) == {"agent_id": "A2", "start": "1", "end": "2", "card": "7"}
    assert told_of(desk).posts["咨询"] == "presales"
    with reading_as(desk, "attendance"):
        assert first_row(f"{HEAD[:-1]},卡号\nA1,1,2,9\n")["card"] == "9"
    forget(desk, Nickname, nicknames(desk)[0].subject)
    assert not nicknames(desk)
    assert "旗舰店:小桃" not in told_of(desk).people


def test_a_name_said_again_is_of_whom_was_said_last(desk):
    for who in ("A1", "A3"):
        remember(desk, NamesTold(people={"小桃": who}))
    assert [entry.value.agent_id for entry in nicknames(desk)] == ["A3"]


def test_a_nickname_may_be_another_person_on_another_platform_and_is_asked_then(desk):
    remember(desk, NamesTold(people={"小桃": "A1", "小李": "A2"}), platform="taobao")
    assert told_of(desk).people["小桃"] == "A1"
    remember(desk, NamesTold(people={"小桃": "A3", "小李": "A2"}), platform="jd")
    kept = {(one.value.said, one.value.platform): one.value.agent_id for one in nicknames(desk)}
    assert (kept["小桃", "taobao"], kept["小桃", "jd"]) == ("A1", "A3")
    assert "小桃" not in told_of(desk).people
    assert told_of(desk).people["小李"] == "A2"  # the same on both


def test_nobody_and_no_post_that_is_not_there_is_remembered(desk):
    for told in (NamesTold(people={"小桃": "Z9"}), NamesTold(posts={"咨询": "phone"})):
        with pytest.raises(InputError) as error:
            remember(desk, told)
        assert error.value.faults[0].code in {"unknown_agent", "unknown_post"}
    assert not nicknames(desk)
