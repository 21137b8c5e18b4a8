"""The checker: every hard rule, then the cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from scheduler.verify.changes import post_changes, stint, stint_place
from scheduler.verify.cost import cost
from scheduler.verify.cycles import (
    cycle_day,
    cycle_unknown,
    few_days,
    idle_day,
    rotation,
    week_days,
)
from scheduler.verify.months import kind_per_month, nights_per_month, weekends_per_month
from scheduler.verify.opening import closed_post
from scheduler.verify.overtime import overtime_per_day, overtime_per_month, protected_hours
from scheduler.verify.pauses import breaks, session, session_place
from scheduler.verify.people import (
    absence,
    employed,
    night,
    pin,
    pinned_idle,
    pinned_type,
    skill,
    unknown_agent,
)
from scheduler.verify.plans import (
    after_nights,
    free_weekend,
    night_run,
    off_together,
    one_type,
    start_spread,
)
from scheduler.verify.rhythm import (
    consecutive_days,
    days_off,
    hours_per_horizon,
    hours_per_week,
    min_hours,
    rest,
    two_shifts_a_day,
)
from scheduler.verify.runs import short_rest_run, short_run, succession
from scheduler.verify.seal import sealed, seniority
from scheduler.verify.shifts import grid, hours_per_day, outside_week, shape
from scheduler.verify.standby import call
from scheduler.verify.standing import (
    HOUSE,
    Mark,
    RuleStanding,
    few_days_off,
    in_night,
    long_day,
    long_month,
    long_week,
    of_house,
    of_law,
    overlap,
    two_shifts,
)
from scheduler.verify.verdict import Verdict, Violation
from scheduler.verify.view import RosterView
from scheduler.work_law import LegalGround

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.work_law import WorkLaw

Rule = Callable[[RosterView], Iterator[Violation]]

# The hard rules, in the order in which violations are listed, each with its mark: law, which nobody
# overrides, or house. The shifts of unknown agents count towards cover and cost; no other rule
# speaks of them.
MARKED: dict[Rule, Mark] = {
    unknown_agent: of_law(LegalGround.EMPLOYMENT),
    outside_week: of_law(LegalGround.WHOLE),
    employed: of_law(LegalGround.EMPLOYMENT),
    skill: of_law(LegalGround.CERTIFICATE),
    grid: HOUSE,
    shape: HOUSE,
    hours_per_day: of_house(long_day, LegalGround.DAY_HOURS, LegalGround.OVERTIME_DAY),
    overtime_per_day: of_house(long_day, LegalGround.OVERTIME_DAY),
    protected_hours: of_law(LegalGround.PROTECTED_HOURS),
    breaks: HOUSE,
    session_place: HOUSE,
    session: HOUSE,
    post_changes: HOUSE,
    stint: HOUSE,
    stint_place: HOUSE,
    closed_post: HOUSE,
    night: of_house(in_night, LegalGround.PROTECTED_NIGHTS),
    absence: of_law(LegalGround.LEAVE),
    rest: of_house(overlap, LegalGround.WHOLE),
    succession: HOUSE,
    two_shifts_a_day: of_house(two_shifts, LegalGround.DAY_HOURS, LegalGround.OVERTIME_DAY),
    hours_per_week: of_house(
        long_week, LegalGround.WEEK_HOURS, LegalGround.CONTRACT, LegalGround.OVERTIME_MONTH
    ),
    hours_per_horizon: of_house(
        long_week, LegalGround.AVERAGED, LegalGround.CONTRACT, LegalGround.OVERTIME_MONTH
    ),
    min_hours: HOUSE,
    overtime_per_month: of_house(long_month, LegalGround.OVERTIME_MONTH),
    days_off: of_house(few_days_off, LegalGround.WEEK_REST),
    consecutive_days: HOUSE,
    short_run: HOUSE,
    short_rest_run: HOUSE,
    nights_per_month: HOUSE,
    weekends_per_month: HOUSE,
    kind_per_month: HOUSE,
    one_type: HOUSE,
    start_spread: HOUSE,
    off_together: HOUSE,
    night_run: HOUSE,
    after_nights: HOUSE,
    free_weekend: HOUSE,
    cycle_unknown: HOUSE,
    week_days: HOUSE,
    few_days: HOUSE,
    rotation: HOUSE,
    cycle_day: HOUSE,
    idle_day: HOUSE,
    pin: HOUSE,
    pinned_type: HOUSE,
    pinned_idle: HOUSE,
    call: HOUSE,
    sealed: HOUSE,
    seniority: HOUSE,
}
RULES: tuple[Rule, ...] = tuple(MARKED)
MARKS: dict[str, Mark] = {rule.__name__: mark for rule, mark in MARKED.items()}

COVER: tuple[Rule, ...] = (sealed, seniority)  # of posts; all others are of persons


def verify(problem: RosterProblem, roster: Roster, rules: tuple[Rule, ...] = RULES) -> Verdict:
    """
    Return every breach of the hard rules, and the cost, as the format counts them.

    There a shift that lies in an absence is a breach, but its agent counts as at work;
    ``verify_present`` is the word for people.

    Parameters
    ----------
    problem, roster
        The question and the answer.
    rules
        Those to look at.
    """
    return _verdict(RosterView(problem, roster), rules)


def verify_present(problem: RosterProblem, roster: Roster) -> Verdict:
    """
    Return every breach and the cost as people live them: nobody holds a post while away.

    Differs from ``verify`` only where a shift lies in an absence, a secondment or a disruption.
    """
    return _verdict(RosterView(problem, roster, is_of_present=True), RULES)


def ground_of(
    problem: RosterProblem, roster: Roster, found: Violation, law: WorkLaw
) -> LegalGround | None:
    """
    Return on what ground nobody may override a breach; None: it is one of the house.

    Parameters
    ----------
    problem, roster
        Where it was found.
    found
        The breach.
    law
        As it stands on the horizon's days.
    """
    mark = MARKS[found.rule]
    if mark.standing is RuleStanding.LAW:
        return mark.grounds[0]
    return mark.beyond(RosterView(problem, roster), found, law) if mark.beyond else None


def _verdict(view: RosterView, rules: tuple[Rule, ...]) -> Verdict:
    violations = (violation for rule in rules for violation in _in_order(rule(view)))
    price = cost(view.problem, view.roster, view.people)
    return Verdict(tuple(violations), price, view.problem.horizon.interval_min)


def _in_order(violations: Iterator[Violation]) -> list[Violation]:
    """Sort by agent, then moment; the seal's, which name no agent, by post, then moment."""
    return sorted(
        violations, key=lambda v: (v.agent_id, v.post if not v.agent_id else "", v.at_min or 0)
    )
