"""Which rules nobody overrides (law) and which a person may, with a reason (house)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from scheduler.horizon import WEEK_DAYS
from scheduler.verify.overtime import overtime_per_month
from scheduler.verify.people import at_night
from scheduler.work_law import LegalGround, WorkLaw

if TYPE_CHECKING:
    from scheduler.verify.verdict import Violation
    from scheduler.verify.view import RosterView

TINY = 1e-6  # a contract's hours may be a decimal


class RuleStanding(StrEnum):
    """Whether a rule may be overridden."""

    LAW = "law"
    """By nobody."""
    HOUSE = "house"
    """With its price, a reason, and a line in the log."""


Beyond = Callable[["RosterView", "Violation", WorkLaw], LegalGround | None]


@dataclass(frozen=True, slots=True)
class Mark:
    """
    How a rule stands.

    Parameters
    ----------
    standing
        Of a breach of it; of a house rule with ``beyond``, of a breach of what the house asks.
    grounds
        On what it rests, or what stands beyond it.
    beyond
        Returns the ground on which a breach is one of law after all, because it passes what the
        law itself allows; None: none does.
    """

    standing: RuleStanding
    grounds: tuple[LegalGround, ...] = ()
    beyond: Beyond | None = None


def of_law(ground: LegalGround) -> Mark:
    """Return the mark of a rule every breach of which is one of law."""
    return Mark(RuleStanding.LAW, (ground,))


def of_house(beyond: Beyond, *grounds: LegalGround) -> Mark:
    """Return the mark of a rule whose own limit may be stricter than that of the law."""
    return Mark(RuleStanding.HOUSE, grounds, beyond)


HOUSE = Mark(RuleStanding.HOUSE)


def long_day(view: RosterView, found: Violation, law: WorkLaw) -> LegalGround | None:
    """Judge a shift that is too long for the rules."""
    own = view.problem.rules.hours.max_work_min_per_day
    above = (found.measured or 0) + (own if found.rule == "overtime_per_day" else 0)
    agent = view.problem.agent_by_id[found.agent_id]
    day = 0 if found.at_min is None else view.problem.horizon.day_of(found.at_min)
    return _of_day(above, law, agreed=view.problem.agrees_on(agent, day))


def two_shifts(view: RosterView, found: Violation, law: WorkLaw) -> LegalGround | None:
    """Judge the days of an agent with several shifts, which no other rule adds up."""
    agent = view.problem.agent_by_id[found.agent_id]
    work: dict[int, int] = {}
    for shift in view.roster.by_agent()[agent.id]:
        work[view.day(shift)] = work.get(view.day(shift), 0) + shift.work_min
    day = max(work, key=lambda each: work[each])
    return _of_day(work[day], law, agreed=view.problem.agrees_on(agent, day))


def _of_day(work_min: float, law: WorkLaw, *, agreed: bool) -> LegalGround | None:
    most, more = law.minutes(LegalGround.DAY_HOURS), law.minutes(LegalGround.OVERTIME_DAY)
    if agreed:
        return LegalGround.OVERTIME_DAY if work_min > most + more else None
    return LegalGround.DAY_HOURS if work_min > most else None


def long_week(view: RosterView, found: Violation, law: WorkLaw) -> LegalGround | None:
    """Judge the hours of a week, or of the horizon where they are averaged."""
    agent, measured = view.problem.agent_by_id[found.agent_id], found.measured or 0
    is_averaged = found.rule == "hours_per_horizon"
    weeks = view.problem.horizon.days / WEEK_DAYS if is_averaged else 1
    usual, agreed = (
        law.minutes(LegalGround.WEEK_HOURS) * weeks,
        agent.contract.hours_week * 60 * weeks,
    )
    if view.problem.may_work_overtime(agent) or agent.overtime_consent:
        most = min(usual, agreed) + law.minutes(LegalGround.OVERTIME_MONTH)
        return LegalGround.OVERTIME_MONTH if measured > most + TINY else None
    if measured > usual + TINY:
        return LegalGround.AVERAGED if is_averaged else LegalGround.WEEK_HOURS
    return LegalGround.CONTRACT if measured > agreed + TINY else None


def long_month(view: RosterView, found: Violation, law: WorkLaw) -> LegalGround | None:
    """Judge overtime of a month as the law counts it: a stricter house counts more as overtime."""
    rules = view.problem.rules
    hours = replace(
        rules.hours,
        max_work_min_per_day=max(
            rules.hours.max_work_min_per_day, int(law.minutes(LegalGround.DAY_HOURS))
        ),
        max_work_min_per_week=max(
            rules.hours.max_work_min_per_week, int(law.minutes(LegalGround.WEEK_HOURS))
        ),
        max_overtime_min_per_month=int(law.minutes(LegalGround.OVERTIME_MONTH)),
    )
    lawful = replace(view.problem, rules=replace(rules, hours=hours))
    month = _month(view, found)
    beyond = (
        each
        for each in overtime_per_month(replace(view, problem=lawful))
        if each.agent_id == found.agent_id and _month(view, each) == month
    )
    return LegalGround.OVERTIME_MONTH if any(beyond) else None


def _month(view: RosterView, found: Violation) -> tuple[int, int]:
    date = view.problem.horizon.clock.date_of(found.at_min or view.problem.horizon.start_min)
    return date.year, date.month


def few_days_off(view: RosterView, found: Violation, law: WorkLaw) -> LegalGround | None:
    """Judge a week with few days off."""
    del view
    return (
        LegalGround.WEEK_REST if (found.measured or 0) < law.number(LegalGround.WEEK_REST) else None
    )


def in_night(view: RosterView, found: Violation, law: WorkLaw) -> LegalGround | None:
    """Judge work of a protected person in the night hours of the house, which may be longer."""
    moment = found.at_min or 0
    shifts = (each for each in view.roster.by_agent()[found.agent_id] if moment in each.span)
    touches = any(
        next(at_night(view.problem.horizon, shift, law.night), None) is not None for shift in shifts
    )
    return LegalGround.PROTECTED_NIGHTS if touches else None


def overlap(view: RosterView, found: Violation, law: WorkLaw) -> LegalGround | None:
    """Judge too short a rest: no law asks for one, but nobody is at two places at once."""
    del view, law
    return LegalGround.WHOLE if (found.measured or 0) < 0 else None
