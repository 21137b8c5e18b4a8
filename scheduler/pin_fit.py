"""Whether what a person fixed of somebody's day can be kept, by the checker's word."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING

from scheduler.nearest import alone
from scheduler.roster import Roster
from scheduler.rules.opening import may_start
from scheduler.shift import Shift, Span
from scheduler.solve.conflicts import PERSONAL
from scheduler.verify.cycles import idle_day
from scheduler.verify.view import RosterView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.problem import RosterProblem
    from scheduler.shift import ShiftShape
    from scheduler.type_pin import TypePin
    from scheduler.verify.verdict import Violation


def broken_by(problem: RosterProblem, pin: TypePin) -> tuple[Violation, ...]:
    """
    Return what keeping a pin of a day breaks at the least; empty: it can be kept.

    Every shift as pinned that day is asked about, beside the past, absences and the shifts fixed
    whole; other days are free. Of a day off it is what that day without a shift breaks.

    Parameters
    ----------
    problem
        The week, with the pin or without.
    pin
        Of one of its agents and dates.
    """
    agent = problem.agent_by_id[pin.agent_id]
    own = alone(dataclasses.replace(problem, type_pins=(pin,)), agent)
    date_of = problem.horizon.clock.date_of
    fixed = [shift for shift in own.pins if date_of(shift.start_min) == pin.date]
    if fixed or pin.is_off:
        found = _broken(own, own.pins, has_day=True)
        return tuple(v for v in found if v.at_min is not None and date_of(v.at_min) == pin.date)
    before = _broken(own, own.pins)
    best: tuple[Violation, ...] | None = None
    for shift in _shifts(own, pin):
        broken = tuple((_broken(own, (*own.pins, shift)) - before).elements())
        if best is None or len(broken) < len(best):
            best = broken
        if not best:
            break
    return best if best is not None else ()


def _broken(
    problem: RosterProblem, shifts: tuple[Shift, ...], *, has_day: bool = False
) -> Counter[Violation]:
    """Return what shifts break that no more of them could mend; ``has_day``: a day is as it is."""
    view = RosterView(problem, Roster(shifts))
    rules = (*PERSONAL, idle_day) if has_day else PERSONAL
    return Counter(violation for rule in rules for violation in rule(view))


def _shifts(problem: RosterProblem, pin: TypePin) -> Iterator[Shift]:
    """Yield the shifts a pin asks for on its day; what contract or weekday forbid comes last."""
    (agent,), horizon = problem.agents, problem.horizon
    first, after = horizon.day_starts_min[horizon.day(pin.date) :][:2]
    forms = problem.forms_of(agent)
    posts = [post for post in agent.posts if agent.certified(post, pin.date)]
    posts = posts or [*agent.posts, *problem.requirement.posts][:1]
    places = [
        (form not in forms, not may_start(problem, form, start), start, form)
        for form in problem.rules.forms
        for start in range(first, after, horizon.interval_min)
        if problem.classes.is_pinned(pin, start, start + form.length_min)
    ]
    for *_, start, form in sorted(places, key=lambda place: place[:3]):
        for post in posts:
            for meal in _meals(form, start, horizon.interval_min):
                end = start + form.length_min
                yield Shift(agent.id, start, end, post, meal, form.usual_breaks(start, meal))


def _meals(form: ShiftShape, start: int, step: int) -> Iterator[Span | None]:
    """Yield the meals of a shift; where they lie, night work of those who may not turns on it."""
    if not form.meal_min:
        yield None
    first = -(-form.meal_earliest_min // step) * step
    for after in range(first, form.meal_latest_min + 1, step) if form.meal_min else ():
        yield Span(start + after, start + after + form.meal_min)
