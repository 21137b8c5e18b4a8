"""Overtime that published rosters propose: the sixth days of work plans that say ``overtime``."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from kpi.facts.scheduled import Scheduled, in_force
from kpi.pay.law import LegalLimit, Topic, pay_law
from kpi.pay.overtime import ApprovedOvertime
from kpi.pay.payout import Overtime
from scheduler.forecast.calendar import CHINA, statutory_holidays
from scheduler.verify.overtime import overtime_of
from scheduler.work_plan import SixthDay
from service.month.duties import DAY, published_weeks
from service.roster.question import problem_of
from service.shop.campaigns import campaigns_in, rules_in
from store.files.kpi_pay_scheme import legal_limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kpi.month import Month
    from scheduler.agent import Agent
    from scheduler.problem import RosterProblem
    from store.register import Entry
    from store.unit import Unit

HOUR_MIN = 60


class Stands(StrEnum):
    """How a proposal stands."""

    NEW = "new"
    CONFIRMED = "confirmed"
    CHANGED = "changed"  # confirmed at other times than the roster has now
    GONE = "gone"  # confirmed, and no roster in force has it any more
    BY_HAND = "by_hand"  # somebody entered overtime of that day


class SixthDayDoubt(StrEnum):
    """What must be looked at before a proposal is confirmed."""

    NO_CONSENT = "no_consent"
    PROTECTED = "protected"
    ABOVE_MONTH = "above_month"


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    Overtime on a sixth day.

    Parameters
    ----------
    agent_id, date
        Who, and on which day the shift begins.
    start_min, end_min, minutes
        The last part of the shift in force that passes the week's limit, and the work in it.
    week, plan
        The week whose roster has it, and the work plan; of what is gone there is no plan.
    campaign, until
        The campaign that promises leave for it, and until when it is taken; empty, None: none.
    stands
        How it stands.
    doubts
        What is to be looked at.
    entry
        Number of the entry by which it was confirmed; None: it was not.
    before
        From when until when that entry is, where it differs.
    """

    agent_id: str
    date: dt.date
    start_min: int
    end_min: int
    minutes: int
    week: str
    plan: str = ""
    campaign: str = ""
    until: dt.date | None = None
    stands: Stands = Stands.NEW
    doubts: tuple[SixthDayDoubt, ...] = ()
    entry: int | None = None
    before: tuple[int, int] | None = None

    @property
    def waits(self) -> bool:
        """Return whether somebody must confirm it."""
        return self.stands in {Stands.NEW, Stands.CHANGED, Stands.GONE}


def proposed_in(unit: Unit, shop_id: str, month: Month) -> tuple[Proposal, ...]:
    """Return what rosters in force propose for a month beside what was confirmed, by agent."""
    kept = unit.register.all(shop_id, ApprovedOvertime, first=month.first, last=month.last)
    confirmed: dict[tuple[str, dt.date], list[Entry[ApprovedOvertime]]] = defaultdict(list)
    by_hand = {(one.subject, one.date) for one in kept if not one.value.week}
    worked = unit.register.all(shop_id, Overtime, first=month.first, last=month.last)
    by_hand |= {(one.subject, one.date) for one in worked}
    for one in kept:
        if one.value.week:
            confirmed[one.subject, one.date].append(one)
    derived = sorted(_derived(unit, shop_id, month), key=lambda one: (one.agent_id, one.start_min))
    found = [_beside(one, confirmed[one.agent_id, one.date], by_hand) for one in derived]
    found += [_gone(entry) for entries in confirmed.values() for entry in entries]
    minutes: dict[str, int] = defaultdict(int)
    for proposal in found:
        if proposal.stands not in {Stands.GONE, Stands.BY_HAND}:
            minutes[proposal.agent_id] += proposal.minutes
    for entry in kept:
        if not entry.value.week:
            minutes[entry.subject] += entry.value.end_min - entry.value.start_min
    for entered in worked:
        minutes[entered.subject] += entered.value.minutes
    most = float(month_limit(month).value or 0) * HOUR_MIN
    above = {agent for agent, of_month in minutes.items() if of_month > most}
    return tuple(
        replace(one, doubts=(*one.doubts, SixthDayDoubt.ABOVE_MONTH))
        if one.agent_id in above and one.stands is not Stands.GONE
        else one
        for one in found
    )


