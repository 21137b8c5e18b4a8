import pytest

from tests.service import small_shop as s

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


def test_the_week_has_two_addresses_and_what_is_looked_at_stands_in_each(screen, shop):
    for path in ("", "week"):
        screen.open(path, shop=shop, lang="zh", week=s.LABEL)
        assert "第 49 周" in screen.text
        assert "Page not found" not in screen.page.content()
        screen.go("版本")
        screen.go("本周")
        assert screen.page.url.split("?")[0].endswith("/week")
    screen.open(shop=shop, lang="en", week=s.LABEL)
    for name, path in (("Requests", "requests"), ("Versions", "versions")):
        screen.go(name)
        assert f"/{path}?" in screen.page.url
        assert f"week={s.LABEL}" in screen.page.url
        assert "lang=en" in screen.page.url
