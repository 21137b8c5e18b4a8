import dataclasses
import datetime as dt
from types import SimpleNamespace

import pytest

from scheduler.dispatch import Presence
from scheduler.roster import Roster
from scheduler.shift_type import ShiftType
from service.phone.asking import answer_request, ask_exchange
from service.phone.claiming import claim
from service.phone.leave import quotas
from service.phone.missed import ask_punch, waiting_punches
from service.phone.offers_seen import offers
from service.phone.requests_seen import AskedState, own_requests
from service.roster import requests
from service.roster.happening import Happened, Happening, register
from service.roster.intake import keep_week
from service.roster.publishing import keep_roster, publish
from service.shop import shops
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.phone.weeks import own_desk
from tests.ui.pages.app import button, opened, seen
from ui.parts import inbox

TUESDAY = s.MONDAY + dt.timedelta(days=1)


@pytest.fixture
def page(app, draft):  # noqa: ARG001 - the week that is looked at
    return opened(app, "requests")


def absences(database):
    return [kept.absence for kept in requests.absences(at_desk(database), s.LABEL)]


def wishes(database):
    return [kept.wish for kept in requests.wishes(at_desk(database), s.LABEL)]


def submit(page):
    next(part for part in page.button if part.form_id).click().run()


def test_absence_is_entered(page, draft):
    page.selectbox(key="absence.agent").set_value("A3")
    page.selectbox(key="absence.from_day").set_value(TUESDAY)
    page.selectbox(key="absence.until_day").set_value(TUESDAY)
    submit(page)
    assert not page.exception
    (entered,) = [absence for absence in absences(draft) if absence.agent_id == "A3"]
    assert (entered.start_min, entered.end_min) == (s.at(1, 0), s.at(2, 0))


def test_absence_that_ends_before_it_starts_is_refused(page, draft):
    before = absences(draft)
    page.selectbox(key="absence.from_day").set_value(TUESDAY)
    submit(page)
    assert "结束时间必须晚于开始时间" in seen(page)
    assert absences(draft) == before


def test_wish_for_a_day_off_is_entered(page, draft):
    page.selectbox(key="wish.agent").set_value("A4").run()
    page.select_slider(key="wish.weight").set_value(6.0).run()
    button(page, "wish.enter").click().run()
    (entered,) = [wish for wish in wishes(draft) if wish.agent_id == "A4"]
    assert entered.is_day_off
    assert entered.weight == 6.0


def test_wish_for_hours_is_entered(page, draft):
    page.selectbox(key="wish.agent").set_value("A4").run()
    page.segmented_control(key="wish.kind").set_value("window").run()
    page.selectbox(key="wish.first").set_value(480)
    page.selectbox(key="wish.last").set_value(1080).run()
    button(page, "wish.enter").click().run()
    (entered,) = [wish for wish in wishes(draft) if wish.agent_id == "A4"]
    assert entered.window == (480, 1080)


def test_wish_with_its_hours_the_wrong_way_round_is_refused(page, draft):
    page.segmented_control(key="wish.kind").set_value("window").run()
    page.selectbox(key="wish.first").set_value(1080)
    page.selectbox(key="wish.last").set_value(480).run()
    before = wishes(draft)
    button(page, "wish.enter").click().run()
    assert len(page.error) == 1
    assert wishes(draft) == before


def test_week_without_requests_says_what_to_do(app, database):
    keep_week(at_desk(database, by="王经理", now=s.NOW), s.week(absences=(), wishes=()))
    shown = seen(opened(app, "requests"))
    assert "本周没有请假" in shown
    assert "本周没有意愿" in shown


