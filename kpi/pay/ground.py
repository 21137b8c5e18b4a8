"""What the parts of pay schemes are computed from: everybody who is paid in a month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from kpi.pay.extras import PayExtras
from kpi.pay.pay_part import (
    Allowance,
    LeavePay,
    PayPart,
    RankedBy,
    RankedPay,
    RankReward,
    UnusedLeavePay,
    once_of,
)
from kpi.pay.pay_scheme import PayScheme
from kpi.pay.payout import PayoutLine, PayPlan, Pays, Unpaid
from kpi.pay.plan_parts import PlanPart
from kpi.pay.reckoning import Number, Reckoning, product, to_fen, told_terms, total
from kpi.pay.sums import MonthSums
from kpi.score.scorecard import AgentScore
from kpi.told import Told, told

if TYPE_CHECKING:
    from kpi.facts.leave_days import LeaveDay, LeaveKind
    from kpi.pay.distribution import Quota
    from kpi.pay.extras import RewardCase
    from kpi.pay.leave import LeaveLaw

ZERO = Decimal(0)
Prize = tuple[Mapping[str, Number], tuple[Told, ...]]
"""What a place of a ranking pays, as the numbers of a line, which place it is and for whom."""


@dataclass(frozen=True)
class Ground:
    """
    What the parts are computed from: everybody who is paid in a month.

    Parameters
    ----------
    scores, plans, shares
        Of each agent: the score, the plan in force last, the share of the month employed.
    schemes
        The pay scheme of each agent who has one.
    sums
        Sales, attendance and ratings.
    extras
        Everything else.
    by_name
        Every pay scheme that a plan of the month names.
    reckoning
        How amounts are reckoned.
    part_month
        Who joined or left within the month.
    parts
        The plans in force of each agent, each with its part of the month.
    firm
        The pay scheme that holds for everybody in what the own one says nothing of.
    placed
        Rankings computed already.
    """

    scores: Mapping[str, AgentScore]
    plans: Mapping[str, PayPlan]
    shares: Mapping[str, Number]
    schemes: Mapping[str, PayScheme]
    sums: MonthSums
    extras: PayExtras
    by_name: Mapping[str, PayScheme] = field(default_factory=dict)
    reckoning: Reckoning = Reckoning.EXACT
    part_month: frozenset[str] = frozenset()
    parts: Mapping[str, Sequence[PlanPart]] = field(default_factory=dict)
    firm: PayScheme | None = None
    placed: dict[tuple[str, RankedBy], Mapping[str, Prize]] = field(
        default_factory=dict, repr=False
    )

    def unscored(self, agent: str) -> Unpaid:
        """Return why what goes by an agent's score cannot be paid."""
        return Unpaid.BELOW_COVERAGE if self.scores[agent].is_held_back else Unpaid.NO_SCORE

    @cached_property
    def graded(self) -> Mapping[str, Quota | None]:
        """Return the grade by forced distribution of each scored agent, within the pay scheme."""
        by_scheme: dict[str, dict[str, Decimal]] = defaultdict(dict)
        ranked: dict[str, RankedPay] = {}
        for agent, scheme in self.schemes.items():
            part, total = scheme.part(RankedPay), self.scores[agent].total
            if isinstance(part, RankedPay) and total is not None:
                ranked[scheme.id] = part
                by_scheme[scheme.id][agent] = total
        found: dict[str, Quota | None] = {}
        for name, totals in by_scheme.items():
            found |= ranked[name].distribution.graded(totals)
        return found

    def rank_notes(self, agent: str) -> tuple[Told, ...]:
        """Return an agent's place within the forced distribution and its quotas, to be told."""
        name = self.schemes[agent].id
        part = self.schemes[agent].part(RankedPay)
        total = self.scores[agent].total
        assert isinstance(part, RankedPay)
        assert total is not None
        return part.distribution.notes(total, self.ranked_totals[name], self.graded[agent])

    @cached_property
    def ranked_totals(self) -> Mapping[str, tuple[Decimal, ...]]:
        """Return the scores within each pay scheme, the best first."""
        found: dict[str, list[Decimal]] = defaultdict(list)
        for agent in self.graded:
            found[self.schemes[agent].id].append(self.scores[agent].total or ZERO)
        return {name: tuple(sorted(totals, reverse=True)) for name, totals in found.items()}

    @cached_property
    def members(self) -> Mapping[str, Sequence[str]]:
        """Return who is paid by each pay scheme."""
        found: dict[str, list[str]] = defaultdict(list)
        for agent, scheme in self.schemes.items():
            found[scheme.id].append(agent)
        return found

    @cached_property
    def heads(self) -> Mapping[str, Number]:
        """Return the sum of the shares of the month of each pay scheme's members."""
        return {
            name: total(self.shares[agent] for agent in members)
            for name, members in self.members.items()
        }

    @cached_property
    def sold(self) -> Mapping[tuple[str, str], tuple[Decimal, int]]:
        """Return net sales and sellers of each pay scheme and team; without a team, of all."""
        found: dict[tuple[str, str], tuple[Decimal, int]] = {}
        for agent, scheme in self.schemes.items():
            sales = self.sums.net_sales(agent)
            for team in {self.extras.teams.get(agent, ""), ""}:
                whole, sellers = found.get((scheme.id, team), (ZERO, 0))
                if sales is not None:
                    found[scheme.id, team] = whole + sales, sellers + 1
        return found

    @cached_property
    def rewards(self) -> Mapping[tuple[str, str], Sequence[RewardCase]]:
        """Return the cases to be rewarded by agent and kind."""
        found: dict[tuple[str, str], list[RewardCase]] = defaultdict(list)
        for case in self.extras.rewards:
            found[case.agent_id, case.name].append(case)
        return found

    @cached_property
    def _leave(self) -> Mapping[str, Sequence[LeaveDay]]:
        found: dict[str, list[LeaveDay]] = defaultdict(list)
        for one in self.extras.leave:
            found[one.agent_id].append(one)
        return found

    def leave_of(self, agent: str) -> Sequence[LeaveDay]:
        """Return an agent's days of leave."""
        return self._leave.get(agent, ())

    def leave_law(self, kind: LeaveKind) -> LeaveLaw | None:
        """Return what the law says of a kind of leave; None: the run holds no law on it."""
        return next((law for law in self.extras.leave_laws if law.kind is kind), None)

    def scheme_parts(self, agent: str) -> Sequence[PayPart]:
        """Return the parts of an agent's pay scheme, and what the firm says beside them."""
        own = self.schemes[agent].parts if agent in self.schemes else ()
        named = {once_of(part) for part in own}
        firm = () if self.firm is None else self.firm.parts
        return (
            *own,
            *(
                part
                for part in firm
                if isinstance(part, LeavePay | UnusedLeavePay | Allowance)
                and once_of(part) not in named
            ),
        )

    def prizes(self, part: RankReward, scheme_id: str) -> Mapping[str, Prize]:
        """Return what each agent of a pay scheme who is placed wins, computed once."""
        if (scheme_id, part.by) not in self.placed:
            self.placed[scheme_id, part.by] = _prizes(part, self.members[scheme_id], self)
        return self.placed[scheme_id, part.by]


