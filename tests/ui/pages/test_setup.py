import datetime as dt

import pytest

from service.history.volumes import import_volumes
from service.roster.intake import keep_week
from service.roster.weeks import weeks
from service.shop.shops import posts, save_agents, shops
from service.start.coming_week import make_week
from service.start.setting_up import NewShop, create_shop
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen
from ui import link, menu

PAGES = [(entry.role.value, entry.name) for entry in menu.PAGES]


@pytest.fixture
def shop(database):
    """Return a shop that was just set up: posts and rules, no people, no past, no week."""
    create_shop(at_desk(database), NewShop("小店", s.POSTS))
    return database


def test_a_shop_is_set_up_by_its_name_its_posts_and_its_hours(app, database):
    opened(app)
    app.text_input(key="setup.name").set_value("Corner Shop")
    app.text_input(key="setup.opening").set_value("8:30-24:00")
    app.text_input(key="setup.posts").set_value("售前、客诉")
    app.multiselect(key="setup.platforms").set_value(["taobao"])
    button(app, "FormSubmitter:setup.-创建店铺").click().run()
    assert not app.exception
    assert [shop.id for shop in shops(database)] == ["corner-shop"]
    kept = posts(at_desk(database, "corner-shop"))
    assert [post.id for post in kept] == ["presales", "客诉"]
    assert {post.staffing.within_s for post in kept} == {180.0}
    assert "员工名单" in seen(app)


def test_targets_of_a_shop_follow_its_platforms_once_somebody_presses(app, shop):
    opened(app, "setup")
    assert "没有指定销售平台" in seen(app)
    app.multiselect(key="setup.sold.told").set_value(["jd", "kuaishou"])
    button(app, "FormSubmitter:setup.sold-改用平台目标").click().run()
    assert not app.exception
    assert {len(post.staffing.targets) for post in posts(at_desk(shop))} == {1}
    assert "快手：3 分钟回复率" in seen(app)


def test_what_is_wrong_with_a_new_shop_is_said_and_nothing_is_kept(app, database):
    opened(app)
    app.text_input(key="setup.name").set_value("小店")
    app.text_input(key="setup.opening").set_value("有时")
    button(app, "FormSubmitter:setup.-创建店铺").click().run()
    assert "不是开放时间" in app.error[0].value
    assert shops(database) == ()


@pytest.mark.usefixtures("shop")
def test_the_page_says_what_each_aim_still_waits_for(app):
    shown = seen(opened(app, "setup"))
    assert "排班并发布 · 还缺：员工名单、历史咨询量" in shown
    assert button(app, "setup.make").disabled


def test_the_week_is_made_once_there_is_a_history(app, shop):
    save_agents(at_desk(shop), s.AGENTS)
    import_volumes(at_desk(shop), s.volumes())
    opened(app, "setup")
    button(app, "setup.make").click().run(timeout=180)
    assert not app.exception
    (week,) = weeks(at_desk(shop))
    assert week.has_requirement
    assert "自动排班" in seen(app)


def test_a_week_that_is_not_open_is_made_from_the_line_that_says_so(app, database):
    today = link.now().astimezone(s.CLOCK.zone).date()
    monday = today - dt.timedelta(days=today.weekday())
    keep_week(at_desk(database), s.week(monday))
    import_volumes(at_desk(database), s.volumes(monday - dt.timedelta(days=28)))
    [make] = [one for one in opened(app).button if str(one.key).endswith(".next_closed")]
    make.click().run(timeout=180)
    assert not app.exception
    this, following = weeks(at_desk(database))
    assert following.horizon.start == this.horizon.start + dt.timedelta(days=7)
    assert following.has_requirement


@pytest.mark.parametrize(("role", "page"), PAGES)
@pytest.mark.usefixtures("database")
def test_an_empty_program_has_no_dead_end(app, role, page):
    _has_a_way_on(opened(app, page, role=role))


@pytest.mark.parametrize(("role", "page"), PAGES)
@pytest.mark.usefixtures("shop")
def test_a_shop_without_weeks_has_no_dead_end(app, role, page):
    _has_a_way_on(opened(app, page, role=role))


OF_A_WEEK = [
    *(("supervisor", name) for name in ("week", "day", "requests", "rules", "people")),
    *(("planner", name) for name in ("forecast", "requirement", "service_level", "whatif")),
    *(("planner", "design"), ("hr", "projection")),
]


@pytest.mark.parametrize(("role", "page"), OF_A_WEEK)
def test_a_week_that_is_staffed_but_has_nobody_has_no_dead_end(app, shop, role, page):
    import_volumes(at_desk(shop), s.volumes())
    make_week(at_desk(shop))
    _has_a_way_on(opened(app, page, role=role))


def _has_a_way_on(page):
    """Check that a page drew without trouble, and has something to press or to fill in."""
    assert not page.exception
    assert not page.error
    asks = [*page.get("file_uploader"), *page.selectbox, *page.text_input, *page.number_input]
    ways = [one for one in (*page.button, *asks) if not str(one.key).startswith(("bar_", "next."))]
    assert ways
