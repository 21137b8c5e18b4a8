"""The platforms' rules as TOML files, and the presets that ship with the product."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Annotated

from kpi.platforms.rules import Counts, Exclude, PlatformRule, Unit
from scheduler.errors import require
from store.files.content import text_of
from store.files.document import toml_document
from store.files.fault_log import FaultLog
from store.files.kpi_scheme import Day, Numeral, one_of
from store.files.settings import Settings, Text, Window, made, read_settings, setting

if TYPE_CHECKING:
    from pathlib import Path

ZERO = Decimal(0)
UnitKind = Annotated[Unit, one_of(Unit)]
CountsKind = Annotated[Counts, one_of(Counts)]


def _excluded(value: object) -> tuple[Exclude, ...]:
    require(isinstance(value, list), "not_list", value=value)
    assert isinstance(value, list)
    known = ", ".join(Exclude)
    for each in value:
        require(each in set(Exclude), "not_one_of", value=each, known=known)
    return tuple(Exclude(each) for each in value)


Excluded = Annotated[tuple[Exclude, ...], setting(_excluded)]


class RuleSettings(Settings):
    """A rule."""

    id: Text
    title_zh: Text
    title_en: Text
    valid_from: Day
    valid_to: Day | None = None
    window: Window
    unit: UnitKind
    counts: CountsKind = Counts.SHARE
    limit_s: int
    days: int = 1
    cap_s: int | None = None
    human_only: bool = False
    exclude: Excluded = ()
    session_gap_min: int = 30
    min_n: int = 0
    threshold: Numeral | None = None
    penalty_zh: Text = ""
    penalty_en: Text = ""
    penalty_yuan: Numeral = ZERO
    source: Text
    ours: Text = ""


class ConductSettings(Settings):
    """A step of the ladder of misconduct."""

    grade: Text
    title_zh: Text
    title_en: Text
    valid_from: Day
    days_off_sale: int
    penalty_zh: Text
    penalty_en: Text
    source: Text


class PlatformSettings(Settings):
    """The rules of a platform."""

    platform: Text
    rule: tuple[RuleSettings, ...] = ()
    conduct: tuple[ConductSettings, ...] = ()


@dataclass(frozen=True, slots=True)
class Conduct:
    """
    What the platform does to the shop for misconduct of one grade.

    Parameters
    ----------
    platform, grade
        Whose, and which step of the ladder.
    title_zh, title_en
        For people to read.
    valid_from
        First date.
    days_off_sale
        Days without any listing.
    penalty_zh, penalty_en
        In words.
    source
        Where it was read.
    """

    platform: str
    grade: str
    title_zh: str
    title_en: str
    valid_from: dt.date
    days_off_sale: int
    penalty_zh: str
    penalty_en: str
    source: str


def read_platform_rules(path: Path) -> tuple[PlatformRule, ...]:
    """Return the rules of a TOML file; raises InputError with every fault at its line."""
    return _read(text_of(path), path.name)[0]


def _read(text: str, file: str) -> tuple[tuple[PlatformRule, ...], tuple[Conduct, ...]]:
    document = toml_document(text, file)
    log = FaultLog()
    settings = read_settings(document, PlatformSettings, log)
    log.raise_any()
    assert settings is not None
    rules = [
        made(
            document,
            ("rule", number),
            log,
            partial(PlatformRule, platform=settings.platform, **dict(one)),
        )
        for number, one in enumerate(settings.rule)
    ]
    log.raise_any()
    ladder = tuple(Conduct(platform=settings.platform, **dict(one)) for one in settings.conduct)
    return tuple(filter(None, rules)), ladder


@lru_cache(maxsize=1)
def _presets() -> tuple[tuple[PlatformRule, ...], tuple[Conduct, ...]]:
    entries = sorted((resources.files("data") / "platforms").iterdir(), key=lambda one: one.name)
    read = [
        _read(entry.read_text(encoding="utf-8"), entry.name)
        for entry in entries
        if entry.name.endswith(".toml")
    ]
    rules = tuple(rule for found, _ in read for rule in found)
    return rules, tuple(step for _, found in read for step in found)


def platform_presets() -> tuple[PlatformRule, ...]:
    """Return the rules that ship with the product, in all their versions."""
    return _presets()[0]


def conduct_ladder() -> tuple[Conduct, ...]:
    """Return what platforms do for misconduct, the mildest first."""
    return tuple(sorted(_presets()[1], key=lambda step: step.days_off_sale))
