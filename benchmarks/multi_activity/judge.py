"""What a week of pieces costs, and what it breaks, from the rules as they read; no solver."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.multi_activity.instance import Ints, PieceWeek


@dataclass(frozen=True, slots=True)
class Judged:
    """Cost and breaches of a week."""

    cost: int
    breaches: tuple[str, ...]


def judged(week: PieceWeek, plan: Ints) -> Judged:
    """
    Return cost and breaches.

    Parameters
    ----------
    week
        The question.
    plan
        What each piece is at in each slot after its begin: an activity, or the number of activities
        and a task; shape (pieces, slots of the longest piece).
    """
    acts = len(week.need)
    people = np.zeros_like(week.need)
    times = np.zeros(len(week.task_out), dtype=np.int64)
    breaches: list[str] = []
    for piece, (begin, length) in enumerate(zip(week.begin, week.length, strict=True)):
        at = int(begin)
        for what, run in groupby(plan[piece, :length].tolist()):
            slots = len(list(run))
            if what >= acts:
                times[what - acts] += 1
            elif what >= 0:
                people[what, at : at + slots] += 1
            breaches += _broken(week, piece, what, at, slots)
            at += slots
    breaches += [f"task {task} is done {many} times" for task, many in enumerate(times) if many > 1]
    short, over = np.maximum(0, week.need - people), np.maximum(0, people - week.need)
    cost = (week.under * short + week.over * over).sum() + week.task_out[times == 0].sum()
    return Judged(int(cost), tuple(breaches))


def _broken(week: PieceWeek, piece: int, what: int, at: int, slots: int) -> Iterator[str]:
    """Yield what a stretch of a piece breaks."""
    acts, place = len(week.need), f"piece {piece} at {at}"
    if what < 0:
        yield f"{place}: idle"
    elif what < acts:
        if not week.can[piece, what]:
            yield f"{place}: activity {what} is not known"
        if slots < week.least[what]:
            yield f"{place}: {slots} slots of activity {what}"
    else:
        task = what - acts
        if task not in week.tasks[piece]:
            yield f"{place}: task {task} is not known"
        if slots != week.task_length[task]:
            yield f"{place}: task {task} takes {slots} slots"
        if at < week.task_first[task] or at + slots > week.task_end[task]:
            yield f"{place}: task {task} lies outside its window"
