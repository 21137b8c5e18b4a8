"""Approved overtime x presence -> the overtime that was really worked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.facts.spans import intersect, minutes, subtract, union
from kpi.pay.payout import Overtime, OvertimeKind
from scheduler.errors import Fault, require

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from kpi.facts.scheduled import Scheduled
    from scheduler.dispatch import Presence
    from scheduler.horizon import Clock


@dataclass(frozen=True, slots=True)
class ApprovedOvertime:
    """
    A stretch of time in which an agent may work overtime.

    Parameters
    ----------
    agent_id
        Who.
    start_min, end_min
        From and until when.
    kind
        On what sort of day.
    approved_by
        By whom; never the agent.
    time_off
        Whether leave is given for it; on rest days only.
    """

    agent_id: str
    start_min: int
    end_min: int
    kind: OvertimeKind
    approved_by: str
    time_off: bool = False

    def __post_init__(self) -> None:
        require(self.start_min < self.end_min, "ends_before_start", column="end")
        require(bool(self.approved_by), "empty", column="approved_by")
        alone = self.approved_by == self.agent_id
        require(not alone, "approved_by_oneself", column="approved_by", value=self.approved_by)
        good = not self.time_off or self.kind is OvertimeKind.REST_DAY
        require(good, "time_off_unlawful", column="time_off", value=self.agent_id)


@dataclass(frozen=True, slots=True)
class OvertimeWorked:
    """What came of approved overtime: minutes to be paid; None: nobody knows who was there."""

    approved: ApprovedOvertime
    minutes: int | None


def holiday_faults(
    approved: Iterable[ApprovedOvertime], holidays: Collection[dt.date], clock: Clock
) -> list[Fault]:
    """Return a fault for each stretch on a statutory holiday called something else, and back."""
    faults = []
    for one in approved:
        date = clock.date_of(one.start_min)
        if (date in holidays) is not (one.kind is OvertimeKind.HOLIDAY):
            code = "overtime_on_holiday" if date in holidays else "overtime_no_holiday"
            faults.append(Fault(code, value=one.agent_id, details={"date": date.isoformat()}))
    return faults


def worked_overtime(
    approved: Iterable[ApprovedOvertime],
    presences: Iterable[Presence],
    scheduled: Iterable[Scheduled],
    *,
    clock: Clock,
) -> tuple[Overtime, ...]:
    """
    Return the overtime to be paid: approved, present, and outside the hours of the roster.

    Time that was not approved is not overtime, however long somebody stayed; approved time in which
    nobody was there is not paid. Stretches that overlap count once.
    """
    return overtime_of(what_was_worked(approved, presences, scheduled), clock=clock)


def overtime_of(worked: Iterable[OvertimeWorked], *, clock: Clock) -> tuple[Overtime, ...]:
    """Return the overtime to be paid of what was worked; where nobody knows, none."""
    return tuple(
        Overtime(
            one.approved.agent_id,
            clock.date_of(one.approved.start_min),
            one.approved.kind,
            one.minutes,
            one.approved.approved_by,
            one.approved.time_off,
        )
        for one in worked
        if one.minutes
    )


def what_was_worked(
    approved: Iterable[ApprovedOvertime],
    presences: Iterable[Presence],
    scheduled: Iterable[Scheduled],
) -> tuple[OvertimeWorked, ...]:
    """
    Return what came of each stretch that was approved, in the order agent, start.

    Of an agent of whom there is no presence at all, it is not known.
    """
    present: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for presence in presences:
        present[presence.agent_id].append((presence.start_min, presence.end_min))
    rostered: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for shift in (each.shift for each in scheduled):
        rostered[shift.agent_id].append((shift.start_min, shift.end_min))
    counted: dict[str, list[tuple[int, int]]] = defaultdict(list)
    found = []
    for one in sorted(approved, key=lambda each: (each.agent_id, each.start_min)):
        agent = one.agent_id
        asked = subtract(((one.start_min, one.end_min),), union(counted[agent]))
        outside = subtract(asked, union(rostered[agent]))
        counted[agent].append((one.start_min, one.end_min))
        there = present.get(agent)
        worked = None if there is None else minutes(intersect(outside, union(there)))
        found.append(OvertimeWorked(one, worked))
    return tuple(found)
