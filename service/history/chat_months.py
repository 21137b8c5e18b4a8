"""Chats of several sources as one, and one log cut into months."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

from kpi.facts.outcomes import ChatOutcomes
from kpi.month import Month
from scheduler.chats import ChatRecords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.horizon import Clock

Kind = TypeVar("Kind", bound=np.generic)
Chats = tuple[ChatRecords, ChatOutcomes]
TIMES = ("arrived_s", "replied_s", "ended_s")


def joined(parts: Sequence[Chats]) -> Chats:
    """
    Return the chats of several sources in the order of arrival.

    An outcome that only some sources know is unknown for the chats of the others.
    """
    posts = tuple(sorted({post for records, _ in parts for post in records.posts}))
    agents = tuple(sorted({agent for records, _ in parts for agent in records.agents}))
    arrived = np.concatenate([records.arrived_s for records, _ in parts] or [np.zeros(0)])
    order = np.argsort(arrived, kind="stable")

    def ordered(arrays: list[npt.NDArray[Kind]], kind: type[Kind]) -> npt.NDArray[Kind]:
        return np.concatenate([np.zeros(0, dtype=kind), *arrays])[order]

    records = ChatRecords(
        posts,
        agents,
        ordered([_renamed(each.post, each.posts, posts) for each, _ in parts], np.int32),
        ordered([_renamed(each.agent, each.agents, agents) for each, _ in parts], np.int32),
        *(ordered([getattr(each, name) for each, _ in parts], np.float64) for name in TIMES),
    )
    known = dict.fromkeys(name for _, outcomes in parts for name in outcomes.values)
    outcomes = ChatOutcomes(
        ordered([_renamed(came.assigned, each.agents, agents) for each, came in parts], np.int32),
        {name: ordered([came[name] for _, came in parts], np.float64) for name in known},
    )
    return records, outcomes


def _renamed(
    index: npt.NDArray[np.int32], old: tuple[str, ...], new: tuple[str, ...]
) -> npt.NDArray[np.int32]:
    """Return indices into ``new`` for those into ``old``; -1 stays -1."""
    places = np.array([*(new.index(name) for name in old), -1], dtype=np.int32)
    return places[index]


def by_month(records: ChatRecords, outcomes: ChatOutcomes, clock: Clock) -> dict[Month, Chats]:
    """Return chats by the calendar month in which they came, in order of time."""
    if not len(records):
        return {}
    first = clock.date_of(int(records.arrived_s.min()) // 60)
    last = clock.date_of(int(records.arrived_s.max()) // 60)
    month, parts = Month.of(first), {}
    while month.first <= last:
        after = month.last + dt.timedelta(days=1)
        start_s, end_s = clock.at(month.first) * 60, clock.at(after) * 60
        inside = (records.arrived_s >= start_s) & (records.arrived_s < end_s)
        if inside.any():
            parts[month] = chosen(records, outcomes, inside)
        month = Month.of(after)
    return parts


def chosen(records: ChatRecords, outcomes: ChatOutcomes, rows: npt.NDArray[np.bool_]) -> Chats:
    """Return some of the chats, in their order."""
    some = ChatRecords(
        records.posts,
        records.agents,
        records.post[rows],
        records.agent[rows],
        *(getattr(records, name)[rows] for name in TIMES),
    )
    values = {name: values[rows] for name, values in outcomes.values.items()}
    return some, ChatOutcomes(outcomes.assigned[rows], values)
