import datetime as dt
import io

import openpyxl
import pytest

from kpi.month import Month
from scheduler.dispatch import Interruption, InterruptionKind
from scheduler.roster import Roster
from service.month import kpi_intake, kpi_plans, months
from service.month.export_month import payroll_workbook
from service.month.payroll_layout import layouts
from service.pay.pay_review import RunState
from service.roster import intake, publishing
from service.shop.shops import agent_names
from store.files.kpi_tables import write_targets
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import (
    A_SHIFTS,
    B_SHIFTS,
    BEFORE,
    FIRST,
    NOVEMBER,
    TARGET,
    WHO,
    at,
    day_shift,
    with_month,
)
from tests.ui.pages.app import button, opened, seen
from tests.workers import do_next
from ui import link, menu
from ui.month_words import month_words

PAGES = [entry.name for entry in menu.of(menu.Role.HR)]
MONTH = {"role": "hr", "month": "2026-11"}


@pytest.fixture
def filled(database):
    return s.filled(database, with_month("小店"))


@pytest.fixture
def late_november(monkeypatch):
    monkeypatch.setattr(link, "now", lambda: s.NOW)


@pytest.fixture
def scored(database):
    return s.filled(database, with_month("小店", is_scored=True))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_page_without_a_shop_says_what_to_do(app, database, name, lang):  # noqa: ARG001
    page = opened(app, name, role="hr", lang=lang)
    assert not page.exception
    assert ("还没有" if lang == "zh" else "No shop") in seen(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["scorecard", "payout"])
