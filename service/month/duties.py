"""The shifts that published rosters bound people to, and what was registered within them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.facts.scheduled import (
    PutInForce,
    Rostered,
    Scheduled,
    in_force,
    never_bound,
    with_calls,
    with_duties,
)
from scheduler.standby import StandbyCall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.roster import RosterVersion
    from scheduler.shift import Shift
    from service.desk import Desk
    from store.floor import EnteredInterruption
    from store.unit import Unit

    PublishedWeek = tuple[str, tuple[RosterVersion, ...]]

DAY = dt.timedelta(days=1)
MINUTE_S = 60


def scheduled_in(unit: Unit, shop_id: str, first: dt.date, last: dt.date) -> tuple[Scheduled, ...]:
    """Return the shifts in force that begin from one date to another, both included."""
    return begun_in(unit, shop_id, published_weeks(unit, shop_id, first, last + DAY), first, last)


def published_weeks(
    unit: Unit, shop_id: str, first: dt.date, after: dt.date
) -> list[PublishedWeek]:
    """
    Return the label and published versions of the weeks that touch a stretch of days.

    A version that somebody put in force for the past says so.
    """
    since = {
        (entry.value.week, entry.value.number): entry.value.since_min
        for entry in unit.register.all(shop_id, PutInForce)
    }
    return [
        (
            week.label,
            tuple(
                _agreed(version, since.get((week.label, version.number)))
                for version in unit.rosters.published_versions(week.id)
            ),
        )
        for week in unit.weeks.all(shop_id)
        if week.horizon.start <= after and week.horizon.date(week.horizon.days) > first
    ]


def rostered_in(
    unit: Unit,
    shop_id: str,
    weeks: Sequence[PublishedWeek],
    scheduled: Sequence[Scheduled],
) -> Rostered:
    """Return the days of weeks on which a version was in force from the day's beginning."""
    clock, days = unit.shops.get(shop_id).clock, []
    for label, versions in weeks:
        moments = [each.binds_from.timestamp() for each in versions if each.binds_from]
        if moments:
            dates = unit.weeks.get(shop_id, label).horizon.dates
            days += [day for day in dates if clock.at(day) * MINUTE_S >= min(moments)]
    return Rostered.of(days, scheduled, clock)


def _agreed(version: RosterVersion, since_min: int | None) -> RosterVersion:
    if since_min is None:
        return version
    return replace(version, agreed_from=dt.datetime.fromtimestamp(since_min * 60, dt.UTC))


def unbound_in(unit: Unit, shop_id: str, first: dt.date, last: dt.date) -> dict[str, list[Shift]]:
    """Return by week the shifts that begin in a stretch of days and never bound anybody."""
    clock = unit.shops.get(shop_id).clock
    found: dict[str, list[Shift]] = {}
    for label, versions in published_weeks(unit, shop_id, first, last + DAY):
        shifts = [
            shift
            for shift in never_bound([versions])
            if first <= clock.date_of(shift.start_min) <= last
        ]
        if shifts:
            found[label] = shifts
    return found


def unbound(desk: Desk, label: str) -> tuple[Shift, ...]:
    """Return the shifts of a week's newest published version that never bound anybody."""
    with desk.read() as unit:
        horizon = unit.weeks.get(desk.shop_id, label).horizon
        found = unbound_in(unit, desk.shop_id, horizon.start, horizon.dates[-1])
        return tuple(found.get(label, ()))


def begun_in(
    unit: Unit, shop_id: str, weeks: Sequence[PublishedWeek], first: dt.date, last: dt.date
) -> tuple[Scheduled, ...]:
    """Return the shifts in force that begin from one date to another, both included."""
    clock = unit.shops.get(shop_id).clock
    calls = unit.register.all(shop_id, StandbyCall, first=first, last=last + DAY)
    found = (
        one
        for one in in_force([versions for _, versions in weeks])
        if first <= clock.date_of(one.shift.start_min) <= last
    )
    standby = _standby_in(unit, shop_id, weeks)
    return with_calls(found, standby, (each.value for each in calls))


def _standby_in(unit: Unit, shop_id: str, weeks: Sequence[PublishedWeek]) -> set[Shift]:
    """Return the shifts of published versions whose agents stand by."""
    found: set[Shift] = set()
    for label, versions in weeks:
        week = unit.weeks.get(shop_id, label)
        rules, clock_of = week.rules, week.horizon.clock.clock_of
        shifts = (one for each in versions for one in each.roster.shifts)
        found |= {
            one
            for one in (shifts if rules.standby else ())
            if rules.kind_of(clock_of(one.start_min), one.end_min - one.start_min) in rules.standby
        }
    return found


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
