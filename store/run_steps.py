"""How far the run of a month is: calculated, in review, approved, locked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from kpi.month import Month
from store import tables as t
from store.repository import Repository
from store.stamp import Stamp
from store.table_rows import columns_of, value_of


class RunState(StrEnum):
    """The states of a run, in order."""

    CALCULATED = "calculated"
    REVIEW = "review"  # agents may object
    APPROVED = "approved"
    LOCKED = "locked"  # never changes again


@dataclass(frozen=True, slots=True)
class RunStep:
    """A step a run took: to which state, why, by whom and when."""

    state: RunState
    reason: str
    entered: Stamp


class RunSteps(Repository):
    """The steps of the runs."""

    def of(self, run_id: int) -> tuple[RunStep, ...]:
        """Return the steps of a run in order; it begins as calculated, without a step."""
        rows = self._rows(t.run_step, by=[t.run_step.c.id], run_id=run_id)
        return tuple(value_of(RunStep, row) for row in rows)

    def state(self, run_id: int) -> RunState:
        """Return how far a run is."""
        steps = self.of(run_id)
        return steps[-1].state if steps else RunState.CALCULATED

    def states(self, shop_id: str) -> dict[tuple[str, int], RunState]:
        """Return how far the runs of a shop are that took a step, by month and number."""
        query = (
            select(t.month_run.c.month, t.month_run.c.number, t.run_step.c.state)
            .join(t.run_step, t.run_step.c.run_id == t.month_run.c.id)
            .where(t.month_run.c.shop_id == shop_id)
            .order_by(t.run_step.c.id)
        )
        rows = self.connection.execute(query)
        return {(row.month, row.number): RunState(row.state) for row in rows}

    def add(self, run_id: int, state: RunState, stamp: Stamp, reason: str = "") -> None:
        """Keep a step."""
        step = RunStep(state, reason, stamp)
        self._add(t.run_step, [columns_of(t.run_step, step, run_id=run_id)])

    def locks(self, shop_id: str) -> tuple[tuple[Month, Stamp], ...]:
        """Return the months of a shop that were locked, each with by whom and when."""
        query = (
            select(t.month_run.c.month, t.run_step.c.entered_by, t.run_step.c.entered_s)
            .join(t.run_step, t.run_step.c.run_id == t.month_run.c.id)
            .where(
                t.month_run.c.shop_id == shop_id,
                t.run_step.c.state == RunState.LOCKED.value,
            )
            .order_by(t.run_step.c.id)
        )
        rows = self.connection.execute(query)
        return tuple((Month.parse(row.month), Stamp.of(row)) for row in rows)

    def locked(self, shop_id: str, month: str) -> int | None:
        """Return the number of a month's newest locked run; None when none is."""
        query = (
            select(t.month_run.c.number)
            .join(t.run_step, t.run_step.c.run_id == t.month_run.c.id)
            .where(
                t.month_run.c.shop_id == shop_id,
                t.month_run.c.month == month,
                t.run_step.c.state == RunState.LOCKED.value,
            )
            .order_by(t.month_run.c.number.desc())
            .limit(1)
        )
        found: int | None = self.connection.scalar(query)
        return found
