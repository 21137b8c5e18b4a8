"""The service level that chats which happened show, as the target of their post counts it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from scheduler.post import LevelDefinition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.facts.outcomes import ChatOutcomes
    from scheduler.chats import ChatRecords
    from scheduler.demand import Floats
    from scheduler.horizon import Horizon
    from scheduler.post import StaffingInputs

MINUTE_S = 60
NO_CHANCE = 7.0
"""Chats expected in a stretch from which none is no chance: Poisson's e^-7 is one in a thousand."""


@dataclass(frozen=True, eq=False, slots=True)
class MeasuredLevel:
    """
    What became of the chats of a post in a stretch of days.

    Parameters
    ----------
    chats
        That came.
    level
        Share answered in time, as the post's target counts it; None: of no chat.
    answered
        Share that got a reply at all.
    dates
        Days on which any came, in order.
    is_known
        Whether an interval lies in no silence of a day that is too long to be chance, so many
        chats were expected in it; shape (intervals,).
    """

    chats: int
    level: float | None
    answered: float
    dates: tuple[dt.date, ...]
    is_known: np.typing.NDArray[np.bool_]

    @property
    def is_part(self) -> bool:
        """Return whether the level rests on a part of the hours in which chats came."""
        return not self.is_known.all()


def measured_level(
    logs: Sequence[tuple[ChatRecords, ChatOutcomes]],
    horizon: Horizon,
    post: str,
    inputs: StaffingInputs,
    expected: Floats,
) -> MeasuredLevel | None:
    """
    Return the level of a post's chats that came in a horizon; None: none is imported.

    Parameters
    ----------
    expected
        Chats that came by another count, or were forecast; 0 where the post is closed; NaN where
        nothing tells, and the intervals with chats do; shape (intervals,).
    """
    first_s, end_s = horizon.start_min * MINUTE_S, horizon.end_min * MINUTE_S
    waited, answered, came = [], [], []
    for records, _ in logs:
        if post in records.posts:
            mine = records.post == records.posts.index(post)
            mine &= (records.arrived_s >= first_s) & (records.arrived_s < end_s)
            waited.append(records.waited_s[mine])
            answered.append(records.answered[mine])
            came.append(records.arrived_s[mine])
    count = sum(map(len, came))
    if not count:
        return None
    wait, replied = np.concatenate(waited), np.concatenate(answered)
    soon = wait <= inputs.within_s
    good, of = _counted(soon, replied, inputs.definition)
    minutes = np.unique(np.concatenate(came) // MINUTE_S).astype(np.int64)
    dates = sorted({horizon.clock.date_of(int(minute)) for minute in minutes})
    level = good / of if of else None
    cells = np.array([horizon.interval_of(int(minute)) for minute in minutes])
    counts = np.bincount(cells, minlength=horizon.intervals)
    usual = np.where(np.isnan(expected), counts[counts > 0].mean(), expected)
    known = _known(counts > 0, usual, horizon)
    return MeasuredLevel(count, level, float(replied.mean()), tuple(dates), known)


def _known(
    heard: np.typing.NDArray[np.bool_], usual: Floats, horizon: Horizon
) -> np.typing.NDArray[np.bool_]:
    """Return the intervals that are not in a silence of a day too long to be chance."""
    known = heard.copy()
    for day in range(horizon.days):
        cells = range(horizon.first_interval(day), horizon.first_interval(day + 1))
        for is_heard, run in groupby(cells, key=heard.__getitem__):
            silent = list(run)
            known[silent] = is_heard or usual[silent].sum() < NO_CHANCE
    return known


def _counted(
    soon: np.typing.NDArray[np.bool_],
    replied: np.typing.NDArray[np.bool_],
    definition: LevelDefinition,
) -> tuple[int, int]:
    """Return the chats that count as answered in time, and those they are a share of."""
    in_time, left_soon = int((soon & replied).sum()), int((soon & ~replied).sum())
    return {
        LevelDefinition.ANSWERED_OF_OFFERED: (in_time, len(soon)),
        LevelDefinition.ANSWERED_OR_LEFT_OF_OFFERED: (in_time + left_soon, len(soon)),
        LevelDefinition.ANSWERED_OF_PATIENT: (in_time, len(soon) - left_soon),
        LevelDefinition.ANSWERED_OF_ANSWERED: (in_time, int(replied.sum())),
    }[definition]
