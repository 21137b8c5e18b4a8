"""Agents' phones: what they see and may do, through the gate, without a browser."""

import dataclasses
import datetime as dt
import io
import re
from urllib.parse import urlencode

import pytest
from PIL import Image

from scheduler.dispatch import Presence
from scheduler.open_stretch import OpenStretch
from service.access import accounts
from service.access.links import give_link, open_link, take_link_back
from service.access.passwords import PasswordCost
from service.access.way_in import go_on_alone
from service.desk import HOUSE
from service.drawing import fonts
from service.floor.handovers import HandoverLog, keep_handover
from service.phone.claiming import put_up
from service.phone.leave import LeaveQuota
from service.phone.offers import OfferKind, OfferTerms
from service.phone.waiting_list import set_quota
from service.records.campaigns import Campaign, LeaveDuring, save_campaign
from service.roster.intake import keep_week
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.phone.weeks import published
from tests.typefaces import needs_chinese
from tests.ui.phone.visitor import Phone
from ui.gate.house import House
from ui.phone import picture as drawing
from ui.style import sheet

NAMES = {"A1": "客服001", "A2": "客服002"}


class ThatDay(House):
    def now(self):
        return s.NOW


@pytest.fixture
def database(tmp_path):
    strange = tuple(
        dataclasses.replace(one, name="<b>恶意</b>") if one.id == "A4" else one for one in s.AGENTS
    )
    for opened in s.kept(tmp_path, s.with_week(wishes=(), absences=(), agents=strange)):
        accounts.create(at_desk(opened, HOUSE), "王经理", cost=PasswordCost(1, 8, 1))
        published(opened, s.shift("A1", 1), s.shift("A2", 1), s.shift("A4", 1))
        yield opened


@pytest.fixture
def house(database):
    return ThatDay(database)


@pytest.fixture
def phone(house):
    return phone_of(house, "A1")


def phone_of(house, agent):
    code = give_link(at_desk(house.database), agent)
    return Phone(house, open_link(house.database, code, s.NOW, "127.0.0.1")[0])


def test_my_week_is_read_and_confirmed(phone):
    page = phone.open("/phone")
    assert all(told in page.text for told in ("客服001", "09:00-18:00", "用餐 13:00-14:00", "售前"))
    assert "<script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert phone.press("/phone/read").status == 303
    assert "我已看过" not in phone.open("/phone").text


def test_both_languages_and_names_from_data_are_text(phone):
    zh, en = phone.ask("/phone?lang=zh").text, phone.ask("/phone?lang=en").text
    assert "同班：客服002、&lt;b&gt;恶意&lt;/b&gt;" in zh
    assert "With 客服002, &lt;b&gt;恶意&lt;/b&gt;" in en
    assert not re.search("phone\\.[a-z_]+[<'\"]", zh + en)


def test_nobody_without_a_link_sees_anything(house, phone):
    assert Phone(house).ask("/phone").headers["location"].startswith("/sign-in")
    take_link_back(at_desk(house.database), "A1")
    assert phone.ask("/phone").headers["location"].startswith("/sign-in")


def test_an_agent_asks_for_nobody_else(phone):
    other = phone.ask("/phone?me=A2&shop=main")
    assert NAMES["A1"] in other.text.split("<nav>")[0]
    assert phone.ask("/phone/week.png?me=A2&week=2026-W48").status == 400


def test_a_form_of_another_page_does_nothing(phone):
    phone.open("/phone")
    assert phone.ask("/phone/read", "form=guessed&week=2026-W49&number=1").status == 403
    assert "我已看过" in phone.open("/phone").text


@needs_chinese
def test_a_week_is_a_picture(phone):
    drawn = phone.ask("/phone/week.png?week=2026-W49")
    assert Image.open(io.BytesIO(drawn.body)).width == drawing.WIDTH


def test_a_page_to_print_and_the_balances(phone):
    assert "09:00-18:00" in phone.ask("/phone/print?week=2026-W49").text
    assert "40.0 小时" in phone.ask("/phone/mine").text


def test_without_a_font_the_picture_says_what_to_do(phone, monkeypatch):
    monkeypatch.setattr(fonts, "_known", lambda _size: None)
    told = phone.ask("/phone/week.png?week=2026-W49")
    assert (told.status, "中文字体" in told.text) == (400, True)


