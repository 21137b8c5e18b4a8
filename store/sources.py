"""What was imported for a month, by the name of its source, as compressed arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from store.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row, Table

    from kpi.month import Month
    from store.stamp import Stamp


class Sources(Repository):
    """Tables with a row for each shop, month and source."""

    def _parts(self, table: Table, shop_id: str, month: Month) -> Sequence[bytes]:
        """Return the arrays of a month, source by source."""
        order = [table.c.source]
        return self._cells(table.c.arrays, by=order, shop_id=shop_id, month=str(month))

    def _entered(self, table: Table, shop_id: str, month: Month) -> Sequence[Row[Any]]:
        """Return the sources of a month in order of name, each with who kept it when."""
        found = table.c
        query: Any = select(found.source, found.entered_by, found.entered_s)
        mine = query.where(found.shop_id == shop_id, found.month == str(month))
        return self.connection.execute(mine.order_by(found.source)).all()

    def _keep(self, table: Table, key: tuple[str, Month, str], packed: bytes, stamp: Stamp) -> None:
        """Keep arrays under a shop, month and source; those there were before are replaced."""
        shop_id, month, source = key
        named = {"shop_id": shop_id, "month": str(month), "source": source}
        self._remove(table, **named)
        self._add(table, [{**named, "arrays": packed, **stamp.columns()}])
