"""5S audits: keeping them, what they came to, and what is still to be put right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.five_s import (
    Audit,
    AuditScore,
    AuditSheet,
    Correction,
    FiveS,
    audit_score,
    open_corrections,
)
from kpi.month import Month
from scheduler.errors import require
from store.actions import Action
from store.files.audit_sheet import audit_preset
from store.register import Entry
from store.stamp import Stamp

if TYPE_CHECKING:
    import datetime as dt

    from store.database import Database
    from store.unit import Unit

__all__ = ["Audit", "AuditScore", "AuditSheet", "Correction", "Entry", "FiveS", "Month"]


def audit_sheet(database: Database, shop_id: str) -> AuditSheet:
    """Return the sheet a shop uses: the last it saved, else the one that ships."""
    with database.read() as unit:
        return _sheets(unit, shop_id)[-1]


def save_audit_sheet(
    database: Database, shop_id: str, sheet: AuditSheet, *, by: str, now: dt.datetime
) -> None:
    """Keep a new version of a sheet; audits made by older ones keep theirs."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        known = {(one.id, one.version) for one in _sheets(unit, shop_id)}
        is_new = (sheet.id, sheet.version) not in known
        require(is_new, "scheme_version_exists", value=f"{sheet.id} v{sheet.version}")
        date = now.astimezone(unit.shops.get(shop_id).clock.zone).date()
        unit.register.add(shop_id, sheet, subject=sheet.id, date=date, stamp=stamp)


def enter_audit(
    database: Database, shop_id: str, audit: Audit, *, by: str, now: dt.datetime
) -> AuditScore:
    """Keep an audit and return what it came to; raises InputError when it is not whole."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        score = audit_score(audit, _sheet_of(unit, shop_id, audit))
        unit.register.add(shop_id, audit, subject=audit.area, date=audit.date, stamp=stamp)
        details = {"points": f"{score.points}/{score.full}"}
        unit.actions.add(shop_id, Action("audit_entered", audit.area, details, stamp))
        return score


def audits(
    database: Database, shop_id: str, month: Month
) -> tuple[tuple[Entry[Audit], AuditScore], ...]:
    """Return the audits of a month, each with what it came to."""
    with database.read() as unit:
        kept = unit.register.all(shop_id, Audit, first=month.first, last=month.last)
        return tuple(
            (entry, audit_score(entry.value, _sheet_of(unit, shop_id, entry.value)))
            for entry in kept
        )


def to_correct(
    database: Database, shop_id: str, *, today: dt.date
) -> tuple[tuple[Audit, Correction, bool], ...]:
    """Return what is still to be put right, the most urgent first, and whether it is overdue."""
    with database.read() as unit:
        kept = [entry.value for entry in unit.register.all(shop_id, Audit)]
    return open_corrections(kept, today)


def correct(
    database: Database,
    shop_id: str,
    number: int,
    item: str,
    *,
    done: dt.date,
    by: str,
    now: dt.datetime,
) -> Audit:
    """Note that something was put right; ``by`` looked at it again and is not its owner."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        audit = unit.register.get(shop_id, Audit, number).value
        known = any(one.item == item and one.done is None for one in audit.corrections)
        require(known, "nothing_to_correct", value=item)
        corrections = tuple(
            replace(one, done=done, checked_by=by) if one.item == item and one.done is None else one
            for one in audit.corrections
        )
        changed = replace(audit, corrections=corrections)
        unit.register.replace(number, changed)
        unit.actions.add(shop_id, Action("audit_corrected", audit.area, {"item": item}, stamp))
        return changed


def _sheets(unit: Unit, shop_id: str) -> list[AuditSheet]:
    unit.shops.get(shop_id)
    return [audit_preset(), *(entry.value for entry in unit.register.all(shop_id, AuditSheet))]


def _sheet_of(unit: Unit, shop_id: str, audit: Audit) -> AuditSheet:
    mine = (audit.sheet, audit.sheet_version)
    found = [one for one in _sheets(unit, shop_id) if (one.id, one.version) == mine]
    require(len(found) > 0, "audit_other_sheet", value=audit.sheet)
    return found[-1]
