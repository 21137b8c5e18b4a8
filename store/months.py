"""Scored and paid months: each run with everything it was computed from, and what came out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import BigInteger, cast, func, select

from kpi.facts.employed import OutsideEmployment
from kpi.facts.facts import Facts
from kpi.facts.presences import AskedPresence
from kpi.facts.scheduled import ExceptionLeftOut, PutInForce
from kpi.metrics.totals import Knowing
from kpi.month import Month
from kpi.pay.extras import PayExtras
from kpi.pay.hour_pay import HourGround
from kpi.pay.law import PayLaw
from kpi.pay.pay_scheme import PayScheme
from kpi.pay.payout import Overtime, OvertimeLaw, Payout, PayPlan
from kpi.pay.reckoning import Reckoning
from kpi.scheme.backwards import SchemeBackwards
from kpi.scheme.scheme import Scheme
from kpi.scheme.targets import Target
from kpi.score.coverage import ScoredAnyway
from kpi.score.scorecard import AgentScore, LineLeftOut
from scheduler.agent import Employment
from store import tables as t
from store.documents import from_document
from store.facts import pack_facts, unpack_facts
from store.repository import Repository, needed
from store.stamp import Stamp
from store.table_rows import columns_of, value_of

if TYPE_CHECKING:
    from sqlalchemy import Row, Table

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class AgreedRoster:
    """A roster that was put in force for the past, and by whom and when that was entered."""

    put: PutInForce
    entered: Stamp


@dataclass(frozen=True, slots=True)
class DecidedAnyway:
    """That agents are scored of whom too little is known, and by whom and when that was decided."""

    decision: ScoredAnyway
    entered: Stamp


@dataclass(frozen=True, slots=True)
class DecidedBackwards:
    """That a scheme was put in force backwards, and by whom and when that was decided."""

    decision: SchemeBackwards
    entered: Stamp


@dataclass(frozen=True, slots=True)
class RunInputs:
    """
    What a run was computed from, beside its facts.

    Parameters
    ----------
    schemes
        Of each post, by id.
    targets
        Of the month.
    teams
        Team of each agent.
    plans
        Pay plans.
    overtime
        Approved.
    law
        On overtime.
    versions
        Number of the published version in force last, by week.
    pay_schemes, extras, limits
        What plans refer to, what their parts need, and what the law allowed.
    reckoning
        How its amounts were reckoned.
    in_doubt
        Presences nobody could mean as they stood: their shifts were unknown, their overtime waited.
    left_out
        Exceptions that excused nothing.
    agreed
        Rosters that had been put in force for the past.
    hours
        What the pay of hours rested on; None: on the base alone, before there was a choice.
    employment
        From when to when people were employed, of those with a date.
    outside
        What was known of people for days on which they were not employed.
    knowing, anyway
        How what is unknown was taken, and who was scored by decision.
    no_hours
        Why hours of people with attendance were unknown.
    backwards
        Which of its schemes were put in force backwards, by whom and why.
    """

    schemes: dict[str, Scheme]
    targets: tuple[Target, ...]
    teams: dict[str, str]
    plans: tuple[PayPlan, ...]
    overtime: tuple[Overtime, ...]
    law: OvertimeLaw
    versions: dict[str, int]
    pay_schemes: tuple[PayScheme, ...] = ()
    extras: PayExtras = field(default_factory=PayExtras)
    limits: PayLaw | None = None
    reckoning: Reckoning = Reckoning.DECIMAL  # of runs from before it could be told
    in_doubt: tuple[AskedPresence, ...] = ()
    left_out: tuple[ExceptionLeftOut, ...] = ()
    agreed: tuple[AgreedRoster, ...] = ()
    hours: HourGround | None = None
    employment: dict[str, Employment] = field(default_factory=dict)
    outside: tuple[OutsideEmployment, ...] = ()
    knowing: Knowing = Knowing.WHATEVER  # of runs from before it could be told
    anyway: tuple[DecidedAnyway, ...] = ()
    no_hours: dict[str, LineLeftOut] = field(default_factory=dict)
    backwards: tuple[DecidedBackwards, ...] = ()

    @property
    def decided(self) -> frozenset[str]:
        """Return the agents who were scored by decision."""
        return frozenset(agent for one in self.anyway for agent in one.decision.agents)


@dataclass(frozen=True, eq=False)
class MonthRun:
    """
    A month as it was scored and paid once.

    Parameters
    ----------
    id
        Number in the database.
    month, number
        Which month, and which run of it, counted from 1.
    inputs, facts
        What it was computed from.
    scores
        Of each agent.
    payouts
        Of each agent; empty: it was scored but not paid.
    entered
        By whom and when.
    """

    id: int
    month: Month
    number: int
    inputs: RunInputs
    facts: Facts
    scores: tuple[AgentScore, ...]
    payouts: tuple[Payout, ...]
    entered: Stamp


@dataclass(frozen=True, slots=True)
class RunNote:
    """A run in short: month, number, how many were scored and paid what, by whom and when."""

    month: Month
    number: int
    agents: int
    total_fen: int
    entered: Stamp


class Months(Repository):
    """The scored months of the shops."""

    def add(
        self,
        shop_id: str,
        month: Month,
        *,
        inputs: RunInputs,
        facts: Facts,
        scores: tuple[AgentScore, ...],
        payouts: tuple[Payout, ...],
        stamp: Stamp,
        number: int | None = None,
    ) -> int:
        """Keep a run under a number (None: the month's next) and return it."""
        number = number or self._next_number(shop_id, month)
        key = {"shop_id": shop_id, "month": str(month), "number": number}
        row = columns_of(t.month_run, inputs, stamp, arrays=pack_facts(facts), **key)
        run_id = self._added(t.month_run, row)
        self._add(
            t.scorecard,
            [
                columns_of(t.scorecard, one, run_id=run_id, position=n)
                for n, one in enumerate(scores)
            ],
        )
        self._add(
            t.payout,
            [
                columns_of(t.payout, one, run_id=run_id, position=n, total_fen=int(one.total * 100))
                for n, one in enumerate(payouts)
            ],
        )
        return number

    def _next_number(self, shop_id: str, month: Month) -> int:
        numbers = self._cells(t.month_run.c.number, shop_id=shop_id, month=str(month))
        return max(numbers, default=0) + 1

    def latest(self, shop_id: str, month: Month) -> MonthRun | None:
        """Return a month's newest run; None when it was never scored."""
        newest_first = [t.month_run.c.number.desc()]
        row = self._first(t.month_run, by=newest_first, shop_id=shop_id, month=str(month))
        return None if row is None else self._run(row)

    def scored(self, shop_id: str, month: Month) -> MonthRun:
        """Return a month's newest run; raises InputError when it was never scored."""
        return needed(self.latest(shop_id, month), "month_not_scored", month)

    def numbered(self, shop_id: str, month: Month, number: int) -> MonthRun | None:
        """Return one run of a month; None when there is none of that number."""
        row = self._first(t.month_run, shop_id=shop_id, month=str(month), number=number)
        return None if row is None else self._run(row)

    def payouts(self, shop_id: str, month: Month, number: int | None = None) -> tuple[Payout, ...]:
        """Return what one run of a month paid, the newest without a number; empty: nothing."""
        run, key = t.month_run, {"shop_id": shop_id, "month": str(month)}
        of = key if number is None else {**key, "number": number}
        ids = self._cells(run.c.id, by=[run.c.number.desc()], **of)
        return self._of_run(Payout, t.payout, ids[0]) if ids else ()

    def all(self, shop_id: str) -> tuple[RunNote, ...]:
        """Return all runs in short, in order of month and number."""
        agents = (
            select(func.count())
            .where(t.scorecard.c.run_id == t.month_run.c.id)
            .scalar_subquery()
            .label("agents")
        )
        total = (
            select(cast(func.coalesce(func.sum(t.payout.c.total_fen), 0), BigInteger))
            .where(t.payout.c.run_id == t.month_run.c.id)
            .scalar_subquery()
            .label("total_fen")
        )
        run = t.month_run.c
        columns = (run.month, run.number, run.entered_by, run.entered_s)
        query = select(*columns, agents, total).where(run.shop_id == shop_id)
        rows: Any = self.connection.execute(query.order_by(run.month, run.number))
        return tuple(value_of(RunNote, row) for row in rows)

    def _run(self, row: Row[Any]) -> MonthRun:
        return value_of(
            MonthRun,
            row,
            inputs=from_document(RunInputs, row.document),
            facts=unpack_facts(row.arrays),
            scores=self._of_run(AgentScore, t.scorecard, row.id),
            payouts=self._of_run(Payout, t.payout, row.id),
        )

    def _of_run(self, kind: type[Kept], table: Table, run_id: int) -> tuple[Kept, ...]:
        return self._documents(kind, table, by=[table.c.position], run_id=run_id)
