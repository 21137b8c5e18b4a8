"""Chats -> facts: the same functions for chats that happened and for those that were simulated."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kpi.facts.facts import NOBODY, Dates, Facts, Floats, Ints
from kpi.facts.outcomes import BAD_UP_TO, SATISFIED_FROM, ChatOutcomes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scheduler.chats import ChatRecords
    from scheduler.dispatch import Interruption
    from scheduler.horizon import Clock
    from scheduler.shift import Shift

MINUTE_S = 60
SOON_S = 30
LATER_S = 180
FAR = 1 << 40  # minutes; longer than any history


@dataclass(frozen=True, eq=False)
class ChatDays:
    """
    For whom and on which day each chat counts; arrays of shape (chats,).

    Parameters
    ----------
    agent
        Index of the agent in the records, -1: nobody.
    date
        Date on which the shift began in which the chat was answered (or came, when it was not); the
        calendar day it came on, when that was in no shift of the agent.
    message_date
        Calendar day on which it came.
    is_excused
        Whether the agent was lent or disrupted with approval when it came or was answered: such a
        chat is left out of what is measured of replies.
    """

    agent: Ints
    date: Dates
    message_date: Dates
    is_excused: npt.NDArray[np.bool_]


def chat_days(
    records: ChatRecords,
    outcomes: ChatOutcomes,
    shifts: Iterable[Shift],
    interruptions: Iterable[Interruption] = (),
    *,
    clock: Clock,
) -> ChatDays:
    """Return for whom and on which day each chat counts."""
    outcomes.check(records)
    agent = outcomes.assigned.astype(np.int64)
    came_min = np.floor(records.arrived_s / MINUTE_S).astype(np.int64)
    moment_s = np.where(records.answered, records.replied_s, records.arrived_s)
    moment_min = np.floor(moment_s / MINUTE_S).astype(np.int64)
    calendar = _calendar_days(came_min, clock)
    index = {name: number for number, name in enumerate(records.agents)}
    known = [shift for shift in shifts if shift.agent_id in index]
    inside = _inside(
        agent, moment_min, [(index[s.agent_id], s.start_min, s.end_min) for s in known]
    )
    began = np.array([clock.date_of(shift.start_min) for shift in known], dtype="datetime64[D]")
    date = calendar.copy()
    date[inside >= 0] = began[inside[inside >= 0]]
    away = [
        (index[one.agent_id], one.start_min, one.end_min)
        for one in interruptions
        if one.agent_id in index and one.counts(clock)
    ]
    excused = (_inside(agent, came_min, away) >= 0) | (_inside(agent, moment_min, away) >= 0)
    return ChatDays(agent, date, calendar, excused)


def _calendar_days(moment_min: Ints, clock: Clock) -> Dates:
    if not len(moment_min):
        return np.zeros(0, dtype="datetime64[D]")
    first = np.datetime64(clock.date_of(int(moment_min.min())))
    last = np.datetime64(clock.date_of(int(moment_min.max())))
    dates = np.arange(first, last + 1, dtype="datetime64[D]")
    starts = np.array([clock.at(date) for date in dates.astype(object)], dtype=np.int64)
    found: Dates = dates[np.searchsorted(starts, moment_min, side="right") - 1]
    return found


def _inside(agent: Ints, moment: Ints, spans: Sequence[tuple[int, int, int]]) -> Ints:
    """
    Return which stretch (agent, start, end) each moment of an agent lies in, -1: none.

    Of stretches that overlap, the last to begin is looked at.
    """
    if not spans:
        return np.full(len(agent), -1, dtype=np.int64)
    table = np.array(spans, dtype=np.int64)
    keys = table[:, 0] * FAR + table[:, 1]
    order = np.argsort(keys, kind="stable")
    at = np.searchsorted(keys[order], agent * FAR + moment, side="right") - 1
    found = order[np.maximum(at, 0)]
    good = (at >= 0) & (table[found, 0] == agent) & (moment < table[found, 2])
    return np.where(good, found, -1)


def facts_of_chats(
    records: ChatRecords,
    outcomes: ChatOutcomes,
    shifts: Sequence[Shift],
    interruptions: Sequence[Interruption] = (),
    *,
    clock: Clock,
) -> Facts:
    """
    Return what was counted of chats, per agent, post and day; a chat stands for one customer.

    An agent scheduled on a day without a chat has a row of zeros, since the log is complete.

    Parameters
    ----------
    records, outcomes
        The chats of a stretch of days, all of them.
    shifts
        The shifts in force in that stretch.
    interruptions
        Secondments and disruptions.
    """
    days = chat_days(records, outcomes, shifts, interruptions, clock=clock)
    scheduled = sorted(
        {(s.agent_id, post, clock.date_of(s.start_min)) for s in shifts for post in s.posts}
    )
    agents = np.array([*records.agents, NOBODY], dtype=str)
    posts = np.array(records.posts, dtype=str)
    names = np.concatenate((agents[days.agent], np.array([a for a, _, _ in scheduled], dtype=str)))
    kinds = np.concatenate((posts[records.post], np.array([p for _, p, _ in scheduled], dtype=str)))
    planned = np.array([date for _, _, date in scheduled], dtype="datetime64[D]")
    keys = np.stack(
        (
            np.unique(names, return_inverse=True)[1],
            np.unique(kinds, return_inverse=True)[1],
            np.concatenate((days.date, planned)).astype(np.int64),
            np.concatenate((days.message_date, planned)).astype(np.int64),
        )
    )
    _, first, row = np.unique(keys, axis=1, return_index=True, return_inverse=True)
    row = row.reshape(-1)[: len(records)]
    counted = _Sums(row, len(first))
    return Facts.of(
        names[first].tolist(),
        kinds[first].tolist(),
        keys[2][first].astype("datetime64[D]"),
        message_dates=keys[3][first].astype("datetime64[D]"),
        counts={**_replies(records, outcomes, days, counted), **_results(outcomes, counted)},
    )


class _Sums:
    """Sums by row of a table."""

    def __init__(self, row: Ints, rows: int) -> None:
        self._row = row
        self._rows = rows

    def __call__(self, values: npt.NDArray[np.generic]) -> Floats:
        """Return the sums of values, NaN counting nothing; shape (rows,)."""
        numbers = np.nan_to_num(values.astype(np.float64))
        return np.bincount(self._row, numbers, self._rows).astype(np.float64)

    def complete(self, values: Floats) -> Floats:
        """Return the sums, NaN where any value of a row is unknown; shape (rows,)."""
        missing = np.bincount(self._row, np.isnan(values), self._rows) > 0
        return np.where(missing, np.nan, self(values))


def _replies(
    records: ChatRecords, outcomes: ChatOutcomes, days: ChatDays, total: _Sums
) -> dict[str, Floats]:
    measured = ~days.is_excused
    answered = records.answered & measured
    waited = records.waited_s
    counts = {
        "consulted": total(np.ones(len(records))),
        "received": total(measured),
        "replied": total(answered),
        "first_replies": total(answered),
        "first_reply_s": total(np.where(answered, waited, 0.0)),
        "replied_30s": total(answered & (waited <= SOON_S)),
        "replied_3min": total(answered & (waited <= LATER_S)),
    }
    if "replies" in outcomes.values and "reply_s" in outcomes.values:
        timed = answered & ~np.isnan(outcomes["replies"]) & ~np.isnan(outcomes["reply_s"])
        counts["replies"] = total(np.where(timed, outcomes["replies"], 0.0))
        counts["reply_s"] = total(np.where(timed, outcomes["reply_s"], 0.0))
    return counts


COMPLETE = {
    "inquired": "inquired",
    "ordered": "ordered",
    "paid": "paid",
    "sales_fen": "sales_fen",
    "assisted_fen": "assisted_fen",
    "abuse": "abuses",
    "turns": "turns",
    "customer_messages": "customer_messages",
    "agent_messages": "agent_messages",
}
"""Outcomes that apply to every chat: one that is unknown leaves the day's sum unknown."""

