"""The shifts that published rosters bound people to, and what was registered within them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.facts.scheduled import Scheduled, in_force, with_duties

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.horizon import Clock
    from scheduler.roster import RosterVersion
    from store.floor import EnteredInterruption
    from store.unit import Unit

    PublishedWeek = tuple[str, tuple[RosterVersion, ...]]

DAY = dt.timedelta(days=1)


def scheduled_in(unit: Unit, shop_id: str, first: dt.date, last: dt.date) -> tuple[Scheduled, ...]:
    """Return the shifts in force that begin from one date to another, both included."""
    clock = unit.shops.get(shop_id).clock
    return begun_in(published_weeks(unit, shop_id, first, last + DAY), first, last, clock)


def published_weeks(
    unit: Unit, shop_id: str, first: dt.date, after: dt.date
) -> list[PublishedWeek]:
    """Return the label and published versions of the weeks that touch a stretch of days."""
    return [
        (week.label, unit.rosters.published_versions(week.id))
        for week in unit.weeks.all(shop_id)
        if week.horizon.start <= after and week.horizon.date(week.horizon.days) > first
    ]


def begun_in(
    weeks: Sequence[PublishedWeek], first: dt.date, last: dt.date, clock: Clock
) -> tuple[Scheduled, ...]:
    """Return the shifts in force that begin from one date to another, both included."""
    return tuple(
        one
        for one in in_force([versions for _, versions in weeks])
        if first <= clock.date_of(one.shift.start_min) <= last
    )


def within_duties(
    unit: Unit, shop_id: str, entered: Sequence[EnteredInterruption]
) -> tuple[EnteredInterruption, ...]:
    """Return secondments and disruptions that know the end of the shift in which they began."""
    if not entered:
        return ()
    clock = unit.shops.get(shop_id).clock
    moments = [one.interruption.start_min for one in entered]
    first, last = clock.date_of(min(moments)) - DAY, clock.date_of(max(moments))
    bound = scheduled_in(unit, shop_id, first, last)
    found = with_duties([one.interruption for one in entered], bound)
    return tuple(
        replace(one, interruption=dutied) for one, dutied in zip(entered, found, strict=True)
    )
