"""A past month without rosters, where everybody worked the same hours: agreed afterwards."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.errors import require
from scheduler.horizon import DAY_MIN
from service.roster.agreed import take_agreed
from store.files.source import write_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.month import Month
    from scheduler.dispatch import Presence
    from service.desk import Desk
    from service.roster.weeks import WeekSummary
    from store.unit import Unit

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FixedHours:
    """Hours of the site's clock that everybody worked in a month without rosters, and why."""

    start: str
    end: str
    reason: str


STEP_MIN = 30
"""Hours of work begin and end at such steps of the clock, as far as a proposal goes."""
FILE = "fixed_hours.csv"


def usual_hours(desk: Desk, month: Month) -> tuple[dt.time, dt.time] | None:
    """
    Return when most presences of a month are due, as it seems: after they begin, before they end.

    None where there is no presence, or a week is open in the month: then its roster says it.
    """
    with desk.read() as unit:
        clock = unit.shops.get(desk.shop_id).clock
        rostered = _rostered(unit, desk)
        found = [one for one in _presences(unit, desk, month) if one.end_min > one.start_min]
    if not found or any(day in month for day in rostered):
        return None
    starts = Counter(-(-clock.clock_of(one.start_min) // STEP_MIN) * STEP_MIN for one in found)
    ends = Counter(clock.clock_of(one.end_min) // STEP_MIN * STEP_MIN for one in found)
    start, end = (each.most_common(1)[0][0] % DAY_MIN for each in (starts, ends))
    return _time(start), _time(end)


def _time(minute: int) -> dt.time:
    return dt.time(minute // 60, minute % 60)


def _presences(unit: Unit, desk: Desk, month: Month) -> tuple[Presence, ...]:
    clock = unit.shops.get(desk.shop_id).clock
    return unit.floor.presences(desk.shop_id, clock.at(month.first), clock.at(month.last + DAY))


def agree_fixed_hours(
    desk: Desk, month: Month, start: dt.time, end: dt.time, *, reason: str
) -> WeekSummary:
    """
    Take the same hours as agreed with everybody for each day on which they clocked in.

    Who is late or leaves early is known then. Who was due and did not come at all is not: days
    without a presence count as days off.

    Parameters
    ----------
    start, end
        Of the site's clock; an end before the start lies on the next day.
    reason
        Why there was no roster; kept, and told in every export.

    Raises
    ------
    InputError
        When nobody was recorded, or a week of the month is open already.
    """
    with desk.read() as unit:
        clock = unit.shops.get(desk.shop_id).clock
        today = clock.date_of(int(desk.now.timestamp() // 60))
        there = {
            (one.agent_id, clock.date_of(one.start_min)) for one in _presences(unit, desk, month)
        }
    days = [day for day in _days(month) if day < today]
    there = {(agent, day) for agent, day in there if day in days}
    require(bool(there), "attendance_none", value=month)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        _write(path, days, there, f"{start:%H:%M}-{end:%H:%M}")
        taken = take_agreed(desk, path, reason=reason)
    with desk.write("fixed_hours_said", unseen="it is said whole") as unit:
        said = FixedHours(f"{start:%H:%M}", f"{end:%H:%M}", reason)
        unit.put(said, subject="")
        unit.note(str(month), {"start": said.start, "end": said.end})
    return taken


def hours_before(desk: Desk) -> FixedHours | None:
    """Return the hours that were agreed last for a month without rosters; None: none were."""
    with desk.read() as unit:
        said = unit.register.all(desk.shop_id, FixedHours)
    return said[-1].value if said else None


def agree_as_before(desk: Desk, month: Month) -> FixedHours | None:
    """
    Take the hours agreed last for this month too, where its presences look like them.

    Returns None where they look otherwise, or there is nothing to agree: then nothing is kept.

    Raises
    ------
    InputError
        As ``agree_fixed_hours``.
    """
    before, seem = hours_before(desk), usual_hours(desk, month)
    if before is None or seem is None:
        return None
    start, end = map(dt.time.fromisoformat, (before.start, before.end))
    if seem != (start, end):
        return None
    agree_fixed_hours(desk, month, start, end, reason=before.reason)
    return before


def has_roster(desk: Desk, month: Month) -> bool:
    """Return whether a week is open in a month."""
    with desk.read() as unit:
        return any(day in month for day in _rostered(unit, desk))


def _rostered(unit: Unit, desk: Desk) -> set[dt.date]:
    return {day for week in unit.weeks.all(desk.shop_id) for day in week.horizon.dates}


def _days(month: Month) -> list[dt.date]:
    return [month.first + DAY * number for number in range((month.last - month.first).days + 1)]


def _write(
    path: Path, days: list[dt.date], there: Iterable[tuple[str, dt.date]], code: str
) -> None:
    """Write a table of codes: who clocked in on which day."""
    known = set(there)
    rows = [
        (agent, *(code if (agent, day) in known else "休" for day in days))
        for agent in sorted({agent for agent, _ in known})
    ]
    write_table("roster", (("工号", *map(str, days)), rows), path)
