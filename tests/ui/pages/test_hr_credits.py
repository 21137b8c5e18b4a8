"""What another rule of attribution would change, on the data page."""

import pytest

from service.month import sales
from tests.desks import at_desk
from tests.service.month import test_sales
from tests.service.month.test_sales import CreditBy, rule
from tests.ui.pages.app import opened, seen
from ui.words.catalogue import t

sold = test_sales.database


@pytest.fixture
def shop(sold, tmp_path, monkeypatch):
    monkeypatch.setenv("PAIBAN_DB", sold.url)
    sales.import_orders(at_desk(sold, **test_sales.WHO), tmp_path / "orders.csv")
    return sold


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_another_rule_shows_whose_sales_it_would_move(app, shop, lang):
    sales.save_attribution(at_desk(shop, **test_sales.WHO), rule(CreditBy.ORDER))
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


def test_without_a_rule_the_page_says_what_to_import(app, shop):  # noqa: ARG001
    page = opened(app, "data", month="2026-11", lang="zh", role="hr")
    assert t("credits.no_rule", "zh") in seen(page)
