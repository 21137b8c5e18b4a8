import pytest

from service.roster.editing import change
from service.roster.publishing import publish
from service.roster.rosters import versions
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
def test_differences_are_told_by_person(app):
    shown = seen(opened(app, "versions"))
    assert "1 人的班次有变" in shown
    assert "09:00-18:00 售后" in shown


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
