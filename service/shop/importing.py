"""Taking a file in: what it holds and what it changes is kept, so that it can be withdrawn."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from kpi.month import Month
from scheduler.errors import Fault, InputError
from service.shop.other_shop import tell_other_shop
from service.shop.told import reading_as
from store.files.taken import noting_rows
from store.imports import FileHeld, FileImport
from store.journal import Recorder
from store.looked import ask_about

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kpi.facts.facts import Facts
    from service.desk import Desk
    from store.changes import Subject
    from store.files.taken import FileRows
    from store.writing import Writing


class ImportKind(StrEnum):
    """What a file can be: most are of a month."""

    STAFF = "staff"
    ABSENCES = "absences"
    ATTENDANCE = "attendance"
    PUNCHES = "punches"
    EXCEPTIONS = "exceptions"
    CHATS = "chats"
    FACTS = "facts"
    MESSAGES = "messages"
    ORDERS = "orders"
    ATTRIBUTION = "attribution"
    TARGETS = "targets"
    PAY_PLANS = "pay_plans"
    SCHEMES = "schemes"
    PAY_SCHEMES = "pay_schemes"
    EARLIER_PAY = "earlier_pay"
    TIME_OFF = "time_off"
    OVERTIME = "overtime"
    REWARDS = "rewards"
    DEDUCTIONS = "deductions"
    REFUNDS = "refunds"
    COMPLAINTS = "complaints"
    SURVEY = "survey"
    AUDITS = "audits"
    TRAINING = "training"
    CERTIFICATES = "certificates"
    PLATFORM_RULES = "platform_rules"
    CAMPAIGNS = "campaigns"
    DRIVERS = "drivers"


LASTING = frozenset(
    {
        *(ImportKind.ATTRIBUTION, ImportKind.PAY_PLANS, ImportKind.SCHEMES),
        *(ImportKind.PAY_SCHEMES, ImportKind.CERTIFICATES, ImportKind.PLATFORM_RULES),
        *(ImportKind.EARLIER_PAY, ImportKind.TIME_OFF, ImportKind.CAMPAIGNS),
        *(ImportKind.STAFF, ImportKind.DRIVERS),
    }
)
"""Kinds that hold from a date on, not on days of a month."""


ACTIONS = {ImportKind.SURVEY: "answers_imported"}
FACT_SUMS = (
    ("chats", "received", 1),
    ("sales_yuan", "sales_fen", 100),
    ("hours", "present_min", 60),
)


@dataclass(slots=True)
class ToldOfFile:
    """
    What a file being taken in holds, as its reader tells it.

    Parameters
    ----------
    dates
        Days it speaks of, or from which it holds.
    people
        Whom it names.
    sums
        By name (``hours``, ``yuan``, ``chats``, …); 0 is not shown.
    months
        It speaks of, beside those of its dates.
    """

    dates: Iterable[dt.date] = ()
    people: Iterable[str] = ()
    sums: dict[str, Decimal | float] = field(default_factory=dict)
    months: Iterable[Month] = ()

    def held(self, files: Iterable[FileRows], kind: ImportKind) -> FileHeld:
        """Return what the file held."""
        known = tuple(files)
        left_out: dict[str, int] = {}
        for one in known:
            for reason, rows in one.left_out.items():
                left_out[reason] = left_out.get(reason, 0) + rows
        return FileHeld(
            sum(one.kept for one in known),
            left_out,
            len(set(self.people)),
            {name: _two_places(value) for name, value in self.sums.items() if value},
            tuple(sorted({*self.months, *map(Month.of, set(self.dates))})),
            lasts=kind in LASTING,
        )


_listening: ContextVar[tuple[list[ToldOfFile], ...]] = ContextVar("told", default=())


@contextmanager
def noting_told() -> Iterator[list[ToldOfFile]]:
    """Hand out what the files hold that are taken in from here on, one after the other."""
    files: list[ToldOfFile] = []
    token = _listening.set((*_listening.get(), files))
    try:
        yield files
    finally:
        _listening.reset(token)


@contextmanager
def taking_in(
    desk: Desk,
    kind: ImportKind,
    path: Path,
    *changed: Subject,
    unseen: str = "",
) -> Iterator[tuple[Writing, ToldOfFile]]:
    """
    Hand out the repositories for taking a file in, and what is to be told of it.

    Parameters
    ----------
    changed, unseen
        As for ``Desk.write``.

    Raises
    ------
    UnusualError
        When a file that holds the same is in already.
    InputError
        As raised inside; ``file_of_other_shop`` where all whom nobody knows here are of one.
    """
    told = ToldOfFile()
    with (
        reading_as(desk, kind),
        noting_rows(with_digests=True) as files,
        desk.write(ACTIONS.get(kind, f"{kind}_imported"), *changed, unseen=unseen) as unit,
    ):
        recorder = Recorder(unit.connection)
        try:
            yield unit, told
        except InputError as error:
            tell_other_shop(unit, desk.shop_id, path.name, error)
            raise
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        rows = ",".join(sorted(one.digest for one in files.values()))
        _ask_about_same(unit, kind, path.name, (content, rows))
        held = told.held(files.values(), kind)
        for listening in _listening.get():
            listening.append(told)
        keep_import(unit, recorder, FileImport(0, kind, path.name, held, unit.stamp), content, rows)
        unit.note("", {"file": path.name})


def keep_import(
    unit: Writing, recorder: Recorder, taken: FileImport, content: str = "", rows: str = ""
) -> None:
    """
    Keep what a file held and changed, so that it can be withdrawn.

    ``content`` and ``rows`` are digests by which the same file is known again; empty: it is not.
    """
    changes = recorder.changes()
    kept = unit.imports.add(unit.shop_id, taken, content=content, same_rows=rows, changes=changes)
    unit.add(("import", kept))


def _ask_about_same(unit: Writing, kind: ImportKind, file: str, digests: tuple[str, str]) -> None:
    """Ask whether a file is meant where one that counts holds the same bytes, or the same rows."""
    same = unit.imports.same(unit.shop_id, kind, *digests)
    if same is not None:
        at = same.entered.at.astimezone(unit.shops.get(unit.shop_id).clock.zone)
        newest = next(one for one in unit.imports.all(unit.shop_id) if counts_as(one, kind))
        details = {"by": same.entered.by, "at": f"{at:%Y-%m-%d %H:%M}", "number": same.id}
        details["newest"] = "yes" if newest.id == same.id else "no"
        ask_about([Fault("file_taken_before", file, value=same.file, details=details)])


def counts_as(one: FileImport, kind: ImportKind) -> bool:
    """Return whether a file was taken for a kind and still counts."""
    return one.kind == kind and one.withdrawn is None


def keep_facts(unit: Writing, told: ToldOfFile, facts: Facts, source: str) -> tuple[Month, ...]:
    """Keep facts under a source in place of those it had, and tell what they hold; by month."""
    months = sorted({Month.of(date) for date in np.unique(facts.date).astype(object)})
    unit.touch(*(("month", month, "facts", source) for month in months))
    for month in months:
        part = facts.between(month.first, month.last)
        unit.facts.save_facts(unit.shop_id, month, source, part, unit.stamp)
    told.dates = np.unique(facts.date).astype(object).tolist()
    told.people = [facts.agents[at] for at in np.unique(facts.agent).tolist() if at >= 0]
    for name, column, per in FACT_SUMS:
        told.sums[name] = float(np.nansum(facts[column])) / per
    return tuple(months)


def _two_places(value: Decimal | float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"))
