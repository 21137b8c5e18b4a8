"""Attendance and exceptions -> hours of days, where there is no roster to hold them against."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.facts import NOBODY, Facts, merge
from kpi.facts.hours import excused_spans
from kpi.facts.scheduled import Rostered
from kpi.facts.spans import Spans, intersect, minutes, subtract, union

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kpi.facts.presences import Attendance
    from kpi.facts.scheduled import Scheduled
    from kpi.month import Month
    from scheduler.dispatch import Interruption
    from scheduler.horizon import Clock

UNKNOWN = float("nan")
DAY_MIN = 24 * 60
COLUMNS = (
    *("secondment_min", "disruption_min", "present_min", "adherent_min", "handling_min"),
    *("shifts", "absent_shifts", "holiday_min"),
)
Key = tuple[str, dt.date]
NO_ROSTER = Rostered()


def with_days(
    facts: Facts,
    attendance: Attendance,
    interruptions: Iterable[Interruption],
    scheduled: Iterable[Scheduled] = (),
    *,
    rostered: Rostered = NO_ROSTER,
    month: Month | None = None,
    clock: Clock,
    holidays: Collection[dt.date] = (),
) -> Facts:
    """
    Return facts with the hours of the days on which no roster was in force.

    Parameters
    ----------
    facts
        With the hours of the shifts in force.
    attendance, interruptions
        Who was there, and who was lent or disrupted; what touches a shift is of that shift.
    scheduled, rostered
        The shifts in force, and the days they speak of.
    month
        Of which days; None: of all.
    clock, holidays
        The site's, and the statutory ones around.
    """
    bound = _bound(scheduled)
    beside = replace(attendance, there=_beside(attendance, bound))
    away = [
        one
        for one in interruptions
        if not intersect(((one.start_min, one.end_min),), bound.get(one.agent_id, ()))
    ]
    of_month = facts if month is None else facts.between(month.first, month.last)
    found = facts_of_days(of_month, beside, away, clock=clock, rostered=rostered, holidays=holidays)
    if month is not None:
        found = found.between(month.first, month.last)
    return merge([facts, found], ["facts", "attendance"]) if len(found) else facts


def days_there(
    attendance: Attendance, scheduled: Iterable[Scheduled], rostered: Rostered, *, clock: Clock
) -> dict[Key, Spans]:
    """Return when people were there on days without a roster, by agent and the day it began."""
    found = _by_day(_flat(_beside(attendance, _bound(scheduled))), {}, clock)
    return {key: spans for key, spans in found.items() if key not in rostered}


def _bound(scheduled: Iterable[Scheduled]) -> dict[str, Spans]:
    shifts: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for one in scheduled:
        shifts[one.shift.agent_id].append((one.shift.start_min, one.shift.end_min))
    return {agent: union(spans) for agent, spans in shifts.items()}


def _beside(attendance: Attendance, bound: Mapping[str, Spans]) -> dict[str, Spans]:
    """Return the presences that touch no shift."""
    return {
        agent: tuple(span for span in spans if not intersect((span,), bound.get(agent, ())))
        for agent, spans in attendance.there.items()
    }


def facts_of_days(
    facts: Facts,
    attendance: Attendance,
    interruptions: Iterable[Interruption],
    *,
    clock: Clock,
    rostered: Rostered = NO_ROSTER,
    holidays: Collection[dt.date] = (),
) -> Facts:
    """
    Return the hours of the days of facts, by the minutes of each day.

    Without a roster nobody knows when a shift was to begin: lateness stays unknown, and minutes are
    held against ``scheduled_min`` of the facts where it is given; pay on holidays too. What the
    facts say of hours themselves is left alone. An agent of whom there is no presence in a month
    has unknown attendance in it, and so has a day that a presence in doubt touches, or on which the
    agent worked on several posts.

    Parameters
    ----------
    facts
        Of any days; who is in none of them is passed over.
    attendance, interruptions
        Who was there, and who was lent or disrupted.
    clock
        The site's.
    rostered
        Days that are left out.
    holidays
        The statutory ones.
    """
    there = _by_day(_flat(attendance.there), {}, clock)
    known = {(agent, d.year, d.month) for agent, d in _by_day(_flat(attendance.told), {}, clock)}
    lent, disrupted = _away(tuple(interruptions), there, clock)
    doubted = _doubted(attendance, clock)
    free = union((clock.at(day), clock.at(day, DAY_MIN)) for day in holidays)
    rows = _rows(facts, {*there, *lent, *disrupted}, rostered)
    posts = Counter((agent, date) for agent, date, _ in rows)
    values = []
    for (agent, date, _), row in rows.items():
        key = agent, date
        is_known = (agent, date.year, date.month) in known and key not in doubted
        is_known = is_known and posts[key] == 1
        present = there.get(key, ()) if is_known else None
        away = (lent.get(key, ()), disrupted.get(key, ())) if posts[key] == 1 else ((), ())
        counts = _counts(facts, row, present, *away)
        on_holiday = _on_holiday(facts, row, counts, present, free, is_free=date in holidays)
        values.append(_not_given(facts, row, counts | {"holiday_min": on_holiday}))
    dates = [
        date if row is None else facts.message_date[row].astype(object)
        for (_, date, _), row in rows.items()
    ]
    return Facts.of(
        [agent for agent, _, _ in rows],
        [post for _, _, post in rows],
        [date for _, date, _ in rows],
        message_dates=dates,
        counts={name: [one[name] for one in values] for name in COLUMNS},
    )


def planned_minutes(facts: Facts, rostered: Rostered) -> dict[str, dict[dt.date, float]]:
    """Return the minutes planned by agent and day without a roster, of whom any are known."""
    found: dict[str, dict[dt.date, float]] = defaultdict(lambda: defaultdict(float))
    planned = facts["scheduled_min"]
    for row in np.flatnonzero(~np.isnan(planned)).tolist():
        key = facts.agent_id(row), facts.date[row].astype(object)
        if key not in rostered:
            found[key[0]][key[1]] += float(planned[row])
    return found


def holidays_without_plan(facts: Facts, month: Month, holidays: Collection[dt.date]) -> set[str]:
    """Return who was there on a statutory holiday of which nobody knows what was planned."""
    inside = facts.between(month.first, month.last)
    unknown = np.isnan(inside["holiday_min"]) & (np.nan_to_num(inside["present_min"]) > 0)
    night = {day - dt.timedelta(days=1) for day in holidays}
    off = np.isin(inside.date, np.array([*holidays, *night], dtype="datetime64[D]"))
    return {inside.agent_id(int(row)) for row in np.flatnonzero(unknown & off)}


def _flat(by_agent: Mapping[str, Spans]) -> Iterator[tuple[str, int, int]]:
    return ((agent, *span) for agent, spans in by_agent.items() for span in spans)


def _doubted(attendance: Attendance, clock: Clock) -> set[Key]:
    """Return the agents and days of which a presence in doubt tells nothing."""
    found = set()
    for one in attendance.questions:
        first = clock.date_of(one.start_min)
        last = clock.date_of(max(one.start_min, one.end_min - 1))
        days = (last - first).days + 1
        found |= {(one.agent_id, first + dt.timedelta(days=day)) for day in range(days)}
    return found


def _by_day(
    spans: Iterable[tuple[str, int, int]], there: Mapping[Key, Spans], clock: Clock
) -> dict[Key, Spans]:
    """Return stretches by agent and day; one that begins in a presence belongs to its day."""
    starts: dict[str, list[tuple[int, int, dt.date]]] = defaultdict(list)
    for (agent, date), found in there.items():
        starts[agent] += [(start, end, date) for start, end in found]
    by_day: dict[Key, list[tuple[int, int]]] = defaultdict(list)
    for agent, start, end in spans:
        inside = [date for first, last, date in starts[agent] if first <= start < last]
        by_day[agent, inside[0] if inside else clock.date_of(start)].append((start, end))
    return {key: union(found) for key, found in by_day.items()}


def _away(
    interruptions: Iterable[Interruption], there: Mapping[Key, Spans], clock: Clock
) -> tuple[dict[Key, Spans], dict[Key, Spans]]:
    """Return approved secondments and disruptions by agent and day."""
    found = excused_spans(interruptions, clock)
    lent, disrupted = (
        _by_day(((a, *span) for a, kinds in found.items() for span in kinds[at]), there, clock)
        for at in (0, 1)
    )
    return lent, disrupted


def _rows(
    facts: Facts, with_hours: set[Key], rostered: Rostered
) -> dict[tuple[str, dt.date, str], int | None]:
    """Return the first row of each agent, day without a roster, and post; None: there is none."""
    posts: dict[str, set[str]] = defaultdict(set)
    for agent, post in {*zip(facts.agent.tolist(), facts.post.tolist(), strict=True)}:
        posts[facts.agents[agent]].add(facts.posts[post])
    rows: dict[tuple[str, dt.date, str], int | None] = {}
    days = np.array(sorted(rostered.days), dtype="datetime64[D]")
    for row in np.flatnonzero(~np.isin(facts.date, days)).tolist():
        agent, date = facts.agent_id(row), facts.date[row].astype(object)
        if agent != NOBODY and (agent, date) not in rostered:
            rows.setdefault((agent, date, facts.posts[int(facts.post[row])]), row)
    told = {(agent, date) for agent, date, _ in rows}
    for agent, date in with_hours - told:
        if (agent, date) not in rostered and len(posts[agent]) == 1:
            rows[agent, date, next(iter(posts[agent]))] = None
    return {key: rows[key] for key in sorted(rows)}


def _counts(
    facts: Facts, row: int | None, there: Spans | None, lent: Spans, disrupted: Spans
) -> dict[str, float]:
    """Return the hours of a day; unknown where the facts have them, or nobody knows."""
    scheduled = UNKNOWN if row is None else float(facts["scheduled_min"][row])
    most = np.inf if np.isnan(scheduled) else scheduled
    away = union((*lent, *disrupted))
    lent_min = min(minutes(lent), most)
    found = dict.fromkeys(COLUMNS, UNKNOWN)
    found["secondment_min"] = lent_min
    found["disruption_min"] = min(minutes(disrupted), most - lent_min)
    if there is not None:
        told = UNKNOWN if row is None else float(facts["present_min"][row])
        present = min(minutes(there), most) if np.isnan(told) else told
        found["present_min"] = present
        found["handling_min"] = min(minutes(subtract(there, intersect(there, away))), present)
        if np.isfinite(most):
            found["adherent_min"] = min(minutes(union((*there, *away))), most)
        if there or away or scheduled > 0:
            found["shifts"] = 1
            found["absent_shifts"] = float(not there and not away)
    return found


def _on_holiday(
    facts: Facts,
    row: int | None,
    counts: Mapping[str, float],
    there: Spans | None,
    free: Spans,
    *,
    is_free: bool,
) -> float:
    """Return the minutes on statutory holidays of planned work; unknown without a plan."""
    on_holiday = 0 if there is None else minutes(intersect(there, free))
    if not is_free and not on_holiday:
        return 0.0
    if there is None or np.isnan(counts["adherent_min"]):
        given = UNKNOWN if row is None else float(facts["scheduled_min"][row])
        return 0.0 if given == 0 else UNKNOWN
    return min(on_holiday, counts["adherent_min"])


def _not_given(facts: Facts, row: int | None, counts: dict[str, float]) -> dict[str, float]:
    """Return counts without those the facts have themselves."""
    if row is None:
        return counts
    given = {name for name in COLUMNS if not np.isnan(facts[name][row])}
    return counts | dict.fromkeys(given, UNKNOWN)
