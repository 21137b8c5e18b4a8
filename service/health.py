"""Whether the program can do its work now, and the numbers by which it is watched."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, StoreError
from service.backups import newest
from store.address import file_of, name_of
from store.database import Database
from store.sqlite_file import beside

if TYPE_CHECKING:
    import datetime as dt

    from service.backups import BackupPlan

LATE = 2  # so many times the time between two backups may pass
STATM = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class Gauge:
    """
    A number by which the program is watched; none of them is about a person.

    Parameters
    ----------
    name, help
        As Prometheus shows it.
    value
        The number.
    label
        ``name="value"`` that tells it from others of its name; empty: it is alone.
    kind
        ``gauge``, or ``counter`` for what only grows.
    """

    name: str
    help: str
    value: float
    label: str = ""
    kind: str = "gauge"


def faults(url: str, plan: BackupPlan | None, now: dt.datetime) -> tuple[Fault, ...]:
    """Return what keeps the program from its work; nothing is changed."""
    try:
        with closing(Database(url, to_read=True)) as database, database.read() as unit:
            unit.changes.newest()
    except InputError as error:
        return error.faults
    except StoreError as error:
        unknown = Fault("database_refused", value=name_of(url), details={"cause": str(error)})
        return (error.fault or unknown,)
    return () if plan is None else _late(url, plan, now)


def _late(url: str, plan: BackupPlan, now: dt.datetime) -> tuple[Fault, ...]:
    last = newest(url, plan)
    hours = None if last is None else (now - last).total_seconds() / 3600
    if hours is not None and hours <= LATE * plan.every_h:
        return ()
    details = {"every": f"{plan.every_h:g}", "last": "" if last is None else last.isoformat()}
    code = "backup_none" if last is None else "backup_late"
    return (Fault(code, value=str(plan.folder), details=details),)


def gauges(url: str, plan: BackupPlan | None, now: dt.datetime) -> list[Gauge]:
    """Return the numbers of the database, its backups and this process."""
    found = [Gauge("paiban_ready", "1: the program can do its work", not faults(url, plan, now))]
    path = file_of(url)
    if path is not None and path.exists():
        size = sum(each.stat().st_size for each in (path, *beside(path)))
        found.append(Gauge("paiban_database_bytes", "Size of the database's files", size))
    last = None if plan is None else newest(url, plan)
    if last is not None:
        age_s = (now - last).total_seconds()
        found.append(Gauge("paiban_backup_age_seconds", "Since the newest backup", age_s))
    if STATM.exists():
        pages = int(STATM.read_text(encoding="ascii").split()[1])
        held = pages * os.sysconf("SC_PAGE_SIZE")
        found.append(Gauge("paiban_resident_bytes", "Memory of this process", held))
    try:
        return found + _counts(url)
    except (InputError, StoreError):
        return found  # paiban_ready says so


def _counts(url: str) -> list[Gauge]:
    with closing(Database(url, to_read=True)) as database, database.read() as unit:
        anchor = unit.chain.anchor()
        lines = 0 if anchor is None else anchor.links
        jobs = unit.counts.jobs_by_state()
    found = [Gauge("paiban_log_lines", "Lines of the log", lines, kind="counter")]
    told = "Jobs by state"
    return found + [
        Gauge("paiban_jobs", told, count, f'state="{state}"') for state, count in jobs.items()
    ]
