"""Scoring and paying a month, and looking at what came out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpi.metrics.totals import Knowing
from kpi.month import Month
from kpi.pay.extras import PayExtras
from kpi.pay.paying import pay_month
from kpi.pay.reckoning import Reckoning
from kpi.score.coverage import decision
from kpi.score.explain import Trace, trace
from kpi.score.scoring import score_month
from scheduler.errors import Fault, InputError, require
from service.month.archived import archived_run, put_right
from service.month.hours_carried import hour_ground
from service.month.leave import leave_extras
from service.month.month_extras import extras_of, pay_schemes_of
from service.month.month_inputs import entered_overtime, month_sources, schemes_of_posts
from service.month.scheme_dates import backwards_in
from service.month.scored_anyway import Anyway, decided_in, enter_decision
from store.facts import SourceKind, SourceNote
from store.files.kpi_law import overtime_law
from store.files.kpi_pay_scheme import pay_law_in
from store.months import AgreedRoster, MonthRun, RunInputs, RunNote

if TYPE_CHECKING:
    from kpi.facts.facts import Facts
    from kpi.pay.payout import Payout
    from kpi.score.scorecard import AgentScore
    from service.desk import Desk
    from service.history.chat_months import Chats
    from store.unit import Unit

__all__ = ["AgreedRoster", "Month", "MonthRun", "RunNote", "SourceKind", "SourceNote", "Trace"]


@dataclass(frozen=True, slots=True)
class MonthState:
    """
    How far a month is.

    Parameters
    ----------
    month
        The calendar month, on the shop's clock.
    sources
        What its facts and chats come from.
    has_attendance
        Whether presences are known.
    weeks
        Weeks with a published roster that touch it.
    run
        Its newest run in short; None: never scored.
    """

    month: Month
    sources: tuple[SourceNote, ...]
    has_attendance: bool
    weeks: tuple[str, ...]
    run: RunNote | None


def month_state(desk: Desk, month: Month) -> MonthState:
    """Return what is known of a month, and whether it was scored."""
    with desk.read() as unit:
        clock = unit.shops.get(desk.shop_id).clock
        start_min, end_min = clock.at(month.first), clock.at(month.last, 24 * 60)
        labels = tuple(
            week.label
            for week in unit.weeks.all(desk.shop_id)
            if week.horizon.start_min < end_min
            and week.horizon.end_min > start_min
            and unit.rosters.is_published(week.id)
        )
        runs = [note for note in unit.months.all(desk.shop_id) if note.month == month]
        return MonthState(
            month,
            unit.facts.sources(desk.shop_id, month),
            bool(unit.floor.presences(desk.shop_id, start_min, end_min)),
            labels,
            runs[-1] if runs else None,
        )


def score(
    desk: Desk,
    month: Month,
    *,
    pay: bool = True,
    correction: str = "",
    anyway: Anyway | None = None,
) -> MonthRun:
    """
    Score a month from what is known of it, pay it, and keep the run with all it was made from.

    Earlier runs of the month stay as they are. One that came from another database, without its
    rosters, is computed from what its locked run holds and what was entered since.

    Parameters
    ----------
    pay
        Pay it too; False: scores only.
    correction
        Why a month that is locked is computed anew; empty: it is not to be.
    anyway
        Whom to score of whom too little is known, beside those decided on already.

    Raises
    ------
    InputError
        When nothing is known of the month, a post has no scheme, targets contradict each other,
        agents have no pay plan, somebody is to be scored anyway without a reason or need, or the
        month is locked; then nothing is kept.
    """
    stamp = desk.stamp
    with desk.write("month_scored", ("month", month, "run")) as unit:
        unit.expect(("month", month))
        locked = unit.run_steps.locked(desk.shop_id, str(month))
        open_ = locked is None or bool(correction.strip())
        require(open_, "month_locked", value=month, number=locked)
        inputs, facts = _known(unit, desk.shop_id, month, pay=pay)
        if anyway is not None:
            held, _ = computed(month, inputs, facts, pay=False)
            new = decision(held, anyway.reason, anyway.agents)
            if new is not None:
                enter_decision(unit, new)
                inputs, facts = _known(unit, desk.shop_id, month, pay=pay)
        scores, payouts = computed(month, inputs, facts, pay=pay)
        number = unit.months.add(
            desk.shop_id,
            month,
            inputs=inputs,
            facts=facts,
            scores=scores,
            payouts=payouts,
            stamp=stamp,
        )
        details = {"number": str(number)} | ({"reason": correction} if correction else {})
        unit.note(str(month), details)
        run = unit.months.latest(desk.shop_id, month)
    assert run is not None
    return run


def check(desk: Desk, month: Month) -> tuple[AgentScore, ...]:
    """
    Return the scores a month would get now, to be looked at before it is scored; nothing is kept.

    Raises
    ------
    InputError
        When nothing is known of the month, a post has no scheme, or targets contradict each other.
    """
    with desk.read() as unit:
        inputs, facts = _known(unit, desk.shop_id, month, pay=False)
    scores, _ = computed(month, inputs, facts, pay=False)
    return scores


def _known(unit: Unit, shop_id: str, month: Month, *, pay: bool) -> tuple[RunInputs, Facts]:
    """Return what a month is scored from: what is here, or a run that came from elsewhere."""
    kept = archived_run(unit, shop_id, month)
    if kept is None:
        return _inputs(unit, shop_id, month, pay=pay)
    return put_right(unit, shop_id, kept)


def _inputs(unit: Unit, shop_id: str, month: Month, *, pay: bool) -> tuple[RunInputs, Facts]:
    """Return what the database holds for a month: what it is computed from, and its facts."""
    sources = month_sources(unit, shop_id, month)
    unknown = sources.overtime_unknown
    extras = (
        replace(
            extras_of(unit, shop_id, month),
            overtime_unknown=unknown,
            in_doubt=tuple(dict.fromkeys(one.agent_id for one in sources.in_doubt)),
            outside_employment=tuple(dict.fromkeys(one.agent_id for one in sources.outside)),
            waits=sources.waits,
        )
        if pay
        else PayExtras()
    )
    pay_schemes = pay_schemes_of(unit, shop_id)
    if pay:
        extras = leave_extras(
            unit,
            shop_id,
            month,
            extras,
            pay_schemes,
            scheduled=[one.scheduled for one in sources.hours],
            attendance=sources.attendance,
            rostered=sources.rostered,
        )
    plans = unit.schemes.pay_plans(shop_id)
    hours = None
    if pay:
        hours = hour_ground(unit, shop_id, month, plans=plans, pay_schemes=pay_schemes)
    schemes = schemes_of_posts(unit, shop_id, month, sources.facts)
    inputs = RunInputs(
        schemes=schemes,
        targets=unit.schemes.targets(shop_id, month),
        teams=unit.staff.teams(shop_id),
        plans=plans,
        overtime=(*entered_overtime(unit, shop_id, month.first, month.last), *sources.overtime),
        law=overtime_law(month),
        versions=sources.versions,
        pay_schemes=pay_schemes,
        extras=extras,
        limits=pay_law_in(month),
        reckoning=Reckoning.EXACT,
        in_doubt=sources.in_doubt,
        left_out=sources.left_out,
        agreed=sources.agreed,
        hours=hours,
        employment=dict(sources.employment),
        outside=sources.outside,
        knowing=Knowing.COVERED,
        no_hours=dict(sources.no_hours),
        anyway=decided_in(unit, shop_id, month),
        backwards=backwards_in(unit, shop_id, schemes.values()),
    )
    return inputs, sources.facts


def computed(
    month: Month, inputs: RunInputs, facts: Facts, *, pay: bool
) -> tuple[tuple[AgentScore, ...], tuple[Payout, ...]]:
    """Return the scores and payouts that a run's inputs lead to."""
    scores = score_month(
        facts,
        inputs.schemes,
        month,
        targets=inputs.targets,
        teams=inputs.teams,
        employment=inputs.employment,
        anyway=inputs.decided,
        knowing=inputs.knowing,
        no_hours=inputs.no_hours,
    )
    if not pay:
        return scores, ()
    payouts = pay_month(
        scores,
        inputs.plans,
        inputs.schemes,
        month,
        law=inputs.law,
        facts=facts,
        overtime=inputs.overtime,
        pay_schemes=inputs.pay_schemes,
        extras=inputs.extras,
        limits=inputs.limits,
        reckoning=inputs.reckoning,
        hours=inputs.hours,
        employment=inputs.employment,
    )
    return scores, payouts


