"""The checker: every hard rule, then the cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from scheduler.verify.changes import post_changes, stint, stint_place
from scheduler.verify.cost import cost
from scheduler.verify.months import kind_per_month, nights_per_month, weekends_per_month
from scheduler.verify.opening import closed_post
from scheduler.verify.overtime import overtime_per_day, overtime_per_month
from scheduler.verify.pauses import breaks, session, session_place
from scheduler.verify.people import absence, employed, night, pin, skill, unknown_agent
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
from scheduler.verify.verdict import Verdict, Violation
from scheduler.verify.view import RosterView

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster

Rule = Callable[[RosterView], Iterator[Violation]]

# The hard rules, in the order in which violations are listed. The shifts of unknown agents count
# towards cover and cost; no other rule speaks of them.
RULES: tuple[Rule, ...] = (
    unknown_agent,
    outside_week,
    employed,
    skill,
    grid,
    shape,
    hours_per_day,
    overtime_per_day,
    breaks,
    session_place,
    session,
    post_changes,
    stint,
    stint_place,
    closed_post,
    night,
    absence,
    rest,
    succession,
    two_shifts_a_day,
    hours_per_week,
    hours_per_horizon,
    min_hours,
    overtime_per_month,
    days_off,
    consecutive_days,
    short_run,
    short_rest_run,
    nights_per_month,
    weekends_per_month,
    kind_per_month,
    one_type,
    start_spread,
    off_together,
    night_run,
    after_nights,
    free_weekend,
    pin,
    sealed,
    seniority,
)

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


def _verdict(view: RosterView, rules: tuple[Rule, ...]) -> Verdict:
    violations = (violation for rule in rules for violation in _in_order(rule(view)))
    price = cost(view.problem, view.roster, view.people)
    return Verdict(tuple(violations), price, view.problem.horizon.interval_min)


def _in_order(violations: Iterator[Violation]) -> list[Violation]:
    """Sort by agent, then moment; the seal's, which name no agent, by post, then moment."""
    return sorted(
        violations, key=lambda v: (v.agent_id, v.post if not v.agent_id else "", v.at_min or 0)
    )
