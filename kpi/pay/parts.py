"""The parts of pay schemes, computed for an agent among all others."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.facts.facts import NOBODY
from kpi.metrics.totals import Knowing
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
    UnusedLeavePay,
)
from kpi.pay.payout import PayoutLine, Pays, Unpaid
from kpi.pay.reckoning import Reckoning
from kpi.pay.sums import INCIDENTS, UNHELD, UNTIMED
from kpi.scheme.targets import Level
from kpi.told import Told, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kpi.pay.reckoning import Number

ZERO = Decimal(0)
FEN = 100
Found = list[PayoutLine | Unpaid]


def paid(part: PayPart, agent: str, ground: Ground) -> Found:
    """Return what a part pays an agent; empty: nothing. Performance pay is paid by plan instead."""
    if isinstance(part, ScorePay | RankedPay | UnusedLeavePay):
        return []
    compute: Callable[..., Found] = _COMPUTE[type(part)]
    return compute(part, agent, ground)


def _commission(part: CommissionPay, agent: str, ground: Ground) -> Found:
    net_sales = ground.sums.net_sales(agent)
    if net_sales is None:
        return [Unpaid.NO_SALES]
    notes = [ground.sums.sales_note(agent), *part.rates.notes()]
    return [
        line(Pays.COMMISSION, {"sales": sales, "rate": rate}, *notes)
        for sales, rate in part.rates.slices(net_sales)
    ]


def _shared_sales(part: SharedSalesPay, agent: str, ground: Ground) -> Found:
    pool = ground.sums.shared_sales
    if pool is None:
        return [Unpaid.NO_SALES]
    name = ground.schemes[agent].id
    share = ground.reckoning.part_of(ground.shares[agent], ground.heads[name])
    details = {"shared_sales": pool, "rate": part.rate, "part_of_heads": share}
    note = told("shared_among", people=len(ground.members[name]))
    return [line(Pays.SHARED_SALES, details, ground.sums.sales_note(NOBODY), note)]


def _team(part: TeamPay, agent: str, ground: Ground) -> Found:
    score = ground.scores[agent]
    share = score.share_of_full
    if share is None or score.total is None:
        return [ground.unscored(agent)]
    if share < part.least_score:
        return []
    team = ground.extras.teams.get(agent, "")
    sold, sellers = ground.sold.get((ground.schemes[agent].id, team), (ZERO, 0))
    if not sellers:
        return [Unpaid.NO_SALES]
    found = _team_rate(part, agent, ground, sold)
    if found is None:
        return [Unpaid.NO_TEAM_TARGET]
    rate, notes = found
    details = {
        "share_of_full_score": ground.reckoning.quotient(score=score.total, over_full=score.full),
        "team_mean_sales": ground.reckoning.quotient(team_sales=sold, over_sellers=sellers),
        "rate": rate,
    }
    return [line(Pays.TEAM, details, *notes)]


def _team_rate(
    part: TeamPay, agent: str, ground: Ground, sold: Decimal
) -> tuple[Decimal, list[Told]] | None:
    """Return the rate of a team's attainment and how it was found; None: it has no target."""
    level_of = ground.plans[agent].level
    if level_of in part.first_rate_levels:
        return min(step.amount for step in part.rates), [told("first_rate", level=level_of)]
    team = ground.extras.teams.get(agent, "")
    level = Level.TEAM if team else Level.SHOP
    wanted = [
        target.value / FEN
        for target in ground.extras.targets
        if (target.level, target.name, target.column) == (level, team, "sales_fen")
    ]
    if not wanted:
        return None
    attained = sold / sum(wanted, ZERO)
    notes = [told("attained", sold=sold, target=sum(wanted, ZERO), share=attained)]
    return _step(part.rates, attained), [*notes, *_step_notes("rate_step", part.rates, attained)]


def _rank(part: RankReward, agent: str, ground: Ground) -> Found:
    if part.by is RankedBy.SCORE and ground.scores[agent].is_held_back:
        return [Unpaid.BELOW_COVERAGE]
    prize = ground.prizes(part, ground.schemes[agent].id).get(agent)
    return [] if prize is None else [line(Pays.RANK, prize[0], *prize[1])]


