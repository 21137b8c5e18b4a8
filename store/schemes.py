"""KPI schemes, the kinds of the posts they are for, targets and pay plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, select

from kpi.pay.payout import PayPlan
from kpi.scheme.scheme import PostKind, Scheme
from kpi.scheme.targets import Target
from scheduler.errors import require
from store import tables as t
from store.documents import from_document
from store.table_rows import columns_of

if TYPE_CHECKING:
    from kpi.month import Month
    from store.stamp import Stamp


@dataclass(frozen=True, slots=True)
class Schemes:
    """By what the shops' people are scored and paid, on one connection."""

    connection: Connection

    def all(self, shop_id: str) -> tuple[Scheme, ...]:
        """Return all versions of a shop's schemes, in order of id and version."""
        query = select(t.scheme.c.document).where(t.scheme.c.shop_id == shop_id)
        rows = self.connection.scalars(query.order_by(t.scheme.c.id, t.scheme.c.version))
        return tuple(from_document(Scheme, text) for text in rows)

    def add(self, shop_id: str, scheme: Scheme, stamp: Stamp) -> None:
        """Keep a new version of a scheme; a version that is there already is never replaced."""
        there = select(t.scheme.c.version).where(
            t.scheme.c.shop_id == shop_id,
            t.scheme.c.id == scheme.id,
            t.scheme.c.version == scheme.version,
        )
        is_new = self.connection.execute(there).first() is None
        require(is_new, "scheme_version_exists", value=f"{scheme.id} v{scheme.version}")
        values = columns_of(t.scheme, scheme, stamp, shop_id=shop_id)
        self.connection.execute(insert(t.scheme).values(values))

    def kinds(self, shop_id: str) -> dict[str, PostKind]:
        """Return what kind of post each is, where somebody said so."""
        query = select(t.post_kind).where(t.post_kind.c.shop_id == shop_id)
        return {row.post_id: PostKind(row.kind) for row in self.connection.execute(query)}

    def set_kind(self, shop_id: str, post_id: str, kind: PostKind) -> None:
        """Say what kind of post one is."""
        mine = (t.post_kind.c.shop_id == shop_id, t.post_kind.c.post_id == post_id)
        self.connection.execute(delete(t.post_kind).where(*mine))
        row = {"shop_id": shop_id, "post_id": post_id, "kind": kind.value}
        self.connection.execute(insert(t.post_kind).values(row))

    def targets(self, shop_id: str, month: Month) -> tuple[Target, ...]:
        """Return the targets of a month."""
        query = select(t.month_targets.c.document).where(
            t.month_targets.c.shop_id == shop_id, t.month_targets.c.month == str(month)
        )
        text = self.connection.scalar(query)
        return () if text is None else from_document(tuple[Target, ...], text)

    def save_targets(
        self, shop_id: str, month: Month, targets: tuple[Target, ...], stamp: Stamp
    ) -> None:
        """Keep these as all the targets of a month."""
        mine = (t.month_targets.c.shop_id == shop_id, t.month_targets.c.month == str(month))
        self.connection.execute(delete(t.month_targets).where(*mine))
        key = {"shop_id": shop_id, "month": str(month)}
        values = columns_of(t.month_targets, targets, stamp, **key)
        self.connection.execute(insert(t.month_targets).values(values))

    def pay_plans(self, shop_id: str) -> tuple[PayPlan, ...]:
        """Return all pay plans, in order of agent and date."""
        query = select(t.pay_plan.c.document).where(t.pay_plan.c.shop_id == shop_id)
        rows = self.connection.scalars(
            query.order_by(t.pay_plan.c.agent_id, t.pay_plan.c.valid_from)
        )
        return tuple(from_document(PayPlan, text) for text in rows)

    def save_pay_plan(self, shop_id: str, plan: PayPlan, stamp: Stamp) -> None:
        """Keep a pay plan; one of the same agent and date is replaced."""
        mine = (
            t.pay_plan.c.shop_id == shop_id,
            t.pay_plan.c.agent_id == plan.agent_id,
            t.pay_plan.c.valid_from == plan.valid_from,
        )
        self.connection.execute(delete(t.pay_plan).where(*mine))
        values = columns_of(t.pay_plan, plan, stamp, shop_id=shop_id)
        self.connection.execute(insert(t.pay_plan).values(values))
