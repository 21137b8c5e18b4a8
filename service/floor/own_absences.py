"""How often people of a shop do not come to a shift they were given, from what it recorded."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpi.facts.hours import shift_hours
from kpi.facts.scheduled import with_duties
from scheduler.horizon import WEEK_DAYS, Horizon
from service.demand.chat_staffing import use_inputs
from service.floor.present_people import attendance_around
from service.month.duties import published_weeks, scheduled_in
from service.unchanged import while_unchanged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.agent import Absence
    from scheduler.post import StaffingInputs
    from scheduler.shift import Shift
    from service.desk import Desk
    from store.unit import Unit

DAY = dt.timedelta(days=1)
WEEKS = 8
LEAST = 100
"""Shifts below which nothing is proposed: at 5 % their share is known to 4 points or so."""
DIGITS = 3
NORMAL = 1.959963984540054


@dataclass(frozen=True, slots=True)
class OwnAbsence:
    """
    What a shop recorded of the shifts on one post.

    Parameters
    ----------
    post
        Whose shifts they were.
    first, last
        Days looked at, both included.
    known, away
        Shifts of which it is known whether the person came, and those to which nobody did: all of
        it missed, neither lent nor kept from work; or taken out of the roster for an absence that
        was told after it was published. Leave the roster knew is neither.
    unknown
        Shifts of which nothing, or nothing certain, is recorded.
    """

    post: str
    first: dt.date
    last: dt.date
    known: int
    away: int
    unknown: int

    @property
    def rate(self) -> float | None:
        """Return the share of shifts missed, as it is proposed; None: too few are known."""
        return None if self.known < LEAST else round(self.away / self.known, DIGITS)

    @property
    def ends(self) -> tuple[float, float]:
        """Return the 95 % interval of the share (Wilson), as if shifts were independent."""
        share, spread = self.away / self.known, NORMAL**2 / self.known
        middle = share + spread / 2
        reach = math.sqrt(spread * (share * (1 - share) + spread / 4))
        return max(0.0, (middle - reach) / (1 + spread)), min(1.0, (middle + reach) / (1 + spread))


def own_absences(desk: Desk, *, weeks: int = WEEKS) -> dict[str, OwnAbsence]:
    """Return by post what the weeks before today show; a post without a shift in them has none."""
    with desk.read() as unit:
        clock = unit.shops.get(desk.shop_id).clock
        first = desk.now.astimezone(clock.zone).date() - weeks * WEEK_DAYS * DAY
        days = Horizon(clock, first, weeks * WEEK_DAYS)
        what = ("own_absences", first.isoformat(), weeks)
        return while_unchanged(desk, unit, what, lambda: _by_post(unit, desk.shop_id, days))


def _by_post(unit: Unit, shop_id: str, days: Horizon) -> dict[str, OwnAbsence]:
    found: dict[str, OwnAbsence] = {}
    for post, is_away in _fates(unit, shop_id, days):
        old = found.get(post) or OwnAbsence(post, days.dates[0], days.dates[-1], 0, 0, 0)
        if is_away is None:
            found[post] = replace(old, unknown=old.unknown + 1)
        else:
            found[post] = replace(old, known=old.known + 1, away=old.away + is_away)
    return found


def adopt_absences(desk: Desk, found: OwnAbsence) -> StaffingInputs:
    """Keep the share of shifts missed as a post's chance of absence, for requirements from now."""
    rate = found.rate
    assert rate is not None  # nothing is proposed where too little is known
    return use_inputs(
        desk, found.post, "own_absences", lambda inputs: replace(inputs, absence_rate=rate)
    )


def _fates(unit: Unit, shop_id: str, days: Horizon) -> Iterator[tuple[str, bool | None]]:
    """Yield the post of each shift, and whether nobody came; None: it is not known."""
    clock, first, last = days.clock, days.dates[0], days.dates[-1]
    scheduled = scheduled_in(unit, shop_id, first, last)
    attendance = attendance_around(unit, shop_id, days, scheduled)
    entered = unit.floor.interruptions(shop_id, days.start_min, days.end_min)
    duties = with_duties([one.interruption for one in entered], scheduled)
    heard = {clock.date_of(start) for spans in attendance.there.values() for start, _ in spans}
    for one in shift_hours(scheduled, attendance, duties, clock=clock):
        came = one.attended if one.date in heard else None
        yield one.scheduled.shift.post, None if came is None else came.is_absent
    for shift in _taken_out(unit, shop_id, days):
        if clock.date_of(shift.start_min) in heard:  # else those who came are not known either
            yield shift.post, True


def _taken_out(unit: Unit, shop_id: str, days: Horizon) -> Iterator[Shift]:
    """Yield shifts of the first roster published of a week that an absence told later took out."""
    clock = days.clock
    told = unit.staff.absences(shop_id, days.start_min, days.end_min)
    for _, versions in published_weeks(unit, shop_id, days.dates[0], days.dates[-1] + DAY):
        if not versions:
            continue
        before, published = versions[0].roster.shifts, versions[0].published_at
        assert published is not None  # a published version says when
        now = {(one.agent_id, clock.date_of(one.start_min)) for one in versions[-1].roster.shifts}
        late = [one.absence for one in told if one.entered.at > published]
        for shift in before:
            is_gone = (shift.agent_id, clock.date_of(shift.start_min)) not in now
            within = days.start_min <= shift.start_min < days.end_min
            if is_gone and within and any(_covers(each, shift) for each in late):
                yield shift


def _covers(absence: Absence, shift: Shift) -> bool:
    return (
        absence.agent_id == shift.agent_id
        and absence.start_min <= shift.start_min
        and shift.end_min <= absence.end_min
    )
