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


def test_every_page_fits_a_phone_and_speaks_one_language(screen, shelf, shop):  # noqa: F811 - above
    pay_review.send_to_review(at_desk(shelf, shop, **WHO), NOVEMBER)
    walk(screen, PAGES, shop, given=("客服", "方案"), **LOOK)


def test_agent_sees_the_month_once_it_is_in_review_takes_the_slip_and_objects(
    screen,
    shelf,
    shop,  # noqa: F811 - as above
    tmp_path,
):
    screen.open("my_score", shop=shop, lang="zh", **LOOK)
    assert screen.sees("2026年11月的结果还没有公布")
    assert "93.38" not in screen.text
    pay_review.send_to_review(at_desk(shelf, shop, **WHO), NOVEMBER)
    screen.open("my_score", shop=shop, lang="zh", **{**LOOK, "me": ""})
    screen.choose("我是", "A1 客服001")
    assert screen.sees("93.38")
    screen.page.get_by_text("怎么算的").nth(1).click()
    assert screen.sees("计入总分：")
    book = load_workbook(screen.download("下载我的工资条", tmp_path))
    assert book.sheetnames == ["A1"]  # nobody else's
    assert "审核中" in book["A1"]["A1"].value
    screen.write("申诉内容", "3日系统故障没有算")
    screen.press("提交申诉")
    assert screen.sees("! 待答复")
    (entry,) = own_month(at_desk(shelf, shop), NOVEMBER, "A1").objections
    assert (entry.value.text, entry.entered.by) == ("3日系统故障没有算", "A1")


def test_agent_confirms_the_scheme_as_read(screen, shelf, shop):  # noqa: F811 - as above
    pay_review.send_to_review(at_desk(shelf, shop, **WHO), NOVEMBER)
    screen.open("my_schemes", shop=shop, lang="en", **LOOK)
    screen.press("I have read and understood it")
    assert screen.sees("You confirmed it on")
    (found,) = own_schemes(at_desk(shelf, shop), "A1", NOVEMBER.last)
    assert found.read.by == "A1"