CASES = {
    "refund_cases": {
        "refund_h": "refund_h",
        "refund_self_closed": "refund_self_closed",
        "disputed": "disputes",
    },
    "first_contacts": {"first_contact_solved": "solved_first"},
    "complaints": {"complaint_in_time": "complaints_in_time"},
    "reminded": {"reminded_in_time": "reminded_in_time", "reminded_paid": "reminded_paid"},
}
"""Column that counts cases: outcome -> column of its sum; a case is where all given are known."""


def _results(outcomes: ChatOutcomes, total: _Sums) -> dict[str, Floats]:
    known = outcomes.values
    counts = {
        column: total.complete(known[name]) for name, column in COMPLETE.items() if name in known
    }
    for cases, columns in CASES.items():
        given = [name for name in columns if name in known]
        if given:
            is_case = np.logical_and.reduce([~np.isnan(known[name]) for name in given])
            counts[cases] = total(is_case)
            counts |= {columns[name]: total(np.where(is_case, known[name], 0.0)) for name in given}
    if "complaint_at_fault" in known:
        counts["complaints_at_fault"] = total(known["complaint_at_fault"])
    if "rating" in known:
        rating = known["rating"]
        counts["rated"] = total(~np.isnan(rating))
        counts["satisfied"] = total(rating >= SATISFIED_FROM)
        counts["bad_rated"] = total(rating <= BAD_UP_TO)
    return counts


def assigned_in_turn(records: ChatRecords, shifts: Sequence[Shift]) -> npt.NDArray[np.int32]:
    """
    Return for whom each chat counts when no log says it; shape (chats,).

    An answered chat counts for who answered. The unanswered ones of a post are dealt out in turn,
    in the order in which they came, among those at work on it at that moment, by id; with nobody at
    work they count for nobody. Platforms likewise assign every chat to an account.
    """
    index = {name: number for number, name in enumerate(records.agents)}
    by_post: dict[str, list[Shift]] = defaultdict(list)
    for shift in sorted(shifts, key=lambda one: (one.agent_id, one.start_min)):
        if shift.agent_id in index:
            for post in shift.posts:
                by_post[post].append(shift)
    assigned = records.agent.copy()
    turn: dict[str, int] = defaultdict(int)
    lost = np.flatnonzero(~records.answered)
    for chat in lost[np.argsort(records.arrived_s[lost], kind="stable")]:
        post = records.posts[records.post[chat]]
        minute = int(records.arrived_s[chat] // MINUTE_S)
        there = [s for s in by_post[post] if s.works_at(minute) and s.post_at(minute) == post]
        if there:
            assigned[chat] = index[there[turn[post] % len(there)].agent_id]
            turn[post] += 1
    return assigned
