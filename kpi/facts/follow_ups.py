"""Customers to be written to again: when it is due, and whether it was done in time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.facts import Facts, counting
from scheduler.errors import require
from scheduler.horizon import ClockSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpi.facts.messages import Messages
    from scheduler.horizon import Clock

QUIET = ClockSpan(22 * 60, 8 * 60)
DAY = dt.timedelta(days=1)
MINUTE_S = 60


class FollowUpKind(StrEnum):
    """Why a customer is written to again."""

    SILENT = "silent"  # asked what they need, and did not answer
    PROMOTED = "promoted"  # was told of a promotion
    HESITATING = "hesitating"
    UNPAID = "unpaid"  # ordered and did not pay


DUE_MIN = {
    FollowUpKind.SILENT: (0, 5),
    FollowUpKind.PROMOTED: (0, 10),
    FollowUpKind.HESITATING: (0, 30),
    FollowUpKind.UNPAID: (10, 15),
}
"""Minutes after which it may be done at the earliest, and has to be done at the latest."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """
    Something to follow up.

    Parameters
    ----------
    kind, user, agent_id, post
        Why, whom, by whom, where.
    since_min
        The moment the clock starts.
    earliest_min, latest_min
        From and until when it is to be done, quiet hours passed over.
    done_min
        When the agent first wrote again; None: not yet.
    """

    kind: FollowUpKind
    user: str
    agent_id: str
    post: str
    since_min: int
    earliest_min: int
    latest_min: int
    done_min: int | None = None

    def in_time(self, now_min: int) -> bool | None:
        """Return whether it was done in time, too early counting as not; None: it still can be."""
        if self.done_min is not None:
            return self.earliest_min <= self.done_min <= self.latest_min
        return False if now_min > self.latest_min else None


def after(since_min: int, minutes: int, *, clock: Clock, quiet: ClockSpan = QUIET) -> int:
    """Return the moment so many minutes later, of which none lies in quiet hours."""
    moment, left = since_min, minutes
    while True:
        moment = _awake(moment, clock, quiet)
        asleep = _next(moment, quiet.start_clock, clock)
        if quiet.start_clock == quiet.end_clock or moment + left <= asleep:
            return moment + left
        left -= asleep - moment
        moment = asleep


def _awake(moment: int, clock: Clock, quiet: ClockSpan) -> int:
    """Return the moment itself, or the end of the quiet hours it lies in."""
    if quiet.start_clock == quiet.end_clock or clock.clock_of(moment) not in quiet:
        return moment
    return _next(moment, quiet.end_clock, clock)


def _next(moment: int, wanted: int, clock: Clock) -> int:
    """Return the next moment at which the wall clock shows ``wanted``."""
    date = clock.date_of(moment)
    today = clock.at(date, wanted)
    return today if today > moment else clock.at(date + DAY, wanted)


def follow_up(
    kind: FollowUpKind,
    *,
    user: str,
    agent_id: str,
    post: str,
    since_min: int,
    clock: Clock,
    quiet: ClockSpan = QUIET,
) -> FollowUp:
    """Return what is to be followed up, with the moments it is due."""
    require(bool(agent_id), "empty", column="agent")
    first, last = (after(since_min, m, clock=clock, quiet=quiet) for m in DUE_MIN[kind])
    return FollowUp(kind, user, agent_id, post, since_min, first, last)


def silent_customers(
    messages: Messages, *, clock: Clock, quiet: ClockSpan = QUIET
) -> tuple[FollowUp, ...]:
    """
    Return what messages call for: a customer who did not answer an agent's last message.

    The clock starts with the first message of an agent after the customer's last; the agent's next
    one ends it, whichever agent writes. A customer who writes before it is due needs none.
    """
    found = []
    people = ~messages.is_customer & ~messages.is_automatic
    next_person = messages.next_reply(people)
    for row in np.flatnonzero(people):
        if (
            row
            and messages.customer[row - 1] == messages.customer[row]
            and not messages.is_customer[row - 1]
        ):
            continue  # not the first since the customer wrote
        since_min = int(messages.at_s[row]) // MINUTE_S
        due = follow_up(
            FollowUpKind.SILENT,
            user=messages.users[messages.user[row]],
            agent_id=messages.agents[messages.agent[row]],
            post=messages.posts[messages.post[row]],
            since_min=since_min,
            clock=clock,
            quiet=quiet,
        )
        after_ = int(row) + 1
        same = after_ < len(messages) and messages.customer[after_] == messages.customer[row]
        at_min = int(messages.at_s[after_]) // MINUTE_S if same else None
        if (
            same
            and messages.is_customer[after_]
            and at_min is not None
            and at_min <= due.latest_min
        ):
            continue
        follower = next_person[after_] if same else -1
        done = None if follower < 0 else int(messages.at_s[follower]) // MINUTE_S
        found.append(_done(due, done))
    return tuple(found)


def _done(due: FollowUp, done_min: int | None) -> FollowUp:
    keys = (due.kind, due.user, due.agent_id, due.post, due.since_min)
    return FollowUp(*keys, due.earliest_min, due.latest_min, done_min)


def open_follow_ups(found: Iterable[FollowUp], now_min: int) -> tuple[FollowUp, ...]:
    """Return what is still to be done, the most urgent first."""
    waiting = [one for one in found if one.done_min is None]
    return tuple(sorted(waiting, key=lambda one: (one.latest_min, one.user, now_min)))


COLUMNS = ("follow_ups_due", "follow_ups_in_time")


def facts_of_follow_ups(found: Sequence[FollowUp], *, clock: Clock, now_min: int) -> Facts:
    """Return what was due and done in time, by agent, post and day; what is open is left out."""
    counts = counting(COLUMNS)
    for one in found:
        in_time = one.in_time(now_min)
        if in_time is not None:
            row = counts[one.agent_id, one.post, clock.date_of(one.since_min)]
            row["follow_ups_due"] += 1
            row["follow_ups_in_time"] += in_time
    return Facts.counted(counts, COLUMNS)
