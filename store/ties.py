"""What ties somebody to a shop: shifts to come, months not locked, open questions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from kpi.month import Month
from store import tables as t
from store.person_tables import REGISTERS, PartOf
from store.repository import Repository
from store.run_steps import RunState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.horizon import Clock


class Ties(Repository):
    """What ties people to a shop, on one connection."""

    def shifts_from(self, shop_id: str, agent_id: str, start_min: int) -> tuple[int, ...]:
        """Return when somebody's published shifts begin from a moment on, in order."""
        shift, version = t.roster_shift.c, t.roster_version.c
        newest = (
            select(func.max(version.number))
            .where(version.week_id == t.week.c.id, version.state == "published")
            .correlate(t.week)
            .scalar_subquery()
        )
        query = (
            select(shift.start_min)
            .join(t.roster_version, version.id == shift.version_id)
            .join(t.week, t.week.c.id == version.week_id)
            .where(t.week.c.shop_id == shop_id, version.number == newest)
            .where(version.state == "published", shift.agent_id == agent_id)
            .where(shift.start_min >= start_min)
        )
        return tuple(self.connection.scalars(query.order_by(shift.start_min)))

    def worked_months(self, shop_id: str, agent_id: str, clock: Clock) -> frozenset[Month]:
        """Return the months in which somebody was at work, or was rostered."""
        been = self._cells(t.attendance.c.start_min, shop_id=shop_id, agent_id=agent_id)
        return _months((*been, *self.shifts_from(shop_id, agent_id, 0)), clock)

    def run_months(self, shop_id: str, agent_id: str) -> dict[Month, bool]:
        """Return the months somebody was scored in, and whether the newest such run is locked."""
        run, card = t.month_run.c, t.scorecard.c
        step = select(func.count()).where(
            t.run_step.c.run_id == run.id, t.run_step.c.state == RunState.LOCKED.value
        )
        query = (
            select(run.month, step.scalar_subquery().label("locked"))
            .join(t.scorecard, card.run_id == run.id)
            .where(run.shop_id == shop_id, card.agent_id == agent_id)
            .order_by(run.month, run.number)
        )
        rows = self.connection.execute(query)
        return {Month.parse(row.month): bool(row.locked) for row in rows}

    def last_paid(self, shop_id: str, agent_id: str) -> Month | None:
        """Return the last month that paid somebody anything; None: none did."""
        query = (
            select(func.max(t.month_run.c.month))
            .join(t.payout, t.payout.c.run_id == t.month_run.c.id)
            .where(t.month_run.c.shop_id == shop_id, t.payout.c.agent_id == agent_id)
        )
        found = self.connection.scalar(query)
        return None if found is None else Month.parse(found)

    def first_run(self, shop_id: str) -> Month | None:
        """Return the first month a shop scored; None: it scores none here."""
        query = select(func.min(t.month_run.c.month)).where(t.month_run.c.shop_id == shop_id)
        found = self.connection.scalar(query)
        return None if found is None else Month.parse(found)

    def has_plan(self, shop_id: str, agent_id: str) -> bool:
        """Return whether somebody is to be paid by a plan."""
        return self._first(t.pay_plan, shop_id=shop_id, agent_id=agent_id) is not None

    def open_objections(self, shop_id: str, agent_id: str) -> int:
        """Return how many of somebody's objections wait for an answer."""
        kinds = [name for name, part in REGISTERS.items() if part is PartOf.DECISIONS]
        mine = (t.register_entry.c.kind.in_(kinds), t.register_entry.c.subject == agent_id)
        texts = self._cells(t.register_entry.c.document, *mine, shop_id=shop_id)
        return sum(not json.loads(text).get("answer") for text in texts)


def _months(moments: Iterable[int], clock: Clock) -> frozenset[Month]:
    return frozenset(Month.of(clock.date_of(at)) for at in moments)
