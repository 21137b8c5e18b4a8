"""Say of each message kept on which platform it was written: nobody knows of those that are."""

from __future__ import annotations

from typing import Any

import numpy as np
import sqlalchemy as sa
from alembic import op

from store.documents import pack_arrays, unpack_arrays

revision = "0009"
down_revision = "0005"

KEYS = ("shop_id", "month", "source")
COLUMNS = ("platforms", "platform")
message_source = sa.table("message_source", *map(sa.column, (*KEYS, "arrays")))


def upgrade() -> None:
    """Take the step."""
    for row, arrays in _kept():
        nobody_knows = np.full(len(arrays["at_s"]), -1, dtype=np.int32)
        arrays |= {"platforms": np.array([], dtype=str), "platform": nobody_knows}
        _keep(row, arrays)


def downgrade() -> None:
    """Take it back."""
    for row, arrays in _kept():
        _keep(row, {name: values for name, values in arrays.items() if name not in COLUMNS})


def _kept() -> list[tuple[sa.Row[Any], dict[str, np.ndarray]]]:
    rows = op.get_bind().execute(sa.select(message_source)).all()
    return [(row, unpack_arrays(row.arrays)) for row in rows]


def _keep(row: sa.Row[Any], arrays: dict[str, np.ndarray]) -> None:
    mine = (message_source.c[name] == getattr(row, name) for name in KEYS)
    packed = pack_arrays(**arrays)
    op.get_bind().execute(sa.update(message_source).where(*mine).values(arrays=packed))
