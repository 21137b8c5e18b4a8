"""
One value of the domain as a table of a document, read and written by the marks of its fields.

What a key is called, its unit, and whether it may be left out stand beside the field
(``scheduler.keys``); nothing else needs to be written for a class to be read and written::

    rules = read_value(document, PostChange, log, ("post_change",))  # None: faults are in the log
    values["post_change"] = written(rules)

A field that holds a data class, or a tuple of them, is a table, or a list of tables. A kind of
value that the marks do not describe is added to ``FORMS`` by its type.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import MISSING, dataclass, is_dataclass, replace
from enum import StrEnum
from functools import lru_cache, partial
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import AfterValidator, create_model

from scheduler.errors import Fault, InputError
from scheduler.horizon import ClockSpan
from scheduler.keys import Key, Keyed, Sign, Unit, keyed
from scheduler.post import WEEKDAYS
from store.files.document import Document
from store.files.fault_log import FaultLog
from store.files.settings import (
    Hours,
    HoursOfWork,
    Settings,
    Text,
    Window,
    Windows,
    at_key,
    made,
    read_settings,
    setting,
)

if TYPE_CHECKING:
    from store.files.document import Path

Built = TypeVar("Built")


def _same(value: object) -> object:
    return value


@dataclass(frozen=True, slots=True)
class Form:
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


def _spans(spans: tuple[ClockSpan, ...]) -> str:
    return "|".join(map(str, spans))


def _week(opening: object) -> tuple[tuple[ClockSpan, ...], ...]:
    return tuple(getattr(opening, day) for day in WEEKDAYS)


def _by_weekday(spans: tuple[tuple[ClockSpan, ...], ...]) -> dict[str, str]:
    return {day: _spans(each) for day, each in zip(WEEKDAYS, spans, strict=True)}


DAYS: Any = {day: (Windows, ()) for day in WEEKDAYS}
OPENING = create_model("Opening", __base__=Settings, **DAYS)
WEEK = Form(Annotated[OPENING, AfterValidator(_week)], _by_weekday)

FORMS: dict[object, Form] = {
    str: Form(Text),
    int: Form(int),
    float: Form(float),
    bool: Form(bool),
    dt.date: Form(Annotated[dt.date, setting(_date)], dt.date.isoformat),
    ClockSpan: Form(Window, str),
    tuple[ClockSpan, ...]: Form(Windows, _spans),
    tuple[float, float]: Form(tuple[float, float], list),
    tuple[float, ...]: Form(tuple[float, ...], list),
    tuple[str, ...]: Form(tuple[Text, ...], list),
}


def read_value(
    document: Document,
    kind: type[Built],
    log: FaultLog,
    inside: Path = (),
    *,
    beside: tuple[type, ...] = (),
    **given: object,
) -> Built | None:
    """
    Return the value of a document, or of a table inside it; None when faults were noted.

    Parameters
    ----------
    document, kind, log
        Where from, the data class, and where faults go.
    inside
        The table.
    beside
        Data classes whose keys stand in the same table and are read apart.
    given
        Fields that do not stand in the document, such as the name of the table.
    """
    return _Reader(document, log).value(kind, inside, beside, given)


def leaves(kind: type) -> tuple[Keyed, ...]:
    """Return the fields whose keys stand in the table of a data class, also those of its parts."""
    found: list[Keyed] = []
    for each in keyed(kind):
        if each.key.is_flat:
            found.extend(leaves(each.form))
        elif not each.key.is_apart:
            found.append(each)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Reader:
    """
    Reads tables of one document.

    Parameters
    ----------
    document, log
        Where from, and where faults go.
    """

    document: Document
    log: FaultLog

    def value(
        self,
        kind: type[Built],
        inside: Path,
        beside: tuple[type, ...] = (),
        given: Mapping[str, object] | None = None,
    ) -> Built | None:
        """Return the value of a table; None when faults were noted."""
        tables: dict[tuple[str, ...], list[Keyed]] = {(): []}
        for each in leaves(kind):
            tables.setdefault(each.table, []).append(each)
        apart = {one.key.name.split(".")[0] for each in beside for one in leaves(each)}
        apart |= {table[0] for table in tables if table}
        told: dict[str, object] = {}
        whole = [
            self.table((*inside, *table), entries, told, set() if table else apart)
            for table, entries in tables.items()
        ]
        return self.made(kind, inside, told, given or {}) if all(whole) else None

    def table(
        self, path: Path, entries: list[Keyed], told: dict[str, object], apart: set[str]
    ) -> bool:
        """Read the keys of one table into ``told``; return whether all were good."""
        values = _at(self.document, path)
        if values is None and path and all(each.usual is not MISSING for each in entries):
            return True
        plain = tuple(each for each in entries if _form(each.form, each.key) is not None)
        parts = [each for each in entries if each not in plain]
        without = apart | {each.last for each in parts}
        model = _model(plain)
        settings = read_settings(self.document, model, self.log, inside=path, without=without)
        good = settings is not None
        if settings is not None:
            names = {each.last: each.key.name for each in plain}
            told |= {names[key]: getattr(settings, key) for key in settings.model_fields_set}
        for each in parts if isinstance(values, dict) else ():
            place = (*path, each.last)
            if each.last in values:
                told[each.key.name] = found = self.part(place, each)
                good = good and found is not None
            elif each.usual is MISSING:
                self.log.add([at_key(self.document, place, Fault("missing_key"))])
                good = False
        return good

    def part(self, path: Path, entry: Keyed) -> object | None:
        """Return the data class, or the tuple of them, of a table or a list; None where faulty."""
        bare = _bare(entry.form)
        if is_dataclass(bare):
            assert isinstance(bare, type)
            return self.value(bare, path)
        entries = _at(self.document, path)
        if not isinstance(entries, list):
            fault = Fault("not_list", value=str(entries))
            self.log.add([at_key(self.document, path, fault)])
            return None
        found = [self.value(get_args(bare)[0], (*path, place)) for place in range(len(entries))]
        return None if None in found else tuple(found)

    def made(
        self,
        kind: type[Built],
        inside: Path,
        told: Mapping[str, object],
        given: Mapping[str, object],
    ) -> Built | None:
        """Return the value of what was told and given; None where its class refuses them."""
        values = dict(given)
        for each in keyed(kind):
            if each.key.is_flat:
                part: object = self.made(each.form, inside, told, {})
                if part is None:
                    return None
                values[each.name] = part
            elif each.key.name in told:
                values[each.name] = told[each.key.name]
            elif each.usual is not MISSING:
                values.setdefault(each.name, each.usual)
        return made(self.document, inside, self.log, partial(_built, kind, inside, values))


def _built(kind: type[Built], inside: Path, values: Mapping[str, Any]) -> Built:
    """Return the value; faults that name its fields name their keys, as inside its table."""
    tables = [part for part in inside if isinstance(part, str)]
    names = {each.name: each.last for each in keyed(kind)}
    names |= {f"{tables[-1]}.{key}": key for key in names.values()} if tables else {}
    try:
        return kind(**values)
    except InputError as error:
        raise InputError(
            replace(fault, column=names.get(str(fault.column), fault.column))
            for fault in error.faults
        ) from None


def _at(document: Document, path: Path) -> Any:  # noqa: ANN401 - whatever stands there
    """Return what stands at a path; None where nothing does."""
    values: Any = document.values
    for part in path:
        if isinstance(values, dict):
            values = values.get(part)
        elif isinstance(values, list) and isinstance(part, int):
            values = values[part]
        else:
            return None
    return values


@lru_cache(maxsize=512)
def _model(entries: tuple[Keyed, ...]) -> type[Settings]:
    """Return pydantic's model of the plain keys of a table."""
    asked: Any = {}
    for each in entries:
        form = _form(each.form, each.key)
        assert form is not None
        is_optional = NoneType in get_args(each.form)
        default = ... if each.usual is MISSING else each.usual
        asked[each.last] = (form.read | None if is_optional else form.read, default)
    return create_model("Told", __base__=Settings, **asked)


