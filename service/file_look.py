"""What taking a file in would bring: looked at before anything is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, UnusualError
from service.shop.importing import LASTING, ImportKind, noting_told
from store.files.taken import FileRows, noting_rows
from store.looked import looked_at, looking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from service.desk import Desk
    from service.shop.importing import ToldOfFile

    Take = Callable[[Desk, Path], object]

DAY = dt.timedelta(days=1)
LOOKED_AT = "rehearsal"
"""Why unusual numbers are let through where nothing stays; nobody ever reads it."""
NAMED = {"unknown_agent": "people", "unknown_post": "posts"}
"""Faults of names that are not known, by what they name."""
ASKED_OF_ALL = frozenset({"missing_column", *NAMED})
"""Faults that somebody who knows the shop can answer without changing the file."""


@dataclass(frozen=True, slots=True)
class FileLook:
    """
    What taking a file in would bring.

    Parameters
    ----------
    came
        What the action would return; None: the file would be refused.
    rows
        Of its tables, how many would be kept, and how many left out and why.
    people, without_rows
        Ids it names; and who works here in its months and is not named, where it names anybody.
    first, last
        Days it speaks of, or from which it holds; None: it names none.
    empty_days
        Days between that it does not speak of; none of a file that holds from a date on.
    sums
        By name (``hours``, ``yuan``, ``chats``, …).
    unusual
        What hardly anybody means, or could be there already: kept only with a reason.
    faults
        Why it would be refused.
    """

    came: object = None
    rows: tuple[FileRows, ...] = ()
    people: tuple[str, ...] = ()
    without_rows: tuple[str, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    empty_days: tuple[dt.date, ...] = ()
    sums: Mapping[str, Decimal | float] = field(default_factory=dict)
    unusual: tuple[Fault, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def is_good(self) -> bool:
        """Return whether it would be kept."""
        return not self.faults

    def require_good(self) -> None:
        """Raise InputError with its faults, where it would be refused."""
        if self.faults:
            raise InputError(self.faults)

    @property
    def is_in_already(self) -> bool:
        """Return whether it holds what the newest file of its kind holds, which still counts."""
        newest = (one.details.get("newest") == "yes" for one in self.unusual)
        return self.is_good and bool(self.unusual) and all(newest)

    @property
    def lacking(self) -> tuple[Fault, ...]:
        """Return the faults of columns that the file lacks."""
        return tuple(fault for fault in self.faults if fault.code == "missing_column")

    def unknown(self, what: str) -> tuple[str, ...]:
        """Return the names of ``people`` or ``posts`` that are not known, each once."""
        found = (fault.value for fault in self.faults if NAMED.get(fault.code) == what)
        return tuple(dict.fromkeys(value for value in found if value))

    @property
    def others(self) -> tuple[Fault, ...]:
        """Return the faults that only another file can mend."""
        return tuple(fault for fault in self.faults if fault.code not in ASKED_OF_ALL)


def look_at(desk: Desk, take: Take, path: Path, kind: str = "") -> FileLook:
    """
    Return what taking a file in would bring; nothing is kept.

    Parameters
    ----------
    take
        Action that takes it in.
    kind
        Of a month's file which; empty: another one.
    """
    with desk.rehearsing() as trial, noting_rows() as files, noting_told() as told:
        came, unusual, faults = _rehearse(trial, take, path)
        if faults:
            return FileLook(rows=tuple(files.values()), unusual=unusual, faults=faults)
        about = told[-1] if told else None
        return _look(trial, kind, tuple(files.values()), about, came=came, unusual=unusual)


def _rehearse(
    desk: Desk, take: Take, path: Path
) -> tuple[object, tuple[Fault, ...], tuple[Fault, ...]]:
    """Return what came of it, what is unusual in it, and its faults."""
    look = looking()
    try:
        if look is not None and look.reason:
            return take(desk, path), tuple(look.found), ()
        try:
            return take(desk, path), (), ()
        except UnusualError as error:
            with looked_at(LOOKED_AT):
                return take(desk, path), error.faults, ()
    except InputError as error:
        return None, (), error.faults


def _look(
    desk: Desk,
    kind: str,
    rows: tuple[FileRows, ...],
    told: ToldOfFile | None,
    *,
    came: object,
    unusual: tuple[Fault, ...],
) -> FileLook:
    if told is None:
        return FileLook(came, rows, unusual=unusual)
    people, days = sorted(set(told.people) - {""}), sorted(set(told.dates))
    lasts = bool(kind) and ImportKind(kind) in LASTING
    return FileLook(
        came,
        rows,
        tuple(people),
        _without_rows(desk, people),
        days[0] if days else None,
        days[-1] if days else None,
        () if lasts else tuple(_between(days)),
        {name: value for name, value in told.sums.items() if value},
        unusual,
    )


def _without_rows(desk: Desk, people: Iterable[str]) -> tuple[str, ...]:
    """Return who works here and is not among people that a file names; of none: nobody."""
    named = set(people)
    if not named:
        return ()
    with desk.read() as unit:
        return tuple(one.id for one in unit.staff.agents(desk.shop_id) if one.id not in named)


def _between(days: list[dt.date]) -> Iterable[dt.date]:
    """Yield the days between the first and the last that are not among some days."""
    known = set(days)
    whole = (days[-1] - days[0]).days if days else 0
    return (day for number in range(whole) if (day := days[0] + DAY * number) not in known)
