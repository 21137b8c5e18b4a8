"""5S audits: keeping them, what they came to, and what is still to be put right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.month import Month
from kpi.registers.five_s import (
    Audit,
    AuditScore,
    AuditSheet,
    Correction,
    FiveS,
    audit_score,
)
from scheduler.errors import require
from store.files.audit_sheet import audit_preset
from store.register import Entry

if TYPE_CHECKING:
    import datetime as dt

    from service.desk import Desk
    from store.unit import Unit

__all__ = ["Audit", "AuditScore", "AuditSheet", "Correction", "Entry", "FiveS", "Month"]


def audit_sheet(desk: Desk) -> AuditSheet:
    """Return the sheet a shop uses: the last it saved, else the one that ships."""
    with desk.read() as unit:
        return _sheets(unit, desk.shop_id)[-1]


def save_audit_sheet(desk: Desk, sheet: AuditSheet) -> None:
    """Keep a new version of a sheet; audits made by older ones keep theirs."""
    with desk.write("audit_sheet_saved", ("audit_sheet", sheet.id)) as unit:
        known = {(one.id, one.version) for one in _sheets(unit, desk.shop_id)}
        is_new = (sheet.id, sheet.version) not in known
        require(is_new, "scheme_version_exists", value=f"{sheet.id} v{sheet.version}")
        unit.enter(sheet, subject=sheet.id)
        unit.note(sheet.id, {"version": str(sheet.version)})


def enter_audit(desk: Desk, audit: Audit) -> AuditScore:
    """Keep an audit and return what it came to; raises InputError when it is not whole."""
    with desk.write("audit_entered", unseen="a new entry beside the others") as unit:
        score = audit_score(audit, _sheet_of(unit, desk.shop_id, audit))
        unit.enter(audit, subject=audit.area, date=audit.date)
        details = {"points": f"{score.points}/{score.full}"}
        unit.note(audit.area, details)
        return score


def audits(desk: Desk, month: Month) -> tuple[tuple[Entry[Audit], AuditScore], ...]:
    """Return the audits of a month, each with what it came to."""
    with desk.read() as unit:
        kept = unit.register.all(desk.shop_id, Audit, first=month.first, last=month.last)
        return tuple(
            (entry, audit_score(entry.value, _sheet_of(unit, desk.shop_id, entry.value)))
            for entry in kept
        )


def correct(desk: Desk, number: int, item: str, *, done: dt.date) -> Audit:
    """Note that something was put right; ``by`` looked at it again and is not its owner."""
    with desk.write("audit_corrected", ("entry", number, item)) as unit:
        audit = unit.register.get(desk.shop_id, Audit, number).value
        known = any(one.item == item and one.done is None for one in audit.corrections)
        require(known, "nothing_to_correct", value=item)
        corrections = tuple(
            replace(one, done=done, checked_by=desk.by)
            if one.item == item and one.done is None
            else one
            for one in audit.corrections
        )
        changed = replace(audit, corrections=corrections)
        unit.register.replace(number, changed)
        unit.note(audit.area, {"item": item})
        return changed


def _sheets(unit: Unit, shop_id: str) -> list[AuditSheet]:
    unit.shops.get(shop_id)
    return [audit_preset(), *(entry.value for entry in unit.register.all(shop_id, AuditSheet))]


def _sheet_of(unit: Unit, shop_id: str, audit: Audit) -> AuditSheet:
    mine = (audit.sheet, audit.sheet_version)
    found = [one for one in _sheets(unit, shop_id) if (one.id, one.version) == mine]
    require(len(found) > 0, "audit_other_sheet", value=audit.sheet)
    return found[-1]
