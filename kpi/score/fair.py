"""
A view of indicators as if everybody had met the same conditions (fair comparison).

Nights and rushes are not an agent's doing. What a chat brings is taken as the sum of what its
conditions bring (post, hour of the week, queue pressure) and what its agent does; both are found
together, so that who works nights is compared with how others do at night, whoever they are. The
agent's part, added to the post's mean, is the adjusted value. It is shown beside the plain one and
pays nothing by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from kpi.scheme.line import ZERO
from kpi.score.scorecard import rounded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.facts.chats import ChatDays
    from kpi.facts.facts import Floats, Ints
    from kpi.facts.outcomes import ChatOutcomes
    from kpi.scheme.scheme import Scheme
    from kpi.score.scorecard import Scorecard
    from scheduler.chats import ChatRecords
    from scheduler.horizon import Clock
    from scheduler.shift import Shift

MINUTE_S = 60
SOON_S, LATER_S = 30, 180
PRESSURES = 4
ENOUGH = 30
"""Chats of others from which a cell may speak; below it a coarser one does."""
ROUNDS = 50
"""In which conditions and agents are found in turn; the largest tests settle within 20."""
SATISFIED_FROM = 4
EXACT = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Adjusted:
    """
    An indicator of an agent on a post, plain and adjusted.

    Parameters
    ----------
    agent_id, post, indicator
        Whose, where, which.
    chats
        How many were compared.
    plain
        As measured over those chats.
    expected
        What an average agent would achieve under the same conditions.
    adjusted
        Plain - expected + the post's mean.
    """

    agent_id: str
    post: str
    indicator: str
    chats: int
    plain: float
    expected: float
    adjusted: float


@dataclass(frozen=True, slots=True)
class FairTotal:
    """
    The total of a scorecard beside the one its adjusted values would give.

    Parameters
    ----------
    agent_id, post
        Whose, where.
    plain, adjusted
        Totals; None: not scored.
    lines
        What was adjusted.
    """

    agent_id: str
    post: str
    plain: Decimal | None
    adjusted: Decimal | None
    lines: tuple[Adjusted, ...]


def adjusted_values(
    records: ChatRecords,
    outcomes: ChatOutcomes,
    days: ChatDays,
    shifts: Sequence[Shift],
    *,
    clock: Clock,
) -> tuple[Adjusted, ...]:
    """
    Return the indicators that chats tell, plain and adjusted, by agent and post.

    Parameters
    ----------
    records, outcomes, days
        The chats of a month, and for whom each counts; chats in excused time are left out.
    shifts
        In force; they tell how many were at work when a chat came.
    """
    counted = (days.agent >= 0) & ~days.is_excused
    cells = _cells(records, shifts, clock)
    found = []
    for name, values in _values(records, outcomes).items():
        known = counted & ~np.isnan(values)
        if known.any():
            found += _adjusted(name, values, days.agent, records, cells=cells, known=known)
    return tuple(sorted(found, key=lambda one: (one.agent_id, one.post, one.indicator)))


def fair_totals(
    cards: Sequence[Scorecard], schemes: Mapping[str, Scheme], values: Sequence[Adjusted]
) -> tuple[FairTotal, ...]:
    """Return the totals of scorecards beside those their adjusted values would give."""
    by_card: dict[tuple[str, str], dict[str, Adjusted]] = {}
    for one in values:
        by_card.setdefault((one.agent_id, one.post), {})[one.indicator] = one
    return tuple(
        _fair(card, schemes[card.post], by_card.get((card.agent_id, card.post), {}))
        for card in cards
    )


def _fair(card: Scorecard, scheme: Scheme, values: Mapping[str, Adjusted]) -> FairTotal:
    total, used = ZERO, []
    for line, of_scheme in zip(card.lines, scheme.lines, strict=True):
        points = line.points
        if points is None or not line.weight_used:
            continue
        one = values.get(line.indicator)
        if one is not None and not line.is_small_sample:
            points = of_scheme.points(_decimal(max(0.0, one.adjusted)))
            used.append(one)
        total += points * line.weight_used / of_scheme.full
    adjusted = None if card.total is None else ZERO if card.is_vetoed else rounded(total)
    return FairTotal(card.agent_id, card.post, card.total, adjusted, tuple(used))


def _decimal(value: float) -> Decimal:
    return rounded(Decimal(repr(float(value))), EXACT)


def _values(records: ChatRecords, outcomes: ChatOutcomes) -> dict[str, Floats]:
    """Return what each indicator says of a chat; NaN: nothing."""
    answered, waited = records.answered, records.waited_s
    rating = outcomes["rating"]
    return {
        "reply_rate": answered.astype(np.float64),
        "first_reply": np.where(answered, waited, np.nan),
        "reply_within_30s": (answered & (waited <= SOON_S)).astype(np.float64),
        "reply_within_3min": (answered & (waited <= LATER_S)).astype(np.float64),
        "satisfaction": np.where(np.isnan(rating), np.nan, rating >= SATISFIED_FROM),
        "first_contact_resolution": outcomes["first_contact_solved"],
        "conversion": outcomes["paid"],
    }


def _cells(records: ChatRecords, shifts: Sequence[Shift], clock: Clock) -> Ints:
    """Return the cell of each chat on four levels, from the finest on; shape (4, chats)."""
    minute = np.floor(records.arrived_s / MINUTE_S).astype(np.int64)
    hour = _hours_of_week(minute, clock)
    pressure = _pressure(records, shifts)
    post = records.post.astype(np.int64)
    rush = post * PRESSURES + pressure
    return np.stack((rush * 168 + hour, rush * 24 + hour % 24, rush, post))


def _hours_of_week(minute: Ints, clock: Clock) -> Ints:
    """Return hours after local Monday midnight, 0 to 167."""
    if not len(minute):
        return minute
    first, last = (clock.date_of(int(m)) for m in (minute.min(), minute.max()))
    dates = np.arange(np.datetime64(first), np.datetime64(last) + 1, dtype="datetime64[D]")
    starts = np.array([clock.at(date) for date in dates.astype(object)], dtype=np.int64)
    at = np.searchsorted(starts, minute, side="right") - 1
    weekday = (dates.astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday
    hours = np.minimum((minute - starts[at]) // 60, 23)
    return np.asarray(weekday[at] * 24 + hours, np.int64)


def _pressure(records: ChatRecords, shifts: Sequence[Shift]) -> Ints:
    """Return the quarter of the post's chats by open chats for each agent at work, 0 to 3."""
    found = np.zeros(len(records), dtype=np.int64)
    for at, post in enumerate(records.posts):
        mine = np.flatnonzero(records.post == at)
        came, ended = records.arrived_s[mine], np.sort(records.ended_s[mine])
        open_ = np.arange(len(mine)) - np.searchsorted(ended, came, side="right")
        served = [stint for shift in shifts for stint in shift.served if stint.post == post]
        spans = [(s.span.start_min * MINUTE_S, s.span.end_min * MINUTE_S) for s in served]
        starts, ends = (np.sort(np.array([span[side] for span in spans])) for side in (0, 1))
        there = np.searchsorted(starts, came, "right") - np.searchsorted(ends, came, "right")
        load = open_ / np.maximum(there, 1)
        edges = np.quantile(load, [0.25, 0.5, 0.75]) if len(load) else np.zeros(3)
        found[mine] = np.searchsorted(edges, load, side="left")
    return found


