import logging

import pytest

from service.roster.intake import keep_week
from service.roster.weeks import open_week
from service.shop.shops import shops
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, script, seen
from ui import menu

NAMES = [entry.name for entry in menu.PAGES]


def supervisor_pages():
    return [entry.name for entry in menu.of(menu.Role.SUPERVISOR)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", supervisor_pages())
@pytest.mark.usefixtures("draft")
def test_page_opens_without_a_message_of_trouble(app, page, lang):
    opened(app, page, lang=lang)
    assert not app.exception
    assert "error" not in [message.type for message in app.error]


@pytest.mark.parametrize("page", supervisor_pages())
@pytest.mark.usefixtures("database")
def test_page_opens_on_an_empty_database(app, page):
    opened(app, page)
    assert not app.exception
    assert not app.error


@pytest.mark.usefixtures("database")
def test_an_empty_database_begins_with_setting_a_shop_up(app):
    opened(app)
    assert "创建店铺" in seen(app)
    opened(app, "versions")
    assert "还没有店铺" in seen(app)
    assert "设置店铺" in seen(app)


@pytest.mark.usefixtures("draft")
def test_chinese_is_spoken_unless_asked_otherwise(app):
    assert "第 49 周" in seen(opened(app))


@pytest.mark.usefixtures("draft")
def test_link_brings_its_language(app):
    assert "Week 49" in seen(opened(app, lang="en"))


@pytest.mark.usefixtures("draft")
def test_unknown_language_in_a_link_is_left_alone(app):
    assert "第 49 周" in seen(opened(app, lang="fr"))


@pytest.mark.usefixtures("draft")
def test_language_is_switched_by_a_button_and_kept_on_the_next_page(app):
    opened(app)
    button(app, "bar_lang").click().run()
    assert "Week 49" in seen(app)
    opened(app, "versions")
    assert "Week 49" in seen(app)


@pytest.mark.usefixtures("draft")
def test_choices_are_in_the_address(app):
    opened(app)
    told = {name: app.query_params[name] for name in ("shop", "week", "lang")}
    assert told == {"shop": "main", "week": s.LABEL, "lang": "zh"}


def test_link_to_a_week_opens_that_week(app, draft):
    open_week(at_desk(draft, by="王经理", now=s.NOW), "2026-W50")
    assert "第 49 周" in seen(opened(app, week=s.LABEL))


@pytest.mark.usefixtures("draft")
def test_week_that_is_not_there_opens_the_latest(app):
    assert "第 49 周" in seen(opened(app, week="2030-W01"))


@pytest.mark.usefixtures("draft")
def test_surprise_shows_a_number_and_is_logged_under_it(app, monkeypatch, caplog):
    def fails(*_args, **_kwargs):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("ui.parts.sheet.roster_sheet", fails)
    with caplog.at_level(logging.ERROR, logger="paiban.app"):
        opened(app)
    assert not app.exception
    (message,) = app.error
    assert "secret detail" not in message.value
    (record,) = [r for r in caplog.records if r.name == "paiban.app"]
    assert record.args[0] in message.value
    assert record.exc_info[1].args == ("secret detail",)


def test_demo_shop_is_loaded_on_request(app, database, monkeypatch):
    def small_demo(kept, *, by):
        keep_week(at_desk(kept, by=by, now=s.NOW), s.week())

    monkeypatch.setattr("ui.parts.start.beginning.load_demo", small_demo)
    opened(app)
    button(app, "empty.demo").click().run()
    assert not app.exception
    assert [shop.id for shop in shops(database)] == ["main"]
    assert "第 49 周" in seen(app)


@pytest.mark.usefixtures("draft")
def test_the_first_page_answers_at_its_own_address_too(app):
    at_home = seen(opened(app))
    app.switch_page(script("week")).run()
    assert not app.exception
    assert seen(app) == at_home
