"""Somebody signs in, works, is signed out in the midst of it, and goes on where they were."""

import datetime as dt
from http.client import HTTPConnection

import pytest

from service.access import accounts, visits
from service.access.grants import Grant, Role, Scope, ScopeKind, give
from service.access.passwords import PasswordCost
from service.desk import HOUSE
from service.roster.intake import keep_week
from service.shop import posts
from tests.browser.conftest import WHO, served, without_accounts
from tests.browser.screen import Screen
from tests.desks import at_desk
from tests.service import small_shop as s

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

CHEAP = PasswordCost(1, 8, 1)
NAME, NEW = "王经理", "four unrelated 词语 here"


@pytest.fixture
def house(tmp_path):
    opened = s.database(tmp_path)
    keep_week(at_desk(opened, "one", **WHO), s.week(), shop_name="小店")
    yield opened
    opened.close()


def enter(page, password, button="登录"):
    page.get_by_label("姓名").fill(NAME)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name=button).click()


def is_let_in(address, cookie):
    line = HTTPConnection(address.removeprefix("http://"))
    line.request("GET", "/signed-in", headers={"Cookie": cookie})
    status = line.getresponse().status
    line.close()
    return status == 200


def test_signing_in_working_and_signing_out(window, house):
    without_accounts(house.url)
    page = window.new_page()
    with served(house.url) as address:
        screen = Screen(page, address)
        screen.open("posts", shop="one", lang="zh")
        assert screen.sees("没有登录保护")  # in red, until there is an account
        desk = at_desk(house, HOUSE, now=dt.datetime.now(dt.UTC))
        made = accounts.create(desk, NAME, cost=CHEAP)
        give(desk, Grant(NAME, Role.SUPERVISOR, Scope(ScopeKind.SHOP, "one")))

        page.get_by_label("姓名").wait_for()  # the open page leads there by itself
        enter(page, made.password)
        page.get_by_label("现在的密码").fill(made.password)
        page.get_by_label("新密码").fill(NEW)
        page.get_by_role("button", name="更改密码").click()
        page.wait_for_selector(".head")
        screen.settle()
        assert page.locator(".unguarded").count() == 0
        screen.write("中文名称", "直播客服")
        screen.press("新增", exact=True)
        assert screen.sees("已新增岗位“直播客服”")

        [guest] = visits.guests(house, desk.now)
        visits.revoke(desk, visits.number_of(guest.visit))
        page.get_by_label("姓名").wait_for()
        enter(page, NEW)
        page.wait_for_selector(".head")
        screen.settle()
        assert "/posts?" in page.url
        page.get_by_text("直播客服").first.wait_for(state="attached")  # a table draws its cells

        [cookie] = [one for one in window.cookies() if one["name"] == "paiban"]
        told = f"paiban={cookie['value']}"
        assert cookie["httpOnly"]
        assert is_let_in(address, told)
        page.get_by_role("button", name=NAME).click()
        page.get_by_role("button", name="退出登录").click()
        page.get_by_label("姓名").wait_for()
        assert not is_let_in(address, told)
    page.close()
    window.clear_cookies()
    with house.read() as unit:
        done = [(one.name, one.done.by) for one in unit.actions.of("one")]
    assert done[0] == ("post_added", NAME)
    assert [one.post.id for one in posts.kept_posts(at_desk(house, "one"))][-1] == "直播客服"
