import datetime as dt

import pytest

from scheduler.agent import Absence
from scheduler.roster import Roster
from service.roster.editing import change
from service.roster.publishing import agreed_of, keep_roster, publish
from service.roster.requests import enter_absence
from service.roster.rosters import breaches_of_law, roster_sheet, versions
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen

WHO = {"by": "王经理", "now": s.NOW}


@pytest.fixture
def two(draft):
    """Return a week whose first version is published and whose second lacks A3's shift."""
    publish(at_desk(draft, **WHO), s.LABEL)
    gone = s.roster().by_agent()["A3"]
    change(at_desk(draft, **WHO), s.LABEL, removed=gone)
    return draft


@pytest.mark.usefixtures("two")
def test_version_in_force_is_marked(app):
    assert "✓ 执行中" in seen(opened(app, "versions"))


@pytest.mark.usefixtures("two")
def test_differences_are_told_by_cell(app):
    shown = seen(opened(app, "versions"))
    assert "1 人的班次有变" in shown
    assert "变化的格：1" in shown


def test_breaches_of_law_are_counted_apart_while_the_question_is_the_same(app, draft):
    on_leave = Roster((s.shift("A2", day=1), s.shift("A1", 0, 15), s.shift("A1", 1, 7)))
    keep_roster(at_desk(draft, **WHO), s.LABEL, on_leave)
    assert of_law(draft) == (0, 1)
    shown = seen(opened(app, "versions"))
    assert "其中法定" in shown
    assert "该版本检查时的规则" not in shown
    enter_absence(at_desk(draft, **WHO), Absence("A3", s.at(3, 0), s.at(4, 0), "annual"))
    assert of_law(draft) == (0, None)
    assert "该版本检查时的规则、人员或需求" in seen(opened(app, "versions"))


def of_law(database):
    sheet = roster_sheet(at_desk(database), s.LABEL)
    return breaches_of_law(sheet.problem, versions(at_desk(database), s.LABEL))


def test_older_version_is_restored_as_a_new_draft(app, two):
    opened(app, "versions")
    button(app, "versions.restore").click().run()
    assert not app.exception
    newest = versions(at_desk(two), s.LABEL)[-1]
    assert newest.version.number == 3
    assert newest.version.roster == s.roster()


@pytest.mark.usefixtures("week")
def test_week_without_versions_says_what_to_do(app):
    assert "本周还没有班表版本" in seen(opened(app, "versions"))


def test_a_roster_that_bound_nobody_is_told_and_put_in_force_with_a_reason(app, draft):
    after = s.NOW + dt.timedelta(days=20)  # the week is over
    publish(at_desk(draft, by="王经理", now=after), s.LABEL)
    shown = seen(opened(app, "versions"))
    assert "v1 发布时，2 个班次（2 人，16.0 小时）已经开始" in shown
    agree = next(one for one in app.button if one.label.startswith("让 v1"))
    agree.click().run()
    assert not app.exception
    assert "原因" in seen(app)  # asked for
    app.text_input[-1].set_value("按纸质班表补录")
    next(one for one in app.button if one.label.startswith("让 v1")).click().run()
    assert not app.exception
    (entry,) = agreed_of(at_desk(draft), s.LABEL)
    assert entry.value.reason == "按纸质班表补录"
    assert "按纸质班表补录" in seen(app)
    button(app, f"versions.agreed_undo.{entry.id}").click().run()
    assert agreed_of(at_desk(draft), s.LABEL) == ()
