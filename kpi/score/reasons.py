"""Why a line gives somebody no points: what was missing, told apart as far as it is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kpi.metrics.indicators import INDICATORS
from kpi.metrics.totals import Knowing
from kpi.score.scorecard import LineLeftOut

if TYPE_CHECKING:
    from kpi.metrics.counted import GroupMeasure, GroupMeasures

OF_ATTENDANCE = frozenset({"adherent_min", "handling_min", "late_shifts"})
"""What was called attendance until 2026-11."""
OF_HOURS = OF_ATTENDANCE | {"shifts", "early_shifts", "absent_shifts", "present_min", "busy_min"}
WITH_TARGET = frozenset({"target_attainment", "linked_sales"})
COMPARED = {
    **dict.fromkeys(WITH_TARGET, LineLeftOut.NO_TARGET),
    "dispute_trend": LineLeftOut.NO_PERIOD_BEFORE,
}
"""What is missing where there is something, and nothing to compare it with."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """
    What is known beside the facts of why something is missing.

    Parameters
    ----------
    knowing
        By which rule.
    no_hours
        Why hours of agents with attendance may be unknown; who is not in it has no attendance.
    aimed
        Posts with a target.
    """

    knowing: Knowing
    no_hours: Mapping[str, LineLeftOut] = field(default_factory=dict)
    aimed: Collection[str] = ()

    def of(
        self, measured: GroupMeasures, index: int, indicator: str, counted: GroupMeasure
    ) -> LineLeftOut:
        """Return why an indicator of a group has no points."""
        if self.knowing is Knowing.WHATEVER:
            return _told_before(measured, index, indicator, counted)
        post = measured.totals.groups[index][1]
        if counted.numerator is not None and indicator in COMPARED:
            is_shared = post in self.aimed and measured.column("scheduled_min", index) is None
            usual = COMPARED[indicator]
            return LineLeftOut.NO_ROSTER if is_shared and indicator in WITH_TARGET else usual
        if counted.denominator == 0:
            return LineLeftOut.NO_CASES
        if counted.value is not None:
            return LineLeftOut.HALF_KNOWN  # few cases, and the bad ones were not counted
        return self._of_missing(measured, index, indicator)

    def _of_missing(self, measured: GroupMeasures, index: int, indicator: str) -> LineLeftOut:
        """Return why counts are missing, or do not belong together."""
        names = INDICATORS[indicator].columns
        known = {name for name in names if measured.column(name, index) is not None}
        if not OF_HOURS.isdisjoint(set(names) - known):
            is_there = measured.column("present_min", index) is not None
            usual = LineLeftOut.NO_ROSTER if is_there else LineLeftOut.NO_ATTENDANCE
            return self.no_hours.get(measured.totals.groups[index][0], usual)
        if len(known) == len(names):
            return LineLeftOut.DAYS_APART
        return LineLeftOut.HALF_KNOWN if known else LineLeftOut.NO_DATA


def _told_before(
    measured: GroupMeasures, index: int, indicator: str, counted: GroupMeasure
) -> LineLeftOut:
    """Return the reason as it was told until 2026-11."""
    if indicator == "target_attainment" and counted.numerator is not None:
        return LineLeftOut.NO_TARGET
    if indicator == "dispute_trend" and counted.numerator is not None:
        return LineLeftOut.NO_PERIOD_BEFORE
    unattended = measured.column("adherent_min", index) is None
    if unattended and OF_ATTENDANCE.intersection(INDICATORS[indicator].columns):
        return LineLeftOut.NO_ATTENDANCE
    return LineLeftOut.NO_DATA