def _adjusted(
    name: str,
    values: Floats,
    agent: Ints,
    records: ChatRecords,
    *,
    cells: Ints,
    known: npt.NDArray[np.bool_],
) -> list[Adjusted]:
    values, agent, cells = values[known], agent[known], cells[:, known]
    post = records.post[known].astype(np.int64)
    expected = _expected(values, agent, cells)
    means = np.bincount(post, values) / np.maximum(np.bincount(post), 1)
    keys, at = np.unique(agent * len(records.posts) + post, return_inverse=True)
    times = np.bincount(at)
    plain, wanted = (np.bincount(at, each) / times for each in (values, expected))
    return [
        Adjusted(
            records.agents[int(key) // len(records.posts)],
            records.posts[int(key) % len(records.posts)],
            name,
            int(times[place]),
            float(plain[place]),
            float(wanted[place]),
            float(plain[place] - wanted[place] + means[int(key) % len(records.posts)]),
        )
        for place, key in enumerate(keys)
    ]


def _expected(values: Floats, agent: Ints, cells: Ints) -> Floats:
    """Return what an average agent would achieve in each chat's conditions; shape (chats,)."""
    cell = _told(agent, cells)
    grand = float(values.mean())
    effect = np.zeros(len(values))  # of the conditions, around the mean
    known = cell >= 0
    if not known.any():
        return values.copy()  # nobody to compare with: no difference
    _, who = np.unique(agent, return_inverse=True)
    times = np.bincount(cell[known])
    for _ in range(ROUNDS):
        skill = (np.bincount(who, values - grand - effect) / np.bincount(who))[who]
        rest = np.bincount(cell[known], (values - grand - skill)[known]) / np.maximum(times, 1)
        effect[known] = rest[cell[known]]
    return grand + effect - float(effect.mean())


def _told(agent: Ints, cells: Ints) -> Ints:
    """Return each chat's cell, the finest in which others had enough chats; -1: in none."""
    found = np.full(len(agent), -1, dtype=np.int64)
    base = 0
    for level in cells:
        _, cell = np.unique(level, return_inverse=True)
        _, own = np.unique(np.stack((cell, agent)), axis=1, return_inverse=True)
        own = own.reshape(-1)
        others = np.bincount(cell)[cell] - np.bincount(own)[own]
        usable = (found < 0) & (others >= ENOUGH)
        found[usable] = base + cell[usable]
        base += int(cell.max(initial=0)) + 1
    return found
