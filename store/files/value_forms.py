"""The kinds of values a document holds: how each is read and written, by type and unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AfterValidator, create_model

from scheduler.errors import Fault, InputError
from scheduler.horizon import ClockSpan, format_clock
from scheduler.keys import Cell, Sign, WrittenIn
from scheduler.post import WEEKDAYS
from store.files.settings import (
    ClockTime,
    Contracts,
    Factor,
    Hours,
    HoursOfWork,
    Lengths,
    Numeral,
    Settings,
    Text,
    Window,
    Windows,
    setting,
)

if TYPE_CHECKING:
    from scheduler.keys import Key


def _same(value: object) -> object:
    return value


@dataclass(frozen=True, slots=True)
class ValueForm:
    """
    How a kind of value is read and written.

    Parameters
    ----------
    read
        The type that pydantic reads it by.
    write
        What is written for a value.
    """

    read: Any
    write: Callable[[Any], object] = _same


def hours_number(minutes: int) -> float | int:
    """Return minutes in hours, a whole number where it is one."""
    return minutes // 60 if minutes % 60 == 0 else minutes / 60


def _lengths(minutes: int | tuple[int, ...]) -> object:
    return hours_number(minutes) if isinstance(minutes, int) else [*map(hours_number, minutes)]


def _contracts(hours: tuple[Any, ...]) -> list[Any]:
    return [list(each) if isinstance(each, tuple) else each for each in hours]


def _date(value: object) -> dt.date:
    """Return the date of TOML's own form, of a text, or of a worksheet's cell."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str):
        with suppress(ValueError):
            return dt.date.fromisoformat(value)
    raise InputError(Fault("date_unreadable", value=str(value)))


def _names(kinds: tuple[StrEnum, ...]) -> list[str]:
    return [each.value for each in kinds]


def _spans(spans: tuple[ClockSpan, ...]) -> str:
    return "|".join(map(str, spans))


def _week(opening: object) -> tuple[tuple[ClockSpan, ...], ...]:
    return tuple(getattr(opening, day) for day in WEEKDAYS)


def _by_weekday(spans: tuple[tuple[ClockSpan, ...], ...]) -> dict[str, str]:
    return {day: _spans(each) for day, each in zip(WEEKDAYS, spans, strict=True)}


DAYS: Any = {day: (Windows, ()) for day in WEEKDAYS}
OPENING = create_model("Opening", __base__=Settings, **DAYS)
WEEK = ValueForm(Annotated[OPENING, AfterValidator(_week)], _by_weekday)
WRITTEN_IN = {WrittenIn.CLOCK: ValueForm(ClockTime, format_clock), WrittenIn.WEEK: WEEK}

FORMS: dict[object, ValueForm] = {
    str: ValueForm(Text),
    int: ValueForm(int),
    float: ValueForm(float),
    bool: ValueForm(bool),
    Decimal: ValueForm(Numeral),
    Cell.FACTOR: ValueForm(Factor),
    Cell.LENGTHS: ValueForm(Lengths, _lengths),
    Cell.CONTRACTS: ValueForm(Contracts, _contracts),
    dt.date: ValueForm(Annotated[dt.date, setting(_date)], dt.date.isoformat),
    ClockSpan: ValueForm(Window, str),
    tuple[ClockSpan, ...]: ValueForm(Windows, _spans),
    tuple[float, float]: ValueForm(tuple[float, float], list),
    tuple[float, ...]: ValueForm(tuple[float, ...], list),
    tuple[int, ...]: ValueForm(tuple[int, ...], list),
    tuple[str, ...]: ValueForm(tuple[Text, ...], list),
    tuple[Decimal, ...]: ValueForm(tuple[Numeral, ...], list),
}


def bare(form: object) -> Any:  # noqa: ANN401 - a type form
    """Return a type without the ``None`` it may also be."""
    if get_origin(form) in {Union, UnionType}:
        return next(each for each in get_args(form) if each is not NoneType)
    return form


def form_of(form: object, key: Key) -> ValueForm | None:
    """Return how a type is read and written; None for data classes, which are tables."""
    kind = bare(form)
    marked = FORMS.get(key.cell) or WRITTEN_IN.get(key.unit)
    if marked is not None:
        return marked
    if key.unit is WrittenIn.HOURS:
        return ValueForm(HoursOfWork if key.sign is Sign.POSITIVE else Hours, hours_number)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _choice(kind, key.fault)
    if get_origin(kind) is Literal:
        return ValueForm(kind)
    inner = get_args(kind)[0] if get_origin(kind) is tuple else None
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        each: Any = _choice(inner, key.fault).read
        return ValueForm(tuple[each, ...], _names)
    return FORMS.get(kind)


@lru_cache(maxsize=128)
def _choice(kind: type[StrEnum], code: str) -> ValueForm:
    known = {each.value: each for each in kind}

    def read(value: object) -> StrEnum:
        if not isinstance(value, str) or value not in known:
            details = {"known": ", ".join(known)}
            raise InputError(Fault(code, value=str(value), details=details))
        return known[value]

    return ValueForm(Annotated[kind, setting(read)], str)
