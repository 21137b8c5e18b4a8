import datetime as dt

import pytest

from service.phone.offers_seen import offers
from service.roster.requests import enter_absence
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen
from tests.ui.pages.test_mending import WHO, agents, published  # noqa: F401 - the fixture

PUT_UP = "cover_by.put_up"


@pytest.fixture
def asked(app, published):  # noqa: F811
    """Return the day's page with the answer who can take the shift of somebody who is ill."""
    opened(app, "day")
    button(app, "cover_by.ask").click().run()
    assert not app.exception
    return published


def test_who_can_cover_is_ranked_with_price_and_given_and_taken_back(app, asked):
    shown = seen(app)
    assert "A2 客服002 (一组) 当天休息" in shown
    assert "加班 0.0 小时" in shown
    assert "在别的岗位 1 人" in shown
    button(app, "cover_by.give.0").click().run()
    assert not app.exception
    assert agents(asked) == {"A1", "A2", "A3"}
    assert "已指派 A2" in seen(app)
    button(app, "done.undo").click().run()
    assert agents(asked) == {"A1", "A3"}


def test_they_are_asked_by_an_open_shift_and_the_offer_is_kept(app, asked):
    button(app, PUT_UP).click().run()
    assert not app.exception
    (offer,) = offers(at_desk(asked))
    assert offer.entry.value.terms.invited == ("A2", "A4")
    assert "2 人" in seen(app)
    assert button(app, f"cover_by.offers.end.{offer.entry.id}")


def test_a_stretch_is_not_given_when_the_week_changed_since(app, asked):
    enter_absence(at_desk(asked, **WHO), s.Absence("A4", s.at(2, 0), s.at(2, 24), "事假"))
    button(app, "cover_by.give.0").click().run()
    assert "在您查看之后变了" in seen(app)
    assert agents(asked) == {"A1", "A3"}


@pytest.mark.usefixtures("asked")
def test_a_stretch_of_ones_own_is_asked_for_too(app):
    app.selectbox(key="cover_by.source").set_value(-1).run()
    app.time_input(key="cover_by.starts").set_value(dt.time(10)).run()
    app.time_input(key="cover_by.ends").set_value(dt.time(12)).run()
    button(app, "cover_by.ask").click().run()
    assert not app.exception
    assert "顶 2.0/2.0 小时" in seen(app)


@pytest.mark.usefixtures("asked")
def test_a_stretch_on_a_closed_post_is_refused_in_a_sentence(app):
    app.selectbox(key="cover_by.source").set_value(-1).run()
    app.time_input(key="cover_by.starts").set_value(dt.time(20)).run()
    app.time_input(key="cover_by.ends").set_value(dt.time(22)).run()
    button(app, "cover_by.ask").click().run()
    assert not app.exception
    assert "该岗位在 2026-11-30T20:00 不开放" in seen(app)
