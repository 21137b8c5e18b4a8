"""A file of another shop: nobody it names is unknown there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError
from store.files.clean import folded

if TYPE_CHECKING:
    from store.unit import Unit

UNKNOWN = frozenset({"unknown_agent", "unknown_post"})
LEAST = 2
"""People by whom another shop is told: one may have moved."""


def tell_other_shop(unit: Unit, shop_id: str, file: str, error: InputError) -> None:
    """
    Raise, in place of people who are not known here, of which other shop they all are, if of any.

    Parameters
    ----------
    shop_id
        The shop for which the file was given.
    error
        What was found in the file.
    """
    if not {fault.code for fault in error.faults} <= UNKNOWN:
        return
    people = {folded(fault.value or "") for fault in error.faults if fault.code == "unknown_agent"}
    if len(people) < LEAST:
        return
    mine = unit.companies.of(shop_id)
    for other in unit.shops.all():
        if other.company_id != mine:  # nobody learns of another company's people
            continue
        names = unit.staff.names(other.id) if other.id != shop_id else {}
        if people <= {folded(said) for pair in names.items() for said in pair}:
            details = {"count": len(people)}
            fault = Fault("file_of_other_shop", file, value=other.name or other.id, details=details)
            raise InputError(fault) from None
