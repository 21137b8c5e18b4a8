from dataclasses import replace

import pytest

from service.shop import shops
from tests.browser.languages import walk
from tests.desks import at_desk
from ui import menu

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

ROLE = menu.Role.ADMINISTRATOR
PAGES = [entry.name for entry in menu.of(ROLE) if entry.role is ROLE]  # others walk through theirs


def test_the_log_is_whole_shows_before_and_after_and_is_handed_out(screen, shelf, shop, tmp_path):
    kept = ("yyyy",)  # of an empty date
    walk(screen, PAGES, shop, kept=kept, given=("王经理",), role="administrator")
    screen.page.set_viewport_size({"width": 1440, "height": 900})
    first, *others = shops.agents(at_desk(shelf, shop))
    shops.save_agents(at_desk(shelf, shop, by="李组长"), (replace(first, team="二组"), *others))
    screen.open("log", shop=shop, lang="zh", role="administrator")
    assert screen.sees("操作日志完好")
    screen.tick_first_row()
    assert screen.sees("二组")
    path = screen.download("导出这些行", tmp_path)
    assert "李组长" in path.read_text(encoding="utf-8-sig")
