"""What another rule of attribution would change, on the data page."""

import datetime as dt

import pytest

from service.month import sales
from tests.desks import at_desk
from tests.service.month import test_sales
from tests.service.month.test_sales import CreditBy, hold, rule
from tests.ui.pages.app import opened, seen
from ui.words.catalogue import t

sold = test_sales.database


@pytest.fixture
def shop(sold, tmp_path, monkeypatch):
    monkeypatch.setenv("PAIBAN_DB", sold.url)
    sales.import_orders(at_desk(sold, **test_sales.WHO), tmp_path / "orders.csv")
    return sold


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_another_rule_shows_whose_sales_it_would_move(app, shop, lang, tmp_path):
    hold(shop, tmp_path, rule(CreditBy.ORDER))
    page = opened(app, "data", month="2026-11", lang=lang, role="hr")
    assert not page.exception
    assert t("credits.same", lang) in seen(page)
    page.selectbox(key="credits.by").set_value(CreditBy.PAYMENT).run()
    moves = t("credits.moves", lang, count=2, yuan="500.00")
    assert moves.replace("¥", "") in seen(page).replace("¥", "").replace("\\", "")
    found = page.dataframe[-1].value
    assert list(found[t("credits.change", lang)]) == [-300.0, -200.0, 500.0]
    assert found[t("credits.agent", lang)].tolist()[1] == t("credits.nobody", lang)
    assert len(sales.attribution_rules(at_desk(shop))) == 1  # nothing was kept


def test_a_day_without_a_rule_is_told_and_the_page_goes_on(app, shop, tmp_path):
    later = rule(CreditBy.ORDER, valid_from=dt.date(2026, 11, 20))
    hold(shop, tmp_path, later)
    page = opened(app, "data", month="2026-11", lang="zh", role="hr")
    assert "没有生效的业绩归属规则" in seen(page)
    assert t("data.formats_text", "zh") in seen(page)  # the tab after it


def test_without_a_rule_the_page_says_what_to_import(app, shop):  # noqa: ARG001
    page = opened(app, "data", month="2026-11", lang="zh", role="hr")
    assert t("credits.no_rule", "zh") in seen(page)
