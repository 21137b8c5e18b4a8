"""How much of what there is, for those who watch the program."""

from __future__ import annotations

from sqlalchemy import func, select

from store import tables as t
from store.repository import Repository


class Counts(Repository):
    """Numbers over all shops."""

    def jobs_by_state(self) -> dict[str, int]:
        """Return how many jobs are in each state."""
        query = select(t.job.c.state, func.count()).group_by(t.job.c.state)
        return {row[0]: row[1] for row in self.connection.execute(query.order_by(t.job.c.state))}
