"""Where a line of a scorecard comes from: the days, shifts and chats it was counted from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.hours import ShiftHours, by_post
from kpi.metrics.indicators import INDICATORS

if TYPE_CHECKING:
    from kpi.facts.chats import ChatDays
    from kpi.facts.facts import Facts
    from kpi.score.scorecard import Scorecard
    from scheduler.chats import ChatRecords

OF_HOURS = frozenset(
    {
        "shifts",
        "scheduled_min",
        "adherent_min",
        "handling_min",
        "late_shifts",
        "early_shifts",
        "absent_shifts",
    }
)
JUDGED = frozenset({"qa_points", "qa_samples", "supervisor_points", "supervisor_ratings"})
REPLIES = frozenset({"received", "replied", "replied_30s", "replied_3min"}) | {
    "first_replies",
    "first_reply_s",
    "replies",
    "reply_s",
}


@dataclass(frozen=True, slots=True)
class DayCounts:
    """
    What one day gave to a line.

    Parameters
    ----------
    date, message_date
        Of the shift, and the calendar day of the messages.
    counts
        By column; None: missing, and then the day does not count for the line.
    """

    date: dt.date
    message_date: dt.date
    counts: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class TargetShare:
    """
    How an agent's target came about.

    Parameters
    ----------
    target
        The agent's, in the column's unit; None: none.
    scheduled_min, excused_min
        The agent's minutes on the post, and of them those lent or disrupted with approval.
    post_scheduled_min
        Everybody's minutes on the post.
    """

    target: Decimal | None
    scheduled_min: Decimal
    excused_min: Decimal
    post_scheduled_min: Decimal


@dataclass(frozen=True, slots=True)
class Trace:
    """
    What a line of a scorecard was counted from.

    Parameters
    ----------
    indicator
        Name in ``INDICATORS``.
    columns
        The columns of facts it uses.
    days
        Day by day; the sums of the days on which all columns are known are the line's numbers.
    shifts
        The shifts behind it, when it is about hours.
    chats
        Indices of the chats behind it in their records, when it is about chats.
    target
        When it is about a target.
    """

    indicator: str
    columns: tuple[str, ...]
    days: tuple[DayCounts, ...]
    shifts: tuple[ShiftHours, ...] = ()
    chats: tuple[int, ...] = ()
    target: TargetShare | None = None


def trace(
    card: Scorecard,
    indicator: str,
    facts: Facts,
    *,
    hours: Sequence[ShiftHours] = (),
    records: ChatRecords | None = None,
    chat_days: ChatDays | None = None,
) -> Trace:
    """
    Return what one line of a scorecard was counted from.

    Parameters
    ----------
    card, indicator
        The scorecard, and which of its lines.
    facts
        The facts it was scored from.
    hours
        The shifts the facts were counted from.
    records, chat_days
        The chats they were counted from, and for whom each counts; both or neither.
    """
    columns = INDICATORS[indicator].columns
    about_hours = bool(OF_HOURS.intersection(columns)) or indicator == "target_attainment"
    chats: tuple[int, ...] = ()
    if (
        records is not None
        and chat_days is not None
        and not (OF_HOURS | JUDGED).issuperset(columns)
    ):
        chats = _chats(card, records, chat_days, excused=not REPLIES.intersection(columns))
    return Trace(
        indicator=indicator,
        columns=columns,
        days=_days(card, columns, facts),
        shifts=tuple(one for one in by_post(hours) if about_hours and _is_of(one, card)),
        chats=chats,
        target=_target(card, facts) if indicator == "target_attainment" else None,
    )


def _days(card: Scorecard, columns: Sequence[str], facts: Facts) -> tuple[DayCounts, ...]:
    if card.agent_id not in facts.agents or card.post not in facts.posts:
        return ()
    rows = np.flatnonzero(
        (facts.agent == facts.agents.index(card.agent_id))
        & (facts.post == facts.posts.index(card.post))
        & (facts.date >= np.datetime64(card.month.first))
        & (facts.date <= np.datetime64(card.month.last))
    )
    values = {name: facts[name][rows] for name in columns}
    return tuple(
        DayCounts(
            facts.date[row].astype(object),
            facts.message_date[row].astype(object),
            {name: _number(values[name][index]) for name in columns},
        )
        for index, row in enumerate(rows)
        if not all(np.isnan(values[name][index]) for name in columns)
    )


def _is_of(one: ShiftHours, card: Scorecard) -> bool:
    shift = one.scheduled.shift
    return (shift.agent_id, shift.post) == (card.agent_id, card.post) and one.date in card.month


def _chats(
    card: Scorecard, records: ChatRecords, days: ChatDays, *, excused: bool
) -> tuple[int, ...]:
    """Return the chats that count for a card, those in excused time only where they count."""
    if card.agent_id not in records.agents or card.post not in records.posts:
        return ()
    chosen = (
        (days.agent == records.agents.index(card.agent_id))
        & (records.post == records.posts.index(card.post))
        & (days.date >= np.datetime64(card.month.first))
        & (days.date <= np.datetime64(card.month.last))
        & (excused | ~days.is_excused)
    )
    return tuple(int(chat) for chat in np.flatnonzero(chosen))


def _target(card: Scorecard, facts: Facts) -> TargetShare:
    line = card.line("target_attainment")
    month = facts.between(card.month.first, card.month.last)
    on_post = np.array([post == card.post for post in month.posts], dtype=bool)[month.post]
    own = on_post & np.array([a == card.agent_id for a in month.agents], dtype=bool)[month.agent]
    excused = np.nansum(month["secondment_min"][own]) + np.nansum(month["disruption_min"][own])
    return TargetShare(
        target=line.denominator,
        scheduled_min=Decimal(repr(float(np.nansum(month["scheduled_min"][own])))),
        excused_min=Decimal(repr(float(excused))),
        post_scheduled_min=Decimal(repr(float(np.nansum(month["scheduled_min"][on_post])))),
    )


def _number(value: float) -> Decimal | None:
    if np.isnan(value):
        return None
    return Decimal(int(value)) if float(value).is_integer() else Decimal(repr(float(value)))
