"""Approved overtime x presence -> the overtime that was really worked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.payout import Overtime, OvertimeKind
from kpi.spans import intersect, minutes, subtract, union
from scheduler.errors import require

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.scheduled import Scheduled
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
        worked = minutes(intersect(outside, union(present[agent])))
        counted[agent].append((one.start_min, one.end_min))
        if worked:
            date = clock.date_of(one.start_min)
            found.append(Overtime(agent, date, one.kind, worked, one.approved_by, one.time_off))
    return tuple(found)
