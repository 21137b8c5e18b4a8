"""What the scores of a run came to, read without what they were made from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from store import tables as t
from store.documents import from_document
from store.repository import Repository

if TYPE_CHECKING:
    from kpi.month import Month


@dataclass(frozen=True, slots=True)
class RunShares:
    """
    What a run's scores came to.

    Parameters
    ----------
    id
        Number in the database.
    agents
        Share of the full score of each agent; None: nothing is known.
    teams
        Team of each agent then.
    """

    id: int
    agents: dict[str, Decimal | None]
    teams: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Total:
    """What is read of a stored score where only its total matters."""

    agent_id: str
    full: Decimal
    total: Decimal | None

    @property
    def share(self) -> Decimal | None:
        return None if self.total is None else self.total / self.full


@dataclass(frozen=True, slots=True)
class _Teams:
    """What is read of a stored run's inputs where only the teams matter."""

    teams: dict[str, str]


class ScoreShares(Repository):
    """The shares of the runs."""

    def of(self, shop_id: str, month: Month, number: int) -> RunShares:
        """Return what the scores of a run that was kept came to."""
        run = t.month_run.c
        query = select(run.id, run.document).where(
            run.shop_id == shop_id, run.month == str(month), run.number == number
        )
        row = self.connection.execute(query).one()
        totals = self._documents(_Total, t.scorecard, run_id=row.id)
        teams: _Teams = from_document(_Teams, row.document)
        return RunShares(row.id, {one.agent_id: one.share for one in totals}, teams.teams)
