import pytest

from service.month import kpi_plans
from service.roster import intake
from tests.desks import at_desk
from tests.service import small_shop as s

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

PLAN = (
    "agent_id,valid_from,base,performance,coefficient\n"
    "A1,2026-11-01,4000,1500,110\nA2,2026-11-01,500000,1500,110%\n"
)
WORDS = {
    "zh": ("导入 1", "我已逐一核对", "为什么没有错", "确认并保留", "110"),
    "en": ("Import 1", "I have looked at these", "Why they are meant", "Keep them", "110"),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_unusual_numbers_are_kept_after_a_tick_and_a_reason(screen, shelf, tmp_path, lang):
    name = f"unusual-{lang}"
    intake.keep_week(at_desk(shelf, name, by="人事", now=s.NOW), s.week(), shop_name="小店")
    path = tmp_path / "pay_plan.csv"
    path.write_text(PLAN, "utf-8")
    take, tick, reason, keep, value = WORDS[lang]
    screen.open("data", shop=name, lang=lang, role="hr", month="2026-11")
    screen.page.locator('input[type="file"]').first.set_input_files(path)
    screen.settle()
    screen.page.get_by_role("button", name=take).first.click()
    screen.settle()
    assert screen.sees(value)
    screen.page.get_by_text(tick).click()
    screen.settle()
    screen.write(reason, "与合同核对过")
    screen.press(keep)
    assert len(kpi_plans.pay_plans(at_desk(shelf, name))) == 2
