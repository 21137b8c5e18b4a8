from dataclasses import replace

import pytest

from service.roster.intake import keep_week
from service.roster.requests import enter_absence
from service.roster.rules import rules_sheet
from service.shop.shops import actions
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import opened, seen
from tests.workers import do_next

WHO = {"by": "计划员", "now": s.NOW}


def asked(app):
    """Return the page after a design was asked for; a worker makes it."""
    opened(app, "design")
    next(found for found in app.button if found.label == "设计班次").click().run()
    assert not app.exception
    return app


def designed(app, shop):
    """Return the page after a worker's process made the design that was asked for."""
    asked(app)
    do_next(shop)
    return app.run()


@pytest.fixture
def shop(database):
    s.filled(database, s.with_week(shop_name="小店", **WHO))
    return database


def test_page_shows_the_curve_and_the_menu_it_proposes(app, shop):
    shown = seen(designed(app, shop))
    assert "推荐 2 种班" in shown
    assert "早班" in shown
    assert "改过" not in shown


@pytest.mark.usefixtures("shop")
def test_a_design_goes_on_while_somebody_is_away_and_can_be_stopped(app):
    asked(app)
    shown = seen(opened(app, "design"))
    assert "可以离开这一页" in shown
    assert next(found for found in app.button if found.label == "设计班次").disabled
    next(found for found in app.button if found.key == "design.stop").click().run()
    assert "设计已停止" in seen(app.run())


def test_a_design_of_another_question_says_so(app, shop):
    designed(app, shop)
    enter_absence(at_desk(shop), replace(s.week().absences[0], agent_id="A2"))
    assert "改过" in seen(app.run())


def test_a_menu_that_is_adopted_stands_in_the_rules_and_the_log(app, shop):
    designed(app, shop)
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
