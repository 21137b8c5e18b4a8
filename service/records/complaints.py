"""The register of complaints: entering, handling, deciding on fault, appeals, what is overdue."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.month import Month
from kpi.registers.complaints import (
    DAY_MIN,
    Channel,
    Complaint,
    ComplaintTimes,
    facts_of_complaints,
)
from scheduler.errors import require
from service.month.month_inputs import COMPLAINTS
from store.register import Entry

if TYPE_CHECKING:
    from kpi.facts.facts import Facts
    from service.desk import Desk
    from store.unit import Unit
    from store.writing import Writing

__all__ = ["Channel", "Complaint", "ComplaintTimes", "Entry", "Month"]

SOURCE = COMPLAINTS
"""Name under which a month's facts of complaints are kept."""


def enter_complaint(desk: Desk, complaint: Complaint) -> int:
    """Register a complaint and return its number; raises InputError for unknown people or posts."""
    with desk.write("complaint_entered", unseen="a new entry beside the others") as unit:
        unit.require_known(complaint)
        clock = unit.shops.get(desk.shop_id).clock
        subject, date = complaint.number, clock.date_of(complaint.received_min)
        unit.note(subject, {})
        return unit.enter(complaint, subject=subject, date=date)


def update_complaint(
    desk: Desk,
    number: int,
    *,
    answered_min: int | None = None,
    closed_min: int | None = None,
    is_solved: bool | None = None,
    is_content: bool | None = None,
) -> Complaint:
    """Note what was done: answered, closed, solved, content afterwards; None: as it was."""
    with desk.write("complaint_handled", ("entry", number)) as unit:
        found = unit.register.get(desk.shop_id, Complaint, number).value
        handled = replace(
            found,
            answered_min=found.answered_min if answered_min is None else answered_min,
            closed_min=found.closed_min if closed_min is None else closed_min,
            is_solved=found.is_solved if is_solved is None else is_solved,
            is_content=found.is_content if is_content is None else is_content,
        )
        return _change(unit, number, handled)


def decide_fault(desk: Desk, number: int, *, is_at_fault: bool) -> Complaint:
    """Decide whether the agent was at fault; it settles an appeal, if there is one."""
    with desk.write("complaint_decided", ("entry", number)) as unit:
        decided = replace(
            unit.register.get(desk.shop_id, Complaint, number).value,
            is_at_fault=is_at_fault,
            decided_min=int(desk.now.timestamp()) // 60,
            decided_by=desk.by,
            is_appealed=False,
        )
        return _change(unit, number, decided)


def appeal(desk: Desk, number: int) -> Complaint:
    """Appeal against being found at fault, within the window; until decided it does not count."""
    with desk.write("complaint_appealed", ("entry", number)) as unit:
        found = unit.register.get(desk.shop_id, Complaint, number).value
        times = _times(unit, desk.shop_id)
        now_min = int(desk.now.timestamp()) // 60
        require(bool(found.is_at_fault), "nothing_to_appeal", value=found.number)
        end_min = (found.decided_min or 0) + times.appeal_days * DAY_MIN
        require(now_min < end_min, "appeal_too_late", value=found.number, days=times.appeal_days)
        return _change(unit, number, replace(found, is_appealed=True))


def complaints(desk: Desk, month: Month) -> tuple[Entry[Complaint], ...]:
    """Return the complaints that came in in a month."""
    with desk.read() as unit:
        return unit.register.all(desk.shop_id, Complaint, first=month.first, last=month.last)


def count_complaints(desk: Desk, month: Month) -> Facts:
    """Count a month's complaints into its facts, in place of what was counted before."""
    stamp = desk.stamp
    with desk.write("complaints_counted", ("month", month, "facts", "complaints")) as unit:
        clock = unit.shops.get(desk.shop_id).clock
        entries = unit.register.all(desk.shop_id, Complaint, first=month.first, last=month.last)
        found = facts_of_complaints(
            [one.value for one in entries],
            _times(unit, desk.shop_id),
            clock=clock,
            now_min=int(desk.now.timestamp()) // 60,
        )
        unit.facts.save_facts(desk.shop_id, month, SOURCE, found, stamp)
        unit.note(str(month), {})
        return found


def save_times(desk: Desk, times: ComplaintTimes) -> None:
    """Keep what is expected of handling complaints."""
    with desk.write("complaint_times_saved", ("complaint_times",)) as unit:
        unit.enter(times, subject="")
        unit.note("", {})


def _times(unit: Unit, shop_id: str) -> ComplaintTimes:
    kept = unit.register.all(shop_id, ComplaintTimes)
    return kept[-1].value if kept else ComplaintTimes()


def _change(unit: Writing, number: int, changed: Complaint) -> Complaint:
    unit.register.replace(number, changed)
    unit.note(changed.number)
    return changed
