"""Absences registered on the day: what shows them, and whether they wait for an approval."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

from scheduler.errors import Fault, InputError, require
from scheduler.keys import Cell, Key
from service.month.approval_steps import ApprovalFlow, require_step

if TYPE_CHECKING:
    from service.desk import Desk
    from store.register import Entry
    from store.unit import Unit

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AbsenceShown:
    """
    What shows an absence that was registered on the day, or why that was done only later.

    Parameters
    ----------
    agent_id, absence
        Whose, and the number of which.
    evidence, late_reason
        A message, a certificate's place; why it was not registered on its day.
    registered_by
        Who did; empty: it was kept before that was asked for.
    needs_approval, approved_by
        Whether it counts as leave only once another person approved it, and who did.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    absence: int
    evidence: str
    late_reason: str
    registered_by: str = ""
    needs_approval: bool = False
    approved_by: str = ""

    @property
    def waits(self) -> bool:
        """Return whether it does not count as leave yet."""
        return self.needs_approval and not self.approved_by


def waiting_absences(
    unit: Unit, shop_id: str, first: dt.date, last: dt.date
) -> tuple[AbsenceShown, ...]:
    """Return the absences registered for shifts of some dates that wait for an approval."""
    kept = unit.register.all(shop_id, AbsenceShown, first=first - DAY, last=last)
    return tuple(one.value for one in kept if one.value.waits)


def absences_that_wait(desk: Desk) -> tuple[Entry[AbsenceShown], ...]:
    """Return the absences that wait for an approval, in the order registered."""
    with desk.read() as unit:
        kept = unit.register.all(desk.shop_id, AbsenceShown)
        return tuple(one for one in kept if one.value.waits)


def approve_absence(desk: Desk, number: int) -> AbsenceShown:
    """
    Approve an absence that waits; it counts as leave from then on.

    Raises
    ------
    InputError
        When it does not wait, the person registered it or is the one who was absent, or the step
        asks for a role the person does not hold.
    """
    with desk.write("absence_approved", ("absence", number)) as unit:
        entry = _entry(unit, desk.shop_id, number)
        shown = entry.value
        require(shown.waits, "already_approved", value=shown.agent_id)
        is_own = desk.by == shown.registered_by
        require(not is_own, "approved_by_oneself", column="approved_by", value=desk.by)
        is_first = not shown.late_reason
        require_step(unit, desk, ApprovalFlow.ABSENCE, shown.agent_id, is_first=is_first)
        approved = replace(shown, approved_by=desk.by)
        unit.register.replace(entry.id, approved)
        unit.note(shown.agent_id, {"date": entry.date.isoformat()})
        return approved


def _entry(unit: Unit, shop_id: str, number: int) -> Entry[AbsenceShown]:
    kept = unit.register.all(shop_id, AbsenceShown)
    found = next((one for one in kept if one.value.absence == number), None)
    if found is None:
        raise InputError(Fault("already_approved", value=str(number)))
    return found