def test_a_calendar_is_given_read_without_a_visit_and_ended(house, phone):
    phone.open("/phone/mine")
    page = phone.press("/phone/calendar", "give")
    address = re.search(r"<code>http://127.0.0.1:8501(/calendar/[^<]+)</code>", page.text).group(1)
    outside = Phone(house)
    told = outside.ask(address)
    assert told.headers["content-type"] == "text/calendar; charset=utf-8"
    assert told.text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    tag = told.headers["etag"]
    assert outside.ask(address, **{"if-none-match": tag}).status == 304
    phone.open("/phone/mine")
    assert phone.press("/phone/calendar", "end").status == 303
    assert outside.ask(address).status == 404


def test_where_nobody_signs_in_somebody_is_chosen(tmp_path):
    for opened in s.kept(tmp_path / "alone", s.with_week()):
        go_on_alone(at_desk(opened))
        phone = Phone(ThatDay(opened))
        assert "<option value='A1'>" in phone.ask("/phone").text
        assert "还没有发布的班表" in phone.ask("/phone?shop=main&me=A1").text
        assert "没有“zz”" in phone.ask("/phone?me=zz").text


def test_pages_are_light(phone):
    page = phone.ask("/phone")
    assert len(page.body) < 20_000
    assert len(sheet("phone.css")) < 8_000


def test_a_swap_is_asked_and_accepted_on_two_phones(house, phone):
    database = house.database
    published(database, s.shift("A1", 1), s.shift("A2", 3), s.shift("A4", 1))
    start = s.shift("A1", 1).start_min
    assert f"at={start}" in phone.open("/phone/requests").text
    page = phone.open(f"/phone/swap?week=2026-W49&at={start}")
    other = s.shift("A2", 3).start_min
    assert f"value='A2:{other}'" in page.text
    fields = dict(re.findall(r"type='hidden' name='(\w+)' value='([^']*)'", page.text))
    assert phone.ask("/phone/swap", urlencode(fields)).status == 400  # nobody was chosen
    sent = phone.ask("/phone/swap", urlencode({**fields, "choice": f"A2:{other}"}))
    assert (sent.status, sent.headers["location"]) == (303, "/phone/requests")
    assert "等对方答复" in phone.open("/phone/requests").text
    second = phone_of(house, "A2")
    second.open("/phone/requests")
    assert second.press("/phone/answer", "yes").status == 303
    assert "等主管批准" in phone.open("/phone/requests").text
    assert phone.press("/phone/withdraw").status == 303
    assert "已撤回" in phone.open("/phone/requests").text


def test_how_leave_stands_is_seen_before_it_is_asked_for(house, phone):
    set_quota(at_desk(house.database, by="王经理"), LeaveQuota("", 2))
    assert "看看能不能批" in phone.open("/phone/leave").text
    dates = "first=2026-12-03&last=2026-12-04"
    assert "已请 0 人，名额 2" in phone.open(f"/phone/leave?kind=personal&{dates}").text
    assert phone.press("/phone/leave").status == 303
    assert "在 王经理 设的名额之内，自动批准" in phone.open("/phone/requests").text
    wrong = phone.ask("/phone/leave?kind=personal&first=2026-12-04&last=2026-12-03")
    assert (wrong.status, "早于第一天" in wrong.text) == (400, True)
    assert phone.ask("/phone/leave?kind=holiday&first=x&last=y").status == 400


def test_an_open_shift_is_claimed_on_the_phone_once(house, phone):
    one = s.shift("A1", 3)
    terms = OfferTerms(OfferKind.SHIFT, 1, one.start_min * 60, reason="补缺口")
    stretch = OpenStretch(one.post, one.start_min, one.end_min, 1)
    put_up(at_desk(house.database, by="王经理"), s.LABEL, stretch, terms)
    other = phone_of(house, "A2")
    for each in (phone, other):
        page = each.open("/phone/requests").text
        assert "空班 · 售前" in page
        assert "周四 12月3日 09:00-18:00" in page
    assert phone.press("/phone/claim").status == 303
    assert "按 王经理 放出的条件给了" in phone.open("/phone/requests").text
    late = other.press("/phone/claim")
    assert (late.status, "刚刚被 客服001 抢走了" in late.text) == (400, True)
    assert "抢这个班" not in other.open("/phone/requests").text
    assert "周四" in phone.open("/phone").text