def _beside(
    one: Proposal, entries: list[Entry[ApprovedOvertime]], by_hand: set[tuple[str, dt.date]]
) -> Proposal:
    """Return a proposal as it stands; the entry by which it was confirmed is taken off the list."""
    if not entries:
        is_by_hand = (one.agent_id, one.date) in by_hand
        return replace(one, stands=Stands.BY_HAND) if is_by_hand else one
    times = one.start_min, one.end_min
    same = [each for each in entries if (each.value.start_min, each.value.end_min) == times]
    entry = (same or entries)[0]
    entries.remove(entry)
    if same:
        return replace(one, stands=Stands.CONFIRMED, entry=entry.id)
    before = entry.value.start_min, entry.value.end_min
    return replace(one, stands=Stands.CHANGED, entry=entry.id, before=before)


def _gone(entry: Entry[ApprovedOvertime]) -> Proposal:
    held = entry.value
    times = held.start_min, held.end_min
    return Proposal(
        held.agent_id,
        entry.date,
        *times,
        held.end_min - held.start_min,
        held.week,
        stands=Stands.GONE,
        entry=entry.id,
        before=times,
    )


def _derived(unit: Unit, shop_id: str, month: Month) -> Iterator[Proposal]:
    """Yield the sixth days of a month, those on statutory holidays left out: they are paid more."""
    promised = campaigns_in(unit, shop_id, month.first, month.last)
    holidays = statutory_holidays(CHINA, month.first, month.last)
    for label, versions in published_weeks(unit, shop_id, month.first, month.last + DAY):
        week = unit.weeks.get(shop_id, label)
        plans = rules_in(unit, week).plans
        if not versions or all(plan.sixth_day is not SixthDay.OVERTIME for plan in plans):
            continue
        problem = problem_of(unit, week, is_needed=False)
        for one in sixth_days(problem, in_force([versions]), label):
            if one.date in month and one.date not in holidays:
                on = (each for each in promised if each.touches(one.date, one.date))
                leave = next((each for each in on if each.time_off_until is not None), None)
                name, until = (leave.name, leave.time_off_until) if leave else ("", None)
                yield replace(one, campaign=name, until=until)


def sixth_days(
    problem: RosterProblem, scheduled: Iterable[Scheduled], label: str
) -> Iterator[Proposal]:
    """Yield what shifts in force propose for everybody whose plan has its sixth day as overtime."""
    shifts: dict[str, list[Scheduled]] = defaultdict(list)
    for one in scheduled:
        shifts[one.shift.agent_id].append(one)
    for agent in problem.agents:
        plan = problem.plan_of(agent)
        if plan is None or plan.sixth_day is not SixthDay.OVERTIME:
            continue
        days: dict[int, list[Scheduled]] = defaultdict(list)
        for one in shifts[agent.id]:
            days[problem.horizon.day_of(one.shift.start_min)].append(one)
        for day, minutes in _rest_day_min(problem, agent, days).items():
            date = problem.horizon.date(day)
            doubts = tuple(_doubts(problem, agent, day))
            for start, end, work in _last_of(days[day], minutes):
                yield Proposal(agent.id, date, start, end, work, label, plan.name, doubts=doubts)


def _doubts(problem: RosterProblem, agent: Agent, day: int) -> Iterator[SixthDayDoubt]:
    if not problem.agrees_on(agent, day):
        yield SixthDayDoubt.NO_CONSENT
    if agent.protected_on(problem.horizon.date(day)) is not None:
        yield SixthDayDoubt.PROTECTED


def _rest_day_min(
    problem: RosterProblem, agent: Agent, days: dict[int, list[Scheduled]]
) -> dict[int, int]:
    """Return minutes by day beyond the week's limit; what of a workday is too long is none."""
    shifts = [one.shift for on_day in days.values() for one in on_day]
    day_limit, found = problem.rules.hours.max_work_min_per_day, {}
    for day, above in overtime_of(problem, agent, shifts).items():
        work = sum(problem.counted_min(agent, one.shift) for one in days[day])
        is_all = above >= work
        rest = round(above if is_all else above - max(0, work - day_limit))
        if rest > 0:
            found[day] = rest
    return found


def _last_of(scheduled: Iterable[Scheduled], minutes: int) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and work of the part of each shift that holds a day's last minutes."""
    for one in sorted(scheduled, key=lambda each: each.shift.start_min, reverse=True):
        left = min(minutes, one.work_min)
        minutes -= left
        taken, begins = left, one.shift.end_min
        for start, end in reversed(one.work):
            if left:
                begins = max(start, end - left)
                left -= end - begins
        if taken:
            yield begins, one.work[-1][1], taken


def month_limit(month: Month) -> LegalLimit:
    """Return what the law says of overtime in a month, in hours."""
    return pay_law(legal_limits(), month)[Topic.OVERTIME_MONTH]
