import re

import pytest

from scheduler.agent import Absence
from service.roster.publishing import publish
from service.roster.requests import enter_absence
from service.roster.rosters import roster_sheet
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen

WHO = {"by": "王经理", "now": s.NOW}


@pytest.fixture
def published(draft, monkeypatch):
    """Return a published week before it begins, one of whose people is ill on Monday."""
    desk = at_desk(draft, **WHO)
    publish(desk, s.LABEL)
    enter_absence(desk, Absence("A1", s.at(0, 0), s.at(0, 24), "病假"))
    monkeypatch.setattr("ui.link.now", lambda: s.NOW)
    return draft


def keys(app):
    return [part.key for part in app.button]


def agents(database):
    return roster_sheet(at_desk(database), s.LABEL).version.version.roster.by_agent().keys()


@pytest.mark.usefixtures("draft")
def test_a_draft_nobody_knows_is_made_anew_and_not_mended(app):
    assert "mend.open" not in keys(opened(app))


def test_a_published_week_is_mended_first_and_made_anew_second(app, published):
    opened(app)
    assert keys(app).index("mend.open") < keys(app).index("solve.open")
    button(app, "mend.open").click().run()
    shown = seen(app)
    assert not app.exception
    assert "周一 11月30日缺 10.0 人时（没有人缺席时缺 2.0 人时）" in shown
    assert "动 1 人，缺 10.0 → 2.0 人时" in shown
    assert "已证明没有更轻的办法" in shown
    assert shown.count("预计当天余下时间：服务水平") == 1  # as it is; a proposal tells the change
    changes = re.findall(r"(服务水平|接听率) \S+ → \S+（\S+ ± \S+?）?", shown)
    assert changes == ["服务水平", "接听率"]
    assert "周一 11月30日余下时间预计变化：" in shown  # the first of the days concerned
    button(app, "mend.wider").click().run()  # few people's whole weeks too
    assert not app.exception
    assert "mend.wider" not in keys(app)
    assert "动 1 人，缺 10.0 → 2.0 人时" in seen(app)
    button(app, "mend.0.take").click().run()
    assert not app.exception
    assert agents(published) == {"A2", "A3"}
    assert "已采用，改了 1 人，存为草稿 v2" in seen(app)
    button(app, "done.undo").click().run()
    assert agents(published) == {"A1", "A3"}


def test_the_day_page_mends_too_and_says_when_somebody_changed_the_question(app, published):
    opened(app, "day")
    button(app, "mend.open").click().run()
    enter_absence(at_desk(published, **WHO), Absence("A4", s.at(2, 0), s.at(2, 24), "事假"))
    button(app, "mend.0.take").click().run()
    assert "在您查看之后变了" in seen(app)
    assert agents(published) == {"A1", "A3"}


@pytest.mark.usefixtures("published")
def test_a_week_that_is_over_is_not_mended(app, monkeypatch):
    monkeypatch.setattr("ui.link.now", lambda: s.NOW.replace(year=2027))
    assert "mend.open" not in keys(opened(app))