def test_a_missed_punch_is_said_on_the_phone_and_taken_back(house, monkeypatch):
    one = s.shift("A1", 1)
    after = dt.datetime.fromtimestamp(one.end_min * 60 + 3600, dt.UTC)
    monkeypatch.setattr(ThatDay, "now", lambda _: after)
    with house.database.write() as unit:
        there = Presence("A2", one.start_min, one.end_min)
        unit.floor.replace_presences("main", s.at(-1, 0), s.at(7, 0), (there,))
    other = phone_of(house, "A1")
    page = other.open("/phone/punch").text
    assert "这个班没有打卡记录" in page
    assert "value='2026-12-01T09:00'" in page
    assert other.press("/phone/punch", "no").status == 400
    fields = dict(re.findall(r"name='(\w+)' value='([^']*)'", page))
    fields |= {"answer": "yes", "reason": "<b>忘了</b>"}
    assert other.ask("/phone/punch", urlencode(fields)).status == 303
    shown = other.open("/phone/punch").text
    assert "等人事批准" in shown
    assert "&lt;b&gt;忘了&lt;/b&gt;" in shown
    assert other.press("/phone/punch-back").status == 303
    assert "这个班没有打卡记录" in other.open("/phone/punch").text


def test_a_wish_is_said_and_a_lost_one_says_why(house, phone):
    after = s.week(s.MONDAY + dt.timedelta(days=7), wishes=(), absences=())
    keep_week(at_desk(house.database), after)
    phone.open("/phone/wish")
    fields = dict(re.findall(r"name='(\w+)' value='([^']*)'", phone.page.text))
    fields |= {"day": "2026-12-08", "answer": "hours"}
    assert phone.ask("/phone/wish", urlencode(fields)).status == 303
    assert "希望 周二 12月8日 在 08:00-18:00 之间上班" in phone.open("/phone/requests").text
    assert "班表还没发布" in phone.page.text
    late = phone.ask("/phone/wish", urlencode(fields | {"day": "2026-12-01", "answer": "off"}))
    assert "班表已经发布" in late.text
    nine = s.shift("A1", 8)
    early = dataclasses.replace(nine, start_min=nine.start_min - 120, end_min=nine.end_min - 120)
    published(house.database, early, label="2026-W50")
    phone.open("/phone/requests")
    number = re.search(r"/phone/wish\?number=(\d+)", phone.page.text)[1]
    page = phone.open(f"/phone/wish?number={number}").text
    assert "那天排的是 周二 12月8日 07:00-16:00" in page


def test_a_handover_is_read_and_signed_on_the_phone(house, phone):
    at = s.shift("A1", 1).start_min
    log = HandoverLog("presales", at, "退款单 7 未回\n<b>差评</b>", "", ("A1",))
    keep_handover(at_desk(house.database, by="王经理"), log)
    page = phone.open("/phone").text
    assert "交接班 周二 12月1日 09:00 · 售前" in page
    assert "&lt;b&gt;差评&lt;/b&gt;" in page
    assert phone.press("/phone/sign").status == 303
    assert "交接班" not in phone.open("/phone").text
    assert "交接班" not in phone_of(house, "A2").open("/phone").text


def test_other_days_are_offered_where_leave_would_wait(house, phone):
    set_quota(at_desk(house.database, by="王经理"), LeaveQuota("", 5))
    page = phone.open("/phone/leave?kind=annual&first=2026-12-01&last=2026-12-01").text
    assert "当天有班" in page
    assert "这些日子现在请可以立即批准" in page
    assert "first=2026-11-30" in page


def test_leave_that_a_campaign_refuses_is_told_and_cannot_be_sent(house, phone):
    boss = at_desk(house.database, by="王经理")
    set_quota(boss, LeaveQuota("", 5))
    day = dt.date(2026, 12, 3)
    save_campaign(boss, Campaign("双12", day, day, leave=LeaveDuring.REFUSED))
    page = phone.open(f"/phone/leave?kind=annual&first={day}&last={day}").text
    assert "客服001 不能请这几天的假：大促“双12”" in page
    assert "自动批准" not in page
    assert "提交" not in page
