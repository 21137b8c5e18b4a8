"""The platforms' rules as TOML files, and the presets that ship with the product."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

from kpi.platforms.rules import PlatformRule
from scheduler.keys import Key
from store.files.codec import read_list, read_value
from store.files.content import text_of
from store.files.document import toml_document
from store.files.fault_log import FaultLog
from store.files.toml_value import texts_of

if TYPE_CHECKING:
    from pathlib import Path


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

    platform: Annotated[str, Key(is_apart=True)]
    grade: str
    title_zh: str
    title_en: str
    valid_from: dt.date
    days_off_sale: int
    penalty_zh: str
    penalty_en: str
    source: str


@dataclass(frozen=True, slots=True)
class PlatformHead:
    """What a file of rules says beside them: of which platform they are."""

    platform: str


def read_platform_rules(path: Path) -> tuple[PlatformRule, ...]:
    """Return the rules of a TOML file; raises InputError with every fault at its line."""
    return _read(text_of(path), path.name)[0]


def _read(text: str, file: str) -> tuple[tuple[PlatformRule, ...], tuple[Conduct, ...]]:
    document = toml_document(text, file)
    log = FaultLog()
    head = read_value(document, PlatformHead, log, apart=("rule", "conduct"))
    platform = str(document.values.get("platform")) if head is None else head.platform
    rules = read_list(document, PlatformRule, log, ("rule",), platform=platform)
    ladder = read_list(document, Conduct, log, ("conduct",), platform=platform)
    log.raise_any()
    return rules, ladder


@lru_cache(maxsize=1)
def _presets() -> tuple[tuple[PlatformRule, ...], tuple[Conduct, ...]]:
    read = [_read(text, file) for text, file in texts_of("platforms")]
    rules = tuple(rule for found, _ in read for rule in found)
    return rules, tuple(step for _, found in read for step in found)


def platform_presets() -> tuple[PlatformRule, ...]:
    """Return the rules that ship with the product, in all their versions."""
    return _presets()[0]


def conduct_ladder() -> tuple[Conduct, ...]:
    """Return what platforms do for misconduct, the mildest first."""
    return tuple(sorted(_presets()[1], key=lambda step: step.days_off_sale))
