"""Raises of the base on the payout page, like conditions on the month's."""

import pytest

from kpi.month import Month
from service.pay import base_raises
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import with_month
from tests.service.pay import test_base_raises as raises
from tests.ui.pages.app import opened, seen
from ui.words.catalogue import t

SEPTEMBER = Month(2026, 9)
gold = raises.database


@pytest.fixture
def shown(gold, monkeypatch):
    monkeypatch.setenv("PAIBAN_DB", gold.url)
    return gold


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_raise_waits_for_the_lock_and_is_granted_by_its_button(app, shown, lang):
    at = {"month": "2026-09", "lang": lang, "role": "hr"}
    page = opened(app, "payout", **at)
    assert t("base_raise.title", lang) in [one.value for one in page.subheader]
    found = next(one.value for one in page.dataframe if t("base_raise.months", lang) in one.value)
    assert found.iloc[0].tolist()[2:5] == [3, 3000.0, 3200.0]
    assert page.button(key="base_raise.grant").disabled
    assert base_raises.raises_due(at_desk(shown), SEPTEMBER)[0].is_granted is False


def test_a_month_without_raises_says_nothing_of_them(app, shown):  # noqa: ARG001
    page = opened(app, "payout", month="2026-08", lang="zh", role="hr")
    assert t("base_raise.title", "zh") not in [one.value for one in page.subheader]


@pytest.fixture
def scored(database):
    return s.filled(database, with_month(is_scored=True))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_comparison_waits_to_be_asked(app, scored, lang):  # noqa: ARG001
    page = opened(app, "month", month="2026-11", lang=lang, role="hr")
    assert t("like_conditions.text", lang) not in seen(page)
    page.toggle(key="like_conditions.show").set_value(True).run()
    assert not page.exception
    assert t("like_conditions.text", lang) in seen(page)
    found = page.dataframe[-1].value
    assert t("like_conditions.adjusted", lang) in found.columns
    assert list(found[t("like_conditions.agent", lang)]) == ["A1 客服001", "A2 客服002"]
