"""The parts of pay schemes, computed for an agent among all others."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.pay.ground import Ground, line
from kpi.pay.leave_lines import allowance, breaks_attendance, leave
from kpi.pay.pay_part import (
    Allowance,
    BaseRaise,
    CaseReward,
    CommissionPay,
    DayWage,
    FullAttendance,
    IndexBonus,
    LeavePay,
    PayPart,
    RankedBy,
    RankedPay,
    RankReward,
    ScorePay,
    SharedSalesPay,
    Step,
    Streak,
    TeamPay,
)
from kpi.pay.payout import PayoutLine, Pays, Unpaid
from kpi.pay.reckoning import Reckoning
from kpi.pay.sums import UNHELD
from kpi.scheme.targets import Level

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


ZERO = Decimal(0)
FEN = 100
Found = list[PayoutLine | Unpaid]


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
    heads = ground.heads[ground.schemes[agent].id]
    share = ground.reckoning.ratio(ground.shares[agent], heads)
    details = {"shared_sales": pool, "rate": part.rate, "part_of_heads": share}
    return [line(Pays.SHARED_SALES, details)]


def _team(part: TeamPay, agent: str, ground: Ground) -> Found:
    share = ground.scores[agent].share_of_full
    if share is None:
        return [ground.unscored(agent)]
    if share < part.least_score:
        return []
    team = ground.extras.teams.get(agent, "")
    sold, sellers = ground.sold.get((ground.schemes[agent].id, team), (ZERO, 0))
    if not sellers:
        return [Unpaid.NO_SALES]
    rate = _team_rate(part, agent, ground, sold)
    if rate is None:
        return [Unpaid.NO_TEAM_TARGET]
    mean = ground.reckoning.ratio(sold, sellers)
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
    if part.by is RankedBy.SCORE and ground.scores[agent].is_held_back:
        return [Unpaid.BELOW_COVERAGE]
    details = ground.prizes(part, ground.schemes[agent].id).get(agent)
    return [] if details is None else [line(Pays.RANK, details)]


def _day_wage(part: DayWage, agent: str, ground: Ground) -> Found:
    total, days = ground.scores[agent].total, ground.sums.days_worked(agent)
    if total is None:
        return [ground.unscored(agent)]
    if days is None:
        return [Unpaid.NO_ATTENDANCE]
    wage = _step(part.steps, total)
    return [line(Pays.DAY_WAGE, {"day_wage": wage, "days_worked": days})]


def _full_attendance(part: FullAttendance, agent: str, ground: Ground) -> Found:
    if agent in ground.part_month:
        return [Unpaid.PART_OF_MONTH]
    if breaks_attendance(agent, ground):
        return [Unpaid.LEAVE_BREAKS_ATTENDANCE]
    incidents = ground.sums.incidents(agent)
    if incidents is None or not ground.sums.get("shifts", agent):
        return [Unpaid.NO_ATTENDANCE]
    if not incidents and ground.reckoning is Reckoning.EXACT and ground.sums.get(UNHELD, agent):
        return [Unpaid.NO_ATTENDANCE]  # a shift that nobody knows of may have been missed
    return [] if incidents else [line(Pays.FULL_ATTENDANCE, {"amount": part.amount})]


def _index_bonus(part: IndexBonus, agent: str, ground: Ground) -> Found:
    total = ground.scores[agent].total
    if total is None:
        return [ground.unscored(agent)]
    passed = [step.amount for step in part.steps if total - part.target > step.low]
    return [line(Pays.INDEX_BONUS, {"amount": max(passed)})] if passed else []


def _streak(part: Streak, agent: str, ground: Ground) -> Found:
    if ground.scores[agent].is_held_back:
        return [Unpaid.BELOW_COVERAGE]
    if ground.scores[agent].grade != part.grade:
        return []
    months = 1 + ground.extras.months_running.get(agent, {}).get(part.grade, 0)
    amounts = [step.amount for step in part.steps if step.low == months]
    return [line(Pays.STREAK, {"amount": amount}) for amount in amounts]


def _base_raise(part: BaseRaise, agent: str, ground: Ground) -> Found:
    """Return the note that a raise is due; it is granted as a pay plan."""
    if ground.scores[agent].is_held_back:
        return [Unpaid.BELOW_COVERAGE]
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
    LeavePay: leave,
    Allowance: allowance,
}
