"""What was said of a shop's last files of volumes, which its next one is read by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.forecast.unrecorded import NoRow
from service.history.volumes import IMPORTED
from store.files.volume_rows import Repeated

if TYPE_CHECKING:
    from service.desk import Desk

NO_ROW, REPEATED, LEFT_OUT = "no_row", "repeated", "posts_left_out"


def no_row_of(desk: Desk) -> NoRow | None:
    """Return what an interval without a row meant in the shop's last file that has any."""
    said = _said_last(desk, NO_ROW)
    return NoRow(said) if said else None


def repeated_of(desk: Desk) -> Repeated | None:
    """Return which of several rows held in the shop's last file that had such."""
    said = _said_last(desk, REPEATED)
    return Repeated(said) if said else None


def posts_left_out_of(desk: Desk) -> frozenset[str]:
    """Return what the shop's last files call posts that were left out."""
    said = _said_last(desk, LEFT_OUT)
    return frozenset(said.split("|")) if said else frozenset()


def _said_last(desk: Desk, what: str) -> str:
    with desk.read() as unit:
        actions = unit.actions.of(desk.shop_id)
    said = (each.details.get(what) for each in actions if each.name == IMPORTED)
    return next((str(each) for each in said if each), "")
