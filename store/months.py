"""Scored and paid months: each run with everything it was computed from, and what came out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from kpi.facts.employed import OutsideEmployment
from kpi.facts.facts import Facts
from kpi.facts.scheduled import ExceptionLeftOut, PutInForce
from kpi.metrics.totals import Knowing
from kpi.month import Month
from kpi.pay.extras import PayExtras
from kpi.pay.hour_pay import HourGround
from kpi.pay.law import PayLaw
from kpi.pay.pay_scheme import PayScheme
from kpi.pay.payout import Overtime, OvertimeLaw, Payout, PayPlan
from kpi.pay.reckoning import Reckoning
from kpi.scheme.scheme import Scheme
from kpi.scheme.targets import Target
from kpi.score.coverage import ScoredAnyway
from kpi.score.scorecard import AgentScore
from scheduler.agent import Employment
from scheduler.dispatch import Presence
from store import tables as t
from store.documents import from_document, to_document
from store.facts import pack_facts, unpack_facts
from store.stamp import Stamp
from store.tables.columns import added


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
    in_doubt: tuple[Presence, ...] = ()
    left_out: tuple[ExceptionLeftOut, ...] = ()
    agreed: tuple[AgreedRoster, ...] = ()
    hours: HourGround | None = None
    employment: dict[str, Employment] = field(default_factory=dict)
    outside: tuple[OutsideEmployment, ...] = ()
    knowing: Knowing = Knowing.WHATEVER  # of runs from before it could be told
    anyway: tuple[DecidedAnyway, ...] = ()

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


@dataclass(frozen=True, slots=True)
class Months:
    """The scored months of the shops, on one connection."""

    connection: Connection

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
        statement = insert(t.month_run).values(
            shop_id=shop_id,
            month=str(month),
            number=number,
            document=to_document(inputs),
            arrays=pack_facts(facts),
            entered_by=stamp.by,
            entered_s=stamp.at_s,
        )
        run_id = added(self.connection, statement)
        cards = [
            {
                "run_id": run_id,
                "agent_id": score.agent_id,
                "position": position,
                "grade": score.grade,
                "document": to_document(score),
            }
            for position, score in enumerate(scores)
        ]
        paid = [
            {
                "run_id": run_id,
                "agent_id": payout.agent_id,
                "position": position,
                "total_fen": int(payout.total * 100),
                "document": to_document(payout),
            }
            for position, payout in enumerate(payouts)
        ]
        for table, rows in ((t.scorecard, cards), (t.payout, paid)):
            if rows:
                self.connection.execute(insert(table), rows)
        return number

    def _next_number(self, shop_id: str, month: Month) -> int:
        query = select(func.max(t.month_run.c.number))
        query = query.where(t.month_run.c.shop_id == shop_id, t.month_run.c.month == str(month))
        return (self.connection.scalar(query) or 0) + 1

    def latest(self, shop_id: str, month: Month) -> MonthRun | None:
        """Return a month's newest run; None when it was never scored."""
        query = select(t.month_run).where(
            t.month_run.c.shop_id == shop_id, t.month_run.c.month == str(month)
        )
        row = self.connection.execute(query.order_by(t.month_run.c.number.desc()).limit(1)).first()
        return None if row is None else self._run(row)

    def numbered(self, shop_id: str, month: Month, number: int) -> MonthRun | None:
        """Return one run of a month; None when there is none of that number."""
        query = select(t.month_run).where(
            t.month_run.c.shop_id == shop_id,
            t.month_run.c.month == str(month),
            t.month_run.c.number == number,
        )
        row = self.connection.execute(query).first()
        return None if row is None else self._run(row)

    def payouts(self, shop_id: str, month: Month, number: int | None = None) -> tuple[Payout, ...]:
        """Return what one run of a month paid, the newest without a number; empty: nothing."""
        run = t.month_run
        query = select(run.c.id).where(run.c.shop_id == shop_id, run.c.month == str(month))
        query = query if number is None else query.where(run.c.number == number)
        run_id = self.connection.scalar(query.order_by(run.c.number.desc()).limit(1))
        if run_id is None:
            return ()
        return tuple(from_document(Payout, text) for text in self._documents(t.payout, run_id))

    def all(self, shop_id: str) -> tuple[RunNote, ...]:
        """Return all runs in short, in order of month and number."""
        agents = (
            select(func.count())
            .where(t.scorecard.c.run_id == t.month_run.c.id)
            .scalar_subquery()
            .label("agents")
        )
        total = (
            select(func.coalesce(func.sum(t.payout.c.total_fen), 0))
            .where(t.payout.c.run_id == t.month_run.c.id)
            .scalar_subquery()
            .label("total_fen")
        )
        columns = (
            t.month_run.c.month,
            t.month_run.c.number,
            t.month_run.c.entered_by,
            t.month_run.c.entered_s,
        )
        query = select(*columns, agents, total).where(t.month_run.c.shop_id == shop_id)
        rows = self.connection.execute(query.order_by(t.month_run.c.month, t.month_run.c.number))
        return tuple(
            RunNote(
                Month.parse(row.month),
                row.number,
                row.agents,
                row.total_fen,
                Stamp.of(row),
            )
            for row in rows
        )

    def _run(self, row: Row[Any]) -> MonthRun:
        scores = self._documents(t.scorecard, row.id)
        payouts = self._documents(t.payout, row.id)
        return MonthRun(
            row.id,
            Month.parse(row.month),
            row.number,
            from_document(RunInputs, row.document),
            unpack_facts(row.arrays),
            tuple(from_document(AgentScore, text) for text in scores),
            tuple(from_document(Payout, text) for text in payouts),
            Stamp.of(row),
        )

    def _documents(self, table: Any, run_id: int) -> tuple[str, ...]:  # noqa: ANN401 - a table
        query = select(table.c.document).where(table.c.run_id == run_id)
        return tuple(self.connection.scalars(query.order_by(table.c.position)))
