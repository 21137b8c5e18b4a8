"""KPI schemes, the kinds of the posts they are for, targets and pay plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.pay.payout import PayPlan
from kpi.scheme.scheme import PostKind, Scheme
from kpi.scheme.targets import Target
from scheduler.errors import require
from store import tables as t
from store.repository import Repository
from store.table_rows import columns_of

if TYPE_CHECKING:
    from kpi.month import Month
    from store.stamp import Stamp

Targets = tuple[Target, ...]


class Schemes(Repository):
    """By what the shops' people are scored and paid."""

    def all(self, shop_id: str) -> tuple[Scheme, ...]:
        """Return all versions of a shop's schemes, in order of id and version."""
        order = [t.scheme.c.id, t.scheme.c.version]
        return self._documents(Scheme, t.scheme, by=order, shop_id=shop_id)

    def add(self, shop_id: str, scheme: Scheme, stamp: Stamp) -> None:
        """Keep a new version of a scheme; a version that is there already is never replaced."""
        there = self._first(t.scheme, shop_id=shop_id, id=scheme.id, version=scheme.version)
        require(there is None, "scheme_version_exists", value=f"{scheme.id} v{scheme.version}")
        self._add(t.scheme, [columns_of(t.scheme, scheme, stamp, shop_id=shop_id)])

    def kinds(self, shop_id: str) -> dict[str, PostKind]:
        """Return what kind of post each is, where somebody said so."""
        rows = self._rows(t.post_kind, shop_id=shop_id)
        return {row.post_id: PostKind(row.kind) for row in rows}

    def set_kind(self, shop_id: str, post_id: str, kind: PostKind) -> None:
        """Say what kind of post one is."""
        self._remove(t.post_kind, shop_id=shop_id, post_id=post_id)
        self._add(t.post_kind, [{"shop_id": shop_id, "post_id": post_id, "kind": kind.value}])

    def targets(self, shop_id: str, month: Month) -> tuple[Target, ...]:
        """Return the targets of a month."""
        kept = self._documents(Targets, t.month_targets, shop_id=shop_id, month=str(month))
        return next(iter(kept), ())

    def save_targets(
        self, shop_id: str, month: Month, targets: tuple[Target, ...], stamp: Stamp
    ) -> None:
        """Keep these as all the targets of a month."""
        key = {"shop_id": shop_id, "month": str(month)}
        self._remove(t.month_targets, **key)
        self._add(t.month_targets, [columns_of(t.month_targets, targets, stamp, **key)])

    def pay_plans(self, shop_id: str) -> tuple[PayPlan, ...]:
        """Return all pay plans, in order of agent and date."""
        order = [t.pay_plan.c.agent_id, t.pay_plan.c.valid_from]
        return self._documents(PayPlan, t.pay_plan, by=order, shop_id=shop_id)

    def save_pay_plan(self, shop_id: str, plan: PayPlan, stamp: Stamp) -> None:
        """Keep a pay plan; one of the same agent and date is replaced."""
        key = {"agent_id": plan.agent_id, "valid_from": plan.valid_from}
        self._remove(t.pay_plan, shop_id=shop_id, **key)
        self._add(t.pay_plan, [columns_of(t.pay_plan, plan, stamp, shop_id=shop_id)])
