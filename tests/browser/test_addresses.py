import pytest

from tests.service import small_shop as s

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.mark.parametrize("path", ["", "week"])
def test_the_week_answers_at_both_addresses(screen, shop, path):
    screen.open(path, shop=shop, lang="zh", week=s.LABEL)
    assert "第 49 周" in screen.text
    assert "Page not found" not in screen.page.content()
    screen.go("版本")
    screen.go("本周")
    assert screen.page.url.split("?")[0].endswith("/week")
