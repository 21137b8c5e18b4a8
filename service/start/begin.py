"""A shop with all the files it begins with, in one go: everything is kept, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from service.demand.volume_file import VolumeFile, import_volume_file
from service.roster.agreed import take_agreed
from service.shop.people import USUAL, take_staff
from service.start.coming_week import make_week
from service.start.setting_up import NewShop, create_shop
from service.taken import NamesTold, as_told

if TYPE_CHECKING:
    from service.desk import Desk

HOURS = "contract_hours_week"


@dataclass(frozen=True, slots=True)
class FirstFiles:
    """
    What a shop begins with, as far as there is any.

    Parameters
    ----------
    agents
        Staff list; None: none.
    hours
        Contract hours a week of everybody whose list does not say them.
    post
        The post of everybody, likewise; empty: none, so that a list without posts is refused.
    volumes
        History of chats.
    roster
        Table of codes of days that have begun.
    reason
        Why it was not published in time.
    meant
        By what a cell of it says that is no code: the code, or word for a day off, that is meant.
    makes_week
        Whether the week to be made is opened, forecast and staffed.
    """

    agents: Path | None = None
    hours: float = float(USUAL[HOURS])
    post: str = ""
    volumes: VolumeFile | None = None
    roster: Path | None = None
    reason: str = ""
    meant: Mapping[str, str] = field(default_factory=dict)
    makes_week: bool = False


def of_all(hours: float, post: str) -> NamesTold:
    """Return what holds of everybody whose staff list has no such column."""
    usual = {**USUAL, HOURS: f"{hours:g}"} | ({"posts": post} if post else {})
    return NamesTold(usual=usual)


def begin(desk: Desk, told: NewShop, files: FirstFiles, *, lang: str = "zh") -> None:
    """
    Set a shop up and take its first files in.

    Everything is tried where nothing stays before it is kept.

    Raises
    ------
    InputError
        With the faults of the first step that has any; then nothing is kept.
    """
    with desk.rehearsing() as trial:
        _begin(trial, told, files, lang)
    _begin(desk, told, files, lang)


def _begin(desk: Desk, told: NewShop, files: FirstFiles, lang: str) -> None:
    create_shop(desk, told, lang=lang)
    if files.agents is not None:
        with as_told(of_all(files.hours, files.post)):
            take_staff(desk, files.agents)
    if files.volumes is not None:
        import_volume_file(desk, replace(files.volumes, timezone=told.timezone))
    if files.roster is not None:
        take_agreed(desk, files.roster, reason=files.reason, meant=files.meant)
    if files.makes_week:
        make_week(desk)
