"""What has a price beside people and wishes: overtime, uneven starts, unfair shares, handovers."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.fairness import burden
from scheduler.horizon import WEEK_DAYS
from scheduler.hours_owed import given_min, owed_by_agent
from scheduler.present import as_told
from scheduler.verify.overtime import overtime_of
from scheduler.verify.plans import weeks_apart
from scheduler.verify.view import RosterView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.post import Post
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.shift import Shift


def overtime_hours(problem: RosterProblem, roster: Roster) -> float:
    """Return the hours of overtime on the horizon's days, of those who agreed to it."""
    return sum(
        minutes / 60
        for name, shifts in roster.by_agent().items()
        if name in problem.agent_by_id and problem.may_work_overtime(problem.agent_by_id[name])
        for day, minutes in overtime_of(
            problem, problem.agent_by_id[name], (*_past(problem, name), *shifts)
        ).items()
        if day >= 0
    )


def unsteady_hours(problem: RosterProblem, roster: Roster) -> float:
    """
    Return the hours between the clock times at which days in a row start, beyond what is free.

    The day before the horizon counts as the first of a pair; with several shifts on a day its
    earliest is meant.
    """
    free = problem.rules.hours.steady_start_free_min
    return sum(
        max(0, abs(later - earlier) - free) / 60
        for name, shifts in roster.by_agent().items()
        if name in problem.agent_by_id
        for earlier, later in _starts_in_a_row(problem, (*_past(problem, name), *shifts))
    )


def unfair_shifts(problem: RosterProblem, roster: Roster) -> int:
    """Return the night, weekend, peak and late shifts above what fair shares leave free."""
    return sum(
        max(0, int(own - free))
        for name, shifts in roster.by_agent().items()
        if name in problem.agent_by_id
        for own, free in zip(
            burden(problem.classes, shifts), problem.fair_shares[name].free, strict=True
        )
    )


def type_changes(problem: RosterProblem, roster: Roster) -> int:
    """
    Return the shifts of another type or kind than the one before them in the same week.

    Weeks are the 7 days from the horizon's start. Who has a plan of one type a week is not counted.
    """
    horizon, kind = problem.horizon, problem.classes.kind
    found = 0
    for name, shifts in roster.by_agent().items():
        agent = problem.agent_by_id.get(name)
        plan = None if agent is None else problem.plan_of(agent)
        if agent is None or (plan is not None and plan.is_one_type):
            continue
        ordered = sorted(shifts, key=lambda each: each.start_min)
        told = [
            (horizon.day_of(shift.start_min) // WEEK_DAYS, kind(shift.start_min, shift.end_min))
            for shift in ordered
        ]
        found += sum(
            before[0] == after[0] and before[1] != after[1] for before, after in pairwise(told)
        )
    return found


def prices_apart(problem: RosterProblem, roster: Roster) -> tuple[float, ...]:
    """Return the price of each week without the days off in a row that its plan gives a price."""
    if all(plan.days_off_together_price is None for plan in problem.rules.plans):
        return ()
    prices = (
        plan.days_off_together_price for _, plan, _, _ in weeks_apart(RosterView(problem, roster))
    )
    return tuple(price for price in prices if price is not None)


def owed_hours(problem: RosterProblem, roster: Roster) -> float:
    """Return the hours owed to people, by week or month, that a roster does not give."""
    everybody = owed_by_agent(problem)
    hands = roster.by_agent() if everybody else {}
    return sum(
        max(0.0, owed.minutes - given_min(problem, owed, hands.get(name, ()))) / 60
        for name, mine in everybody.items()
        for owed in mine
    )


def missed_handovers(problem: RosterProblem, roster: Roster) -> int:
    """
    Return the moments at which a post is handed over without the overlap it asks for.

    That is where somebody's time on the post ends while it is open and nobody whose time there goes
    on began as long before as the post's handover time.
    """
    asking = [post for post in problem.posts if post.handover_min]
    return sum(len(_missed(problem, roster, post)) for post in asking)


def _missed(problem: RosterProblem, roster: Roster, post: Post) -> set[int]:
    here = [
        stint.span
        for shift in (*problem.history, *roster.shifts)
        for stint in as_told(problem, shift).served
        if stint.post == post.id and stint.span.end_min > problem.horizon.start_min
    ]
    ends = {span.end_min for span in here if _is_open(problem, post, span.end_min)}
    return {
        moment
        for moment in ends
        if not any(
            span.start_min <= moment - post.handover_min and moment < span.end_min for span in here
        )
    }


def _is_open(problem: RosterProblem, post: Post, moment: int) -> bool:
    requirement, horizon = problem.requirement, problem.horizon
    if moment not in horizon or post.id not in requirement.posts:
        return False
    row = requirement.posts.index(post.id)
    return bool(requirement.is_open[row, horizon.interval_of(moment)])


def _starts_in_a_row(problem: RosterProblem, shifts: Iterable[Shift]) -> Iterator[tuple[int, int]]:
    """Yield the clock times of the first starts of each two days in a row, the later in it."""
    clock = problem.horizon.clock
    first: dict[int, int] = {}
    for shift in sorted(shifts, key=lambda each: each.start_min):
        first.setdefault(problem.horizon.day_of(shift.start_min), clock.clock_of(shift.start_min))
    for (day, start), (after, following) in pairwise(first.items()):
        if after == day + 1 and after >= 0:
            yield start, following


def _past(problem: RosterProblem, name: str) -> tuple[Shift, ...]:
    return problem.history_by_agent.get(name, ())
