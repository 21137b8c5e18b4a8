"""Rules without a week: a preset in the form of ``rules.toml`` that lacks the horizon."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.errors import require
from scheduler.house_price import HousePrice
from store.files.content import content_of
from store.files.document import Document, toml_document
from store.files.fault_log import FaultLog
from store.files.rules_document import read_rules
from store.files.text import decoded
from store.files.toml_value import list_in

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from scheduler.horizon import Horizon
    from scheduler.ruleset import RuleSet

FOLDER = files("data") / "rules"
DEFAULT = FOLDER / "liveable.toml"
PRESETS = ("liveable", "default", "strict")


@lru_cache(maxsize=1)
def house_prices() -> tuple[HousePrice, ...]:
    """Return what breaking rules of the house by hand counts for."""
    return list_in("rules", "house_prices.toml", "price", HousePrice)


def preset_path(name: str) -> Traversable:
    """Return the file of a preset that ships with the product; raises InputError for another."""
    require(name in PRESETS, "unknown_preset", value=name, known=", ".join(PRESETS))
    return FOLDER / f"{name}.toml"


def read_rules_preset(horizon: Horizon, path: Path | Traversable | None = None) -> RuleSet:
    """
    Return the rules of a preset, without seal groups, for a horizon.

    Parameters
    ----------
    horizon
        Takes the place of the one the file may name.
    path
        The file; None: those a shop begins with.

    Raises
    ------
    InputError
        With every fault.
    """
    source = DEFAULT if path is None else path
    content = content_of(source) if isinstance(source, Path) else source.read_bytes()
    given = toml_document(decoded(content, source.name), source.name)
    named = {
        "timezone": horizon.clock.timezone,
        "week_start": horizon.start,
        "days": horizon.days,
        "interval_minutes": horizon.interval_min,
    }
    log = FaultLog()
    _, rules = read_rules(Document(given.file, {**given.values, **named}, given.lines), log)
    log.raise_any()
    assert rules is not None  # its faults would have been raised
    return rules
