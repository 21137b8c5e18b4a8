"""What a roster costs: missing and surplus people, wishes not granted, and more with a price."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from scheduler.announced import changed_days
from scheduler.verify.comfort import (
    missed_handovers,
    overtime_hours,
    owed_hours,
    prices_apart,
    type_changes,
    unfair_shifts,
    unsteady_hours,
)
from scheduler.verify.cover import people_at_work, people_rostered
from scheduler.verify.standby import missing_standby
from scheduler.verify.verdict import Cost

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from scheduler.agent import Wish
    from scheduler.demand import Ints
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.shift import Shift
    from scheduler.shift_class import ShiftClasses


def cost(problem: RosterProblem, roster: Roster, people: Ints | None = None) -> Cost:
    """
    Return the price of a roster, by its parts, as the format counts: absent people cover too.

    Parameters
    ----------
    problem, roster
        The question and the answer.
    people
        People at work, shape (posts of the requirement, intervals), where already counted.
    """
    at_work = people_rostered(problem, roster) if people is None else people
    required = problem.requirement
    needed = required.agents  # NaN where closed: neither short nor surplus
    hours = problem.horizon.interval_hours
    short = float(np.nansum(np.maximum(0.0, needed - at_work))) * hours
    missing = float(np.nansum(required.missing(at_work))) * hours
    surplus = float(np.nansum(np.maximum(0.0, at_work - needed))) * hours
    wishes = sum(wish.weight for wish in broken_wishes(problem, roster))
    weights = problem.rules.weights
    overtime = overtime_hours(problem, roster)
    unsteady = unsteady_hours(problem, roster) if weights.steady_start_per_hour else 0.0
    unfair = unfair_shifts(problem, roster) if weights.fairness else 0
    missed = missed_handovers(problem, roster) if weights.handover_missed else 0
    others = type_changes(problem, roster) if weights.type_change else 0
    owed = owed_hours(problem, roster)
    apart = prices_apart(problem, roster)
    standby = missing_standby(problem, roster)
    stints = sum(max(0, len(shift.stints) - 1) for shift in roster.shifts)
    known = problem.announced
    changed = changed_days(problem.horizon, known.shifts, roster.shifts) if known else 0
    total = (
        weights.shortage_per_agent_hour * missing
        + weights.surplus_per_agent_hour * surplus
        + weights.preference * wishes
        + weights.overtime_per_hour * overtime
        + weights.steady_start_per_hour * unsteady
        + weights.fairness * unfair
        + weights.handover_missed * missed
        + weights.type_change * others
        + weights.change_of_post * stints
        + weights.hour_owed * owed
        + sum(apart)
        + weights.shortage_per_agent_hour * standby
        + (known.price_per_day * changed if known else 0.0)
    )
    comfort = (overtime, unsteady, unfair, missed, changed, others, owed, len(apart), standby)
    weighed = None if required.worth is None else missing
    return Cost(short, surplus, wishes, total, *comfort, post_changes=stints, weighed_hours=weighed)


def cost_of_present(problem: RosterProblem, roster: Roster) -> Cost:
    """Return the price of a roster by its parts, nobody counted who is away."""
    return cost(problem, roster, people_at_work(problem, roster))


def broken_wishes(problem: RosterProblem, roster: Roster) -> tuple[Wish, ...]:
    """Return the wishes a roster breaks, each as often as there are shifts that break it."""
    shifts: dict[tuple[str, dt.date], list[Shift]] = defaultdict(list)
    for shift in roster.shifts:
        shifts[shift.agent_id, problem.horizon.clock.date_of(shift.start_min)].append(shift)
    return tuple(
        wish
        for wish in problem.wishes
        for _ in range(times_broken(problem, wish, shifts[wish.agent_id, wish.date]))
    )


def times_broken(problem: RosterProblem, wish: Wish, shifts: Sequence[Shift]) -> int:
    """Return how many of the shifts of a wish's date break it; a wish for a kind, once at most."""
    return broken_by(wish, shifts, problem.classes)


def broken_by(wish: Wish, shifts: Sequence[Shift], classes: ShiftClasses) -> int:
    """Return the same where a week's shift classes are known, and its problem is not."""
    broken = sum(_breaks(wish, shift, classes) for shift in shifts)
    if wish.kind and not (wish.is_against or wish.is_only):
        return int(broken == len(shifts))
    return broken


def _breaks(wish: Wish, shift: Shift, classes: ShiftClasses) -> bool:
    """Return whether a shift that starts on a wish's date does not suit it."""
    if wish.kind:
        return classes.counts_as(wish.kind, shift.start_min, shift.end_min) == wish.is_against
    if wish.window is None:
        return True
    first, last = (classes.clock.at(wish.date, clock) for clock in wish.window)
    return shift.start_min < first or shift.end_min > last