def _day_wage(part: DayWage, agent: str, ground: Ground) -> Found:
    total, days = ground.scores[agent].total, ground.sums.days_worked(agent)
    if total is None:
        return [ground.unscored(agent)]
    if days is None:
        return [Unpaid.NO_ATTENDANCE]
    wage, unheld = _step(part.steps, total), ground.sums.get(UNHELD, agent)
    notes = (told("by_score", score=total), *_step_notes("wage_step", part.steps, total))
    if not unheld or ground.scores[agent].knowing is Knowing.WHATEVER:
        return [line(Pays.DAY_WAGE, {"day_wage": wage, "days_worked": days}, *notes)]
    known = {"day_wage": wage, "days_worked": days - unheld}
    return [line(Pays.DAY_WAGE, known, *notes), Unpaid.SHIFTS_UNKNOWN]


def _full_attendance(part: FullAttendance, agent: str, ground: Ground) -> Found:
    if agent in ground.part_month:
        return [Unpaid.PART_OF_MONTH]
    if breaks_attendance(agent, ground):
        return [Unpaid.LEAVE_BREAKS_ATTENDANCE]
    missing = _attendance_missing(agent, ground)
    if missing is not None:
        return [missing]
    if any(ground.sums.get(f"{kind}_shifts", agent) for kind in INCIDENTS):
        return []
    note = told("no_incident", shifts=ground.sums.get("shifts", agent))
    return [line(Pays.FULL_ATTENDANCE, {"amount": part.amount}, note)]


def _attendance_missing(agent: str, ground: Ground) -> Unpaid | None:
    """Return what is not known of an agent's attendance and could be an incident."""
    sums, older = ground.sums, ground.scores[agent].knowing is Knowing.WHATEVER
    incidents = sums.incidents(agent)
    if not older and any(sums.get(f"{kind}_shifts", agent) for kind in INCIDENTS):
        return None
    if incidents is None or not sums.get("shifts", agent):
        is_there = sums.get("absent_shifts", agent) is not None
        return Unpaid.NO_ROSTER if is_there and not older else Unpaid.NO_ATTENDANCE
    if not incidents and ground.reckoning is Reckoning.EXACT and sums.get(UNHELD, agent):
        # a shift that nobody knows of may have been missed
        return Unpaid.NO_ATTENDANCE if older else Unpaid.SHIFTS_UNKNOWN
    return Unpaid.NO_ROSTER if not older and sums.get(UNTIMED, agent) else None


def _index_bonus(part: IndexBonus, agent: str, ground: Ground) -> Found:
    total = ground.scores[agent].total
    if total is None:
        return [ground.unscored(agent)]
    passed = [step for step in part.steps if total - part.target > step.low]
    if not passed:
        return []
    most = max(passed, key=lambda step: step.amount)
    note = told("above_target", score=total, target=part.target, by=total - part.target)
    step = told("bonus_step", above=most.low, amount=most.amount)
    return [line(Pays.INDEX_BONUS, {"amount": most.amount}, note, step)]


def _streak(part: Streak, agent: str, ground: Ground) -> Found:
    if ground.scores[agent].is_held_back:
        return [Unpaid.BELOW_COVERAGE]
    if ground.scores[agent].grade != part.grade:
        return []
    months = 1 + ground.extras.months_running.get(agent, {}).get(part.grade, 0)
    amounts = [step.amount for step in part.steps if step.low == months]
    note = told("months_running", months=months)
    return [line(Pays.STREAK, {"amount": amount}, note) for amount in amounts]


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
            details: dict[str, Number] = {"amount": part.amount}
            if part.share * case.price > part.amount:
                details = {"price": case.price, "rate": part.share}
            note = told("case_of", date=case.date, name=case.name, proof=case.proof)
            lines.append(line(Pays.CASE, details, note))
    return lines


def _step(steps: Sequence[Step], value: Decimal) -> Decimal:
    """Return the amount of the highest step that a value reaches; the lowest begins at 0."""
    reached = [step for step in steps if step.low <= value]
    return max(reached, key=lambda step: step.low).amount


def _step_notes(code: str, steps: Sequence[Step], value: Decimal) -> list[Told]:
    """Return the step a value reaches, and the next, as what is told of each."""
    ordered = sorted(steps, key=lambda step: step.low)
    reached = sum(step.low <= value for step in ordered)
    return [
        told(code, low=one.low, amount=one.amount) for one in ordered[reached - 1 : reached + 1]
    ]


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
