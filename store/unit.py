"""One transaction, and the repositories that read and write inside it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from store.actions import Actions
from store.demand import DemandTables
from store.jobs import Jobs
from store.rosters import Rosters
from store.shops import Shops
from store.staff import Staff
from store.weeks import Weeks


@dataclass(frozen=True, slots=True)
class Unit:
    """
    The repositories of one transaction.

    Parameters
    ----------
    connection
        On which the transaction runs.
    """

    connection: Connection

    @property
    def shops(self) -> Shops:
        """Return shops, their posts and rules."""
        return Shops(self.connection)

    @property
    def staff(self) -> Staff:
        """Return agents, absences and wishes."""
        return Staff(self.connection)

    @property
    def demand(self) -> DemandTables:
        """Return volumes, special days, forecasts and requirements."""
        return DemandTables(self.connection)

    @property
    def weeks(self) -> Weeks:
        """Return weeks with their pins."""
        return Weeks(self.connection)

    @property
    def rosters(self) -> Rosters:
        """Return the versions of the weeks' rosters."""
        return Rosters(self.connection)

    @property
    def jobs(self) -> Jobs:
        """Return long work and how far it is."""
        return Jobs(self.connection)

    @property
    def actions(self) -> Actions:
        """Return who did what."""
        return Actions(self.connection)
