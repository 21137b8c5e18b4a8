"""The service level that chats which happened show, as the target of their post counts it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.post import LevelDefinition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.facts.outcomes import ChatOutcomes
    from scheduler.chats import ChatRecords
    from scheduler.horizon import Horizon
    from scheduler.post import StaffingInputs

MINUTE_S = 60


@dataclass(frozen=True, slots=True)
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
    """

    chats: int
    level: float | None
    answered: float
    dates: tuple[dt.date, ...]


def measured_level(
    logs: Sequence[tuple[ChatRecords, ChatOutcomes]],
    horizon: Horizon,
    post: str,
    inputs: StaffingInputs,
) -> MeasuredLevel | None:
    """Return the level of a post's chats that came in a horizon; None: none is imported."""
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
    return MeasuredLevel(count, level, float(replied.mean()), tuple(dates))


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
