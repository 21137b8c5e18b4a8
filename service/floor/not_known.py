"""What is missing of a week that is over, and what makes its numbers rest on a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scheduler.demand import Caveat

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
