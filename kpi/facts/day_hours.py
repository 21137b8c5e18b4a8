"""Attendance and exceptions -> hours of days, where there is no roster to hold them against."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.facts import Facts
from kpi.facts.hours import excused_spans
from kpi.facts.spans import Spans, intersect, minutes, subtract, union
from scheduler.errors import Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kpi.facts.presences import Attendance
    from scheduler.dispatch import Interruption
    from scheduler.horizon import Clock

UNKNOWN = float("nan")
COLUMNS = (
    *("secondment_min", "disruption_min", "present_min", "adherent_min", "handling_min"),
    *("shifts", "absent_shifts"),
)
Key = tuple[str, dt.date]


def facts_of_days(
    facts: Facts,
    attendance: Attendance,
    interruptions: Iterable[Interruption],
    *,
    clock: Clock,
) -> Facts:
    """
    Return the hours of the days of facts, by the minutes of each day.

    Without a roster nobody knows when a shift was to begin: lateness and pay on holidays stay
    unknown, and minutes are held against ``scheduled_min`` of the facts where it is given. What the
    facts say of hours themselves is left alone. An agent of whom there is no presence in a month
    has unknown attendance in it, and so has a day that a presence in doubt touches.

    Raises
    ------
    InputError
        When an agent with hours on a day worked on several posts, so that nobody knows which.
    """
    interruptions = tuple(interruptions)
    there = _by_day(_flat(attendance.there), {}, clock)
    known = {(agent, d.year, d.month) for agent, d in _by_day(_flat(attendance.told), {}, clock)}
    lent, disrupted = _away(interruptions, there, clock)
    doubted = _doubted(attendance, clock)
    rows = _rows(facts, {*there, *lent, *disrupted})
    values = [
        _counts(
            facts,
            row,
            there.get(key, ())
            if (key[0], key[1].year, key[1].month) in known and key not in doubted
            else None,
            lent.get(key, ()),
            disrupted.get(key, ()),
        )
        for key, (_, row) in rows.items()
    ]
    dates = [
        key[1] if row is None else facts.message_date[row].astype(object)
        for key, (_, row) in rows.items()
    ]
    return Facts.of(
        [agent for agent, _ in rows],
        [post for post, _ in rows.values()],
        [date for _, date in rows],
        message_dates=dates,
        counts={name: [one[name] for one in values] for name in COLUMNS},
    )


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


def _rows(facts: Facts, with_hours: set[Key]) -> dict[Key, tuple[str, int | None]]:
    """Return post and row of each agent and day that is known of."""
    posts: dict[str, set[str]] = defaultdict(set)
    rows: dict[Key, tuple[str, int | None]] = {}
    unclear = set()
    for row in range(len(facts)):
        agent, date = facts.agent_id(row), facts.date[row].astype(object)
        post = facts.posts[int(facts.post[row])]
        posts[agent].add(post)
        first = rows.setdefault((agent, date), (post, row))
        if first[0] != post and (agent, date) in with_hours:
            unclear.add((agent, date))
    for agent, date in with_hours - set(rows):
        if len(posts[agent]) == 1:
            rows[agent, date] = next(iter(posts[agent])), None
        elif posts[agent]:
            unclear.add((agent, date))
    if unclear:
        raise InputError(
            Fault("hours_of_several_posts", value=agent, details={"date": date.isoformat()})
            for agent, date in sorted(unclear)
        )
    return {key: rows[key] for key in sorted(rows) if key[0]}


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
    if row is not None:
        given = {name for name in COLUMNS if not np.isnan(facts[name][row])}
        found |= dict.fromkeys(given, UNKNOWN)
    return found
