"""
Campaigns (大促) as a TOML file with a ``[[campaign]]`` each, or as a sheet ``campaigns``.

The sheet is that of any document: columns ``key`` and ``value``, ``campaign.1.name`` and so on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

from scheduler.campaign import Campaign, require_campaigns_fit
from scheduler.errors import Fault, InputError
from scheduler.keys import Key
from store.files.codec import written
from store.files.content import text_of
from store.files.document import toml_document
from store.files.fault_log import FaultLog
from store.files.source import WORKBOOK, WorkbookSource, write_document
from store.files.toml_value import text_in, value_of, value_of_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from store.files.document import Document

NAME = "campaigns"


@dataclass(frozen=True, slots=True)
class CampaignFile:
    """
    What a file of campaigns says.

    Parameters
    ----------
    campaigns
        Each name once; none contradicts another.
    """

    campaigns: Annotated[tuple[Campaign, ...], Key("campaign", is_needed=True)]

    def __post_init__(self) -> None:
        require_campaigns_fit(self.campaigns)


def read_campaigns(path: Path) -> tuple[Campaign, ...]:
    """Return the campaigns of a file; raises InputError with every fault at its line."""
    return value_of(_document(path), CampaignFile, FaultLog()).campaigns


def _document(path: Path) -> Document:
    if path.suffix.lower() != WORKBOOK:
        return toml_document(text_of(path), path.name)
    found = WorkbookSource(path).document(NAME)
    if found is None:
        raise InputError(Fault("missing_file", f"{path.name}:{NAME}"))
    return found


def write_campaigns(campaigns: Iterable[Campaign], path: Path) -> None:
    """Write campaigns as a TOML file, or as a workbook where the path ends in ``.xlsx``."""
    write_document(NAME, written(CampaignFile(tuple(campaigns))), path)


@lru_cache(maxsize=1)
def campaign_presets() -> tuple[Campaign, ...]:
    """Return the campaigns that ship with the product, to be looked at and entered."""
    return value_of_text(*text_in(NAME, "campaigns_cn.toml"), CampaignFile).campaigns
