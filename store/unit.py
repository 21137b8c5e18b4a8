"""One transaction, and the repositories that read and write inside it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from store.actions import Actions
from store.agreements import Agreements
from store.changes import ChangeLog
from store.demand import DemandTables
from store.facts import FactSources
from store.floor import Floor
from store.jobs import Jobs
from store.messages import MessageSources
from store.months import Months
from store.orders import OrderSources
from store.register import RegisterBook
from store.rosters import Rosters
from store.run_shares import ScoreShares
from store.run_steps import RunSteps
from store.scenarios import Scenarios
from store.schemes import Schemes
from store.shops import Shops
from store.simulations import Simulations
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
    def agreements(self) -> Agreements:
        """Return limits agreed with agents, training and meetings."""
        return Agreements(self.connection)

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
    def simulations(self) -> Simulations:
        """Return what simulations of versions showed."""
        return Simulations(self.connection)

    @property
    def floor(self) -> Floor:
        """Return presence, interruptions and overtime."""
        return Floor(self.connection)

    @property
    def schemes(self) -> Schemes:
        """Return schemes, targets and pay plans."""
        return Schemes(self.connection)

    @property
    def facts(self) -> FactSources:
        """Return imported facts and chats."""
        return FactSources(self.connection)

    @property
    def months(self) -> Months:
        """Return scored and paid months."""
        return Months(self.connection)

    @property
    def score_shares(self) -> ScoreShares:
        """Return what the scores of runs came to."""
        return ScoreShares(self.connection)

    @property
    def run_steps(self) -> RunSteps:
        """Return how far the runs of months are."""
        return RunSteps(self.connection)

    @property
    def register(self) -> RegisterBook:
        """Return what people write down one by one."""
        return RegisterBook(self.connection)

    @property
    def messages(self) -> MessageSources:
        """Return imported messages."""
        return MessageSources(self.connection)

    @property
    def orders(self) -> OrderSources:
        """Return imported orders."""
        return OrderSources(self.connection)

    @property
    def jobs(self) -> Jobs:
        """Return long work and how far it is."""
        return Jobs(self.connection)

    @property
    def scenarios(self) -> Scenarios:
        """Return named what-ifs."""
        return Scenarios(self.connection)

    @property
    def changes(self) -> ChangeLog:
        """Return which action changed what."""
        return ChangeLog(self.connection)

    @property
    def actions(self) -> Actions:
        """Return who did what."""
        return Actions(self.connection)
