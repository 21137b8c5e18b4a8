"""How far the run of a month is: calculated, in review, approved, locked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, insert, select

from store import tables as t
from store.stamp import Stamp


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


@dataclass(frozen=True, slots=True)
class RunSteps:
    """The steps of the runs, on one connection."""

    connection: Connection

    def of(self, run_id: int) -> tuple[RunStep, ...]:
        """Return the steps of a run in order; it begins as calculated, without a step."""
        query = select(t.run_step).where(t.run_step.c.run_id == run_id).order_by(t.run_step.c.id)
        return tuple(
            RunStep(RunState(row.state), row.reason, Stamp.of(row))
            for row in self.connection.execute(query)
        )

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
        self.connection.execute(
            insert(t.run_step).values(
                run_id=run_id,
                state=state.value,
                reason=reason,
                entered_by=stamp.by,
                entered_s=stamp.at_s,
            )
        )

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
