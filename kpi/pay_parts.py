"""The parts of pay schemes, computed for an agent among all others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from kpi.pay_extras import PayExtras
from kpi.pay_scheme import (
    BaseRaise,
    CaseReward,
    CommissionPay,
    DayWage,
    FullAttendance,
    IndexBonus,
    PayPart,
    PayScheme,
    RankedBy,
    RankedPay,
    RankReward,
    ScorePay,
    SharedSalesPay,
    Step,
    Streak,
    TeamPay,
)
from kpi.pay_sums import MonthSums
from kpi.payout import PayoutLine, PayPlan, Pays, Unpaid, to_fen
from kpi.scorecard import AgentScore
from kpi.targets import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kpi.distribution import Quota
    from kpi.pay_extras import RewardCase

ZERO = Decimal(0)
FEN = 100
Found = list[PayoutLine | Unpaid]


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
    placed
        Rankings computed already.
    """

    scores: Mapping[str, AgentScore]
    plans: Mapping[str, PayPlan]
    shares: Mapping[str, Decimal]
    schemes: Mapping[str, PayScheme]
    sums: MonthSums
    extras: PayExtras
    by_name: Mapping[str, PayScheme] = field(default_factory=dict)
    placed: dict[tuple[str, RankedBy], Mapping[str, Mapping[str, Decimal]]] = field(
        default_factory=dict, repr=False
    )

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

    @cached_property
    def members(self) -> Mapping[str, Sequence[str]]:
        """Return who is paid by each pay scheme."""
        found: dict[str, list[str]] = defaultdict(list)
        for agent, scheme in self.schemes.items():
            found[scheme.id].append(agent)
        return found

    @cached_property
    def heads(self) -> Mapping[str, Decimal]:
        """Return the sum of the shares of the month of each pay scheme's members."""
        return {
            name: sum((self.shares[agent] for agent in members), ZERO)
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

    def prizes(self, part: RankReward, scheme_id: str) -> Mapping[str, Mapping[str, Decimal]]:
        """Return what each agent of a pay scheme who is placed wins, computed once."""
        if (scheme_id, part.by) not in self.placed:
            self.placed[scheme_id, part.by] = _prizes(part, self.members[scheme_id], self)
        return self.placed[scheme_id, part.by]


def line(pays: Pays, factors: Mapping[str, Decimal]) -> PayoutLine:
    """Return a line whose amount is the product of its numbers, rounded once."""
    amount = Decimal(1)
    for factor in factors.values():
        amount *= factor
    return PayoutLine(pays, to_fen(amount), factors)


def paid(part: PayPart, agent: str, ground: Ground) -> Found:
    """Return what a part pays an agent; empty: nothing. Performance pay is paid by plan instead."""
    if isinstance(part, ScorePay | RankedPay):
        return []
    compute: Callable[..., Found] = _COMPUTE[type(part)]
    return compute(part, agent, ground)


def _commission(part: CommissionPay, agent: str, ground: Ground) -> Found:
    net_sales = ground.sums.net_sales(agent)
    if net_sales is None:
        return [Unpaid.NO_SALES]
    return [
        line(Pays.COMMISSION, {"sales": sales, "rate": rate})
        for sales, rate in part.rates.slices(net_sales)
    ]


def _shared_sales(part: SharedSalesPay, agent: str, ground: Ground) -> Found:
    pool = ground.sums.shared_sales
    if pool is None:
        return [Unpaid.NO_SALES]
    share = ground.shares[agent] / ground.heads[ground.schemes[agent].id]
    details = {"shared_sales": pool, "rate": part.rate, "part_of_heads": share}
    return [line(Pays.SHARED_SALES, details)]


def _team(part: TeamPay, agent: str, ground: Ground) -> Found:
    share = ground.scores[agent].share_of_full
    if share is None:
        return [Unpaid.NO_SCORE]
    if share < part.least_score:
        return []
    team = ground.extras.teams.get(agent, "")
    sold, sellers = ground.sold.get((ground.schemes[agent].id, team), (ZERO, 0))
    if not sellers:
        return [Unpaid.NO_SALES]
    rate = _team_rate(part, agent, ground, sold)
    if rate is None:
        return [Unpaid.NO_TEAM_TARGET]
    mean = sold / sellers
    details = {"share_of_full_score": share, "team_mean_sales": mean, "rate": rate}
    return [line(Pays.TEAM, details)]


def _team_rate(part: TeamPay, agent: str, ground: Ground, sold: Decimal) -> Decimal | None:
    if ground.plans[agent].level in part.first_rate_levels:
        return min(step.amount for step in part.rates)
    team = ground.extras.teams.get(agent, "")
    level = Level.TEAM if team else Level.SHOP
    wanted = [
        target.value / FEN
        for target in ground.extras.targets
        if (target.level, target.name, target.column) == (level, team, "sales_fen")
    ]
    return _step(part.rates, sold / sum(wanted, ZERO)) if wanted else None


def _rank(part: RankReward, agent: str, ground: Ground) -> Found:
    details = ground.prizes(part, ground.schemes[agent].id).get(agent)
    return [] if details is None else [line(Pays.RANK, details)]


def _prizes(
    part: RankReward, members: Sequence[str], ground: Ground
) -> dict[str, Mapping[str, Decimal]]:
    values = {}
    for agent in members:
        value = _ranked_value(part.by, agent, ground)
        if value is not None and _attends(part, agent, ground):
            values[agent] = value
    found: dict[str, Mapping[str, Decimal]] = {}
    place = 0
    order = sorted(values, key=lambda agent: (-values[agent], agent))
    for _, tied in groupby(order, key=values.__getitem__):
        group = list(tied)
        whole = sum(part.amounts[place : place + len(group)], ZERO)
        place += len(group)
        if whole:
            details = {"place_pay": whole, "part_of_tied": Decimal(1) / len(group)}
            found |= dict.fromkeys(group, details)
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


def _day_wage(part: DayWage, agent: str, ground: Ground) -> Found:
    total, days = ground.scores[agent].total, ground.sums.days_worked(agent)
    if total is None:
        return [Unpaid.NO_SCORE]
    if days is None:
        return [Unpaid.NO_ATTENDANCE]
    wage = _step(part.steps, total)
    return [line(Pays.DAY_WAGE, {"day_wage": wage, "days_worked": days})]


def _full_attendance(part: FullAttendance, agent: str, ground: Ground) -> Found:
    incidents = ground.sums.incidents(agent)
    if incidents is None or not ground.sums.get("shifts", agent):
        return [Unpaid.NO_ATTENDANCE]
    return [] if incidents else [line(Pays.FULL_ATTENDANCE, {"amount": part.amount})]


def _index_bonus(part: IndexBonus, agent: str, ground: Ground) -> Found:
    total = ground.scores[agent].total
    if total is None:
        return [Unpaid.NO_SCORE]
    passed = [step.amount for step in part.steps if total - part.target > step.low]
    return [line(Pays.INDEX_BONUS, {"amount": max(passed)})] if passed else []


def _streak(part: Streak, agent: str, ground: Ground) -> Found:
    if ground.scores[agent].grade != part.grade:
        return []
    months = 1 + ground.extras.months_running.get(agent, {}).get(part.grade, 0)
    amounts = [step.amount for step in part.steps if step.low == months]
    return [line(Pays.STREAK, {"amount": amount}) for amount in amounts]


def _base_raise(part: BaseRaise, agent: str, ground: Ground) -> Found:
    """Return the note that a raise is due; it is granted as a pay plan."""
    running = ground.extras.months_running.get(agent, {})
    due = raise_is_due(part, ground.scores[agent].grade, running)
    return [Unpaid.BASE_RAISE_DUE] if due else []


def raise_is_due(part: BaseRaise, grade: str | None, running: Mapping[str, int]) -> bool:
    """Return whether this month is the one that completes the months running."""
    return grade == part.grade and 1 + running.get(part.grade, 0) == part.months


def _case(part: CaseReward, agent: str, ground: Ground) -> Found:
    lines: Found = []
    for case in ground.rewards.get((agent, part.name), ()):
        most = part.most_compensation
        if most is None or case.compensation <= most * case.price:
            amount = max(part.amount, part.share * case.price)
            lines.append(line(Pays.CASE, {"amount": amount}))
    return lines


def _step(steps: Sequence[Step], value: Decimal) -> Decimal:
    """Return the amount of the highest step that a value reaches; the lowest begins at 0."""
    reached = [step for step in steps if step.low <= value]
    return max(reached, key=lambda step: step.low).amount


_COMPUTE: Mapping[type, Callable[..., Found]] = {
    CommissionPay: _commission,
    SharedSalesPay: _shared_sales,
    TeamPay: _team,
    RankReward: _rank,
    DayWage: _day_wage,
    FullAttendance: _full_attendance,
    IndexBonus: _index_bonus,
    Streak: _streak,
    BaseRaise: _base_raise,
    CaseReward: _case,
}
