import pytest

from service.roster.intake import keep_week
from service.roster.rules import rules_sheet
from service.shop.shops import actions
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import opened, seen

WHO = {"by": "计划员", "now": s.NOW}


def designed(app):
    """Return the page after a design was asked for."""
    opened(app, "design")
    next(found for found in app.button if found.label == "设计班次").click().run()
    assert not app.exception
    return app


@pytest.fixture
def shop(database):
    s.filled(database, s.with_week(shop_name="小店", **WHO))
    return database


@pytest.mark.usefixtures("shop")
def test_page_shows_the_curve_and_the_menu_it_proposes(app):
    shown = seen(designed(app))
    assert "推荐 2 种班" in shown
    assert "早班" in shown


def test_a_menu_that_is_adopted_stands_in_the_rules_and_the_log(app, shop):
    designed(app)
    next(found for found in app.button if found.key == "design.adopt").click().run()
    assert not app.exception
    rules = rules_sheet(at_desk(shop), s.LABEL).week.rules
    assert rules.types
    assert rules.shapes == ()
    assert actions(at_desk(shop))[0].name == "rules_changed"
    assert "已采用 2 种班" in seen(app)


@pytest.mark.usefixtures("shop")
def test_nothing_is_designed_before_it_is_asked_for(app):
    assert "左边" in seen(opened(app, "design"))


def test_a_week_without_requirement_says_the_next_step(app, database):
    keep_week(at_desk(database, **WHO), s.week(requirement=None, forecast=None), shop_name="小店")
    opened(app, "design")
    assert not app.exception
    assert not any(found.key == "design.adopt" for found in app.button)
