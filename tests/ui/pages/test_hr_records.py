import datetime as dt
import re

import pytest

from kpi.month import Month
from scheduler.agent import ProtectedBy
from scheduler.dispatch import Presence
from service.month import punches
from service.records import (
    case_book,
    certificates,
    complaints,
    five_s,
    platform_rules,
    quality,
    staff,
    training_gate,
)
from service.records.certificates import gate_preset
from service.records.complaints import Channel, Complaint
from service.records.platform_view import sold_on
from service.records.staff import EmploymentDate
from service.shop.shops import agents
from store.files.audit_sheet import audit_preset
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen
from ui import link

NOVEMBER = Month(2026, 11)
LOOK = {"role": "hr", "month": "2026-11"}
WHO = {"by": "人事", "now": s.NOW}
DAY = dt.date(2026, 11, 20)


@pytest.fixture
def shop(database, monkeypatch):
    s.filled(database, s.with_week(shop_name="小店", **WHO))
    monkeypatch.setattr(link, "now", lambda: s.NOW)
    return database


@pytest.fixture
def with_messages(shop, tmp_path):
    path = tmp_path / "messages.csv"
    lines = ["post,user,agent,time,sender"]
    for number in range(120):
        lines.append(f"presales,u{number},,2026-11-20T10:00:00,customer")
        if number < 71:
            lines.append(f"presales,u{number},A1,2026-11-20T10:30:00,agent")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    platform_rules.import_messages(at_desk(shop, **WHO), path)
    return shop


def complain(shop):
    received = s.CLOCK.at(DAY, 9 * 60)
    one = Complaint("T1", "presales", "A1", "A4", Channel.CHAT, "会话 1", received)
    return complaints.enter_complaint(at_desk(shop, **WHO), one)


def form_button(page, label):
    return next(part for part in page.button if part.form_id and part.label == label)


