import pytest
from openpyxl import load_workbook

from service.pay import pay_review
from service.pay.own_month import own_month
from service.scheme.scheme_reading import own_schemes
from tests.browser.languages import walk
from tests.browser.test_hr_review import shop  # noqa: F401 - a fixture
from tests.desks import at_desk
from tests.service.month.test_months import NOVEMBER, WHO
from ui import menu

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

PAGES = [entry.name for entry in menu.of(menu.Role.AGENT)]
LOOK = {"role": "agent", "month": "2026-11", "me": "A1"}


@pytest.fixture
def shown(shelf, shop):  # noqa: F811 - the fixture imported above
    """Return the id of a shop whose month is in review."""
    pay_review.send_to_review(at_desk(shelf, shop, **WHO), NOVEMBER)
    return shop


def test_every_page_fits_a_phone_and_speaks_one_language(screen, shown):
    walk(screen, PAGES, shown, given=("客服", "方案"), **LOOK)


def test_month_is_hidden_until_it_is_in_review(screen, shop):  # noqa: F811 - as above
    screen.open("my_score", shop=shop, lang="zh", **LOOK)
    assert screen.sees("2026年11月的结果还没有公布")
    assert "93.38" not in screen.text


def test_agent_chooses_a_name_sees_the_score_and_objects(screen, shelf, shown):
    screen.open("my_score", shop=shown, lang="zh", **{**LOOK, "me": ""})
    screen.choose("我是", "A1 客服001")
    assert screen.sees("93.38")
    screen.write("申诉内容", "3日系统故障没有算")
    screen.press("提交申诉")
    assert screen.sees("! 待答复")
    (entry,) = own_month(at_desk(shelf, shown), NOVEMBER, "A1").objections
    assert (entry.value.text, entry.entered.by) == ("3日系统故障没有算", "A1")


def test_agent_unfolds_a_line_takes_the_own_slip_home_and_confirms_the_scheme_as_read(
    screen, shelf, shown, tmp_path
):
    screen.open("my_score", shop=shown, lang="zh", **LOOK)
    screen.page.get_by_text("怎么算的").nth(1).click()
    assert screen.sees("计入总分：")
    with screen.page.expect_download() as caught:
        screen.page.get_by_role("button", name="下载我的工资条").click()
    caught.value.save_as(tmp_path / "slip.xlsx")
    book = load_workbook(tmp_path / "slip.xlsx")
    assert book.sheetnames == ["A1"]  # nobody else's
    assert "审核中" in book["A1"]["A1"].value
    screen.open("my_schemes", shop=shown, lang="en", **LOOK)
    screen.press("I have read and understood it")
    assert screen.sees("You confirmed it on")
    (found,) = own_schemes(at_desk(shelf, shown), "A1", NOVEMBER.last)
    assert found.read.by == "A1"