def test_page_of_an_unscored_month_points_to_the_month(app, filled, name, lang):  # noqa: ARG001
    page = opened(app, name, lang=lang, **MONTH)
    assert not page.exception
    assert ("还没有评分" if lang == "zh" else "not been scored") in seen(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_page_of_a_scored_month_shows_no_error(app, scored, name, lang):  # noqa: ARG001
    page = opened(app, name, lang=lang, **MONTH)
    assert not page.exception
    assert not page.error


def test_month_is_scored_and_paid_by_its_button(app, filled):
    page = opened(app, "month", **MONTH)
    assert "还没有评分" not in seen(page)
    assert "可以评分" in seen(page)
    button(page, "month.score").click().run()
    assert not page.error
    assert "正在评分并计算奖金" in seen(page)
    assert button(page, "month.score").disabled
    do_next(filled)
    page.run()
    assert not page.error
    run = months.month_run(at_desk(filled), NOVEMBER)
    assert len(run.payouts) == 2
    assert "¥7,843.80" in seen(page)  # 3,933.80 + 3,910.00


def test_days_without_anybodys_attendance_are_named_before_the_month_is_scored(app, database):
    s.filled(database, with_month("小店"))
    when = {"by": "主管", "now": BEFORE}
    shifts = (*A_SHIFTS, *B_SHIFTS, day_shift("A1", 8))
    publishing.keep_roster(at_desk(database, **when), "2026-W45", Roster(shifts))
    publishing.publish(at_desk(database, **when), "2026-W45", reason="演练")
    shown = seen(opened(app, "month", **MONTH))
    assert "1 天无人打卡，按缺勤计：11月8日" in shown


def test_month_without_anything_cannot_be_scored(app, database):
    intake.keep_week(at_desk(database, **WHO), s.week(FIRST, absences=(), wishes=()))
    page = opened(app, "month", **MONTH)
    assert button(page, "month.score").disabled
    assert "下一步" in seen(page)


def test_missing_pay_plan_is_a_sentence_and_nothing_is_kept(app, filled, tmp_path):
    other = tmp_path / "facts.csv"
    other.write_text("agent_id,post,date,replied,received\nA3,presales,2026-11-03,5,5\n")
    kpi_intake.import_facts(at_desk(filled, **WHO), other)
    page = opened(app, "month", **MONTH)
    button(page, "month.score").click().run()
    do_next(filled)
    page.run()
    assert "A3" in page.error[0].value
    assert "薪酬方案" in page.error[0].value
    assert months.month_run(at_desk(filled), NOVEMBER) is None
    button(page, "month.score_only").click().run()
    do_next(filled)
    assert months.month_run(at_desk(filled), NOVEMBER).payouts == ()
    assert not page.run().error


def test_change_after_scoring_asks_to_score_again(app, scored, tmp_path):
    later = {"by": "人事", "now": s.NOW + dt.timedelta(days=1)}
    changed = tmp_path / "targets.csv"
    write_targets([TARGET], changed)
    begin, _, _ = changed.read_text("utf-8").strip().rpartition(",")
    changed.write_text(f"{begin},9000\n", "utf-8")  # not the targets taken in before
    kpi_plans.import_targets(at_desk(scored, **later), changed)
    page = opened(app, "month", **MONTH)
    assert "导入目标" in page.warning[0].value


def test_ranking_is_searched(app, scored):  # noqa: ARG001 - the month that is looked at
    page = opened(app, "month", **MONTH)
    assert list(page.dataframe[0].value["客服"]) == ["A1", "A2"]
    page.text_input(key="month.table.search").set_value("A2 一组").run()
    assert list(page.dataframe[0].value["客服"]) == ["A2"]
    page.text_input(key="month.table.search").set_value("谁也不是").run()
    assert not page.dataframe
    assert "没有与“谁也不是”相符的人" in seen(page)


def test_scorecard_shows_each_line_with_its_counts(app, scored):  # noqa: ARG001
    page = opened(app, "scorecard", **MONTH)
    shown = seen(page)
    assert "¥1,620.00 ÷ ¥1,800.00" in shown  # sales / target
    assert "1,410 ÷ 1,440" in shown  # adherent / scheduled minutes
    assert "93.38" in shown
    page.selectbox(key="scorecard.agent").set_value("A2").run()
    assert "91.00" in seen(page)


def test_scorecard_tells_what_lent_time_changed(app, filled):
    lent = Interruption(
        "A1", InterruptionKind.SECONDMENT, at(3, 9), at(3, 9.5), "直播", at(3, 9.5), "王", "李"
    )
    kpi_intake.enter_interruption(at_desk(filled, **WHO), lent)
    months.score(at_desk(filled, **WHO), NOVEMBER)
    shown = seen(opened(app, "scorecard", **MONTH))
    assert "从 ¥1,800.00 减为 ¥1,762.50" in shown
    assert "0.5 小时" in shown


def test_line_is_followed_to_its_days_shifts_and_chats(app, scored):  # noqa: ARG001
    page = opened(app, "scorecard", **MONTH)
    box = page.selectbox(key="behind.A1.presales")
    box.set_value("adherence").run()
    assert [tab.label for tab in page.tabs][1:] == ["按天（3）", "班次（3）"]
    page.selectbox(key="behind.A1.presales").set_value("reply_rate").run()
    assert "会话（10）" in [tab.label for tab in page.tabs]
    page.selectbox(key="behind.A1.presales").set_value("target_attainment").run()
    assert "本人目标 ¥1,800.00" in seen(page)


def test_a_line_of_the_card_tells_how_it_came_about(app, scored):  # noqa: ARG001
    page = opened(app, "scorecard", **MONTH)
    drawn = "".join(part.proto.body for part in page.get("html"))
    assert "怎么算的" in drawn
    assert "计入总分：" in drawn


def test_payout_adds_up_and_is_checked(app, scored):  # noqa: ARG001
    page = opened(app, "payout", **MONTH)
    shown = seen(page)
    assert "¥7,843.80" in shown
    assert "每一分钱都一致" in shown
    assert "没有填当地最低工资" in shown
    assert list(page.dataframe[0].value["合计"]) == [3933.80, 3910.00]


def test_what_a_payroll_program_asks_for_is_remembered(app, scored):
    page = opened(app, "payout", **MONTH)
    page.text_input(key="layout.name.").set_value("甲软件").run()
    button(page, "layout.keep").click().run()
    assert not page.error
    (kept,) = layouts(at_desk(scored))
    assert (kept.name, [column.head for column in kept.columns]) == (
        "甲软件",
        ["工号", "姓名", "应发合计"],
    )
    assert page.selectbox(key="layout.chosen").value == "甲软件"
    assert "已记住" in seen(page)


def test_month_scored_without_pay_says_so(app, filled):
    months.score(at_desk(filled, **WHO), NOVEMBER, pay=False)
    assert "没有计算奖金" in seen(opened(app, "payout", **MONTH))


@pytest.mark.usefixtures("late_november")
def test_lent_time_is_registered_and_needs_another_person_to_approve(app, filled):
    page = opened(app, "register", **MONTH)
    page.text_input(key="register.reason").set_value("直播间支援")
    page.text_input(key="register.late_reason").set_value("忘记登记")
    page.selectbox(key="register.day").set_value(dt.date(2026, 11, 3))
    next(part for part in page.button if part.form_id).click().run()
    assert not page.error
    (entered,) = kpi_intake.interruptions(at_desk(filled), NOVEMBER)
    assert entered.interruption.start_min == at(3, 9)
    assert not entered.interruption.counts(s.CLOCK)
    assert "待审批" in page.dataframe[0].value.iloc[0]["状态"]


def test_a_month_begins_when_it_begins_in_the_shop(app, filled, monkeypatch):
    night = dt.datetime(2026, 11, 30, 17, 30, tzinfo=dt.UTC)  # half past one of 1 December there
    monkeypatch.setattr(link, "now", lambda: night)
    page = opened(app, "register", **{**MONTH, "month": "2026-12"})
    page.text_input(key="register.reason").set_value("直播间支援")
    next(part for part in page.button if part.form_id).click().run()
    assert not page.error
    (entered,) = kpi_intake.interruptions(at_desk(filled), NOVEMBER.after)
    assert entered.interruption.start_min == at(3, 9) + 28 * 24 * 60


@pytest.mark.usefixtures("late_november")
def test_entry_without_a_reason_is_refused(app, filled):
    page = opened(app, "register", **MONTH)
    next(part for part in page.button if part.form_id).click().run()
    assert "请填写事由" in page.error[0].value
    assert kpi_intake.interruptions(at_desk(filled), NOVEMBER) == ()


@pytest.mark.usefixtures("late_november")
def test_late_entry_without_a_reason_for_it_is_refused(app, filled):
    page = opened(app, "register", **MONTH)
    page.text_input(key="register.reason").set_value("直播间支援")
    page.selectbox(key="register.day").set_value(dt.date(2026, 11, 1))
    next(part for part in page.button if part.form_id).click().run()
    assert "补登原因" in page.error[0].value
    assert kpi_intake.interruptions(at_desk(filled), NOVEMBER) == ()


def test_scheme_that_ships_is_looked_at_and_taken_over(app, filled):
    page = opened(app, "schemes", **MONTH)
    page.selectbox(key="schemes.chosen").set_value("preset.AS-1").run()
    assert "尚未启用" in seen(page)
    button(page, "schemes.adopt").click().run()
    assert not page.error
    assert {one.id for one in kpi_plans.schemes(at_desk(filled))} == {"S", "AS-1"}
    assert "自带" not in page.selectbox(key="schemes.chosen").options[0]


def test_scheme_shows_bands_weights_and_grades(app, filled):  # noqa: ARG001
    page = opened(app, "schemes", **MONTH)
    page.selectbox(key="schemes.chosen").set_value("preset.T-02").run()
    shown = seen(page)
    for text in ("权重 30%", "40%", "金牌", "90 分及以上"):
        assert text in shown


def test_projection_is_marked_as_one(app, scored):
    page = opened(app, "projection", role="hr", week="2026-W45")
    assert "预测，不是实际业绩" in seen(page)
    assert not page.dataframe
    button(page, "projection.go").click().run()
    assert not page.error
    assert list(page.dataframe[0].value["客服"])[:2] == ["A1 客服001", "A2 客服002"]
    assert "每小时接待量" in seen(page)
    assert months.month_run(at_desk(scored), NOVEMBER).number == 1  # nothing was kept


def test_payroll_words_are_those_of_the_language(scored):
    run = months.month_run(at_desk(scored), Month(2026, 11))
    names = agent_names(at_desk(scored))
    for lang, title, told in (
        ("zh", "应发合计", "2026年11月 · 第 1 次计算 · 已批准"),
        ("en", "Total", "November 2026 · run 1 · approved"),
    ):
        words = month_words(run, names, lang, state=RunState.APPROVED, zone=dt.UTC)
        sheet = openpyxl.load_workbook(io.BytesIO(payroll_workbook(run, words))).worksheets[0]
        assert sheet.cell(1, 1).value == told
        assert title in [cell.value for cell in sheet[2]]
        assert [cell.value for cell in sheet[3]][:2] == ["2026-11", 1]


def test_the_steps_of_approval_are_set_by_role(app, filled):  # noqa: ARG001 - what is looked at
    page = opened(app, "register", **MONTH)
    page.selectbox(key="steps.secondment.first").set_value("supervisor")
    next(part for part in page.button if part.label == "保存步骤").click().run()
    assert not page.exception
    assert "审批步骤已保存" in seen(page)
    assert page.selectbox(key="steps.secondment.first").value == "supervisor"
