"""The files that were taken in: looking at them, and withdrawing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from service.history.volumes import HistoryKind
from service.shop.importing import ImportKind
from store.imports import FileHeld, FileImport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.month import Month
    from service.desk import Desk
    from store.writing import Writing

__all__ = ["FileHeld", "FileImport", "ImportKind"]

SHOWN = 5
"""Of the people that something is told of, as many are named."""


def imports(desk: Desk, month: Month | None = None) -> tuple[FileImport, ...]:
    """
    Return the files of months that were taken in, newest first; those withdrawn too.

    Parameters
    ----------
    month
        Only those that speak of it, or hold in it. None: all.
    """
    with desk.read() as unit:
        unit.shops.get(desk.shop_id)
        found = unit.imports.all(desk.shop_id)
    of_months = (one for one in found if one.kind not in set(HistoryKind))
    return tuple(one for one in of_months if month is None or one.is_about(month))


def withdraw_imports(desk: Desk, numbers: Sequence[int]) -> tuple[FileImport, ...]:
    """
    Take back what files brought, all or none; what they had replaced comes back. Return the files.

    Raises
    ------
    InputError
        When one was withdrawn already, a locked month rests on it, somebody changed since what it
        brought, or changed it since the person looked.
    """
    changed = [("import", number) for number in numbers]
    with desk.write("import_withdrawn", *changed) as unit:
        taken = [unit.imports.get(desk.shop_id, one) for one in sorted(numbers, reverse=True)]
        for one in taken:
            require(one.withdrawn is None, "import_withdrawn_already", value=one.file)
            _refuse_locked(unit, one)
            _refuse_in_use(unit, one)
            _refuse_beneath(unit, one)
            unit.touch(*unit.changes.brought_by(desk.shop_id, ("import", one.id)))
            unit.imports.withdraw(desk.shop_id, one.id, desk.stamp)
            unit.note(one.file, {"kind": one.kind, "number": str(one.id)})
        return tuple(taken)


def _refuse_in_use(unit: Writing, taken: FileImport) -> None:
    """Raise InputError where people whom a file brought are in rosters or asked for something."""
    brought = unit.imports.brought(unit.shop_id, taken.id, "agent")
    used = unit.staff.in_use(unit.shop_id, [str(name) for _, name in brought])
    if used:
        details = {"count": len(used), "people": ", ".join(used[:SHOWN])}
        raise InputError(Fault("import_people_in_use", value=taken.file, details=details))


def _refuse_beneath(unit: Writing, taken: FileImport) -> None:
    """Raise InputError where a later file lies over one of the history, which is one whole."""
    if taken.kind not in set(HistoryKind):
        return
    later = [
        one.file
        for one in unit.imports.all(unit.shop_id)
        if one.id > taken.id and _of_one_whole(one, taken) and one.withdrawn is None
    ]
    if later:
        details = {"others": ", ".join(later[:SHOWN])}
        raise InputError(Fault("import_lies_beneath", value=taken.file, details=details))


def _of_one_whole(one: FileImport, other: FileImport) -> bool:
    """Return whether two files are of the same history: of chats, or of all contacts."""
    both = (one.kind, other.kind)
    of_all = [kind == HistoryKind.CONTACTS for kind in both]
    return set(both) <= set(HistoryKind) and of_all[0] == of_all[1]


def _refuse_locked(unit: Writing, taken: FileImport) -> None:
    """
    Raise InputError with the locked months that rest on a file.

    What holds from a date on is in no month that was locked before it came.
    """
    held = taken.held
    resting = []
    for month, lock in unit.run_steps.locks(unit.shop_id):
        since = not held.months or held.months[0] <= month
        lasted = held.lasts and since and lock.at >= taken.entered.at
        if lasted or (not held.lasts and month in held.months):
            resting.append(month)
    if resting:
        raise InputError(
            Fault("import_month_locked", value=taken.file, details={"month": month})
            for month in dict.fromkeys(resting)
        )
