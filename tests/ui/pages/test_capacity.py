import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from service.demand.capacity import CapacityParams, CapacityScenario, scenarios_ahead
from service.demand.capacity_terms import kept_terms
from service.history.volumes import import_volumes
from service.shop import shops
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import opened, seen

WHO = {"by": "计划员", "now": s.NOW}


@pytest.fixture
def busy(database):
    """Return a shop with eight weeks of a history that four people cannot carry."""
    s.filled(database, s.with_week(shop_name="小店", **WHO))
    past = s.volumes(start=s.MONDAY - dt.timedelta(days=56), days=56, count=12.0)
    import_volumes(at_desk(database, **WHO), past)
    return database


def number(app, label):
    return next(found for found in app.number_input if found.label == label)


def planned(database, weeks=13, **params):
    params = {"margin": 0.1, "away_share": 0.06, "leaving_per_year": 0.15, **params}
    today = dt.datetime.now(dt.UTC).date()
    told = [CapacityScenario("", CapacityParams(**params))]
    (found,) = scenarios_ahead(at_desk(database), told, today=today, weeks=weeks)
    return found.capacity


def test_page_says_whom_to_hire_and_by_when(app, busy):
    shown = seen(opened(app, "capacity"))
    assert not app.exception
    found = planned(busy)
    total = sum(found.hires_needed(post) for post in s.POSTS)
    assert total > 0
    assert f"{total} 人" in shown
    assert "最晚决定" in shown
    assert all(week.label in shown for week in found.weeks)


def test_other_conditions_give_another_plan(app, busy):
    opened(app, "capacity")
    number(app, "每月增长（%）").set_value(50.0)
    next(found for found in app.button if found.label == "重新测算").click().run()
    assert not app.exception
    found = planned(busy, growth_per_month=0.5)
    before = planned(busy)
    totals = [sum(one.hires_needed(post) for post in s.POSTS) for one in (before, found)]
    assert totals[1] > totals[0]
    assert f"{totals[1]} 人" in seen(app)


def test_shop_without_history_is_told_so(app, database):
    s.filled(database, s.with_week(shop_name="小店", **WHO))
    shown = seen(opened(app, "capacity"))
    assert not app.exception
    assert "还缺：历史咨询量" in shown
    assert shops.posts(at_desk(database))


def test_page_opens_without_any_shop(app, database):  # noqa: ARG001 - an empty database
    opened(app, "capacity")
    assert not app.exception


def test_hires_of_least_cost_that_are_not_known_say_so():
    def drawn():
        from types import SimpleNamespace  # noqa: PLC0415 - a script of its own

        from ui.parts.planner.capacity_view import cheapest  # noqa: PLC0415

        cheapest(SimpleNamespace(cheapest=None))

    (said,) = AppTest.from_function(drawn).run().caption
    assert "时薪" in said.value


def test_terms_that_are_kept_are_laid_over_those_of_now(app, busy):
    opened(app, "capacity")
    app.text_input(key="capacity.main.keep_name").set_value("平常").run()
    next(found for found in app.button if found.key == "capacity.keep").click().run()
    number(app, "咨询量（预测的 %）").set_value(150.0)
    next(found for found in app.button if found.label == "重新测算").click().run()
    assert not app.exception
    shown = seen(app)
    assert "平常" in shown
    assert "咨询量（预测的 %） 100" in shown
    next(found for found in app.button if found.key == "capacity.take").click().run()
    assert number(app, "咨询量（预测的 %）").value == 100.0
    (kept,) = kept_terms(at_desk(busy))
    assert (kept.scenario.name, kept.version) == ("平常", 1)
    next(found for found in app.button if found.key == "capacity.drop").click().run()
    assert "还没有留下任何一组条件" in seen(app)
    assert kept_terms(at_desk(busy)) == ()


def test_a_learning_curve_that_no_data_shows_is_told_as_such(app, busy):
    opened(app, "capacity")
    next(found for found in app.button if found.key == "capacity.ramp").click().run()
    assert "新员工头几周的咨询记录太少" in seen(app)
    assert busy
