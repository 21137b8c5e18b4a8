"""
The kinds of cells that hold numbers; ``numerals`` says how these may be written.

Amounts of money are whole fen; what is priced by the hour, or no money, may be finer.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from decimal import Decimal
from typing import Annotated

from scheduler.errors import InputError, require
from store.files.clean import narrow
from store.files.kinds import Kind, Known, is_missing
from store.files.numerals import number_of, share_of, without_currency

FEN = 100
MOST_STARS = 5
CLOCKED = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})")
WORDED = re.compile(
    r"(?:(\d+(?:\.\d+)?)\s*(?:分钟|分|min|m))?\s*(?:(\d+(?:\.\d+)?)\s*(?:秒|sec|s))?", re.I
)


def whole_or_decimal(number: float, _: object = None) -> float | int:
    """Return a number for a cell: a whole one without a decimal point."""
    return int(number) if float(number).is_integer() else float(number)


def _decimal(text: str, _: Known) -> Decimal:
    require(not is_missing(text), "empty")
    return number_of(text)


def _factor(text: str, _: Known) -> Decimal:
    require(not is_missing(text), "empty")
    return share_of(text)


def _factor_or_none(text: str, known: Known) -> float | None:
    return None if is_missing(text) else float(_factor(text, known))


def read_number(text: str, known: Known) -> float:
    """Return the finite number of a cell."""
    number = float(_decimal(text, known))
    require(math.isfinite(number), "not_number", value=text)
    return number


def _number_or_none(text: str, known: Known) -> float | None:
    return None if is_missing(text) else read_number(text, known)


def _number_or_unknown(text: str, known: Known) -> float:
    return math.nan if is_missing(text) else read_number(text, known)


def _ratio(text: str, known: Known) -> float:
    above, slash, below = text.partition("/")
    divisor = read_number(below.strip(), known) if slash else 1.0
    require(divisor != 0, "not_number", value=text)
    return float(_factor(above.strip(), known)) / divisor


def _whole(text: str, known: Known) -> int:
    number = read_number(text, known)
    require(number.is_integer(), "not_whole", value=text)
    require(number >= 0, "negative", value=text)
    return int(number)


def _whole_or_none(text: str, known: Known) -> int | None:
    return None if is_missing(text) else _whole(text, known)


def _count(text: str, known: Known) -> float:
    number = read_number(text, known)
    require(number >= 0, "negative", value=text)
    return number


def _count_or_unknown(text: str, known: Known) -> float:
    return math.nan if is_missing(text) else _count(text, known)


def _stars_or_unknown(text: str, known: Known) -> float:
    number = _number_or_unknown(text, known)
    require(math.isnan(number) or 1 <= number <= MOST_STARS, "rating_out_of_range", value=text)
    return number


def _money(text: str, known: Known) -> Decimal:
    require(not is_missing(text), "empty")
    shown = without_currency(narrow(text))
    try:
        amount = _decimal(shown, known)
    except InputError as error:
        raise InputError(replace(fault, value=text) for fault in error.faults) from None
    require(amount == round(amount, 2), "not_whole_fen", value=text)
    return amount


def _money_or_none(text: str, known: Known) -> Decimal | None:
    return None if is_missing(text) else _money(text, known)


def _fen_or_unknown(text: str, known: Known) -> float:
    if is_missing(text):
        return math.nan
    amount = _money(text, known)
    require(amount >= 0, "negative", value=text)
    return float(amount * FEN)


def _wholes(text: str, known: Known) -> tuple[int, ...]:
    return tuple(_whole(part.strip(), known) for part in text.split("|") if not is_missing(part))


def _wholes_text(numbers: tuple[int, ...], _: object) -> str:
    return "|".join(map(str, numbers))


def _seconds(text: str, known: Known) -> float:
    """Return the seconds of a cell: 330, 0:05:30, 5分30秒; NaN: nothing is said."""
    if is_missing(text):
        return math.nan
    plain = narrow(text).strip()
    if found := CLOCKED.fullmatch(plain):
        hours, minutes, seconds = map(int, found.groups())
        return float(hours * 3600 + minutes * 60 + seconds)
    found = WORDED.fullmatch(plain)
    if found is not None and (found[1] or found[2]):
        return float(number_of(found[1] or "0") * 60 + number_of(found[2] or "0"))
    number = read_number(text, known)
    require(number >= 0, "negative", value=text)
    return number


Exact = Annotated[Decimal, Kind(_decimal, is_number=True)]
Factor = Annotated[Decimal, Kind(_factor, is_number=True)]
FactorOrNone = Annotated[
    float | None, Kind(_factor_or_none, is_number=True, write=whole_or_decimal)
]
Number = Annotated[float, Kind(read_number, is_number=True, write=whole_or_decimal)]
NumberOrNone = Annotated[
    float | None, Kind(_number_or_none, is_number=True, write=whole_or_decimal)
]
NumberOrUnknown = Annotated[float, Kind(_number_or_unknown, is_number=True)]
Ratio = Annotated[float, Kind(_ratio, is_number=True)]
Whole = Annotated[int, Kind(_whole, is_number=True)]
WholeOrNone = Annotated[int | None, Kind(_whole_or_none, is_number=True)]
Wholes = Annotated[tuple[int, ...], Kind(_wholes, write=_wholes_text)]
Count = Annotated[float, Kind(_count, is_number=True, write=whole_or_decimal)]
CountOrUnknown = Annotated[float, Kind(_count_or_unknown, is_number=True)]
StarsOrUnknown = Annotated[float, Kind(_stars_or_unknown, is_number=True)]
Money = Annotated[Decimal, Kind(_money, is_number=True)]
MoneyOrNone = Annotated[Decimal | None, Kind(_money_or_none, is_number=True)]
FenOrUnknown = Annotated[float, Kind(_fen_or_unknown, is_number=True)]
Duration = Annotated[float, Kind(_seconds, is_number=True)]
