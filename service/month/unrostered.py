"""What is told of a month where no roster was in force, from files and from the database alike."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kpi.facts.day_hours import holidays_without_plan, planned_minutes
from kpi.pay.overtime import DayPlan
from kpi.pay.payout import Unpaid
from kpi.score.scorecard import LineLeftOut

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from kpi.facts.facts import Facts
    from kpi.facts.presences import Attendance
    from kpi.facts.scheduled import Rostered
    from kpi.month import Month
    from kpi.pay.overtime import OvertimeWorked

Waits = dict[str, tuple[Unpaid, ...]]


def day_plan(facts: Facts, rostered: Rostered) -> DayPlan:
    """Return what was to be worked on days without a roster, as far as facts say it."""
    return DayPlan(rostered, planned_minutes(facts, rostered))


def unpaid_overtime(worked: Iterable[OvertimeWorked]) -> tuple[str, ...]:
    """Return the agents with approved overtime of whom nobody knows whether they were there."""
    unknown = {one for one in worked if one.minutes is None and not one.is_unplanned}
    return tuple(sorted({one.approved.agent_id for one in unknown}))


def waits_of(
    worked: Iterable[OvertimeWorked], facts: Facts, month: Month, holidays: Collection[dt.date]
) -> Waits:
    """Return whose hours are not paid since neither a roster nor a plan speaks of them."""
    found: dict[str, list[Unpaid]] = defaultdict(list)
    for agent in sorted({one.approved.agent_id for one in worked if one.is_unplanned}):
        found[agent].append(Unpaid.NO_PLAN_ON_OVERTIME)
    for agent in sorted(holidays_without_plan(facts, month, holidays)):
        found[agent].append(Unpaid.NO_PLAN_ON_HOLIDAY)
    return {agent: tuple(reasons) for agent, reasons in found.items()}


def why_no_hours(attendance: Attendance, start_min: int, end_min: int) -> dict[str, LineLeftOut]:
    """Return what is told of people with attendance where hours are unknown all the same."""
    known = attendance.within(start_min, end_min)
    found = dict.fromkeys(known.told, LineLeftOut.NO_ROSTER)
    return found | {one.agent_id: LineLeftOut.IN_DOUBT for one in known.questions}
