"""The page of personal data, and what agents see of who looked and what was decided."""

import pytest

from service.records.staff import EmploymentDate, set_date
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import opened, seen

WHO = {"by": "人事", "now": s.NOW}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_somebody_who_left_is_looked_at_and_erased(app, draft, lang):
    set_date(at_desk(draft, **WHO), "A4", EmploymentDate.LEAVES, s.NOW.date().replace(day=1))
    page = opened(app, "persons", lang=lang)
    assert not page.exception
    page.selectbox(key="persons.who").set_value("A4").run()
    assert not page.exception
    assert page.button(key="persons.erase").disabled
    page.checkbox(key="persons.sure.A4").check().run()
    page.button(key="persons.erase").click().run()
    assert not page.exception
    assert "X0001" in seen(page)


@pytest.mark.usefixtures("draft")
def test_whoever_is_still_here_is_not_erased_and_the_page_says_why(app):
    page = opened(app, "persons")
    page.selectbox(key="persons.who").set_value("A1").run()
    assert "还在人员名单上" in seen(page)
    assert not [one for one in page.button if one.key == "persons.erase"]


@pytest.mark.usefixtures("draft")
def test_a_period_is_made_longer_and_not_shorter_than_the_law(app):
    page = opened(app, "persons")
    page.number_input(key="persons.months").set_value(12)
    page.button[-1].click().run()
    assert "太短" in seen(page)
