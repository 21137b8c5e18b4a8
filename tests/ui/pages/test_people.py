import datetime as dt

import pytest

from service.shop import shops
from service.shop.staff_lines import PersonTold, change_person, staff_people
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen


@pytest.fixture
def page(app, draft):  # noqa: ARG001 - the shop that is looked at
    return opened(app, "people")


def field(widgets, end):
    return next(
        one for one in widgets if one.key.startswith("person.new") and one.key.endswith(end)
    )


def submit(page):
    next(part for part in page.button if part.form_id).click().run()


def test_somebody_is_added_and_taken_back(page, draft):
    field(page.text_input, ".agent").set_value("B1")
    field(page.text_input, ".name").set_value("小新")
    field(page.multiselect, ".posts").set_value(["aftersales"])
    submit(page)
    (new,) = [one for one in staff_people(at_desk(draft)) if one.agent.id == "B1"]
    assert (new.agent.posts, new.agent.contract.hours_week) == (("aftersales",), 40)
    assert "B1 小新 已加入名单" in seen(page)
    button(page, "done.undo").click().run()
    assert shops.agents(at_desk(draft)) == s.AGENTS


def test_what_is_missing_is_told_and_nothing_kept(page, draft):
    field(page.text_input, ".agent").set_value("B1")
    submit(page)
    assert "岗位" in "".join(one.value for one in page.error)
    assert shops.agents(at_desk(draft)) == s.AGENTS


def test_changes_to_come_are_counted_beside_the_title(app, draft):
    later = dt.date.today() + dt.timedelta(days=40)  # noqa: DTZ011 - the page asks the clock too
    one = s.AGENTS[0]
    told = PersonTold(one.id, one.name, one.team, one.posts, 20.0, since=later)
    change_person(at_desk(draft, now=dt.datetime.now(dt.UTC)), told)
    assert "1 项变更待生效" in seen(opened(app, "people"))


def test_the_week_says_which_terms_change_within_it(app, draft):
    one, wednesday = s.AGENTS[0], s.MONDAY + dt.timedelta(days=2)
    told = PersonTold(one.id, one.name, one.team, one.posts, 20.0, since=wednesday)
    change_person(at_desk(draft), told)
    text = "\n".join(each.value for each in opened(app).info)
    assert "A1 客服001 2026-12-02起 周工时 40 → 20" in text.replace("\\", "")
