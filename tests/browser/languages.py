"""Pages walked through on a phone in both languages: each speaks one, and fits."""

import re

ENGLISH = re.compile(r"[A-Za-z]{3,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
PHONE = {"width": 390, "height": 844}


def walk(screen, pages, shop, *, kept=(), given=(), files=None, **look):
    """
    Open each page and change its language.

    ``kept`` are words that Chinese pages hold, ``given`` names typed in;
    ``files`` matches names of files and columns, which are the same in both.
    What a wide window shows a phone shows too, and more: the languages are read there.
    """
    screen.page.set_viewport_size(PHONE)
    for page in pages:
        path = "" if page == "week" else page
        text = screen.open(path, shop=shop, lang="zh", **look).text
        text = files.sub("", text) if files else text
        strays = set(ENGLISH.findall(text)) - {"English", *kept}
        strays = {word for word in strays if word not in shop}
        assert not strays, (page, strays)
        assert _width(screen) <= PHONE["width"], page
        text = screen.switch_language().text
        for name in ("简体中文", "小店", *given):
            text = text.replace(name, "")
        strays = CHINESE.findall(text)
        assert not strays, (page, strays)
        assert _width(screen) <= PHONE["width"], page
    assert screen.outside == []


def _width(screen):
    return screen.page.evaluate("() => document.scrollingElement.scrollWidth")
