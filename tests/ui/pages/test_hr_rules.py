import datetime as dt
from decimal import Decimal

import pytest

from kpi.facts.leave_days import LeaveKind
from kpi.pay.pay_part import Allowance, LeavePay
from scheduler.horizon import ClockSpan
from service.month import kpi_plans
from service.pay import firm_rules
from service.roster import intake
from service.roster.intake import keep_week
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import FIRST, WHO, scheme
from tests.ui.pages.app import button, opened, seen
from ui import link


@pytest.mark.usefixtures("week")
@pytest.mark.parametrize(("page", "title"), [("weights", "权重"), ("scheme_editor", "编辑")])
def test_a_page_without_a_month_opens_by_its_own_link(app, page, title):
    shown = seen(opened(app, page, role="hr"))
    assert title in shown
    assert not app.exception
    assert not app.error


def test_the_firms_rules_are_entered(app, database, monkeypatch):
    keep_week(at_desk(database, by="人事", now=s.NOW), s.week(), shop_name="小店")
    monkeypatch.setattr(link, "now", lambda: s.NOW)
    page = opened(app, "firm_rules", role="hr")
    page.selectbox(key="firm_leave.leave").set_value(LeaveKind.SICK)
    page.number_input(key="firm_leave.percent").set_value(60)
    next(one for one in page.button if one.form_id and one.label == "保存").click().run()
    assert "已保存为第 1 版" in seen(page)
    page.text_input(key="firm_allowance.name").set_value("夜班")
    page.number_input(key="firm_allowance.amount").set_value(30.5)
    page.selectbox(key="firm_allowance.from_clock").set_value(22 * 60)
    page.selectbox(key="firm_allowance.until_clock").set_value(6 * 60)
    [one for one in page.button if one.form_id and one.label == "保存"][1].click().run()
    (newest, *_) = firm_rules.firm_rules(at_desk(database))
    assert newest.parts == (
        LeavePay(LeaveKind.SICK, Decimal("0.6")),
        Allowance("夜班", Decimal("30.5"), window=ClockSpan(22 * 60, 6 * 60)),
    )


def test_annual_leave_below_the_law_is_refused_on_the_page(app, database, monkeypatch):
    keep_week(at_desk(database, by="人事", now=s.NOW), s.week(), shop_name="小店")
    monkeypatch.setattr(link, "now", lambda: s.NOW)
    page = opened(app, "firm_rules", role="hr")
    page.number_input(key="firm_leave.percent").set_value(50)
    next(one for one in page.button if one.form_id and one.label == "保存").click().run()
    assert "年假的支付比例 0.5 低于法定的 1" in seen(page)
    assert firm_rules.firm_rules(at_desk(database)) == ()


@pytest.fixture
def editor(app, database):
    """The editor in a shop with a scheme in force, and nothing begun yet."""
    desk = at_desk(database, **WHO)
    intake.keep_week(desk, s.week(FIRST, absences=(), wishes=()), shop_name="小店")
    kpi_plans.save_scheme(desk, scheme())
    return opened(app, "scheme_editor", role="hr")


def add_line(page, indicator):
    next(box for box in page.selectbox if box.key.endswith(".add")).set_value(indicator)
    return button(page, "editor.add").click().run()


def test_a_blank_scheme_gets_lines_with_bands_that_hold(editor):
    editor.selectbox(key="editor.source").set_value("blank.presales")
    button(editor, "editor.begin").click().run()
    page = add_line(add_line(editor, "reply_rate"), "first_reply")
    assert not page.exception
    shown = seen(page)
    assert "权重合计 100" in shown  # 10 of the first, and what was left
    assert "没有分段" not in shown
    sketch = page.session_state["editor.sketch"]
    assert [line.weight for line in sketch.lines] == [10, 90]
    assert all(line.bands for line in sketch.lines)


def test_the_sum_of_weights_is_that_of_what_is_on_the_screen(editor):
    editor.selectbox(key="editor.source").set_value("own.S.1")
    page = button(editor, "editor.begin").click().run()
    page = button(page, next(b.key for b in page.button if ".open." in b.key)).click().run()
    box = next(one for one in page.number_input if one.key.endswith("weight"))
    page = box.set_value(37.0).run()
    assert "权重合计 77" in seen(page)  # 37 and the 40 of the others


def test_a_scheme_in_force_backwards_is_asked_about_on_the_page(editor, database):
    editor.selectbox(key="editor.source").set_value("own.S.1")
    page = button(editor, "editor.begin").click().run()
    day = next(one for one in page.date_input if one.key.endswith("valid_from"))
    page = day.set_value(dt.date(2026, 2, 1)).run()
    assert "写明理由" in seen(page)
    page = button(page, "editor.publish").click().run()
    assert len(kpi_plans.schemes(at_desk(database))) == 1
    page.checkbox(key="guard.asked.tick").check()
    page.text_input(key="guard.asked.reason").set_value("补执行")
    page = button(page, "guard.asked.keep").click().run()
    assert not page.error
    assert [one.valid_from for one in kpi_plans.schemes(at_desk(database))][-1].month == 2