def month_run(desk: Desk, month: Month) -> MonthRun | None:
    """Return a month's newest run; None when it was never scored."""
    with desk.read() as unit:
        unit.shops.get(desk.shop_id)
        return unit.months.latest(desk.shop_id, month)


def month_runs(desk: Desk) -> tuple[RunNote, ...]:
    """Return all runs of a shop in short, in order of month and number."""
    with desk.read() as unit:
        return unit.months.all(desk.shop_id)


def known_months(desk: Desk) -> tuple[Month, ...]:
    """Return the months a shop has facts, chats or scores of, scores where they are shown."""
    has_scores = desk.may("score")
    with desk.read() as unit:
        known = set(unit.facts.months(desk.shop_id))
        if has_scores:
            known.update(note.month for note in unit.months.all(desk.shop_id))
        return tuple(sorted(known))


def recomputes(run: MonthRun) -> bool:
    """Return whether a run's stored inputs lead to exactly the scores and payouts it holds."""
    scores, payouts = computed(run.month, run.inputs, run.facts, pay=bool(run.payouts))
    return (scores, payouts) == (run.scores, run.payouts)


def traced_line(
    desk: Desk, month: Month, *, agent_id: str, post: str, indicator: str
) -> tuple[Trace, Chats | None]:
    """
    Return the days, shifts and chats one line of the newest run's scorecard was counted from.

    Days and targets are those of the run; shifts and chats as they are known now. Beside the trace
    come the chats its indices point into.

    Raises
    ------
    InputError
        When the month was not scored, or there is no such scorecard or line.
    """
    with desk.read() as unit:
        run = unit.months.scored(desk.shop_id, month)
        sources = month_sources(unit, desk.shop_id, month)
    for score_ in run.scores:
        for card in score_.cards:
            named = any(line.indicator == indicator for line in card.lines)
            if (card.agent_id, card.post) == (agent_id, post) and named:
                found = trace(
                    card,
                    indicator,
                    run.facts,
                    hours=sources.hours,
                    records=None if sources.chats is None else sources.chats[0],
                    chat_days=sources.chat_days,
                )
                return found, sources.chats
    raise InputError(Fault("no_such_line", value=indicator, details={"agent": agent_id}))
