"""Scores -> payouts: base, performance, the parts of pay schemes, overtime by the law."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from kpi.facts.employed import ALWAYS
from kpi.pay.accounts import Booked, OwnHours, booked_hours
from kpi.pay.extras import PayExtras
from kpi.pay.ground import Ground, line
from kpi.pay.hour_worth import HourWorth
from kpi.pay.leave_lines import below_law, leave_notes, unpaid_wage, unused_leave
from kpi.pay.paid_hours import dates_paid, holiday_minutes, paid_hours, without_pay
from kpi.pay.parts import paid
from kpi.pay.pay_part import RankedPay, ScorePay
from kpi.pay.pay_scheme import PayScheme, firm_scheme, pay_scheme_for
from kpi.pay.payout import (
    Overtime,
    OvertimeLaw,
    PayMethod,
    Payout,
    PayoutLine,
    PayPlan,
    Pays,
    Unpaid,
)
from kpi.pay.plan_parts import begins_at_weekend, held_in, least_wage, plans_of, with_equal
from kpi.pay.quarter_hours import added_up, days_of_hours
from kpi.pay.reckoning import Number, Reckoning, total
from kpi.pay.sums import MonthSums
from kpi.pay.taken import less_taken
from kpi.scheme.line import ZERO
from kpi.score.told import grade_notes
from kpi.told import told
from scheduler.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kpi.facts.facts import Facts
    from kpi.month import Month
    from kpi.pay.hour_pay import HourGround
    from kpi.pay.law import PayLaw
    from kpi.pay.plan_parts import PlanPart
    from kpi.scheme.scheme import Scheme
    from kpi.score.scorecard import AgentScore
    from scheduler.agent import Employment

ORDER = {pays: place for place, pays in enumerate(Pays)}


def pay_month(
    scores: Iterable[AgentScore],
    plans: Iterable[PayPlan],
    schemes: Mapping[str, Scheme],
    month: Month,
    *,
    law: OvertimeLaw,
    facts: Facts | None = None,
    overtime: Iterable[Overtime] = (),
    pay_schemes: Iterable[PayScheme] = (),
    extras: PayExtras | None = None,
    limits: PayLaw | None = None,
    reckoning: Reckoning = Reckoning.EXACT,
    hours: HourGround | None = None,
    employment: Mapping[str, Employment] | None = None,
) -> tuple[Payout, ...]:
    """
    Return what every scored agent is paid for a month, in the order of the scores.

    Parameters
    ----------
    scores
        Of the month.
    plans
        Of any dates; who begins or changes plan within the month gets each plan by its share of the
        month's weekdays.
    schemes
        The scheme of each post, by the post's id.
    law
        What the law makes of overtime in that month.
    facts
        Hours on statutory holidays, to be paid in addition; those of shifts that began in the
        month, by the clock. None: there were none.
    overtime
        Approved; that of other months is passed over.
    pay_schemes
        Those that plans name. Performance pay goes by each plan's, for its part of the month; all
        else by that of the plan in force last.
    extras
        What their parts need beside scores and facts.
    limits
        What the law allows of pay; None: only the minimum wage is checked and fines are refused.
    reckoning
        How amounts are reckoned; a month paid by the older rule is recomputed by it.
    hours
        What the pay of hours rests on; None: on the base alone, as before there was a choice.
    employment
        From when to when people are employed, of those with a date: plans hold no longer. Who is
        not employed in the month at all is paid nothing by plan, and that is told.

    Raises
    ------
    InputError
        When agents have no plan, there are hours that nothing pays, or what they are to be paid
        breaks the law; names all of them.
    """
    scores = tuple(scores)
    by_agent: dict[str, list[PayPlan]] = defaultdict(list)
    for plan in plans:
        by_agent[plan.agent_id].append(plan)
    worked: dict[str, list[Overtime]] = defaultdict(list)
    for one in overtime:
        if one.date in month:
            worked[one.agent_id].append(one)
    holidays = holiday_minutes(facts, month)
    pay_schemes = tuple(pay_schemes)
    parts, gone = plans_of(scores, by_agent, month, reckoning, employment or {})
    ground = _ground(
        [score for score in scores if score.agent_id not in gone],
        {agent: found for agent, found in parts.items() if agent not in gone},
        month,
        pay_schemes,
        facts=facts,
        extras=extras or PayExtras(),
        reckoning=reckoning,
        part_month=frozenset(
            agent
            for agent, employed in (employment or {}).items()
            if employed.within(month.first, month.last) != (month.first, month.last)
        ),
    )
    earlier = hours.earlier if hours is not None else ()
    worth = HourWorth.of(month, law, earlier, schemes=ground.by_name, firm=ground.firm)
    by_day = days_of_hours(facts if any(map(added_up, parts.values())) else None, month)
    payouts, faults = [], below_law(ground)
    for score in scores:
        agent = score.agent_id
        lines: list[PayoutLine] = []
        unpaid = [Unpaid.NOT_EMPLOYED]
        if agent not in gone:
            lines, unpaid = _earned(score, parts[agent], schemes, ground)
            unused = unused_leave(agent, ground, earlier, month, law)
            lines += [one for one in unused if isinstance(one, PayoutLine)]
            unpaid += [one for one in unused if isinstance(one, Unpaid)]
        booked = Booked(tuple(worked[agent]))
        if hours is not None:
            spans = partial(held_in, by_agent[agent], (employment or {}).get(agent, ALWAYS))
            days = by_day.get(agent, ())
            mine = OwnHours(agent, parts[agent], worked[agent], ground.leave_of(agent), days, spans)
            booked = booked_hours(mine, hours, worth, limits=limits)
        timed, notes = paid_hours(
            parts[agent],
            booked.by_hour,
            holidays.get(agent, {}),
            law=law,
            limits=limits,
            reckoning=reckoning,
            worth=None if hours is None else worth,
        )
        if hours is not None:
            dates = dates_paid(booked.by_hour, holidays.get(agent, {})) | booked.dates
            faults += without_pay(agent, parts[agent], dates, worth)
        if reckoning is Reckoning.EXACT and begins_at_weekend(parts[agent]):
            notes.append(Unpaid.FROM_A_WEEKEND)
        if agent in ground.extras.overtime_unknown:
            notes.append(Unpaid.NO_ATTENDANCE_ON_OVERTIME)
        notes += ground.extras.waits.get(agent, ())
        if agent in ground.extras.in_doubt:
            notes.append(Unpaid.PRESENCE_IN_DOUBT)
        if agent in ground.extras.outside_employment:
            notes.append(Unpaid.OUTSIDE_EMPLOYMENT)
        notes += booked.unpaid
        found = Payout(
            agent,
            month,
            (*lines, *timed, *booked.lines),
            tuple(dict.fromkeys((*unpaid, *notes))),
            notes=booked.notes,
            time_off=booked.time_off,
        )
        least = least_wage(parts[agent], unpaid_wage(agent, ground) if agent not in gone else ZERO)
        kept, broken = less_taken(
            found, ground.extras, least=least, limits=limits, reckoning=reckoning
        )
        payouts.append(replace(kept, lines=tuple(sorted(kept.lines, key=_place))))
        faults += broken
    if faults:
        raise InputError(faults)
    return tuple(payouts)


def _place(line: PayoutLine) -> int:
    return ORDER[line.pays]


def _ground(
    scores: Sequence[AgentScore],
    parts: Mapping[str, Sequence[PlanPart]],
    month: Month,
    pay_schemes: Iterable[PayScheme],
    *,
    facts: Facts | None,
    extras: PayExtras,
    reckoning: Reckoning,
    part_month: frozenset[str],
) -> Ground:
    known = tuple(pay_schemes)
    plans = {agent: found[-1].plan for agent, found in parts.items()}
    names = {plan.scheme for found in parts.values() for plan in (p.plan for p in found)} - {""}
    by_name = {name: pay_scheme_for(known, name, month) for name in sorted(names)}
    return Ground(
        scores={score.agent_id: score for score in scores},
        plans=plans,
        shares={agent: total(p.share for p in found) for agent, found in parts.items()},
        schemes={agent: by_name[plan.scheme] for agent, plan in plans.items() if plan.scheme},
        sums=MonthSums.of(facts, month) if by_name else MonthSums({}),
        extras=extras,
        by_name=by_name,
        reckoning=reckoning,
        part_month=part_month,
        parts=parts,
        firm=firm_scheme(known, month),
    )


def _earned(
    score: AgentScore,
    parts: Sequence[PlanPart],
    schemes: Mapping[str, Scheme],
    ground: Ground,
) -> tuple[list[PayoutLine], list[Unpaid]]:
    """Return base and performance of each plan, and what the pay scheme adds."""
    found: list[PayoutLine | Unpaid] = []
    for base, held in with_equal(parts, lambda plan: plan.base, ground.reckoning):
        share = total(part.share for part in held)
        span = told("plan_span", first=held[0].first, last=held[-1].last)
        found.append(line(Pays.BASE, {"base": base, "share_of_month": share}, span))
    for _, held in with_equal(parts, _of_performance, ground.reckoning):
        whole = replace(held[0], last=held[-1].last, share=total(part.share for part in held))
        found += _performance(score, whole, schemes, ground)
    for of_scheme in ground.scheme_parts(score.agent_id):
        found += paid(of_scheme, score.agent_id, ground)
    found += leave_notes(score.agent_id, ground)
    lines = [one for one in found if isinstance(one, PayoutLine)]
    return lines, [one for one in found if isinstance(one, Unpaid)]


def _of_performance(plan: PayPlan) -> tuple[object, ...]:
    """Return all of a plan that decides on performance pay."""
    return plan.performance, plan.method, plan.coefficient, plan.scheme


def _performance(
    score: AgentScore, part: PlanPart, schemes: Mapping[str, Scheme], ground: Ground
) -> list[PayoutLine | Unpaid]:
    plan, method = part.plan, part.plan.method
    if plan.scheme:
        scheme = ground.by_name[plan.scheme]
        if scheme.part(RankedPay) is not None:
            return [_ranked(score, part, ground)]
        by_score = scheme.part(ScorePay)
        if not isinstance(by_score, ScorePay):
            return []
        method = by_score.method
    if score.total is None:
        return [ground.unscored(score.agent_id)]
    return [_scored(score, part, schemes, method, ground.reckoning)]


def _scored(
    score: AgentScore,
    part: PlanPart,
    schemes: Mapping[str, Scheme],
    method: PayMethod,
    reckoning: Reckoning,
) -> PayoutLine | Unpaid:
    plan = part.plan
    assert score.total is not None
    notes = [told("plan_span", first=part.first, last=part.last)]
    if method is PayMethod.SCORE:
        share = reckoning.quotient(score=score.total, over_full=score.full)
        details: dict[str, Number] = {
            "performance": plan.performance,
            "share_of_full_score": share,
        }
    else:
        scheme = schemes[score.cards[0].post]
        grade = scheme.grade(score.total)
        by_amount = method is PayMethod.AMOUNT
        factor = None if grade is None else grade.amount if by_amount else grade.coefficient
        if grade is None or factor is None:
            return Unpaid.NO_GRADE_PAY
        notes += grade_notes(scheme.grades, grade, score.total)
        details = (
            {"grade_amount": factor}
            if by_amount
            else {"performance": plan.performance, "grade_coefficient": factor}
        )
    personal: dict[str, Number] = {
        "personal_coefficient": plan.coefficient,
        "share_of_month": part.share,
    }
    return line(Pays.PERFORMANCE, {**details, **personal}, *notes)


def _ranked(score: AgentScore, part: PlanPart, ground: Ground) -> PayoutLine | Unpaid:
    """Return performance pay by forced distribution; a score below the lowest grade earns 0."""
    if score.agent_id not in ground.graded:
        return ground.unscored(score.agent_id)
    quota = ground.graded[score.agent_id]
    details: dict[str, Number] = {
        "performance": part.plan.performance,
        "rank_coefficient": ZERO if quota is None else quota.coefficient,
        "personal_coefficient": part.plan.coefficient,
        "share_of_month": part.share,
    }
    notes = [told("plan_span", first=part.first, last=part.last)]
    return line(Pays.PERFORMANCE, details, *notes, *ground.rank_notes(score.agent_id))
