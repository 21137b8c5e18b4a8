import datetime as dt
import re

import pytest

from service.roster.publishing import publish
from service.roster.weeks import open_week, under_way
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen

ELEVEN = s.NOW.replace(month=11, day=30, hour=3)  # on Monday, in Shanghai


@pytest.fixture
def day(draft, monkeypatch):
    """Return the database of a week that is published, looked at on its Monday at eleven."""
    publish(at_desk(draft, by="王经理", now=s.NOW), s.LABEL)
    monkeypatch.setattr("ui.link.now", lambda: ELEVEN)
    return draft


@pytest.mark.usefixtures("draft")
def test_a_week_nobody_knows_has_no_today(app):
    assert "这一周还没有公布" in seen(opened(app, "today"))


@pytest.mark.usefixtures("day")
def test_the_day_says_where_it_falls_short_and_what_is_not_known(app):
    shown = seen(opened(app, "today"))
    assert not app.exception
    assert "售前 13:00-14:00 缺 1.0 人时" in shown  # the only one is at the meal
    assert "现在 11:00" in shown
    assert "预计当天余下时间：服务水平" in shown
    assert "余下服务水平" in shown
    assert "预计达不到目标：" in shown
    assert "余下各小时预计水平，最差的在前" in shown
    assert "余下接听率" in shown
    assert "还不知道今天已来多少咨询" in shown
    assert "未知 2（今天还没有考勤）" in shown
    gaps = app.selectbox(key="cover_by.source").options
    assert any("售前" in gap and "最多缺 1 人" in gap for gap in gaps)


@pytest.mark.usefixtures("day")
def test_people_are_lent_at_once_and_the_loan_is_ended_from_the_page(app):
    opened(app, "today")
    app.segmented_control(key="happen.what").set_value("lent").run()
    asked = {part.key.rsplit(".", 1)[-1]: part for part in (*app.multiselect, *app.text_input)}
    asked["people"].set_value(["A1"])
    asked["asked_by"].set_value("仓储")
    asked["task"].set_value("盘点")
    times = {part.key.rsplit(".", 1)[-1]: part for part in app.time_input}
    times["since"].set_value(ELEVEN.replace(hour=11, tzinfo=None).time())
    times["until"].set_value(ELEVEN.replace(hour=12, tzinfo=None).time())
    next(b for b in app.button if b.label == "看看影响").click().run()
    assert "缺 2.0 → 3.0 人时 · 服务水平" in seen(app)
    assert "抽调中" not in seen(app)  # it was looked at, not done
    next(b for b in app.button if b.label == "登记").click().run()
    shown = seen(app)
    assert not app.exception
    assert "已登记 1 人：抽调" in shown
    assert "抽调中 11:00-12:00：盘点" in shown
    assert "缺 3.0 → 2.0 人时" in shown
    button(app, "floor.end_loan.0").click().run()
    assert "抽调中" not in seen(app)


@pytest.mark.usefixtures("day")
def test_what_places_would_bring_is_said_before(app):
    opened(app, "today")
    for name, hour in (("starts", 13), ("ends", 14)):
        asked = [one for one in app.time_input if re.search(rf"\b{name}$", one.key)]
        assert [one.value for one in asked] == [
            dt.time(hour)
        ]  # today's gap, proposed in both places
    next(b for b in app.button if b.label == "看看能补多少").click().run()
    assert "名额全部用完时：缺 2.0 → 1.0 人时 · 服务水平" in seen(app)


@pytest.mark.usefixtures("day")
def test_the_people_of_a_bus_line_are_kept_and_chosen_at_once(app):
    opened(app, "today")
    app.multiselect(key="group..members").set_value(["A1", "A3"])
    app.text_input(key="group..name").set_value("3 号线")
    next(b for b in app.button if b.label == "保存分组").click().run()
    assert not app.exception
    assert "3 号线：2 人" in seen(app)
    app.selectbox(key="happen.team").select("分组 3 号线").run()
    (people,) = (one for one in app.multiselect if one.key.startswith("happen."))
    assert people.value == ["A1", "A3"]


@pytest.mark.usefixtures("day")
def test_who_is_seen_is_marked_and_wrong_hours_are_one_sentence(app):
    opened(app, "today")
    app.multiselect(key="floor.mark_who").set_value(["A1"]).run()
    button(app, "floor.mark").click().run()
    assert "到岗 1" in seen(app)
    app.segmented_control(key="happen.what").set_value("late").run()
    asked = {part.key.rsplit(".", 1)[-1]: part for part in app.multiselect}
    asked["people"].set_value(["A1"])
    times = {part.key.rsplit(".", 1)[-1]: part for part in app.time_input}
    times["until"].set_value(ELEVEN.replace(hour=20, tzinfo=None).time())
    next(b for b in app.button if b.label == "登记").click().run()
    assert "时段不在班内" in seen(app)


@pytest.mark.usefixtures("day")
def test_on_a_day_of_a_published_week_the_app_begins_with_it(app, monkeypatch):
    monkeypatch.setattr("ui.frame.under_way", under_way)
    assert "现在 11:00" in seen(opened(app))


def test_another_week_that_is_chosen_is_the_one_looked_at(app, day, monkeypatch):
    monkeypatch.setattr("ui.frame.under_way", under_way)
    open_week(at_desk(day, by="王经理", now=s.NOW), "2026-W50")
    assert "第 50 周" in seen(opened(app, week="2026-W50"))
