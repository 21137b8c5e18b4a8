"""The register of complaints: entering, handling, deciding on fault, appeals, what is overdue."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.complaints import (
    DAY_MIN,
    Channel,
    Complaint,
    ComplaintTimes,
    facts_of_complaints,
    months_at_fault,
    overdue,
)
from kpi.month import Month
from scheduler.errors import require
from store.actions import Action
from store.register import Entry
from store.stamp import Stamp

if TYPE_CHECKING:
    import datetime as dt

    from kpi.facts import Facts
    from store.database import Database
    from store.unit import Unit

__all__ = ["Channel", "Complaint", "ComplaintTimes", "Entry", "Month"]

SOURCE = "complaints"
"""Name under which a month's facts of complaints are kept."""


def enter_complaint(
    database: Database, shop_id: str, complaint: Complaint, *, by: str, now: dt.datetime
) -> int:
    """Register a complaint and return its number; raises InputError for unknown people or posts."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        names = unit.staff.names(shop_id)
        for column in ("agent_id", "owner"):
            who: str = getattr(complaint, column)
            require(not who or who in names, "unknown_agent", value=who, column=column)
        known = any(post.id == complaint.post for post in unit.shops.posts(shop_id))
        require(known, "unknown_post", value=complaint.post, column="post")
        clock = unit.shops.get(shop_id).clock
        subject, date = complaint.number, clock.date_of(complaint.received_min)
        unit.actions.add(shop_id, Action("complaint_entered", subject, {}, stamp))
        return unit.register.add(shop_id, complaint, subject=subject, date=date, stamp=stamp)


def update_complaint(
    database: Database,
    shop_id: str,
    number: int,
    *,
    answered_min: int | None = None,
    closed_min: int | None = None,
    is_solved: bool | None = None,
    is_content: bool | None = None,
    by: str,
    now: dt.datetime,
) -> Complaint:
    """Note what was done: answered, closed, solved, content afterwards; None: as it was."""
    said = {
        "answered_min": answered_min,
        "closed_min": closed_min,
        "is_solved": is_solved,
        "is_content": is_content,
    }
    known = {name: value for name, value in said.items() if value is not None}
    with database.write() as unit:
        return _change(
            unit, shop_id, number, known, action="complaint_handled", stamp=Stamp(by, now)
        )


def decide_fault(
    database: Database,
    shop_id: str,
    number: int,
    *,
    is_at_fault: bool,
    by: str,
    now: dt.datetime,
) -> Complaint:
    """Decide whether the agent was at fault; it settles an appeal, if there is one."""
    said: dict[str, object] = {
        "is_at_fault": is_at_fault,
        "decided_min": int(now.timestamp()) // 60,
        "decided_by": by,
        "is_appealed": False,
    }
    with database.write() as unit:
        return _change(
            unit, shop_id, number, said, action="complaint_decided", stamp=Stamp(by, now)
        )


def appeal(
    database: Database, shop_id: str, number: int, *, by: str, now: dt.datetime
) -> Complaint:
    """Appeal against being found at fault, within the window; until decided it does not count."""
    with database.write() as unit:
        found = unit.register.get(shop_id, Complaint, number).value
        times = _times(unit, shop_id)
        now_min = int(now.timestamp()) // 60
        require(bool(found.is_at_fault), "nothing_to_appeal", value=found.number)
        end_min = (found.decided_min or 0) + times.appeal_days * DAY_MIN
        require(now_min < end_min, "appeal_too_late", value=found.number, days=times.appeal_days)
        said: dict[str, object] = {"is_appealed": True}
        return _change(
            unit, shop_id, number, said, action="complaint_appealed", stamp=Stamp(by, now)
        )


def complaints(database: Database, shop_id: str, month: Month) -> tuple[Entry[Complaint], ...]:
    """Return the complaints that came in in a month."""
    with database.read() as unit:
        return unit.register.all(shop_id, Complaint, first=month.first, last=month.last)


def overdue_complaints(
    database: Database, shop_id: str, *, now: dt.datetime
) -> tuple[Complaint, ...]:
    """Return the complaints that wait too long, the oldest first."""
    with database.read() as unit:
        found = [one.value for one in unit.register.all(shop_id, Complaint)]
        return overdue(found, _times(unit, shop_id), int(now.timestamp()) // 60)


def month_assessment(
    database: Database, shop_id: str, month: Month, *, now: dt.datetime
) -> dict[str, tuple[int, int]]:
    """Return complaints of a month by the agent responsible: all, and those at fault."""
    with database.read() as unit:
        found = [one.value for one in unit.register.all(shop_id, Complaint)]
        clock = unit.shops.get(shop_id).clock
        now_min = int(now.timestamp()) // 60
        return months_at_fault(found, _times(unit, shop_id), month, clock=clock, now_min=now_min)


def count_complaints(
    database: Database, shop_id: str, month: Month, *, by: str, now: dt.datetime
) -> Facts:
    """Count a month's complaints into its facts, in place of what was counted before."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        clock = unit.shops.get(shop_id).clock
        entries = unit.register.all(shop_id, Complaint, first=month.first, last=month.last)
        found = facts_of_complaints(
            [one.value for one in entries],
            _times(unit, shop_id),
            clock=clock,
            now_min=int(now.timestamp()) // 60,
        )
        unit.facts.save_facts(shop_id, month, SOURCE, found, stamp)
        unit.actions.add(shop_id, Action("complaints_counted", str(month), {}, stamp))
        return found


def save_times(
    database: Database, shop_id: str, times: ComplaintTimes, *, by: str, now: dt.datetime
) -> None:
    """Keep what is expected of handling complaints."""
    stamp = Stamp(by, now)
    with database.write() as unit:
        date = now.astimezone(unit.shops.get(shop_id).clock.zone).date()
        unit.register.add(shop_id, times, subject="", date=date, stamp=stamp)
        unit.actions.add(shop_id, Action("complaint_times_saved", "", {}, stamp))


def _times(unit: Unit, shop_id: str) -> ComplaintTimes:
    kept = unit.register.all(shop_id, ComplaintTimes)
    return kept[-1].value if kept else ComplaintTimes()


def _change(
    unit: Unit,
    shop_id: str,
    number: int,
    said: dict[str, object],
    *,
    action: str,
    stamp: Stamp,
) -> Complaint:
    found = unit.register.get(shop_id, Complaint, number).value
    changed = replace(found, **said)
    unit.register.replace(number, changed)
    unit.actions.add(shop_id, Action(action, found.number, {}, stamp))
    return changed