def test_annual_leave_beyond_what_is_left_needs_a_reason(app, draft):
    people = (dataclasses.replace(s.AGENTS[0], hired=dt.date(2025, 8, 1)), *s.AGENTS[1:])
    shops.save_agents(at_desk(draft, by="人事", now=s.NOW), people)  # 2 days in 2026
    page = opened(app, "requests")
    assert any("年假剩 2 天" in one for one in page.selectbox(key="absence.agent").options)
    page.selectbox(key="absence.agent").set_value("A1")
    page.selectbox(key="absence.kind").set_value("annual")
    page.selectbox(key="absence.until_day").set_value(s.MONDAY + dt.timedelta(days=2))
    submit(page)
    assert "年休假 2 天，连同这次已安排 3 天" in seen(page)
    assert not [one for one in absences(draft) if one.agent_id == "A1"]
    page.text_input(key="absence.decision").set_value("婚礼，主管同意")
    submit(page)
    assert [one.kind for one in absences(draft) if one.agent_id == "A1"] == ["annual"]


def test_one_kind_for_the_whole_week_is_a_wish_for_each_day(app, draft):
    week = s.week()
    types = (ShiftType("早", 540, 480, meal_min=60, name_zh="早班"),)
    with_types = dataclasses.replace(week, rules=dataclasses.replace(week.rules, types=types))
    keep_week(at_desk(draft, by="王经理", now=s.NOW), with_types)
    page = opened(app, "requests")
    page.selectbox(key="wish.agent").set_value("A4").run()
    page.segmented_control(key="wish.kind").set_value("week_kind").run()
    assert "wish.day" not in {part.key for part in page.selectbox}
    button(page, "wish.enter").click().run()
    assert not page.exception
    entered = [wish for wish in wishes(draft) if wish.agent_id == "A4"]
    assert [wish.date for wish in entered] == list(week.horizon.dates)
    assert all((wish.kind, wish.is_only) == ("早", True) for wish in entered)


def test_a_swap_both_agreed_on_waits_first_and_is_approved(app, draft, monkeypatch):
    monkeypatch.setattr("ui.link.now", lambda: s.NOW)
    week = (s.shift("A1", 0), s.shift("A2", 2), s.shift("A3", 0, post="aftersales"))
    keep_roster(at_desk(draft, by="王经理", now=s.NOW), s.LABEL, Roster(week))
    publish(at_desk(draft, by="王经理", now=s.NOW), s.LABEL, reason="人手不够")
    moved = {"with_id": "A2", "their_start_min": week[1].start_min}
    number = ask_exchange(own_desk(draft), "A1", s.LABEL, week[0].start_min, **moved)
    answer_request(own_desk(draft, "A2"), "A2", number, agrees=True)
    page = opened(app, "requests")
    assert "A2 同意，11月23日" in seen(page)
    assert "客服001 用 周一 11月30日 09:00-18:00 换 客服002 的 周三 12月2日" in seen(page)
    button(page, f"inbox.refuse.{number}").click().run()
    assert "不批准需要写明原因" in seen(page)
    page.text_input(key=f"inbox.reason.{number}").set_value("说好了")
    button(page, f"inbox.approve.{number}").click().run()
    assert "已批准，班表已更新并发布" in seen(page)
    assert own_requests(own_desk(draft), "A1").mine[0].state is AskedState.APPROVED


def test_a_shift_is_put_up_claimed_on_the_phone_and_given(app, draft, monkeypatch):
    monkeypatch.setattr("ui.link.now", lambda: s.NOW)
    boss = at_desk(draft, by="王经理", now=s.NOW)
    keep_roster(boss, s.LABEL, Roster((s.shift("A1", 0), s.shift("A3", 0, post="aftersales"))))
    publish(boss, s.LABEL, reason="人手不够")
    page = opened(app, "requests")
    page.selectbox(key="offer.week.source").set_value(-1).run()
    next(part for part in page.button if part.label == "放出").click().run()
    assert "已放出，1 个名额" in seen(page)
    (offer,) = offers(boss)
    claim(own_desk(draft, "A2"), "A2", offer.entry.id)
    opened(app, "today")  # another page: what is pressed next rests on what it shows then
    page = opened(app, "requests")
    assert "客服002 · 上班 周一 11月30日 18:00-20:00" in seen(page)
    page.text_input(key=f"offers.reason.{offer.entry.id}").set_value("高峰缺人")
    button(page, f"offers.give.{offer.entry.id}").click().run()
    assert "已给 1 人并发布" in seen(page)