def _prizes(part: RankReward, members: Sequence[str], ground: Ground) -> dict[str, Prize]:
    values = {}
    for agent in members:
        value = _ranked_value(part.by, agent, ground)
        if value is not None and _attends(part, agent, ground) and _is_clean(part, agent, ground):
            values[agent] = value
    found: dict[str, Prize] = {}
    place = 0
    order = sorted(values, key=lambda agent: (-values[agent], agent))
    for _, tied in groupby(order, key=values.__getitem__):
        group = list(tied)
        whole = sum(part.amounts[place : place + len(group)], ZERO)
        if whole:
            numbers = {"place": place + 1, "tied": len(group), "of": len(values)}
            note = told(f"placed_by_{part.by}", value=values[group[0]], **numbers)
            part_of_tied = ground.reckoning.quotient(over_tied=len(group))
            prize = {"place_pay": whole, "part_of_tied": part_of_tied}
            found |= dict.fromkeys(group, (prize, (note, *_exposure(part, ground))))
        place += len(group)
    return found


def _ranked_value(by: RankedBy, agent: str, ground: Ground) -> Decimal | None:
    match by:
        case RankedBy.SCORE:
            return ground.scores[agent].total
        case RankedBy.SALES:
            return ground.sums.net_sales(agent)
        case RankedBy.SATISFACTION:
            return ground.sums.share("satisfied", "rated", agent)


def _attends(part: RankReward, agent: str, ground: Ground) -> bool:
    if not part.least_adherence:
        return True
    share = ground.sums.share("adherent_min", "scheduled_min", agent)
    return share is not None and share >= part.least_adherence


def _is_clean(part: RankReward, agent: str, ground: Ground) -> bool:
    return not any(ground.sums.get(column, agent) for column in part.without)


def _exposure(part: RankReward, ground: Ground) -> tuple[Told, ...]:
    """Return what nobody who is placed had, and of what of it nobody keeps count."""
    return tuple(
        told(
            "placed_without" if ground.sums.is_counted(column) else "placed_uncounted",
            column=column,
        )
        for column in part.without
    )


def line(pays: Pays, factors: Mapping[str, Number], *notes: Told) -> PayoutLine:
    """
    Return a line whose amount is the product of its numbers, rounded once.

    Parameters
    ----------
    pays
        What the line pays for.
    factors
        The numbers by name; a ratio is told as what it is made of.
    notes
        Where they come from.
    """
    details: dict[str, Decimal] = {}
    for name, factor in factors.items():
        terms = told_terms(name, factor)
        assert not terms.keys() & details.keys(), name  # one would be told as the other
        details |= terms
    return PayoutLine(pays, to_fen(product(factors.values())), details, notes=notes)
