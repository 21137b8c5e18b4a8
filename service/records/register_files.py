"""Taking in registers from files: complaints, 5S audits, results of training, certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.registers.five_s import AuditSheet
from kpi.registers.training_gate import StageResult
from service.records.certificates import keep_certificates
from service.shop.importing import ImportKind, taking_in
from service.shop.known import known_of, read_known
from store.files.audit_sheet import audit_preset
from store.files.audits_file import read_audits
from store.files.kpi_tables import read_complaints
from store.files.training_file import CERTIFICATES, RESULTS

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.agent import Certificate
    from service.desk import Desk


def import_complaints(desk: Desk, path: Path) -> int:
    """
    Take in complaints; one whose number is known is replaced. Return how many.

    Raises
    ------
    InputError
        With every fault of the file; then nothing is kept.
    """
    with taking_in(
        desk, ImportKind.COMPLAINTS, path, unseen="what it replaces is touched one by one"
    ) as (unit, told):
        shop = known_of(unit, desk.shop_id)
        found = read_complaints(path, shop.clock, posts=shop.posts, agents=shop.agents)
        for one in found:
            unit.put(one, subject=one.number, date=shop.clock.date_of(one.received_min))
        told.dates = [shop.clock.date_of(one.received_min) for one in found]
        told.people = [one.agent_id for one in found]
        return len(found)


def import_audits(desk: Desk, path: Path) -> int:
    """Take in 5S audits; one of the same area and day is replaced. Return how many."""
    with taking_in(
        desk, ImportKind.AUDITS, path, unseen="what it replaces is touched one by one"
    ) as (unit, told):
        clock = unit.shops.get(desk.shop_id).clock
        kept = unit.register.all(desk.shop_id, AuditSheet)
        found = read_audits(path, clock, kept[-1].value if kept else audit_preset())
        for one in found:
            unit.put(one, subject=one.area, date=one.date, daily=True)
        told.dates = [one.date for one in found]
        told.sums["audits"] = len(found)
        return len(found)


def import_training(desk: Desk, path: Path) -> int:
    """Take in results of training; known ones are passed over. Return how many are new."""
    with taking_in(desk, ImportKind.TRAINING, path, unseen="a new entry beside the others") as (
        unit,
        told,
    ):
        found = read_known(unit, RESULTS, path)
        kept = [entry.value for entry in unit.register.all(desk.shop_id, StageResult)]
        new = [one for one in found if one not in kept]
        for one in new:
            unit.enter(one, subject=one.agent_id, date=one.date)
        told.dates = [one.date for one in found]
        told.people = [one.agent_id for one in found]
        told.sums["new"] = len(new)
        return len(new)


def import_certificates(desk: Desk, path: Path) -> int:
    """Take in certificates, in place of those they overlap. Return how many."""
    with taking_in(desk, ImportKind.CERTIFICATES, path) as (unit, told):
        found = read_known(unit, CERTIFICATES, path)
        new: dict[str, tuple[Certificate, ...]] = {}
        for held in found:
            new[held.agent_id] = (*new.get(held.agent_id, ()), held.certificate)
            unit.touch(("people", held.agent_id, "certificate", held.certificate.post))
        keep_certificates(unit, new)
        begun = [held.certificate.valid_from for held in found]
        told.dates = [date for date in begun if date is not None]
        told.people = [held.agent_id for held in found]
        return len(found)
