"""A month of 5S audits beside those before it, and all that is still to be put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.registers.five_s import Audit, AuditScore, Correction, FiveS
from service.records.five_s import audits

if TYPE_CHECKING:
    import datetime as dt

    from kpi.month import Month
    from service.desk import Desk


@dataclass(frozen=True, slots=True)
class Scored:
    """An audit with its number in the register and what it came to."""

    id: int
    audit: Audit
    score: AuditScore

    @property
    def share(self) -> float:
        """Return points reached of the most there are, in [0, 1]."""
        return self.score.points / self.score.full


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something to be put right: of which audit, whether it is overdue."""

    audit_id: int
    audit: Audit
    correction: Correction
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class FiveSView:
    """
    What audits came to.

    Parameters
    ----------
    month
        Audits of the month, the newest first.
    to_do
        What is still to be put right of this month and the two before, the most urgent first.
    done
        Corrections of the month that were done and checked.
    """

    month: tuple[Scored, ...]
    to_do: tuple[ToDo, ...]
    done: int

    def areas(self) -> dict[str, tuple[Scored, ...]]:
        """Return the month's audits by area, in order of time."""
        found: dict[str, tuple[Scored, ...]] = {}
        for one in sorted(self.month, key=lambda each: each.audit.date):
            found[one.audit.area] = (*found.get(one.audit.area, ()), one)
        return found

    def blocks(self, area: str) -> dict[FiveS, float]:
        """Return the share of points an area reached in each block over the month."""
        mine = self.areas().get(area, ())
        found = {}
        for block in FiveS:
            reached = sum(one.score.by_block[block][0] for one in mine)
            most = sum(one.score.by_block[block][1] for one in mine)
            found[block] = reached / most if most else 0.0
        return found


def five_s_view(desk: Desk, month: Month, *, today: dt.date) -> FiveSView:
    """Return the audits of a month and what is still to be put right."""
    found = _scored(desk, month)
    recent = [*found, *_scored(desk, month.before)]
    recent += _scored(desk, month.before.before)
    to_do = [
        ToDo(one.id, one.audit, each, each.due < today)
        for one in recent
        for each in one.audit.corrections
        if each.done is None
    ]
    done = sum(each.done is not None for one in found for each in one.audit.corrections)
    ordered = sorted(to_do, key=lambda one: (one.correction.due, one.audit.area))
    return FiveSView(
        tuple(sorted(found, key=lambda one: one.audit.date, reverse=True)), tuple(ordered), done
    )


def _scored(desk: Desk, month: Month) -> list[Scored]:
    return [Scored(entry.id, entry.value, score) for entry, score in audits(desk, month)]
