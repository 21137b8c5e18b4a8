"""Messages -> the users, turns, messages or sessions a platform's rule counts, each judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kpi.facts.facts import Dates, Floats, Ints
from kpi.platforms.rules import Exclude, JudgedCounts, JudgedUnit, PlatformRule

if TYPE_CHECKING:
    from kpi.facts.messages import Messages
    from scheduler.horizon import Clock, ClockSpan

Bools = npt.NDArray[np.bool_]
MINUTE_S = 60


@dataclass(frozen=True, eq=False)
class Judged:
    """
    What a rule counts, one by one; arrays of shape (units,).

    Parameters
    ----------
    date
        Local calendar day on which it began.
    is_good
        Whether it was in time, or can still be.
    is_waiting
        Whether it waits and can still be in time.
    seconds
        Of a mean: seconds waited, capped; else NaN.
    agent
        Index of the agent the first late message (of a user), or the unit, was assigned to; -1:
        nobody.
    """

    date: Dates
    is_good: Bools
    is_waiting: Bools
    seconds: Floats
    agent: Ints


def judged(
    messages: Messages, rule: PlatformRule, *, clock: Clock, now_s: int | None = None
) -> Judged:
    """
    Return what a rule counts of messages, each judged.

    Parameters
    ----------
    messages
        Of all the shop's customers; those of another platform than the rule's are passed over.
    rule
        The rule that judges; it says what one unit is.
    now_s
        The present: what is unanswered but not late yet waits; None: all is over.
    """
    messages = messages.on(rule.platform)
    dates = messages.dates(clock)
    inside = _in_window(messages.clocks(clock), rule.window)
    is_reply = ~messages.is_customer & ~(messages.is_automatic & rule.human_only)
    waited = messages.waited_s(is_reply)
    if rule.unit is JudgedUnit.TURN:
        waited = _within_the_day(messages, is_reply, waited, dates)
    counted = inside & messages.is_customer & _begins(messages, rule, dates)
    counted &= ~_excluded(messages, rule, waited)
    open_s = np.inf if now_s is None else now_s - messages.at_s
    is_waiting = np.isnan(waited) & (open_s <= rule.limit_s)
    is_good = (waited <= rule.limit_s) | is_waiting
    if rule.counts is JudgedCounts.MEAN:
        is_good = ~np.isnan(waited)
    rows = np.flatnonzero(counted)
    if rule.unit is JudgedUnit.USER:
        return _by_user(messages, rows, dates, is_good, is_waiting)
    capped = np.minimum(waited, np.inf if rule.cap_s is None else rule.cap_s)
    seconds = capped if rule.counts is JudgedCounts.MEAN else np.full(len(messages), np.nan)
    agent = messages.agent.astype(np.int64)
    return Judged(dates[rows], is_good[rows], is_waiting[rows], seconds[rows], agent[rows])


def _in_window(clock_s: Ints, window: ClockSpan) -> Bools:
    start, end = window.start_clock * MINUTE_S, window.end_clock * MINUTE_S
    if start < end:
        return (clock_s >= start) & (clock_s < end)
    return (clock_s >= start) | (clock_s < end)


def _begins(messages: Messages, rule: PlatformRule, dates: Dates) -> Bools:
    """Return which messages begin what the rule counts."""
    if rule.unit in (JudgedUnit.USER, JudgedUnit.MESSAGE):
        return np.ones(len(messages), dtype=bool)
    same_user = np.zeros(len(messages), dtype=bool)
    same_user[1:] = messages.customer[1:] == messages.customer[:-1]
    if rule.unit is JudgedUnit.TURN:
        new_day = np.ones(len(messages), dtype=bool)
        new_day[1:] = dates[1:] != dates[:-1]
        return messages.is_first | (messages.is_customer & (new_day | ~same_user))
    silent = np.ones(len(messages), dtype=bool)
    silent[1:] = np.diff(messages.at_s) > rule.session_gap_min * MINUTE_S
    return ~same_user | silent


def _within_the_day(messages: Messages, is_reply: Bools, waited: Floats, dates: Dates) -> Floats:
    """Return the waits without those that ended on a later day: that day's turn stays open."""
    at = messages.next_reply(is_reply)
    crosses = (at >= 0) & (dates[np.maximum(at, 0)] != dates) if len(at) else at > 0
    return np.where(crosses, np.nan, waited)


def _excluded(messages: Messages, rule: PlatformRule, waited: Floats) -> Bools:
    out = np.zeros(len(messages), dtype=bool)
    if Exclude.AUTOMATIC_TURN in rule.exclude:
        at = messages.next_reply(~messages.is_customer)
        out |= (at >= 0) & messages.is_automatic[np.maximum(at, 0)] if len(at) else out
    if Exclude.ZERO_SECOND in rule.exclude:
        out |= waited == 0
    if Exclude.UNANSWERED in rule.exclude:
        out |= np.isnan(waited)
    return out


def _by_user(
    messages: Messages, rows: Ints, dates: Dates, is_good: Bools, is_waiting: Bools
) -> Judged:
    """Return users by day: good when all their messages are."""
    keys = np.stack((messages.customer[rows], dates[rows].astype(np.int64)))
    found, first, at = np.unique(keys, axis=1, return_index=True, return_inverse=True)
    at, size = at.reshape(-1), found.shape[1]
    bad = np.bincount(at[~is_good[rows]], minlength=size) > 0
    waits = np.bincount(at[is_waiting[rows]], minlength=size) > 0
    agent = messages.agent[rows][first].astype(np.int64)
    late = rows[~is_good[rows]][::-1]
    agent[at[~is_good[rows]][::-1]] = messages.agent[late]  # the first late one is written last
    date = found[1].astype("datetime64[D]")
    return Judged(date, ~bad, waits & ~bad, np.full(size, np.nan), agent)
