"""KPI schemes as TOML files, and the presets that ship with the product."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Annotated, Any

import tomli_w
from pydantic import BeforeValidator, Field

from kpi.scheme.line import FULL, Band, Deduction, Line, Scoring, SmallSample
from kpi.scheme.scheme import Adding, Block, Grade, PostKind, Scheme
from scheduler.errors import Fault, InputError, require
from store.files.content import text_of
from store.files.document import Document, toml_document
from store.files.fault_log import FaultLog
from store.files.settings import Settings, Text, at_key, read_settings, setting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import StrEnum
    from pathlib import Path


def _decimal(value: object) -> Decimal:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    require(is_number, "not_number", value=value)
    number = Decimal(repr(value))
    require(number.is_finite(), "not_number", value=value)
    return number


def _date(value: object) -> dt.date:
    good = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
    require(good, "date_unreadable", value=value)
    assert isinstance(value, dt.date)
    return value


def one_of(kinds: type[StrEnum]) -> BeforeValidator:
    """Return the validator of a setting that is one of an enum's texts."""

    def parse(value: object) -> StrEnum:
        require(value in set(kinds), "not_one_of", value=value, known=", ".join(kinds))
        return kinds(str(value))

    return setting(parse)


Numeral = Annotated[Decimal, setting(_decimal)]
Day = Annotated[dt.date, setting(_date)]


class BandSettings(Settings):
    """A band: ``from`` and ``to`` are its edges, ``points_to`` makes the points run in a line."""

    low: Numeral | None = Field(None, alias="from")
    high: Numeral | None = Field(None, alias="to")
    points: Numeral
    points_to: Numeral | None = None


class DeductionSettings(Settings):
    """Fewer points by steps short of a target."""

    target: Numeral
    step: Numeral
    minus: Numeral
    begun: bool = False


class SmallSampleSettings(Settings):
    """Points for few cases."""

    below: int
    column: Text
    minus: Numeral


class LineSettings(Settings):
    """A line; which further keys it needs depends on ``scoring``."""

    indicator: Text
    scoring: Annotated[Scoring, one_of(Scoring)]
    weight: Numeral = FULL
    bands: tuple[BandSettings, ...] = ()
    target: Numeral | None = None
    deduct: DeductionSettings | None = None
    small_sample: SmallSampleSettings | None = None
    full: Numeral = FULL
    source: Text = ""
    ours: Text = ""
    block: Text = ""

    def line(self) -> Line:
        """Return the line."""
        small, less = self.small_sample, self.deduct
        return Line(
            indicator=self.indicator,
            weight=self.weight,
            scoring=self.scoring,
            bands=tuple(Band(b.low, b.high, b.points, b.points_to) for b in self.bands),
            target=self.target,
            deduction=None
            if less is None
            else Deduction(less.target, less.step, less.minus, less.begun),
            small_sample=None
            if small is None
            else SmallSample(small.below, small.column, small.minus),
            full=self.full,
            source=self.source,
            ours=self.ours,
            block=self.block,
        )


class BlockSettings(Settings):
    """A block of lines."""

    id: Text
    title_zh: Text
    title_en: Text
    weight: Numeral


class GradeSettings(Settings):
    """A grade."""

    id: Text
    title_zh: Text
    title_en: Text
    low: Numeral
    coefficient: Numeral | None = None
    amount: Numeral | None = None


class SchemeSettings(Settings):
    """A scheme."""

    id: Text
    version: int
    title_zh: Text
    title_en: Text
    post_kind: Annotated[PostKind, one_of(PostKind)]
    valid_from: Day
    adding: Annotated[Adding, one_of(Adding)] = Adding.WEIGHTED
    source: Text = ""
    ours: Text = ""
    line: tuple[LineSettings, ...]
    grade: tuple[GradeSettings, ...] = ()
    block: tuple[BlockSettings, ...] = ()

    def scheme(self) -> Scheme:
        """Return the scheme; raises InputError with all that is wrong with it."""
        return Scheme(
            id=self.id,
            version=self.version,
            title_zh=self.title_zh,
            title_en=self.title_en,
            post_kind=self.post_kind,
            valid_from=self.valid_from,
            lines=tuple(line.line() for line in self.line),
            grades=tuple(Grade(**dict(grade)) for grade in self.grade),
            adding=self.adding,
            source=self.source,
            ours=self.ours,
            blocks=tuple(Block(**dict(block)) for block in self.block),
        )


def read_scheme(path: Path) -> Scheme:
    """
    Return the scheme of a TOML file.

    Raises
    ------
    InputError
        With every fault, each at its line.
    """
    return scheme_of_text(text_of(path), path.name)


def scheme_of_text(text: str, file: str) -> Scheme:
    """Return the scheme of a TOML text; ``file`` is what messages call it."""
    document = toml_document(text, file)
    log = FaultLog()
    settings = read_settings(document, SchemeSettings, log)
    log.raise_any()
    assert settings is not None
    try:
        return settings.scheme()
    except InputError as error:
        raise InputError(_placed(document, settings, fault) for fault in error.faults) from None


def _placed(document: Document, settings: SchemeSettings, fault: Fault) -> Fault:
    """Return a fault at the line it names by its indicator, or at the first key of its name."""
    for number, line in enumerate(settings.line):
        if line.indicator == fault.column:
            return replace(at_key(document, ("line", number), fault), column=line.indicator)
    named = (path for path in document.lines if path[-1] == fault.column)
    return replace(at_key(document, next(named, ("id",)), fault), column=fault.column)


def scheme_text(scheme: Scheme) -> str:
    """Return the TOML text of a scheme; reading it gives the scheme back."""
    head = {
        "id": scheme.id,
        "version": scheme.version,
        "title_zh": scheme.title_zh,
        "title_en": scheme.title_en,
        "post_kind": str(scheme.post_kind),
        "valid_from": scheme.valid_from,
        "adding": str(scheme.adding),
        "source": scheme.source,
        "ours": scheme.ours,
    }
    grades = [_given(_fields(grade)) for grade in scheme.grades]
    blocks = [_fields(block) for block in scheme.blocks]
    lines = [_line(one) for one in scheme.lines]
    return tomli_w.dumps(head | {"block": blocks, "grade": grades, "line": lines})


def _line(line: Line) -> dict[str, Any]:
    bands = [
        _given({"from": b.low, "to": b.high, "points": b.points, "points_to": b.points_high})
        for b in line.bands
    ]
    return _given(
        {
            "indicator": line.indicator,
            "scoring": str(line.scoring),
            "weight": line.weight,
            "full": line.full,
            "source": line.source,
            "ours": line.ours,
            "block": line.block or None,
            "target": line.target,
            "deduct": line.deduction and _fields(line.deduction),
            "small_sample": line.small_sample and _fields(line.small_sample),
            "bands": bands or None,
        }
    )


def _fields(one: Deduction | SmallSample | Grade | Block) -> dict[str, Any]:
    return {field.name: getattr(one, field.name) for field in fields(one)}


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


@lru_cache(maxsize=1)
def scheme_presets() -> tuple[Scheme, ...]:
    """Return the schemes that ship with the product, in the order of their ids."""
    return tuple(scheme_of_text(text, file) for file, text in sorted(_preset_texts()))


def _preset_texts() -> Iterator[tuple[str, str]]:
    for entry in (resources.files("data") / "schemes").iterdir():
        if entry.name.endswith(".toml"):
            yield entry.name, entry.read_text(encoding="utf-8")
