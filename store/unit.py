"""One transaction, and the repositories that read and write inside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Connection

from store.actions import Actions
from store.agreements import Agreements
from store.arrivals import Arrivals
from store.blackening import Blackening
from store.chain import Chain
from store.changes import ChangeLog
from store.companies import Companies
from store.counts import Counts
from store.demand import DemandTables
from store.dispatches import Dispatches
from store.draft_steps import DraftSteps
from store.erasing import Erasing
from store.facts import FactSources
from store.floor import Floor
from store.grants import Grants
from store.imports import Imports
from store.jobs import Jobs
from store.log_lines import LogLines
from store.looks import PayLooks
from store.messages import MessageSources
from store.months import Months
from store.orders import OrderSources
from store.own_links import OwnLinks
from store.own_rows import OwnRows
from store.register import RegisterBook
from store.repository import Repository
from store.rosters import Rosters
from store.run_shares import ScoreShares
from store.run_steps import RunSteps
from store.scenarios import Scenarios
from store.schemes import Schemes
from store.shops import Shops
from store.sign_in import Accounts, HouseSettings, SignInTries, Visits
from store.simulations import Simulations
from store.snapshots import Snapshots
from store.staff import Staff
from store.ties import Ties
from store.vendors import Vendors
from store.weeks import Weeks
from store.witness import Witness
from store.workers import Workers

Kind = TypeVar("Kind", bound=Repository)


@dataclass(frozen=True, slots=True)
class _On(Generic[Kind]):
    """A repository on the connection of the unit whose attribute it is."""

    kind: type[Kind]

    def __get__(self, unit: Unit, _: type[Unit]) -> Kind:
        return self.kind(unit.connection)


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

    shops = _On(Shops)  # shops, their posts and rules
    companies = _On(Companies)  # whose the shops are, and the people they share
    staff = _On(Staff)  # agents, absences and wishes
    agreements = _On(Agreements)  # limits agreed with agents, training and meetings
    demand = _On(DemandTables)  # volumes, special days, forecasts and requirements
    weeks = _On(Weeks)  # weeks with their pins
    rosters = _On(Rosters)  # the versions of the weeks' rosters
    draft_steps = _On(DraftSteps)  # how their drafts were changed by hand
    simulations = _On(Simulations)  # what simulations of versions showed
    snapshots = _On(Snapshots)  # the forecasts that published versions were made from
    floor = _On(Floor)  # presence, interruptions and overtime
    schemes = _On(Schemes)  # schemes, targets and pay plans
    facts = _On(FactSources)  # imported facts and chats
    months = _On(Months)  # scored and paid months
    score_shares = _On(ScoreShares)  # what the scores of runs came to
    run_steps = _On(RunSteps)  # how far the runs of months are
    register = _On(RegisterBook)  # what people write down one by one
    messages = _On(MessageSources)  # imported messages
    orders = _On(OrderSources)  # imported orders
    jobs = _On(Jobs)  # long work and how far it is
    workers = _On(Workers)  # who does it
    dispatches = _On(Dispatches)  # what is told to others
    scenarios = _On(Scenarios)  # named what-ifs
    changes = _On(ChangeLog)  # which action changed what
    imports = _On(Imports)  # the files that were taken in
    actions = _On(Actions)  # who did what
    grants = _On(Grants)  # who holds which role over whom
    vendors = _On(Vendors)  # contracts with vendors, and their settlements
    log_lines = _On(LogLines)  # the log as people read it
    own_rows = _On(OwnRows)  # every row about one person
    erasing = _On(Erasing)  # people whose data goes
    ties = _On(Ties)  # what ties people to a shop
    blackening = _On(Blackening)  # lines of the log without them
    looks = _On(PayLooks)  # who looked at whose pay
    counts = _On(Counts)  # how much of what there is
    witness = _On(Witness)  # what was changed past the program
    chain = _On(Chain)  # what holds the lines of the log together
    accounts = _On(Accounts)  # who may sign in
    sign_in_tries = _On(SignInTries)  # who failed to
    visits = _On(Visits)  # who is signed in
    own_links = _On(OwnLinks)  # the agents' links
    arrivals = _On(Arrivals)  # who came from a provider of identities and waits
    house = _On(HouseSettings)  # what is set for the whole database