EMPTY = {
    "complaints": ("没有投诉记录", "No complaints in this month"),
    "quality": ("没有答卷", "No answers in this month"),
    "platforms": ("没有消息记录", "No messages in this month"),
    "five_s": ("没有 5S 检查", "No 5S audits in this month"),
    "data": ("导入", "Import"),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", list(EMPTY))
@pytest.mark.usefixtures("shop")
def test_empty_page_says_what_is_missing(app, name, lang):
    page = opened(app, name, lang=lang, **LOOK)
    assert not page.exception
    assert not page.error
    assert EMPTY[name][lang == "en"] in seen(page)


def test_complaint_is_registered(app, shop):
    page = opened(app, "complaints", **LOOK)
    page.text_input(key="complaint.number").set_value("TS1")
    page.selectbox(key="complaint.agent").set_value("A1")
    page.selectbox(key="complaint.owner").set_value("A4")
    form_button(page, "登记").click().run()
    assert not page.error
    (entry,) = complaints.complaints(at_desk(shop), NOVEMBER)
    assert (entry.value.number, entry.value.agent_id, entry.value.owner) == ("TS1", "A1", "A4")
    assert "已登记投诉 TS1" in seen(page)
    assert list(page.dataframe[0].value["编号"]) == ["TS1"]


def test_complaint_without_an_owner_is_refused(app, shop):
    page = opened(app, "complaints", **LOOK)
    page.text_input(key="complaint.number").set_value("TS1")
    form_button(page, "登记").click().run()
    assert page.error
    assert complaints.complaints(at_desk(shop), NOVEMBER) == ()


def test_overdue_complaint_stands_at_the_top_and_is_sieved(app, shop):
    complain(shop)
    page = opened(app, "complaints", **LOOK)
    assert "1 宗超时" in seen(page)
    assert "超时" in page.dataframe[0].value["状态"].iloc[0]
    page.text_input(key="complaint.search").set_value("没有这样的").run()
    assert "没有符合条件的投诉" in seen(page)


def test_times_are_kept(app, shop):
    complain(shop)
    page = opened(app, "complaints", **LOOK)
    page.number_input(key="complaint.answer_h").set_value(200)
    page.number_input(key="complaint.close_h").set_value(300)
    form_button(page, "保存").click().run()
    assert case_book.case_book(at_desk(shop, now=s.NOW), NOVEMBER).overdue == ()
    assert "没有超时的投诉" in seen(page)


def answered(shop):
    asked = quality.survey(at_desk(shop)).questions
    for number, marks in enumerate([(6.0, 5.0), (7.0, 5.0)]):
        sheet = quality.AnswerSheet(f"R{number}", "presales", DAY, dict.fromkeys(asked, marks))
        quality.save_answers(at_desk(shop, **WHO), sheet)


def test_gap_is_told_in_either_sign(app, shop):
    answered(shop)
    page = opened(app, "quality", **LOOK)
    assert "−1.50" in seen(page)
    page.segmented_control(key="quality.sign").set_value("e_minus_p").run()
    assert "+1.50" in seen(page)
    assert "−1.50" not in seen(page)


def test_weights_that_are_not_100_are_refused(app, shop):
    page = opened(app, "quality", **LOOK)
    page.number_input(key="quality.weight.tangibles").set_value(50)
    form_button(page, "保存权重").click().run()
    assert page.error
    assert quality.survey(at_desk(shop)).version == 1


def test_new_weights_are_a_new_version(app, shop):
    page = opened(app, "quality", **LOOK)
    page.number_input(key="quality.weight.tangibles").set_value(13)
    page.number_input(key="quality.weight.reliability").set_value(30)
    form_button(page, "保存权重").click().run()
    assert not page.error
    assert quality.survey(at_desk(shop)).version == 2


@pytest.mark.usefixtures("with_messages")
def test_day_says_how_many_late_replies_break_the_threshold(app):
    page = opened(app, "platforms", **LOOK)
    shown = seen(page)
    assert "59.2%" in shown  # 71 of 120
    assert "再有 12 位顾客回复超时" in shown


def test_platforms_sold_on_are_remembered(app, with_messages):
    page = opened(app, "platforms", **LOOK)
    page.multiselect(key="platforms.sold_on").set_value(["jd"]).run()
    assert sold_on(at_desk(with_messages)).platforms == ("jd",)
    assert "拼多多 · 有效回复率" not in seen(page)


def test_rule_is_changed_from_a_date_on(app, with_messages):
    page = opened(app, "platforms", **LOOK)
    page.selectbox(key="platforms.edit").set_value("pdd_effective_reply").run()
    page.selectbox(key="platforms.pdd_effective_reply.valid_from").set_value(DAY)
    page.number_input(key="platforms.pdd_effective_reply.threshold_share").set_value(60.0)
    form_button(page, "保存新版本").click().run()
    assert not page.error
    assert "✕ 59.2%" in seen(page)
    rules = platform_rules.platform_rules(at_desk(with_messages))
    assert [str(one.threshold) for one in rules if one.valid_from == DAY] == ["0.6"]


def audit(shop):
    sheet = audit_preset()
    points = {item.id: item.most for item in sheet.items} | {"sort1": 0}
    fix = five_s.Correction("sort1", "清理桌面", "A1", DAY)
    one = five_s.Audit("售前区", DAY, "王", sheet.id, sheet.version, points, {}, (fix,))
    five_s.enter_audit(at_desk(shop, **WHO), one)


def test_audit_and_what_is_overdue_are_shown(app, shop):
    audit(shop)
    shown = seen(opened(app, "five_s", **LOOK))
    assert "96.0 分" in shown
    assert "1 项整改逾期" in shown


def test_untouched_audit_form_gives_full_points(app, shop):
    audit(shop)
    page = opened(app, "five_s", **LOOK)
    page.selectbox(key="five_s.0.area").set_value("售前区")
    form_button(page, "保存检查").click().run()
    assert not page.error
    _, (entry, score) = five_s.audits(at_desk(shop), NOVEMBER)
    assert (entry.value.area, score.points) == ("售前区", 100)


def test_pass_mark_is_a_new_version_of_the_sheet(app, shop):
    page = opened(app, "five_s", **LOOK)
    page.number_input(key="five_s.pass_mark").set_value(90)
    form_button(page, "保存为新版本").click().run()
    assert five_s.audit_sheet(at_desk(shop)).pass_mark == 90


def test_certificate_is_entered(app, shop):
    page = opened(app, "certificates", **LOOK)
    page.selectbox(key="certificates.agent").set_value("A1")
    page.selectbox(key="certificates.post").set_value("aftersales")
    form_button(page, "登记").click().run()
    assert not page.error
    (agent,) = [one for one in agents(at_desk(shop)) if one.id == "A1"]
    assert agent.certified("aftersales", dt.date(2026, 11, 23))
    assert not agent.certified("aftersales", dt.date(2027, 11, 23))


def test_certificate_of_nobody_is_refused(app, shop):
    page = opened(app, "certificates", **LOOK)
    form_button(page, "登记").click().run()
    assert "请选择客服" in page.error[0].value
    held = certificates.certificates(at_desk(shop), today=DAY)
    assert all(one.certificate.valid_to is None for one in held)


def test_last_stage_gives_the_certificate(app, shop):
    training_gate.save_gate(at_desk(shop, **WHO), gate_preset("aftersales"))
    page = opened(app, "certificates", **LOOK)
    for stage in ("training", "shadowing", "trial", "internship"):
        page.selectbox(key="training.aftersales.agent").set_value("A1")
        page.selectbox(key="training.aftersales.stage").set_value(stage)
        page.number_input(key="training.aftersales.points").set_value(95.0)
        [part for part in page.button if part.form_id and part.label == "登记"][1].click().run()
        assert not page.error
    assert "取得售后上岗证" in seen(page)
    (agent,) = [one for one in agents(at_desk(shop)) if one.id == "A1"]
    assert agent.certified("aftersales", dt.date(2026, 11, 24))


def test_usual_stages_are_adopted(app, shop):
    page = opened(app, "certificates", **LOOK)
    button(page, "training.adopt.presales").click().run()
    assert set(certificates.gates(at_desk(shop))) == {"presales"}


@pytest.mark.usefixtures("with_messages")
def test_customers_to_follow_up_are_listed(app):
    page = opened(app, "register", **LOOK)
    page.segmented_control(key="register.show").set_value("follow").run()
    assert not page.error
    assert "71" in seen(page)
    assert len(page.dataframe[0].value) == 71


@pytest.mark.usefixtures("with_messages")
def test_a_customer_is_noted_and_waits(app):
    page = opened(app, "register", **LOOK)
    page.segmented_control(key="register.show").set_value("follow").run()
    listed = len(page.dataframe[0].value)
    page.text_input(key="follow.user").set_value("b77")
    page.selectbox(key="follow.kind").set_value("hesitating")
    page.selectbox(key="follow.agent").set_value("A1")
    day = page.selectbox(key="follow.day.2026-11").value
    page.selectbox(key="follow.since.day").set_value(day)
    page.time_input(key="follow.since.time").set_value(dt.time(12))
    form_button(page, "记下").click().run()
    assert not page.error
    assert "已记下顾客 b77" in seen(page)
    rows = page.dataframe[0].value
    assert len(rows) == listed + 1
    assert list(rows[rows["顾客"] == "b77"]["原因"]) == ["还在犹豫"]


def test_a_presence_asked_about_is_answered_and_approved_by_another(app, shop):
    recorded = Presence("A1", s.CLOCK.at(DAY, 9 * 60), s.CLOCK.at(DAY, 35 * 60))
    with shop.write() as unit:
        unit.floor.replace_presences("main", recorded.start_min, recorded.end_min, (recorded,))
    page = opened(app, "register", **LOOK)
    page.segmented_control(key="register.show").set_value("punches").run()
    assert "待核对的打卡：1" in seen(page)
    key = f"punches.A1.{recorded.start_min}.{recorded.end_min}"
    page.text_input(key=f"{key}.reason").set_value("忘打下班卡")
    page.time_input(key=f"{key}.end.time").set_value(dt.time(18))
    form_button(page, "提交").click().run()
    (entry,) = punches.punches(at_desk(shop, **WHO), NOVEMBER).waiting
    assert (entry.value.reason, entry.value.requested_by) == ("忘打下班卡", "人事")
    assert entry.value.end_min == s.CLOCK.at(DAY + dt.timedelta(days=1), 18 * 60)
    assert page.button(key="punches.requests.approve").disabled  # nothing is ticked yet
    punches.decide_punch(at_desk(shop, by="主管"), entry.id, is_approved=True)
    page.run()
    assert "待核对的打卡：0" in seen(page)


def test_a_last_day_is_written_and_taken_back(app, shop):
    page = opened(app, "certificates", **LOOK)
    page.selectbox(key="staff.agent").set_value("A1")
    page.date_input(key="staff.date").set_value(dt.date(2026, 12, 4))
    form_button(page, "保存").click().run()
    assert "A1 的最后在职日：2026年12月4日" in seen(page)
    assert agents(at_desk(shop))[0].leaves == dt.date(2026, 12, 4)
    button(page, "done.undo").click().run()
    assert agents(at_desk(shop))[0].leaves is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_protection_is_written_and_taken_back(app, shop, lang):
    page = opened(app, "certificates", lang=lang, **LOOK)
    page.selectbox(key="staff.protection.agent").set_value("A1")
    page.selectbox(key="staff.protection.protected").set_value(ProtectedBy.NURSING)
    page.date_input(key="staff.protection.protected_to").set_value(dt.date(2027, 6, 30))
    kept = next(one for one in page.button if one.form_id == "staff.protection.protection")
    kept.click().run()
    assert not page.exception
    person = agents(at_desk(shop))[0]
    assert person.protected_on(dt.date(2027, 6, 30)) is ProtectedBy.NURSING
    assert person.protected_on(dt.date(2027, 7, 1)) is None
    word = {"zh": "哺乳期", "en": "Nursing"}[lang]
    assert any(word in one.value.to_csv() for one in page.dataframe)
    button(page, "done.undo").click().run()
    assert agents(at_desk(shop))[0].protected is None


def test_a_last_day_before_the_first_is_refused(app, shop):
    staff.set_date(at_desk(shop, **WHO), "A1", EmploymentDate.HIRED, dt.date(2026, 11, 2))
    page = opened(app, "certificates", **LOOK)
    page.selectbox(key="staff.agent").set_value("A1")
    page.date_input(key="staff.date").set_value(dt.date(2026, 10, 31))
    form_button(page, "保存").click().run()
    assert "早于入职日期" in page.error[0].value
    assert agents(at_desk(shop))[0].leaves is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_days_on_which_rules_rest_are_entered_and_told_in_the_month(app, with_messages, lang):
    page = opened(app, "platforms", lang=lang, **LOOK)
    assert not page.exception
    (table,) = (one.value for one in page.dataframe if one.value.shape[1] == 7)
    assert bool(re.search(r"[\u4e00-\u9fff]", " ".join(map(str, table.iloc[0])))) == (lang == "zh")
    page.selectbox(key="rests.of").set_value("pinduoduo|pdd_effective_reply")
    page.selectbox(key="rests.first").set_value(DAY)
    page.selectbox(key="rests.last").set_value(DAY)
    form_button(page, {"zh": "登记", "en": "Enter"}[lang]).click().run()
    assert page.error  # neither what the days are nor where that was announced
    page.text_input(key="rests.name").set_value("双十一")
    page.text_input(key="rests.source").set_value("平台公告")
    form_button(page, {"zh": "登记", "en": "Enter"}[lang]).click().run()
    assert not page.exception
    assert not page.error
    (own,) = (
        one for one in platform_rules.suspensions(at_desk(with_messages)) if one.number is not None
    )
    assert own.suspension.rules == ("pdd_effective_reply",)
    assert own.suspension.occasion is platform_rules.Occasion.FESTIVAL
    told = seen(page)
    assert {"zh": "120 个中 71 个及时", "en": "71 of 120 in time"}[lang] in told
    assert {"zh": "0 个中 0 个及时", "en": "0 of 0 in time"}[lang] in told
