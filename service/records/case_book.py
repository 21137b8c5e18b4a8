"""The complaints of a month as the desk sees them: how far each is, what is late, who did what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from kpi.registers.complaints import (
    COLUMNS,
    DAY_MIN,
    Complaint,
    ComplaintTimes,
    facts_of_complaints,
    months_at_fault,
    overdue,
)
from scheduler.errors import require
from service.records.complaints import SOURCE, count_complaints
from store.facts import SourceKind

if TYPE_CHECKING:
    from kpi.facts.facts import Facts
    from kpi.month import Month
    from service.desk import Desk
    from store.register import Entry


class CaseState(StrEnum):
    """How far a complaint is."""

    UNANSWERED = "unanswered"
    OPEN = "open"
    UNDECIDED = "undecided"  # closed, and nobody said yet whether the agent was at fault
    APPEALED = "appealed"
    APPEALABLE = "appealable"  # at fault, and the agent may still appeal
    AT_FAULT = "at_fault"
    NO_FAULT = "no_fault"


@dataclass(frozen=True, slots=True)
class Case:
    """
    A complaint, how far it is, and whether it waits too long.

    Parameters
    ----------
    id, complaint
        Number in the register, and what was written down.
    state, is_overdue
        How far, and whether too late.
    appeal_until_min
        Until when the agent may appeal; None: not found at fault.
    """

    id: int
    complaint: Complaint
    state: CaseState
    is_overdue: bool
    appeal_until_min: int | None


@dataclass(frozen=True, slots=True)
class Handling:
    """What one owner handled: how many, and of them in time, solved, asked, content."""

    owner: str
    handled: int
    in_time: int
    solved: int
    asked: int
    content: int


@dataclass(frozen=True, slots=True)
class CaseBook:
    """
    The complaints of a month.

    Parameters
    ----------
    times
        What is expected of handling.
    cases
        Those received in the month, the newest first.
    overdue
        Those of any month that wait too long, the oldest first.
    assessed
        By agent responsible: complaints of the month, and those at fault that count.
    handled
        By owner, those that are settled or too late.
    """

    times: ComplaintTimes
    cases: tuple[Case, ...]
    overdue: tuple[Complaint, ...]
    assessed: dict[str, tuple[int, int]]
    handled: tuple[Handling, ...]


def case_book(desk: Desk, month: Month) -> CaseBook:
    """Return the complaints of a month as they stand now."""
    with desk.read() as unit:
        kept = unit.register.all(desk.shop_id, ComplaintTimes)
        times = kept[-1].value if kept else ComplaintTimes()
        clock = unit.shops.get(desk.shop_id).clock
        entries = unit.register.all(desk.shop_id, Complaint)
    now_min = int(desk.now.timestamp()) // 60
    everything = [entry.value for entry in entries]
    late = overdue(everything, times, now_min)
    of_month = [entry for entry in entries if entry.date in month]
    cases = tuple(_case(entry, times, now_min, entry.value in late) for entry in of_month)
    facts = facts_of_complaints(
        [entry.value for entry in of_month], times, clock=clock, now_min=now_min
    )
    return CaseBook(
        times,
        tuple(sorted(cases, key=lambda one: (-one.complaint.received_min, one.id))),
        late,
        months_at_fault(everything, times, month, clock=clock, now_min=now_min),
        _handled(facts),
    )


def _case(entry: Entry[Complaint], times: ComplaintTimes, now_min: int, is_late: bool) -> Case:
    one = entry.value
    until = None
    if one.is_at_fault and one.decided_min is not None:
        until = one.decided_min + times.appeal_days * DAY_MIN
    return Case(entry.id, one, _state(one, until, now_min), is_late, until)


def _state(one: Complaint, appeal_until_min: int | None, now_min: int) -> CaseState:
    if one.is_appealed:
        return CaseState.APPEALED
    if appeal_until_min is not None:
        return CaseState.APPEALABLE if now_min < appeal_until_min else CaseState.AT_FAULT
    if one.is_at_fault is not None:
        return CaseState.NO_FAULT
    if one.closed_min is not None:
        return CaseState.UNDECIDED
    return CaseState.UNANSWERED if one.answered_min is None else CaseState.OPEN


def _handled(facts: Facts) -> tuple[Handling, ...]:
    names = [name for name in COLUMNS if name != "complaints_at_fault"]
    found = []
    for index, owner in enumerate(facts.agents):
        mine = facts.agent == index
        sums = [int(np.nansum(facts[name][mine])) for name in names]
        if sums[0]:
            found.append(Handling(owner, *sums))
    return tuple(sorted(found, key=lambda one: (-one.handled, one.owner)))


def count_into_scores(desk: Desk, month: Month) -> Facts:
    """
    Count a month's complaints into its facts, unless another source counted complaints already.

    Raises
    ------
    InputError
        When a log of chats or an imported file has them: they would count twice.
    """
    other = counted_by(desk, month)
    require(not other, "complaints_counted", value=other)
    return count_complaints(desk, month)


def counted_by(desk: Desk, month: Month) -> str:
    """Return the first other source that has complaints of a month; empty: none has."""
    with desk.read() as unit:
        notes = unit.facts.sources(desk.shop_id, month)
        facts = unit.facts.facts(desk.shop_id, month)
        chats = unit.facts.chats(desk.shop_id, month)
    of_facts = [note.source for note in notes if note.kind is SourceKind.FACTS]
    of_chats = [note.source for note in notes if note.kind is SourceKind.CHATS]
    for source, found in zip(of_facts, facts, strict=True):
        if source != SOURCE and any(name in found.counts for name in COLUMNS):
            return source
    for source, (_, outcomes) in zip(of_chats, chats, strict=True):
        values = (outcomes.values.get(f"complaint_{what}") for what in ("in_time", "at_fault"))
        if any(each is not None and not np.isnan(each).all() for each in values):
            return source
    return ""
