from decimal import Decimal

import pytest

from kpi.facts.leave_days import LeaveKind
from kpi.pay.pay_part import Allowance, LeavePay
from scheduler.horizon import ClockSpan
from service.pay import firm_rules
from service.roster.intake import keep_week
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import opened, seen
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
