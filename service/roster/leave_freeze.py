"""Leave that a campaign (大促) freezes: what may wait is refused, or granted with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.facts.leave_days import AT_WORK, LeaveKind, kind_of
from scheduler.campaign import leave_ruled_by
from scheduler.campaign_parts import LeaveDuring
from scheduler.errors import Fault, InputError
from service.shop.campaigns import campaigns_in
from store.files.kpi_law import absence_kinds
from store.looked import ask_about

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.agent import Absence
    from store.unit import Unit

NEVER_FROZEN = frozenset(
    {
        *(LeaveKind.SICK, LeaveKind.WORK_INJURY, LeaveKind.MATERNITY),
        *(LeaveKind.MARRIAGE, LeaveKind.BEREAVEMENT),
    }
)
"""What comes when it comes, or is a right by its occasion; no firm may make it wait."""


def may_wait(kind: str) -> bool:
    """Return whether an absence is leave that a campaign may freeze: all that is no right."""
    is_work = kind.strip().casefold() in AT_WORK
    return not is_work and kind_of(kind, absence_kinds()) not in NEVER_FROZEN


def frozen(unit: Unit, shop_id: str, absence: Absence) -> Fault | None:
    """Return that a campaign freezes an absence: ``leave_frozen``, or ``leave_asks_reason``."""
    if not may_wait(absence.kind):
        return None
    clock = unit.shops.get(shop_id).clock
    days = clock.date_of(absence.start_min), clock.date_of(absence.end_min - 1)
    campaign = leave_ruled_by(campaigns_in(unit, shop_id, *days), *days)
    if campaign is None:
        return None
    refused = campaign.leave is LeaveDuring.REFUSED
    details = {"agent": absence.agent_id, "first": campaign.first, "last": campaign.last}
    code = "leave_frozen" if refused else "leave_asks_reason"
    return Fault(code, value=campaign.name, details=details)


def require_not_frozen(unit: Unit, shop_id: str, absences: Iterable[Absence]) -> None:
    """
    Ask about absences of a file that come when leave asks for a reason.

    Raises
    ------
    InputError
        With those that come when leave is refused.
    """
    found = [fault for each in absences if (fault := frozen(unit, shop_id, each))]
    refused = [fault for fault in found if fault.code == "leave_frozen"]
    if refused:
        raise InputError(refused)
    ask_about(found)
