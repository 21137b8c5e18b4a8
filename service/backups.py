"""Scheduled backups: made, proven by restoring them aside, and rotated."""

from __future__ import annotations

import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kpi.month import Month
from scheduler.errors import Fault, InputError, require
from service.database import name_of_copy, write_copy
from service.month.months import computed
from store.address import url_of
from store.backup_plan import BackupPlan
from store.chain_check import check_chain
from store.copies import moment_of, restore, stamped
from store.database import open_to_read
from store.dumps import is_dump, restored_aside

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from store.unit import Unit

__all__ = ["BackupPlan"]


@dataclass(frozen=True, slots=True)
class ProvenMonth:
    """A locked month that was computed anew from a backup: its shop, and of how many people."""

    shop_id: str
    month: Month
    people: int


@dataclass(frozen=True, slots=True)
class BackupProof:
    """
    What was done to see that a backup can be used.

    Parameters
    ----------
    lines
        Of the log, each of which fits the chain.
    months
        The newest locked month of each shop, whose pay came out the same to the fen.
    """

    lines: int
    months: tuple[ProvenMonth, ...]


@dataclass(frozen=True, slots=True)
class BackupDone:
    """A backup that was made, what was seen in it, and the older ones that were deleted."""

    path: Path
    proof: BackupProof
    deleted: tuple[Path, ...]


def take(url: str, plan: BackupPlan, now: dt.datetime) -> BackupDone:
    """
    Make a backup after a plan, prove it, then delete those that are no longer kept.

    One that proves wrong is put aside under ``.bad``, and no older one is deleted.

    Raises
    ------
    InputError
        When the backup cannot be made, or cannot be used.
    """
    plan.folder.mkdir(parents=True, exist_ok=True)
    named = plan.folder / name_of_copy(url)
    path = stamped(named, now)
    write_copy(url, path)
    try:
        proof = prove(path, url, now)
    except InputError:
        path.rename(path.with_name(f"{path.name}.bad"))
        raise
    return BackupDone(path, proof, _rotate(named, plan))


def newest(url: str, plan: BackupPlan) -> dt.datetime | None:
    """Return when the newest backup of a database was made; None: there is none."""
    return max(_made(plan.folder / name_of_copy(url)), default=None)


def prove(path: Path, url: str, now: dt.datetime) -> BackupProof:
    """
    Restore a backup aside, check it, and pay the newest locked month of each shop from it anew.

    Parameters
    ----------
    path
        The backup.
    url
        Of the database it was made of: a dump is restored beside that one, on its server.

    Raises
    ------
    InputError
        When it is damaged, its log was tampered with, or a month comes out otherwise.
    StoreError
        When a newer program made it, or the server does not let this account make a database.
    """
    with (
        _aside(path, url, now) as aside,
        closing(open_to_read(aside)) as database,
        database.read() as unit,
    ):
        log = check_chain(unit.connection, str(path))
        if log.faults:
            raise InputError(log.faults)
        return BackupProof(log.end.links, tuple(_months(unit, path)))


@contextmanager
def _aside(path: Path, url: str, now: dt.datetime) -> Iterator[str]:
    """Hand out the URL of a database that a backup was restored to; it is gone in the end."""
    require(path.is_file(), "file_missing", value=path)
    if is_dump(path):
        with restored_aside(path, url) as aside:
            yield aside
        return
    with tempfile.TemporaryDirectory(prefix="paiban-proof-") as folder:
        aside = url_of(str(Path(folder) / "scratch.db"))
        restore(path, aside, replace=False, now=now)
        yield aside


def _months(unit: Unit, path: Path) -> Iterator[ProvenMonth]:
    for shop in unit.shops.all():
        locks = unit.run_steps.locks(shop.id)
        if locks:
            month = max((month for month, _ in locks), key=str)
            yield _recomputed(unit, shop.id, month, path)


def _recomputed(unit: Unit, shop_id: str, month: Month, path: Path) -> ProvenMonth:
    number = unit.run_steps.locked(shop_id, str(month))
    run = None if number is None else unit.months.numbered(shop_id, month, number)
    require(run is not None, "backup_month_missing", value=path, month=month, shop=shop_id)
    assert run is not None
    _, payouts = computed(month, run.inputs, run.facts, pay=bool(run.payouts))
    now = {one.agent_id: one.total for one in payouts}
    kept = {one.agent_id: one.total for one in run.payouts}
    others = [agent for agent in (now | kept) if now.get(agent) != kept.get(agent)]
    if others:
        details = {"month": str(month), "shop": shop_id, "count": len(others)}
        raise InputError(Fault("backup_month_other", value=str(path), details=details))
    return ProvenMonth(shop_id, month, len(kept))


def _made(named: Path) -> dict[dt.datetime, Path]:
    """Return the backups that are named after a path, by when they were made."""
    if not named.parent.is_dir():
        return {}
    made = ((moment_of(each, named), each) for each in named.parent.iterdir())
    return {at: each for at, each in made if at is not None}


def _rotate(named: Path, plan: BackupPlan) -> tuple[Path, ...]:
    made = _made(named)
    gone = sorted(made.keys() - plan.kept(made))
    for at in gone:
        made[at].unlink()
    return tuple(made[at] for at in gone)
