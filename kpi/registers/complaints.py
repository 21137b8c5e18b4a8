"""Complaints: who handles them, whether in time, who was at fault, and what counts of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import numpy as np

from kpi.facts.facts import Facts, counting
from scheduler.errors import gathering
from scheduler.keys import Asked, Cell, Key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.month import Month
    from scheduler.horizon import Clock

HOUR_MIN = 60
DAY_MIN = 24 * HOUR_MIN
YEAR_H = 365 * 24


class Channel(StrEnum):
    """How a complaint came in."""

    CHAT = "chat"
    PHONE = "phone"
    PLATFORM = "platform"
    REVIEW = "review"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ComplaintTimes:
    """
    What is expected of handling.

    Parameters
    ----------
    answer_h, close_h
        Hours to the first answer and to the end.
    appeal_days
        Days after the decision on fault in which the agent may appeal.
    """

    answer_h: Annotated[int, Asked(least=1, most=YEAR_H)] = 2
    close_h: Annotated[int, Asked(least=1, most=YEAR_H)] = 72
    appeal_days: Annotated[int, Asked(most=365)] = 3

    def __post_init__(self) -> None:
        with gathering() as check:
            for column in ("answer_h", "close_h"):
                value: int = getattr(self, column)
                check(value > 0, "not_positive", column=column, value=value)
            check(self.appeal_days >= 0, "negative", column="appeal_days", value=self.appeal_days)


@dataclass(frozen=True, slots=True)
class Complaint:
    """
    A complaint of a customer.

    Parameters
    ----------
    number
        Of the order or ticket it is about.
    post, agent_id
        Where, and whom it is about.
    owner
        Who handles it.
    channel, evidence
        How it came in, and where chats and pictures lie.
    received_min, answered_min, closed_min
        When; None: not yet.
    is_at_fault
        Whether the agent was; None: not decided.
    decided_min, decided_by
        When and by whom that was decided, never by the agent.
    is_appealed
        Whether the agent appealed within the window and no answer was given yet: then it does not
        count.
    is_solved, is_content
        Whether it was solved, and whether the customer, asked afterwards, was content; None: not
        known.
    """

    number: Annotated[str, Key(cell=Cell.NAME)]
    post: Annotated[str, Key(cell=Cell.POST)]
    agent_id: Annotated[str, Key(cell=Cell.AGENT_OR_NOBODY)]
    owner: Annotated[str, Key(cell=Cell.AGENT)]
    channel: Channel
    evidence: Annotated[str, Key(usual="", after="received_min")]
    received_min: Annotated[int, Key("received", cell=Cell.MOMENT)]
    answered_min: Annotated[int | None, Key("answered", cell=Cell.MOMENT)] = None
    closed_min: Annotated[int | None, Key("closed", cell=Cell.MOMENT)] = None
    is_at_fault: Annotated[bool | None, Key("at_fault")] = None
    decided_min: Annotated[int | None, Key("decided", cell=Cell.MOMENT)] = None
    decided_by: str = ""
    is_appealed: Annotated[bool, Key("appealed")] = False
    is_solved: Annotated[bool | None, Key("solved")] = None
    is_content: Annotated[bool | None, Key("content")] = None

    def __post_init__(self) -> None:
        with gathering() as check:
            for column in ("number", "post", "owner"):
                check(bool(getattr(self, column)), "empty", column=column)
            for column in ("answered_min", "closed_min", "decided_min"):
                moment: int | None = getattr(self, column)
                good = moment is None or moment >= self.received_min
                check(good, "ends_before_start", column=column, value=self.number)
            decided = self.is_at_fault is not None
            whole = decided == (self.decided_min is not None) == bool(self.decided_by)
            check(whole, "decision_unfinished", column="is_at_fault", value=self.number)
            proven = not self.is_at_fault or bool(self.evidence)
            check(proven, "evidence_missing", column="evidence", value=self.number)
            alone = bool(self.decided_by) and self.decided_by == self.agent_id
            check(not alone, "approved_by_oneself", column="decided_by", value=self.decided_by)

    def answer_due_min(self, times: ComplaintTimes) -> int:
        """Return until when it is to be answered."""
        return self.received_min + times.answer_h * HOUR_MIN

    def close_due_min(self, times: ComplaintTimes) -> int:
        """Return until when it is to be closed."""
        return self.received_min + times.close_h * HOUR_MIN

    def in_time(self, times: ComplaintTimes, now_min: int) -> bool | None:
        """Return whether it was answered and closed in time; None: it still can be."""
        answered = now_min if self.answered_min is None else self.answered_min
        closed = now_min if self.closed_min is None else self.closed_min
        if answered > self.answer_due_min(times) or closed > self.close_due_min(times):
            return False
        return None if self.closed_min is None or self.answered_min is None else True

    def counts_as_fault(self, times: ComplaintTimes, now_min: int) -> bool:
        """Return whether it counts against the agent: at fault, and past any appeal."""
        if not self.is_at_fault or self.decided_min is None or self.is_appealed:
            return False
        return now_min >= self.decided_min + times.appeal_days * DAY_MIN


def overdue(
    complaints: Iterable[Complaint], times: ComplaintTimes, now_min: int
) -> tuple[Complaint, ...]:
    """Return the complaints that wait too long for an answer or their end, the oldest first."""
    late = [
        one
        for one in complaints
        if (one.answered_min is None and now_min > one.answer_due_min(times))
        or (one.closed_min is None and now_min > one.close_due_min(times))
    ]
    return tuple(sorted(late, key=lambda one: (one.received_min, one.number)))


COLUMNS = (
    *("complaints", "complaints_in_time", "complaints_at_fault"),
    *("complaints_solved", "complaints_asked", "complaints_content"),
)


def facts_of_complaints(
    complaints: Iterable[Complaint], times: ComplaintTimes, *, clock: Clock, now_min: int
) -> Facts:
    """
    Return what was counted of complaints, on the day each came in.

    Handling counts for the owner, whoever was at fault, so that nobody gains by hiding one: in
    time, solved and content afterwards can raise a score as well as lower it. Fault counts for the
    agent, once it is decided and no longer open to appeal. Complaints that can still be in time are
    left out of handling.
    """
    counts = counting(COLUMNS)
    for one in complaints:
        date = clock.date_of(one.received_min)
        in_time = one.in_time(times, now_min)
        if in_time is not None:
            row = counts[one.owner, one.post, date]
            row["complaints"] += 1
            row["complaints_in_time"] += in_time
            row["complaints_solved"] += bool(one.is_solved)
            row["complaints_asked"] += one.is_content is not None
            row["complaints_content"] += bool(one.is_content)
        if one.counts_as_fault(times, now_min):
            counts[one.agent_id, one.post, date]["complaints_at_fault"] += 1
    return Facts.counted(counts, COLUMNS)


def with_none(facts: Facts, month: Month) -> Facts:
    """Return facts in which who had no complaint in a month that was counted had 0."""
    inside = (facts.date >= np.datetime64(month.first)) & (facts.date <= np.datetime64(month.last))
    counts = {name: np.where(inside & np.isnan(facts[name]), 0.0, facts[name]) for name in COLUMNS}
    return replace(facts, counts={**facts.counts, **counts})


def months_at_fault(
    complaints: Iterable[Complaint],
    times: ComplaintTimes,
    month: Month,
    *,
    clock: Clock,
    now_min: int,
) -> dict[str, tuple[int, int]]:
    """Return, for each agent responsible, complaints of a month and those at fault (月度考核)."""
    found: dict[str, tuple[int, int]] = {}
    for one in complaints:
        if one.agent_id and clock.date_of(one.received_min) in month:
            all_, fault = found.get(one.agent_id, (0, 0))
            found[one.agent_id] = all_ + 1, fault + one.counts_as_fault(times, now_min)
    return found