def test_a_missed_punch_waits_in_the_inbox_and_is_decided_there(app, draft, monkeypatch):
    shift, other = s.shift("A1", 0), s.shift("A2", 0)
    keep_roster(at_desk(draft, by="王经理", now=s.NOW), s.LABEL, Roster((shift, other)))
    publish(at_desk(draft, by="王经理", now=s.NOW), s.LABEL, reason="人手不够")
    after = dt.datetime.fromtimestamp(shift.end_min * 60, dt.UTC) + dt.timedelta(hours=2)
    there = Presence("A2", other.start_min, other.end_min)
    with draft.write() as unit:
        unit.floor.replace_presences("main", s.at(-1, 0), s.at(7, 0), [there])
    monkeypatch.setattr("ui.link.now", lambda: after)
    told = (shift.start_min, shift.end_min)
    asked = (shift.start_min, shift.start_min)
    number = ask_punch(own_desk(draft, now=after), "A1", asked, told, "忘打卡")
    page = opened(app, "requests")
    assert "客服001 · 记录 周一 11月30日 09:00 · 本人说 周一 11月30日 09:00-18:00" in seen(page)
    button(page, f"inbox.punch.{number}.refuse").click().run()
    assert waiting_punches(at_desk(draft, now=after))  # a refusal needs a reason
    button(page, f"inbox.punch.{number}.approve").click().run()
    assert "已批准：考勤照此计算" in seen(page)
    assert waiting_punches(at_desk(draft, now=after)) == ()


def test_a_leave_quota_is_set(page, draft):
    page.number_input(key="quota.most").set_value(2)
    button(page, "quota.set").click().run()
    assert "请假名额已保存" in seen(page)
    assert [one.value.most for one in quotas(at_desk(draft))] == [2]


def test_an_absence_registered_late_is_approved_in_the_inbox(app, draft):
    desk = at_desk(draft, by="陈组长", now=s.NOW)
    publish(desk, s.LABEL)
    later = dataclasses.replace(desk, now=s.NOW.replace(month=12, day=1, hour=2))
    told = Happening(Happened.ABSENT, ("A1",), s.MONDAY, reason="sick", late_reason="没网")
    (number,) = register(later, s.LABEL, told).absences
    shown = opened(app, "requests")
    assert "由 陈组长 补登，待上级审批" in seen(shown)
    button(shown, f"inbox.absence.{number}").click().run()
    assert not shown.exception
    assert "已批准，按假计" in seen(shown)
    assert "待上级审批" not in seen(shown)


def test_what_waits_stands_by_urgency_and_days_that_are_over_last(monkeypatch):
    drawn = []
    monkeypatch.setattr(inbox, "_ready", lambda one, _: drawn.append(one.name))
    monkeypatch.setattr(inbox, "_absence", lambda one: drawn.append(one.name))
    monkeypatch.setattr(inbox, "_punch", lambda one, _: drawn.append(one.name))
    monkeypatch.setattr(inbox.link, "today", lambda: s.MONDAY)
    day = dt.timedelta(days=1)
    waits = [
        SimpleNamespace(name=name, date=s.MONDAY + days * day)
        for name, days in (("yesterday", -1), ("Wednesday", 2), ("today", 0))
    ]
    ready = [SimpleNamespace(name="Tuesday", starts_min=s.at(1, 9))]
    asked = SimpleNamespace(asked=(s.at(-2, 9), s.at(-2, 9)))
    punches = [SimpleNamespace(name="punch of Saturday", value=asked)]
    inbox._by_urgency(ready, waits, punches, s.CLOCK)
    assert drawn == ["today", "Tuesday", "Wednesday", "punch of Saturday", "yesterday"]
