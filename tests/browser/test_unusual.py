import pytest

from service.month import kpi_plans, months
from service.month.earlier_pay import import_earlier_pay
from service.pay.pay_review import RunState, review_state
from service.roster import intake
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import FIRST, NOVEMBER, WHO, fill

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

PLAN = (
    "agent_id,valid_from,base,performance,coefficient\n"
    "A1,2026-11-01,4000,1500,110\nA2,2026-11-01,500000,1500,110%\n"
)
WORDS = {
    "zh": ("我已逐一核对", "为什么没有错", "确认无误", "110"),
    "en": (
        "I have looked at these",
        "Why they are meant",
        "Go on: they are meant",
        "110",
    ),
}


def test_unusual_numbers_are_kept_after_a_tick_and_a_reason(screen, shelf, tmp_path):
    intake.keep_week(at_desk(shelf, "unusual", by="人事", now=s.NOW), s.week(), shop_name="小店")
    path = tmp_path / "pay_plan.csv"
    path.write_text(PLAN, "utf-8")
    for lang in ("en", "zh"):
        tick, reason, keep, value = WORDS[lang]
        screen.open("data", shop="unusual", lang=lang, role="hr", month="2026-11")
        screen.upload(path)
        assert screen.sees(value)
        screen.page.get_by_text(tick).click()
        screen.settle()
        assert screen.page.get_by_role("button", name=keep).is_visible()
        assert screen.page.get_by_role("textbox", name=reason).is_visible()
    screen.write(reason, "与合同核对过")
    screen.press(keep)
    assert len(kpi_plans.pay_plans(at_desk(shelf, "unusual"))) == 2


def test_who_is_paid_unlike_last_month_is_looked_at_before_the_review(screen, shelf, tmp_path):
    name = "unlike"
    intake.keep_week(at_desk(shelf, name, **WHO), s.week(FIRST, absences=(), wishes=()))
    fill(shelf, tmp_path / "in", shop=name)
    told = tmp_path / "earlier_pay.csv"
    told.write_text("agent_id,month,pay\nA1,2026-10,1500\n", "utf-8")
    import_earlier_pay(at_desk(shelf, name, **WHO), told)
    months.score(at_desk(shelf, name, **WHO), NOVEMBER)
    screen.open("payout", shop=name, lang="en", role="hr", month="2026-11")
    assert screen.sees("Unlike last month")
    assert screen.sees("¥1,500.00")
    screen.press("Send to review")
    screen.page.get_by_text("I have looked at these").click()
    screen.settle()
    screen.write("Why they are meant", "joined on 20 October")
    screen.press("Go on: they are meant")
    state = review_state(at_desk(shelf, name), NOVEMBER)
    assert state.state is RunState.REVIEW
