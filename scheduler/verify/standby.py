"""Standing by: what calls rest on, and the people who are wanted and missing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from scheduler.errors import Fault
from scheduler.post import WEEKDAYS
from scheduler.present import call_of, is_standby
from scheduler.verify.verdict import Violation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.shift import Shift
    from scheduler.standby import StandbyCall
    from scheduler.verify.view import RosterView


def call(view: RosterView) -> Iterator[Violation]:
    """Who is called stands by then, is not called already, and may hold the post."""
    shifts = (*view.problem.history, *view.roster.shifts)
    for one in view.problem.calls:
        if fault_of(view.problem, shifts, one) is not None:
            yield Violation("call", one.agent_id, one.post, one.from_min)


def fault_of(problem: RosterProblem, shifts: Iterable[Shift], call: StandbyCall) -> Fault | None:
    """Return what is wrong with a call beside the shifts there are; None: nothing."""
    clock = problem.horizon.clock
    mine = [one for one in shifts if one.agent_id == call.agent_id and is_standby(problem, one)]
    then = next((one for one in mine if call.from_min in one.span), None)
    when = clock.format(call.from_min)
    if then is None:
        date = clock.date_of(call.from_min)
        near = next((one for one in mine if clock.date_of(one.start_min) == date), None)
        told = {"agent": call.agent_id}
        if near is None:
            return Fault("call_not_standby", "calls", column="from", value=when, details=told)
        told |= {"start": clock.format(near.start_min), "end": clock.format(near.end_min)}
        return Fault("call_outside", "calls", column="from", value=when, details=told)
    if call_of(problem, then) not in {None, call}:
        told = {"agent": call.agent_id}
        return Fault("called_already", "calls", column="from", value=when, details=told)
    agent = problem.agent_by_id.get(call.agent_id)
    if agent is not None and agent.certified(call.post, clock.date_of(then.start_min)):
        return None
    told = {"agent": call.agent_id, "from": when}
    return Fault("call_uncertified", "calls", column="post", value=call.post, details=told)


def missing_standby(problem: RosterProblem, roster: Roster) -> float:
    """Return the hours for which people are wanted to stand by and none is rostered."""
    kinds = problem.rules.standby
    if not kinds:
        return 0.0
    horizon, classes = problem.horizon, problem.classes
    there = Counter(
        (classes.kind_of(one), horizon.clock.date_of(one.start_min)) for one in roster.shifts
    )
    missing = (
        max(0, kind.min_people - there[code, date]) * kind.longest_work_min
        for code, kind in kinds.items()
        for date in horizon.dates
        if not kind.weekdays or WEEKDAYS[date.weekday()] in kind.weekdays
    )
    return sum(missing) / 60
