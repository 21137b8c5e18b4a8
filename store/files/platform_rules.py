"""The platforms' rules as TOML files, and the presets that ship with the product."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

from kpi.platforms.rules import PlatformRule
from kpi.platforms.suspensions import Suspension
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
    What the platform does to the shop for misconduct, or for what goes on being missed.

    Parameters
    ----------
    platform, grade
        Whose, and which step of its ladder.
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
    penalty_yuan
        The highest fine; 0: none.
    points
        Points taken from the shop.
    ours
        What of it is our own reading; empty: nothing.
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
    penalty_yuan: Decimal = Decimal(0)
    points: int = 0
    ours: str = ""


@dataclass(frozen=True, slots=True)
class PlatformFile:
    """
    What a file says of a platform.

    Parameters
    ----------
    rules, suspensions, ladder
        In the order of the file.
    """

    rules: tuple[PlatformRule, ...]
    suspensions: tuple[Suspension, ...]
    ladder: tuple[Conduct, ...]


@dataclass(frozen=True, slots=True)
class PlatformHead:
    """What a file of rules says beside them: of which platform they are."""

    platform: str


def read_platform_rules(path: Path) -> PlatformFile:
    """Return what a TOML file says; raises InputError with every fault at its line."""
    return _read(text_of(path), path.name)


def _read(text: str, file: str) -> PlatformFile:
    document = toml_document(text, file)
    log = FaultLog()
    head = read_value(document, PlatformHead, log, apart=("rule", "suspension", "conduct"))
    platform = str(document.values.get("platform")) if head is None else head.platform
    found = PlatformFile(
        read_list(document, PlatformRule, log, ("rule",), platform=platform),
        read_list(document, Suspension, log, ("suspension",), platform=platform),
        read_list(document, Conduct, log, ("conduct",), platform=platform),
    )
    log.raise_any()
    return found


@lru_cache(maxsize=1)
def _presets() -> tuple[PlatformFile, ...]:
    return tuple(_read(text, file) for text, file in texts_of("platforms"))


def platform_presets() -> tuple[PlatformRule, ...]:
    """Return the rules that ship with the product, in all their versions."""
    return tuple(rule for one in _presets() for rule in one.rules)


def suspension_presets() -> tuple[Suspension, ...]:
    """Return the suspensions that ship with the product."""
    return tuple(each for one in _presets() for each in one.suspensions)


def conduct_ladder() -> tuple[Conduct, ...]:
    """Return what platforms do for misconduct, by platform, the mildest first."""
    steps = (step for one in _presets() for step in one.ladder)
    return tuple(sorted(steps, key=lambda one: (one.platform, one.days_off_sale, one.penalty_yuan)))
