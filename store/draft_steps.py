"""How drafts were changed by hand, step by step: what each took out and put in, to be undone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from scheduler.shift import Shift
from store import tables as t
from store.repository import Repository
from store.shifts import shift_of, shift_values
from store.stamp import Stamp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Row


@dataclass(frozen=True, slots=True)
class DraftStep:
    """
    A change of a draft.

    Parameters
    ----------
    number
        1 for the draft's first one.
    action
        What the log calls it.
    reason
        Why rules of the house were broken; empty: none was.
    removed, added
        Shifts it took out, and those it put in.
    unpinned, pinned
        Those of the removed that were fixed, and those of the added that were from then on.
    is_undone
        Whether the draft is without it now.
    entered
        Who made it, and when.
    """

    number: int
    action: str
    reason: str
    removed: tuple[Shift, ...]
    added: tuple[Shift, ...]
    unpinned: tuple[Shift, ...]
    pinned: tuple[Shift, ...]
    is_undone: bool
    entered: Stamp


class DraftSteps(Repository):
    """The steps of the drafts."""

    def all(self, version_id: int) -> tuple[DraftStep, ...]:
        """Return the steps of a version in order of number, those undone last."""
        rows = self._rows(t.draft_change, by=[t.draft_change.c.step], version_id=version_id)
        return tuple(_step(list(group)) for _, group in groupby(rows, lambda row: row.step))

    def add(
        self,
        version_id: int,
        *,
        action: str,
        reason: str,
        removed: tuple[Shift, ...],
        added: tuple[Shift, ...],
        pins: tuple[Iterable[Shift], Iterable[Shift]],
        stamp: Stamp,
    ) -> None:
        """
        Keep a step of a draft; those that were undone are gone with it.

        Parameters
        ----------
        pins
            What was fixed before it, and after.
        """
        self._remove(t.draft_change, version_id=version_id, is_undone=True)
        kept = self._cells(t.draft_change.c.step, version_id=version_id)
        told = {
            "version_id": version_id,
            "step": max(kept, default=0) + 1,
            "action": action,
            "reason": reason,
            "is_undone": False,
            **stamp.columns(),
        }
        before, after = map(frozenset, pins)
        sides = ((False, removed, before), (True, added, after))
        self._add(
            t.draft_change,
            [
                told | shift_values(shift) | {"is_added": is_added, "is_pinned": shift in fixed}
                for is_added, shifts, fixed in sides
                for shift in shifts
            ],
        )

    def mark(self, version_id: int, number: int, *, is_undone: bool) -> None:
        """Keep whether a draft is without a step of its own now."""
        self._change(t.draft_change, {"is_undone": is_undone}, version_id=version_id, step=number)


def _step(rows: list[Row[Any]]) -> DraftStep:
    first = rows[0]
    removed = tuple(shift_of(row) for row in rows if not row.is_added)
    added = tuple(shift_of(row) for row in rows if row.is_added)
    return DraftStep(
        first.step,
        first.action,
        first.reason,
        removed,
        added,
        tuple(shift_of(row) for row in rows if row.is_pinned and not row.is_added),
        tuple(shift_of(row) for row in rows if row.is_pinned and row.is_added),
        bool(first.is_undone),
        Stamp.of(first),
    )
