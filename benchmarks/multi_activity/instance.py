"""
The public weeks of several activities and tasks as arrays.

V. Boyer, B. Gendron, L.-M. Rousseau: A branch-and-price algorithm for the multi-activity multi-task
shift scheduling problem, Journal of Scheduling 17 (2014). Files: see ``shared``'s README; the order
of tasks is left out, since how a file numbers them is not said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
NONE = -1


@dataclass(frozen=True, slots=True)
class PieceWeek:
    """
    People's shifts, in pieces without a pause, and what they may be at.

    Parameters
    ----------
    begin, length, person
        First slot and slots of each piece, and whose it is; shape (pieces,).
    can
        Which activities a piece's person knows; shape (pieces, activities).
    tasks
        Tasks a piece's person knows, -1 beyond them; shape (pieces, most).
    need, over, under
        People wanted, and prices of one too many and one too few; shape (activities, slots).
    least
        Fewest slots in a row of each activity; shape (activities,).
    task_length, task_out, task_first, task_end
        Slots of each task, price of leaving it out, first slot and the slot after the last.
    """

    begin: Ints
    length: Ints
    person: Ints
    can: Bools
    tasks: Ints
    need: Ints
    over: Ints
    under: Ints
    least: Ints
    task_length: Ints
    task_out: Ints
    task_first: Ints
    task_end: Ints

    @property
    def grain(self) -> int:
        """
        Return a number of which the costs of all weeks are multiples.

        Where everybody at work, tasks left out included, is wanted exactly, each person missing is
        one too many elsewhere, and a task left out makes too many as long as it is.
        """
        over, under = int(self.over.flat[0]), int(self.under.flat[0])
        is_even = (self.over == over).all() and (self.under == under).all()
        wanted = int(self.need.sum() + self.task_length.sum())
        is_tight = wanted == int(self.length.sum())
        is_paid = (self.task_out == under * self.task_length).all()
        prices = np.concatenate([self.over.ravel(), self.under.ravel(), self.task_out])
        return over + under if is_even and is_tight and is_paid else int(np.gcd.reduce(prices))


def read_week(path: Path) -> PieceWeek:
    """
    Read one file.

    Raises
    ------
    ValueError
        When a file does not end where its counts say, or a stretch of an activity may not be as
        long as a piece: nothing here keeps count of that.
    """
    words = iter(path.read_text().split())
    slots, _ = _whole(words, 2)
    _named(words, "EMPL", path)
    begin, length, person, skills = [], [], [], []
    for index in range(_whole(words, 1)[0]):
        pieces = _whole(words, 1)[0]
        ends = _whole(words, 2 * pieces)
        begin += ends[::2]
        length += ends[1::2]
        person += [index] * pieces
        skills += [_whole(words, _whole(words, 1)[0])] * pieces
    _named(words, "ACT", path)
    activities = [_whole(words, 2 + 3 * slots) for _ in range(_whole(words, 1)[0])]
    if min(each[1] for each in activities) < max(length):
        raise ValueError(f"{path}: an activity may not fill a piece")
    _named(words, "TASK", path)
    tasks = []
    for _ in range(_whole(words, 1)[0]):
        tasks.append(_whole(words, 5))
        _whole(words, _whole(words, 1)[0])  # tasks before it
    if next(words, None) is not None:
        raise ValueError(f"{path}: more than its counts say")
    many = len(activities)
    table = np.array([each[2:] for each in activities]).reshape(many, 3, slots)
    known = [[skill - many for skill in mine if skill >= many] for mine in skills]
    padded = np.full((len(known), max(map(len, known))), NONE)
    for row, mine in zip(padded, known, strict=True):
        row[: len(mine)] = mine
    task = np.array(tasks)
    return PieceWeek(
        begin=np.array(begin),
        length=np.array(length),
        person=np.array(person),
        can=np.array([[act in mine for act in range(many)] for mine in skills]),
        tasks=padded,
        need=table[:, 0].copy(),
        over=table[:, 1].copy(),
        under=table[:, 2].copy(),
        least=np.array([each[0] for each in activities]),
        task_length=task[:, 0].copy(),
        task_out=task[:, 2].copy(),
        task_first=task[:, 3].copy(),
        task_end=task[:, 3] + task[:, 4],
    )


def _whole(words: Iterator[str], many: int) -> list[int]:
    """Return the next whole numbers."""
    return [int(next(words)) for _ in range(many)]


def _named(words: Iterator[str], name: str, path: Path) -> None:
    found = next(words)
    if found != name:
        raise ValueError(f"{path}: {found} where {name} is due")