def written(value: object) -> dict[str, Any]:
    """Return the table of a value, without what holds where nothing is said."""
    values: dict[str, Any] = {}
    for each in keyed(type(value)):
        held = getattr(value, each.name)
        if each.key.is_flat:
            values |= written(held)
        elif not each.key.is_apart and _is_written(value, each):
            inner = values
            for name in each.table:
                inner = inner.setdefault(name, {})
            inner[each.last] = _written(held, each)
    return values


def _is_written(value: object, entry: Keyed) -> bool:
    key = entry.key
    is_kept = key.is_kept or bool(key.kept_with and getattr(value, key.kept_with))
    return is_kept or entry.usual is MISSING or getattr(value, entry.name) != entry.usual


def _written(held: object, entry: Keyed) -> object:
    form = _form(entry.form, entry.key)
    if form is not None:
        return form.write(held)
    return [written(each) for each in held] if isinstance(held, tuple) else written(held)


def _bare(form: object) -> Any:  # noqa: ANN401 - a type form
    """Return a type without the ``None`` it may also be."""
    if get_origin(form) in {Union, UnionType}:
        return next(each for each in get_args(form) if each is not NoneType)
    return form


def _form(form: object, key: Key) -> Form | None:
    """Return how a type is read and written; None for data classes, which are tables."""
    bare = _bare(form)
    if key.unit is Unit.HOURS:
        return Form(HoursOfWork if key.sign is Sign.POSITIVE else Hours, hours_number)
    if key.unit is Unit.WEEK:
        return WEEK
    if isinstance(bare, type) and issubclass(bare, StrEnum):
        return _choice(bare, key.fault)
    return FORMS.get(bare)


@lru_cache(maxsize=128)
def _choice(kind: type[StrEnum], code: str) -> Form:
    known = {each.value: each for each in kind}

    def read(value: object) -> StrEnum:
        if not isinstance(value, str) or value not in known:
            details = {"known": ", ".join(known)}
            raise InputError(Fault(code, value=str(value), details=details))
        return known[value]

    return Form(Annotated[kind, setting(read)], str)
