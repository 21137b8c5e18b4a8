"""Imported orders, by the month they were placed in and source."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from kpi.facts.attribution import Order
from store import tables as t
from store.documents import pack_arrays, unpack_arrays
from store.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.month import Month
    from store.stamp import Stamp

FEN = 100
NOT_PAID = -1
TEXTS = ("id", "buyer", "post")


def pack_orders(orders: Sequence[Order]) -> bytes:
    """Return orders as compressed arrays."""
    paid = [NOT_PAID if order.paid_min is None else order.paid_min for order in orders]
    whole = {
        "placed_min": [order.placed_min for order in orders],
        "paid_min": paid,
        "amount_fen": [int(order.amount * FEN) for order in orders],
        "refunded_fen": [int(order.refunded * FEN) for order in orders],
    }
    return pack_arrays(
        **{name: np.array([getattr(one, name) for one in orders], dtype=str) for name in TEXTS},
        **{name: np.array(values, dtype=np.int64) for name, values in whole.items()},
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


class OrderSources(Sources):
    """Orders of the shops."""

    def of(self, shop_id: str, month: Month) -> tuple[Order, ...]:
        """Return the orders placed in a month, source by source."""
        parts = self._parts(t.order_source, shop_id, month)
        return tuple(order for part in parts for order in unpack_orders(part))

    def sources(self, shop_id: str, month: Month) -> tuple[str, ...]:
        """Return the names of the sources of a month's orders."""
        return tuple(row.source for row in self._entered(t.order_source, shop_id, month))

    def save(
        self, shop_id: str, month: Month, source: str, orders: Sequence[Order], stamp: Stamp
    ) -> None:
        """Keep orders of a month under a source's name; those it had before are replaced."""
        self._keep(t.order_source, (shop_id, month, source), pack_orders(orders), stamp)
