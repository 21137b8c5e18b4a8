import pytest

from service.access.grants import Role
from ui.menu import PAGES, of, place_of_group
from ui.words.catalogue import LANGUAGES, has


def test_every_page_has_its_script():
    assert not [entry.name for entry in PAGES if not entry.path.is_file()]


def test_names_of_pages_do_not_repeat():
    assert len({entry.name for entry in PAGES}) == len(PAGES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_and_role_is_named(lang):
    keys = {f"page.{entry.name}" for entry in PAGES} | {f"role.{entry.role}" for entry in PAGES}
    keys |= {f"group.{entry.group}" for entry in PAGES if entry.group}
    assert not [key for key in keys if not has(key, lang)]


def test_the_menu_of_a_page_has_its_place_behind_the_plain_pages():
    pages = {entry.name: entry for entry in PAGES}
    mine = of(Role.HR)
    plain = [entry for entry in mine if not entry.group]
    assert place_of_group(pages["schemes"], mine) == len(plain)
    assert place_of_group(pages["complaints"], mine) == len(plain) + 1
    assert place_of_group(pages["month"], mine) is None
