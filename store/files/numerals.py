"""
Numbers as people and systems write them.

Commas set thousands apart only in proper groups of three (``1,204``, ``12,345.60``); any other lone
comma is a decimal comma (``10,5``, ``12345,60``), and with it points may set thousands apart
(``1.234,50``). ``1,204`` alone is 1204. In a column that has decimal commas it could as well be
1.204, and is a fault; so is ``1.204`` there. Anything else with commas is a fault.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from scheduler.errors import require
from store.files.clean import narrow

if TYPE_CHECKING:
    from collections.abc import Iterable

PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
COMMA_GROUPS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
POINT_GROUPS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+,[0-9]+|(?:\.[0-9]{3}){2,})")
BLANK_GROUPS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:[ '’][0-9]{3})+(?:[.,][0-9]+)?")
DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
EITHER = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")  # a thousands mark or a decimal one
CURRENCY = ("¥", "￥", "CNY", "RMB", "人民币")
YUAN = "元"
MOST = Decimal(10) ** 12  # nobody means more yuan or chats; a product still keeps its fen


def number_of(text: str) -> Decimal:
    """
    Return the number of a cell.

    Raises
    ------
    InputError
        ``number_commas`` for commas in the wrong places, ``not_number`` for what is none,
        ``number_too_large`` for one nobody can mean.
    """
    plain = _plain(text)
    require(plain is not None or "," not in narrow(text), "number_commas", value=text)
    require(plain is not None, "not_number", value=text)
    number = Decimal(plain or 0)
    require(abs(number) < MOST, "number_too_large", value=text, limit="10^12")
    return number


def share_of(text: str) -> Decimal:
    """Return the number of a cell; of ``87.5%`` the share, 0.875."""
    folded = narrow(text)
    if not folded.endswith("%"):
        return number_of(text)
    plain = _plain(folded.removesuffix("%").strip())
    require(plain is not None, "not_number", value=text)
    return number_of(plain or "0") / 100


def without_currency(text: str) -> str:
    """Return the text of an amount without ¥ before it or 元 behind it."""
    for sign in CURRENCY:
        text = text.removeprefix(sign)
    return text.removesuffix(YUAN).strip()


def either_way(texts: Iterable[str]) -> frozenset[str]:
    """Return the cells of a column that decimal commas in others leave open: 1,204 or 1.204."""
    folded = {text: narrow(text).removesuffix("%") for text in texts}
    if not any(_has_decimal_comma(text) for text in folded.values()):
        return frozenset()
    return frozenset(text for text, plain in folded.items() if EITHER.fullmatch(plain))


def _has_decimal_comma(text: str) -> bool:
    if "," not in text:
        return bool(POINT_GROUPS.fullmatch(text))
    return _plain(text) is not None and not COMMA_GROUPS.fullmatch(text)


def _plain(text: str) -> str | None:
    """Return a number with a decimal point and no other marks; None: it is none."""
    text = narrow(text)
    if PLAIN.fullmatch(text):
        return text
    if COMMA_GROUPS.fullmatch(text):
        return text.replace(",", "")
    if POINT_GROUPS.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if BLANK_GROUPS.fullmatch(text):
        return re.sub(r"[ '’]", "", text).replace(",", ".")
    return text.replace(",", ".") if DECIMAL_COMMA.fullmatch(text) else None
