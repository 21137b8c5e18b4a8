"""Imported orders, by the month they were placed in and source."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import Connection, delete, insert, select

from kpi.facts.attribution import Order
from store import tables as t
from store.documents import pack_arrays, unpack_arrays

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.month import Month
    from store.stamp import Stamp

FEN = 100
NOT_PAID = -1


def pack_orders(orders: Sequence[Order]) -> bytes:
    """Return orders as compressed arrays."""
    paid = [NOT_PAID if order.paid_min is None else order.paid_min for order in orders]
    return pack_arrays(
        id=np.array([order.id for order in orders], dtype=str),
        buyer=np.array([order.buyer for order in orders], dtype=str),
        post=np.array([order.post for order in orders], dtype=str),
        placed_min=np.array([order.placed_min for order in orders], dtype=np.int64),
        paid_min=np.array(paid, dtype=np.int64),
        amount_fen=np.array([int(order.amount * FEN) for order in orders], dtype=np.int64),
        refunded_fen=np.array([int(order.refunded * FEN) for order in orders], dtype=np.int64),
    )


def unpack_orders(packed: bytes) -> tuple[Order, ...]:
    """Return the orders of ``pack_orders``."""
    found = {name: values.tolist() for name, values in unpack_arrays(packed).items()}
    names = ("id", "buyer", "post", "placed_min", "paid_min", "amount_fen", "refunded_fen")
    return tuple(
        Order(
            number,
            buyer,
            post,
            placed,
            None if paid == NOT_PAID else paid,
            Decimal(amount) / FEN,
            Decimal(refunded) / FEN,
        )
        for number, buyer, post, placed, paid, amount, refunded in zip(
            *(found[name] for name in names), strict=True
        )
    )


@dataclass(frozen=True, slots=True)
class OrderSources:
    """Orders of the shops, on one connection."""

    connection: Connection

    def of(self, shop_id: str, month: Month) -> tuple[Order, ...]:
        """Return the orders placed in a month, source by source."""
        table = t.order_source
        query = select(table.c.arrays).where(
            table.c.shop_id == shop_id, table.c.month == str(month)
        )
        parts = self.connection.scalars(query.order_by(table.c.source))
        return tuple(order for part in parts for order in unpack_orders(part))

    def sources(self, shop_id: str, month: Month) -> tuple[str, ...]:
        """Return the names of the sources of a month's orders."""
        table = t.order_source
        query = select(table.c.source).where(
            table.c.shop_id == shop_id, table.c.month == str(month)
        )
        return tuple(self.connection.scalars(query.order_by(table.c.source)))

    def save(
        self, shop_id: str, month: Month, source: str, orders: Sequence[Order], stamp: Stamp
    ) -> None:
        """Keep orders of a month under a source's name; those it had before are replaced."""
        table = t.order_source
        key = {"shop_id": shop_id, "month": str(month), "source": source}
        mine = [table.c[name] == value for name, value in key.items()]
        self.connection.execute(delete(table).where(*mine))
        values = {"arrays": pack_orders(orders), "entered_by": stamp.by}
        self.connection.execute(insert(table).values(**key, **values, entered_s=stamp.at_s))
