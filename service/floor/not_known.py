"""What is missing of a week that is over, and what makes its numbers rest on a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Caveat
from scheduler.horizon import DAY_MIN, format_clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from scheduler.horizon import Horizon
    from service.floor.measured_level import MeasuredLevel
    from service.floor.post_after import PostAfter
    from service.floor.present_people import PresentPeople
    from service.floor.published_plan import PublishedPlan


def not_known(
    rows: Sequence[PostAfter], plan: PublishedPlan, people: PresentPeople, now_min: int
) -> Iterator[Caveat]:
    """Yield what is not known of a week, and what makes its numbers rest on a part."""
    horizon = plan.forecast.horizon
    if now_min < horizon.end_min:
        yield Caveat("after_not_over")
    if people.unbound:
        yield Caveat("after_unbound", details={"count": people.unbound})
    is_open = ~np.isnan(plan.required)
    silent = is_open & np.isnan(plan.came)
    if (silent == is_open).all():
        yield Caveat("after_no_volumes")
    elif silent.any():
        share = round(100 * float(silent.sum() / is_open.sum()), 1)
        yield Caveat("after_volumes_part", details={"percent": share})
    unknown = sum(row.kept.unknown_shifts for row in rows)
    if people.present is None:
        yield Caveat("after_no_attendance")
    elif unknown:
        yield Caveat("after_attendance_part", details={"count": unknown})
    if plan.simulation is None:
        yield Caveat("after_no_simulation")
    yield from _unmeasured(rows, plan)


def _unmeasured(rows: Sequence[PostAfter], plan: PublishedPlan) -> Iterator[Caveat]:
    """Yield where no chats tell the level that was reached."""
    if all(row.measured is None for row in rows):
        yield Caveat("after_no_chats")
        return
    for row, is_open in zip(rows, ~np.isnan(plan.required), strict=True):
        if row.measured is None:
            yield Caveat("after_no_chats_of", row.post)
            continue
        horizon = plan.forecast.horizon
        open_dates = {
            horizon.date(horizon.day_of(horizon.minute(int(at)))) for at in np.flatnonzero(is_open)
        }
        dates = sorted(open_dates - set(row.measured.dates))
        if dates:
            told = [date.isoformat() for date in dates]
            yield Caveat("after_chats_part", row.post, {"dates": told})
        times = _times_known(horizon, row.measured, is_open)
        if times:
            yield Caveat("after_chats_hours", row.post, {"times": times})


def _times_known(
    horizon: Horizon, found: MeasuredLevel, is_open: npt.NDArray[np.bool_]
) -> list[list[str]]:
    """Return date, from and until when chats are known, of days with chats of some hours alone."""
    times = []
    for date in found.dates:
        day = horizon.day(date)
        cells = np.arange(horizon.first_interval(day), horizon.first_interval(day + 1))
        if found.is_known[cells].all():
            continue
        there = np.r_[False, found.is_known[cells] & is_open[cells], False]
        for first, last in np.flatnonzero(np.diff(there.astype(int))).reshape(-1, 2).tolist():
            ends = (horizon.minute(int(cells[0]) + at) for at in (first, last))
            start, end = (horizon.clock.clock_of(minute) for minute in ends)
            times.append([date.isoformat(), format_clock(start), format_clock(end or DAY_MIN)])
    return times
