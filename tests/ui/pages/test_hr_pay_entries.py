"""Overtime, rewards, deductions and refunds on the register page, singly."""

import datetime as dt
from decimal import Decimal

import pytest

from kpi.month import Month
from kpi.pay.extras import Deduction, DeductionKind, Repaid, RewardCase
from kpi.pay.overtime import ApprovedOvertime
from kpi.pay.payout import Overtime, OvertimeKind
from service.pay import overtime, pay_entries, pay_inputs
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.pay import test_sixth_days as sixth
from tests.ui.pages.app import opened, seen
from ui.parts.hr.pay_entries import KINDS

NOVEMBER = Month(2026, 11)
DAY = dt.date(2026, 11, 3)
HR = {"by": "人事", "now": s.NOW}
D = Decimal


def shown(app, kind, lang="zh"):
    page = opened(app, "register", month="2026-11", lang=lang, role="hr")
    page.segmented_control(key="register.show").set_value("pay").run()
    page.segmented_control(key="pay_entry.show").set_value(kind).run()
    assert not page.exception
    return page


def fill(page, which, **told):
    key = f"pay_entry.{which}.2026-11"
    for name, (sort, value) in told.items():
        getattr(page, sort)(key=f"{key}.{name}").set_value(value)
    button = next(one for one in page.button if one.label in ("登记", "Enter"))
    return button.click().run()


def held(database, kind):
    return [one.value for one in pay_entries.pay_entries(at_desk(database), kind, NOVEMBER)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_month_without_entries_says_so_and_asks_for_one(app, week, kind, lang):  # noqa: ARG001
    page = shown(app, kind, lang)
    assert {"zh": "本月还没有", "en": "None this month"}[lang] in seen(page)


def test_a_refund_is_entered_and_taken_back(app, week):
    page = fill(
        shown(app, "refund"),
        "refund",
        agent=("selectbox", "A1"),
        month=("selectbox", Month(2026, 10)),
        date=("selectbox", DAY),
        refunded=("number_input", 120.40),
    )
    assert "已登记。" in seen(page)
    assert held(week, Repaid) == [Repaid("A1", Month(2026, 10), D("120.4"))]
    page.button(key="done.undo").click().run()
    assert held(week, Repaid) == []


def test_a_reward_a_deduction_and_worked_overtime_are_entered(app, week):
    fill(
        shown(app, "reward"),
        "reward",
        agent=("selectbox", "A1"),
        date=("selectbox", DAY),
        name=("selectbox", "juhuasuan_over_1000"),
        buyer=("text_input", "买家一"),
        proof=("text_input", "截图"),
    )
    assert held(week, RewardCase) == [
        RewardCase("A1", DAY, "juhuasuan_over_1000", "买家一", "截图", D("0.0"), D("0.0"))
    ]
    fill(
        shown(app, "deduction"),
        "deduction",
        agent=("selectbox", "A3"),
        date=("selectbox", DAY),
        kind=("selectbox", DeductionKind.DAMAGE),
        amount=("number_input", 80.5),
        reason=("text_input", "耳机"),
        clause=("text_input", "第八条"),
    )
    assert held(week, Deduction) == [
        Deduction("A3", DAY, DeductionKind.DAMAGE, D("80.5"), "耳机", "第八条")
    ]
    fill(
        shown(app, "worked"),
        "worked",
        agent=("selectbox", "A1"),
        date=("selectbox", DAY),
        minutes=("number_input", 90),
        approved_by=("text_input", "店长"),
    )
    assert held(week, Overtime) == [Overtime("A1", DAY, OvertimeKind.WORKDAY, 90, "店长")]


def test_approved_overtime_is_entered_with_its_times(app, week):
    fill(
        shown(app, "overtime"),
        "overtime",
        **{
            "agent": ("selectbox", "A1"),
            "start.day": ("selectbox", DAY),
            "start.time": ("time_input", dt.time(18)),
            "end.day": ("selectbox", DAY),
            "end.time": ("time_input", dt.time(20, 30)),
            "approved_by": ("text_input", "店长"),
        },
    )
    (one,) = held(week, ApprovedOvertime)
    assert (one.end_min - one.start_min, one.kind) == (150, OvertimeKind.WORKDAY)


def test_what_is_missing_or_unlawful_is_told_by_its_label(app, week):
    page = fill(shown(app, "refund"), "refund")
    assert "请选择客服。" in seen(page)
    page = fill(shown(app, "refund"), "refund", agent=("selectbox", "A1"))
    assert "退款金额（元） 列：这一格不能为空" in seen(page)
    page = fill(
        shown(app, "deduction"),
        "deduction",
        agent=("selectbox", "A1"),
        amount=("number_input", 80.0),
        reason=("text_input", "耳机"),
    )
    assert "劳动合同条款" in seen(page)
    assert held(week, Deduction) == []


def test_entries_are_listed_with_who_entered_them(app, week):
    overtime.enter_overtime(
        at_desk(week, **HR), Overtime("A1", DAY, OvertimeKind.WORKDAY, 90, "店长")
    )
    pay_inputs.enter_refund(
        at_desk(week, **HR), Repaid("A1", Month(2026, 10), D("120.40")), date=DAY
    )
    (found,) = [one.value for one in shown(app, "refund").dataframe]
    assert found.iloc[0].tolist()[:4] == ["A1 客服001", "2026年11月3日", "2026年10月", 120.40]
    (found,) = [one.value for one in shown(app, "worked").dataframe]
    assert found.iloc[0]["批准人"] == "店长"
    assert found.iloc[0]["登记"].startswith("人事 ")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_overtime_that_a_roster_proposes_is_looked_at_and_confirmed(
    app, database, lang, monkeypatch
):
    monkeypatch.setattr("ui.frame.known_months", lambda _: (sixth.DECEMBER,))
    sixth.keep(database)
    sixth.publish(database)
    page = opened(app, "register", month="2026-12", lang=lang, role="hr")
    page.segmented_control(key="register.show").set_value("pay").run()
    assert not page.exception
    assert {"zh": "1 条待确认", "en": "1 wait"}[lang] in seen(page)
    (found,) = [one.value for one in page.dataframe]
    row = found.iloc[0].tolist()
    assert (row[0], row[2], row[6:]) == ("A1 客服001", 8.0, [s.LABEL, "大小周"])
    (proposal,) = sixth.proposed(database)
    sixth.confirm(database, [proposal])
    page.run()
    assert {"zh": "已确认", "en": "confirmed"}[lang] in page.dataframe[0].value.iloc[0].tolist()
    assert page.dataframe[1].value.iloc[0].tolist()[6] == s.LABEL
