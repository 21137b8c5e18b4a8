"""What a month still needs before it is scored and paid, and what changed since it was."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kpi.facts.employed import works_in
from kpi.pay.outliers import factors
from service.month.attendance import questions_in
from service.month.duties import scheduled_in, unbound_in, within_duties
from service.month.kpi_plans import schemes_of_shop
from service.month.month_extras import pay_schemes_of
from service.month.outliers import compared_in
from service.month.shown_absences import waiting_absences
from service.pay.campaign_leave import leave_owed_in
from service.pay.month_needs import Need, NeedKind, NeedState, Readiness
from service.pay.proposed_overtime import proposed_in
from store.facts import SourceKind
from store.run_steps import RunState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi.month import Month
    from scheduler.horizon import Clock
    from service.desk import Desk
    from store.unit import Unit
    from store.weeks import KeptWeek

HOUR_MIN = 60
CHANGING = frozenset(
    {
        "absence_approved",
        "absence_entered",
        "absence_removed",
        "agents_saved",
        "attendance_imported",
        "attribution_saved",
        "chats_imported",
        "complaints_counted",
        "deduction_entered",
        "employment_saved",
        "deductions_imported",
        "earlier_pay_imported",
        "exceptions_imported",
        "facts_imported",
        "follow_ups_counted",
        "interruption_approved",
        "interruption_entered",
        "interruption_removed",
        "import_withdrawn",
        "messages_counted",
        "orders_imported",
        "overtime_approved",
        "overtime_confirmed",
        "overtime_entered",
        "overtime_imported",
        "overtime_withdrawn",
        "dated_change_due",
        "pay_entry_corrected",
        "pay_entry_withdrawn",
        "pay_plans_imported",
        "punch_decided",
        "punches_imported",
        "pay_scheme_saved",
        "person_added",
        "person_changed",
        "person_put_back",
        "person_taken_out",
        "post_kind_set",
        "refund_entered",
        "refunds_imported",
        "reward_entered",
        "rewards_imported",
        "roster_published",
        "roster_put_in_force",
        "roster_taken_out_of_force",
        "scored_anyway_decided",
        "scored_anyway_withdrawn",
        "scheme_published",
        "scheme_saved",
        "staff_imported",
        "targets_imported",
        "targets_saved",
        "time_off_imported",
    }
)
"""Actions after which a month may score differently."""


OF_SUBJECT = ("roster_", "scored_anyway_")
"""Actions that name the week or month they are about."""


def readiness(desk: Desk, month: Month) -> Readiness:
    """Return what a month still needs, and what changed since its newest run."""
    with desk.read() as unit:
        today = unit.shops.today(desk.shop_id, desk.now)
        needs = tuple(_needs(unit, desk.shop_id, month, today))
        runs = [note for note in unit.months.all(desk.shop_id) if note.month == month]
        changed: tuple[str, ...] = ()
        if runs:
            ours = {week.label for week in unit.weeks.all(desk.shop_id) if _touches(week, month)}
            ours.add(str(month))
            later = [
                action.name
                for action in unit.actions.of(desk.shop_id)
                if action.name in CHANGING
                and action.done.at > runs[-1].entered.at
                and (not action.name.startswith(OF_SUBJECT) or action.subject in ours)
            ]
            changed = tuple(dict.fromkeys(reversed(later)))
        return Readiness(needs, changed)


def _touches(week: KeptWeek, month: Month) -> bool:
    return any(date in month for date in week.horizon.dates)


def _needs(unit: Unit, shop_id: str, month: Month, today: dt.date) -> Iterator[Need]:
    clock = unit.shops.get(shop_id).clock
    start_min, end_min = clock.at(month.first), clock.at(month.last, 24 * 60)
    rosters = _rosters(unit, shop_id, month)
    presences = unit.floor.presences(shop_id, start_min, end_min)
    people = {one.agent_id for one in presences}
    sources = unit.facts.sources(shop_id, month)
    files = {
        kind: tuple(note.source for note in sources if note.kind is kind) for kind in SourceKind
    }
    there = bool(rosters.count or sources)
    yield rosters if there else Need(NeedKind.ROSTERS, NeedState.BLOCKING, 0, rosters.of)
    yield from _unbound(unit, shop_id, month)
    asked = questions_in(unit, shop_id, month)
    doubted = tuple(dict.fromkeys(one.agent_id for one in asked))
    state = NeedState.PARTLY if doubted else NeedState.DONE if people else NeedState.MISSING
    yield Need(NeedKind.ATTENDANCE, state, len(people), len(asked), doubted)
    if presences:
        recorded = {clock.date_of(one.start_min) for one in presences}
        yield from _silent_days(unit, shop_id, month, recorded)
    for kind, source in (
        (NeedKind.CHATS, SourceKind.CHATS),
        (NeedKind.FACTS, SourceKind.FACTS),
    ):
        found = files[source]
        state = NeedState.DONE if found else NeedState.MISSING
        yield Need(kind, state, count=len(found), names=found)
    yield from _plans(unit, shop_id, month)
    yield _register(unit, shop_id, clock, start_min=start_min, end_min=end_min)
    yield from _proposed(unit, shop_id, month)
    yield from _campaign_leave(unit, shop_id, month, today)
    yield from _unlike(unit, shop_id, month)


def _proposed(unit: Unit, shop_id: str, month: Month) -> Iterator[Need]:
    """Yield how much overtime that rosters propose waits for somebody to confirm it."""
    found = proposed_in(unit, shop_id, month)
    waiting = [one for one in found if one.waits]
    if found:
        state = NeedState.PARTLY if waiting else NeedState.DONE
        names = tuple(dict.fromkeys(one.agent_id for one in waiting))
        yield Need(NeedKind.OVERTIME, state, len(waiting), len(found), names)


def _campaign_leave(unit: Unit, shop_id: str, month: Month, today: dt.date) -> Iterator[Need]:
    """Yield the leave that campaigns of a month owe today for work on their rest days."""
    found = [one for one in leave_owed_in(unit, shop_id, today, month) if one.firm_min]
    if found:
        hours = round(sum(one.firm_min for one in found) / HOUR_MIN)
        names = tuple(dict.fromkeys(one.campaign for one in found))
        people = len({one.agent_id for one in found})
        yield Need(NeedKind.CAMPAIGN_LEAVE, NeedState.DONE, people, hours, names)


def _unlike(unit: Unit, shop_id: str, month: Month) -> Iterator[Need]:
    """Yield whose pay of the newest run is unlike the month before, until it is in review."""
    runs = [note for note in unit.months.all(shop_id) if note.month == month]
    newest = (str(month), runs[-1].number if runs else 0)
    if unit.run_steps.states(shop_id).get(newest, RunState.CALCULATED) is not RunState.CALCULATED:
        return
    payouts = unit.months.payouts(shop_id, month) if runs else ()
    if not payouts:  # a month that was not paid yet is unlike nothing
        return
    factor_of = factors(unit.schemes.pay_plans(shop_id), pay_schemes_of(unit, shop_id), month)
    outliers = compared_in(unit, shop_id, month, payouts, factor_of).outliers
    if outliers:
        names = tuple(one.agent_id for one in outliers)
        yield Need(NeedKind.PAY, NeedState.PARTLY, len(outliers), len(payouts), names)


def _rosters(unit: Unit, shop_id: str, month: Month) -> Need:
    """Return how many days of a month published rosters cover."""
    days = {
        date
        for week in unit.weeks.all(shop_id)
        if _touches(week, month) and unit.rosters.is_published(week.id)
        for date in week.horizon.dates
        if date in month
    }
    whole = (month.last - month.first + dt.timedelta(days=1)).days
    if len(days) == whole:
        state = NeedState.DONE
    else:
        state = NeedState.PARTLY if days else NeedState.MISSING
    return Need(NeedKind.ROSTERS, state, len(days), whole)


def _silent_days(unit: Unit, shop_id: str, month: Month, recorded: set[dt.date]) -> Iterator[Need]:
    """Yield the days with shifts on which nobody is recorded: all who were to come count absent."""
    shifts = (one.shift for one in scheduled_in(unit, shop_id, month.first, month.last))
    clock = unit.shops.get(shop_id).clock
    days = {date for one in shifts if (date := clock.date_of(one.start_min)) in month}
    silent = sorted(days - recorded)
    if silent:
        names = tuple(date.isoformat() for date in silent)
        yield Need(NeedKind.ATTENDANCE_DAYS, NeedState.PARTLY, len(silent), len(days), names)


def _unbound(unit: Unit, shop_id: str, month: Month) -> Iterator[Need]:
    """Yield how many people and hours of published rosters were not in force when they began."""
    late = unbound_in(unit, shop_id, month.first, month.last)
    if late:
        shifts = [shift for of_week in late.values() for shift in of_week]
        people = {shift.agent_id for shift in shifts}
        hours = round(sum(shift.work_min for shift in shifts) / 60)
        yield Need(NeedKind.IN_FORCE, NeedState.PARTLY, len(people), hours, tuple(late))


def _plans(unit: Unit, shop_id: str, month: Month) -> Iterator[Need]:
    schemes = schemes_of_shop(unit, shop_id, month)
    aimed = {
        post
        for post, scheme in schemes.items()
        if scheme and any(line.indicator == "target_attainment" for line in scheme.lines)
    }
    without = aimed - {target.post for target in unit.schemes.targets(shop_id, month)}
    yield Need(
        NeedKind.TARGETS,
        NeedState.MISSING if without else NeedState.DONE,
        len(aimed) - len(without),
        len(aimed),
        tuple(sorted(without)),
    )
    bare = tuple(post for post, scheme in schemes.items() if scheme is None)
    state = _filled(bare, len(schemes))
    yield Need(NeedKind.SCHEMES, state, len(schemes) - len(bare), len(schemes), bare)
    paid = {
        plan.agent_id for plan in unit.schemes.pay_plans(shop_id) if plan.valid_from <= month.last
    }
    agents = [agent.id for agent in unit.staff.agents(shop_id) if works_in(agent, month)]
    unpaid = tuple(agent for agent in agents if agent not in paid)
    state = _filled(unpaid, len(agents))
    yield Need(NeedKind.PAY_PLANS, state, len(agents) - len(unpaid), len(agents), unpaid)


def _filled(missing: tuple[str, ...], whole: int) -> NeedState:
    """Return how something stands that some lack; they may not need it in that month."""
    if not missing:
        return NeedState.DONE
    return NeedState.PARTLY if len(missing) < whole else NeedState.BLOCKING


def _register(unit: Unit, shop_id: str, clock: Clock, *, start_min: int, end_min: int) -> Need:
    entered = unit.floor.interruptions(shop_id, start_min, end_min)
    entries = within_duties(unit, shop_id, entered)
    dates = clock.date_of(start_min), clock.date_of(end_min - 1)
    absences = len(waiting_absences(unit, shop_id, *dates))
    waiting = absences + sum(not entry.interruption.counts(clock) for entry in entries)
    state = NeedState.PARTLY if waiting else NeedState.DONE
    return Need(NeedKind.REGISTER, state, waiting, len(entries) + absences)
