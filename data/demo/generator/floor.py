"""What happened on the invented floor: who came late, who was lent or held up, and each chat."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from data.demo.generator import shop
from scheduler.chats import ChatRecords
from scheduler.dispatch import Interruption, InterruptionKind, Presence
from scheduler.roster import Roster
from scheduler.shift import Shift, Span
from scheduler.simulate.customers import Customers
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.run import simulate_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data.demo.generator.streams import Streams
    from scheduler.demand import Floats, Volumes
    from scheduler.problem import RosterProblem
    from store.files.week import Week

LATE_SHARE = 0.05
EARLY_SHARE = 0.01
ABSENT_SHARE = 0.008
SUPERVISORS = ("主管一", "主管二")

# (kind, date, post, minutes after the shift's start, minutes, reason)
AWAY = (
    (InterruptionKind.SECONDMENT, dt.date(2026, 10, 14), "presales", 60, 120, "直播间支援"),
    (InterruptionKind.SECONDMENT, dt.date(2026, 10, 21), "aftersales", 90, 90, "仓库退件核对"),
    (InterruptionKind.DISRUPTION, dt.date(2026, 10, 19), "insales", 30, 45, "客服系统故障"),
)


def presences(shifts: Iterable[Shift], rng: np.random.Generator) -> tuple[Presence, ...]:
    """Return who was there when: one shift in twenty begins late, a few end early or are missed."""
    found = []
    for shift in shifts:
        draw = rng.random(3)
        late = int(rng.integers(3, 26)) if draw[0] < LATE_SHARE else 0
        early = int(rng.integers(5, 31)) if draw[1] < EARLY_SHARE else 0
        if draw[2] >= ABSENT_SHARE:
            found.append(Presence(shift.agent_id, shift.start_min + late, shift.end_min - early))
    return tuple(found)


def interruptions(shifts: Sequence[Shift], there: Sequence[Presence]) -> tuple[Interruption, ...]:
    """Return two secondments and a disruption of people who were there, registered the same day."""
    present = {(one.agent_id, shop.CLOCK.date_of(one.start_min)) for one in there}
    found = []
    for kind, date, post, after, length, reason in AWAY:
        shift = next(
            one
            for one in shifts
            if one.post == post
            and shop.CLOCK.date_of(one.start_min) == date
            and (one.agent_id, date) in present
            and one.end_min - one.start_min > after + length
            and 7 * 60 <= shop.CLOCK.clock_of(one.start_min) < 14 * 60
        )
        start = shift.start_min + after
        found.append(
            Interruption(
                shift.agent_id,
                kind,
                start,
                start + length,
                reason,
                registered_min=start + length,
                registered_by=SUPERVISORS[0],
                approved_by=SUPERVISORS[1],
            )
        )
    return tuple(found)


def worked(
    shifts: Iterable[Shift], there: Iterable[Presence], away: Iterable[Interruption]
) -> Roster:
    """Return the shifts as they were worked: cut to presence, lent time as breaks."""
    found = []
    for shift in shifts:
        came = [p for p in there if p.agent_id == shift.agent_id and p.span.overlaps(shift.span)]
        if not came:
            continue
        start = max(shift.start_min, came[0].start_min)
        end = min(shift.end_min, came[-1].end_min)
        gone = tuple(
            Span(one.start_min, one.end_min)
            for one in away
            if one.agent_id == shift.agent_id and one.span.overlaps(shift.span)
        )
        found.append(replace(shift, start_min=start, end_min=end, breaks=gone))
    return Roster(tuple(found))


def customers(problem: RosterProblem, counts: Floats, rng: np.random.Generator) -> Customers:
    """Return the customers behind a week's volumes; counts of shape (posts, intervals)."""
    length_s = problem.horizon.interval_min * 60.0
    parts = []
    for index, post in enumerate(problem.posts):
        chats = counts[index].astype(np.int64)
        first = np.repeat(np.arange(len(chats)) * length_s, chats)
        arrived = np.floor(first + rng.random(len(first)) * length_s)
        parts.append(
            np.vstack(
                (
                    np.full(len(first), index),
                    arrived,
                    np.ceil(rng.exponential(post.staffing.handle_s, len(first))),
                    np.ceil(rng.exponential(post.staffing.patience_s, len(first))),
                )
            )
        )
    table = np.concatenate(parts, axis=1)
    table = table[:, np.argsort(table[1], kind="stable")]
    return Customers(table[0].astype(np.int64), table[1], table[2], table[3])


def chats(problem: RosterProblem, roster: Roster, people: Customers) -> ChatRecords:
    """Return the chats of a week against the shifts as they were worked."""
    params = SimulationParams(with_shrinkage=False, warm_up_min=0)
    return simulate_records(problem, roster, people, params)


def simulated(
    volumes: Volumes,
    weeks: list[tuple[Week, Roster]],
    there: Sequence[Presence],
    away: Sequence[Interruption],
    streams: Streams,
) -> ChatRecords:
    """Return the chats of weeks against their rosters as they were worked."""
    logs = []
    for week, roster in weeks:
        at = week.horizon.interval_of(volumes.start_min)
        counts = volumes.counts[:, (at >= 0) & (at < week.horizon.intervals)]
        problem = week.problem()
        people = customers(problem, counts, streams(5, week.horizon.start.toordinal()))
        logs.append(chats(problem, worked(roster.shifts, there, away), people))
    return _joined(logs)


def _joined(logs: list[ChatRecords]) -> ChatRecords:
    """Return the chats of several weeks of the same people and posts as one log."""
    columns = ("post", "agent", "arrived_s", "replied_s", "ended_s")
    return ChatRecords(
        logs[0].posts,
        logs[0].agents,
        *(np.concatenate([getattr(log, column) for log in logs]) for column in columns),
    )
