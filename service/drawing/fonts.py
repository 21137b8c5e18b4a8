"""The typeface of pictures: one that has the characters of the text, found on this computer."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from scheduler.errors import Fault, InputError
from service.settings import settings

Typeface = ImageFont.FreeTypeFont | ImageFont.ImageFont
SIMPLIFIED = {"NotoSansCJK-Regular.ttc": 2}  # the face of a collection, where it is not the first
FIRST_BEYOND_LATIN = "\u2e80"  # Chinese characters and full-width signs stand from here on

KNOWN = (
    *("NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "NotoSansSC-Regular.ttf"),
    *("SourceHanSansSC-Regular.otf", "SourceHanSansCN-Regular.otf"),
    *("wqy-microhei.ttc", "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf", "DroidSansFallback.ttf"),
    *("msyh.ttc", "simhei.ttf", "simsun.ttc"),  # Windows
    *("PingFang.ttc", "Hiragino Sans GB.ttc", "STHeiti Medium.ttc"),  # macOS
)
"""Files of typefaces with simplified Chinese, best first; looked for where systems keep them."""


def font_for(text: str, size: int) -> Typeface:
    """
    Return a typeface that has the characters of a text.

    Parameters
    ----------
    text
        All that will be written with it.
    size
        Height of a line in pixels.

    Raises
    ------
    InputError
        ``font_missing`` where the text has Chinese characters and no typeface with them is known
        here; ``font_unreadable`` where the setting ``font`` names no typeface.
    """
    named = settings().font
    if named:
        return _named(named, size)
    is_latin = max(text, default=" ") < FIRST_BEYOND_LATIN
    found = _known(size)
    if found is None and not is_latin:
        raise InputError(Fault("font_missing"))
    return found or ImageFont.load_default(size)


def _named(path: str, size: int) -> Typeface:
    try:
        place = Path(path).expanduser()
        return ImageFont.truetype(str(place), size, index=SIMPLIFIED.get(place.name, 0))
    except OSError:
        raise InputError(Fault("font_unreadable", column="font", value=path)) from None


@lru_cache(maxsize=16)
def _known(size: int) -> Typeface | None:
    for name in KNOWN:
        try:
            return ImageFont.truetype(name, size, index=SIMPLIFIED.get(name, 0))
        except OSError:
            continue
    return None
