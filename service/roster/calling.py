"""Calling somebody who stands by to a post, and taking a call back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from scheduler.errors import InputError, require
from scheduler.present import call_of, is_standby
from scheduler.standby import StandbyCall
from scheduler.verify.standby import fault_of
from service.roster.question import problem_of

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.shift import Shift
    from service.desk import Desk


class StandbyDay(NamedTuple):
    """
    Who stands by on a day.

    Parameters
    ----------
    waiting
        Shifts of people nobody called yet, in order of start.
    called
        Calls in the others, and those of that day that no shift bears any more.
    """

    waiting: tuple[Shift, ...]
    called: tuple[StandbyCall, ...]


def standby_on(problem: RosterProblem, roster: Roster | None, date: dt.date) -> StandbyDay:
    """Return who stands by in the shifts that begin on a day, and who was called."""
    date_of = problem.horizon.clock.date_of
    shifts = () if roster is None or not problem.rules.standby else roster.shifts
    mine = [one for one in shifts if date_of(one.start_min) == date and is_standby(problem, one)]
    borne = {one: call_of(problem, one) for one in mine}
    waiting = [one for one, call in borne.items() if call is None]
    of_day = (each for each in problem.calls if date_of(each.from_min) == date)
    called = dict.fromkeys((*filter(None, borne.values()), *of_day))
    return StandbyDay(
        tuple(sorted(waiting, key=lambda one: (one.start_min, one.agent_id))),
        tuple(sorted(called, key=lambda one: (one.from_min, one.agent_id))),
    )


def call(desk: Desk, label: str, one: StandbyCall) -> tuple[StandbyCall, Shift | None]:
    """
    Call somebody who stands by in the latest version to a post, and fix the shift.

    Returns
    -------
    The call, and the shift where it was not fixed before.

    Raises
    ------
    InputError
        When the agent does not stand by then, was called already, or may not hold the post.
    """
    stamp = desk.stamp
    with desk.write("standby_called") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        date = week.horizon.clock.date_of(one.from_min)
        unit.touch(("draft", label, one.agent_id, date))
        problem, latest = problem_of(unit, week, is_needed=False), unit.rosters.latest(week.id)
        shifts = () if latest is None else latest.version.roster.shifts
        fault = fault_of(problem, shifts, one)
        if fault is not None:
            raise InputError(replace(fault, file=None, column=None))
        shift = next(s for s in shifts if s.agent_id == one.agent_id and one.from_min in s.span)
        unit.enter(one, subject=one.agent_id, date=date)
        is_new = shift not in unit.weeks.pins(week.id)
        if is_new:
            unit.weeks.add_pin(week.id, shift, stamp)
        problem_of(unit, week, is_needed=False)  # checks it
        unit.note(label, _told(one))
        return one, shift if is_new else None


def take_back(desk: Desk, label: str, one: StandbyCall, fixed: Shift | None = None) -> None:
    """Take a call back, and set free the shift it fixed; raises InputError when there is none."""
    with desk.write("standby_call_withdrawn") as unit:
        week = unit.weeks.get(desk.shop_id, label)
        date = week.horizon.clock.date_of(one.from_min)
        unit.touch(("draft", label, one.agent_id, date))
        kept = unit.register.all(
            desk.shop_id, StandbyCall, subject=one.agent_id, first=date, last=date
        )
        numbers = [each.id for each in kept if each.value == one]
        require(bool(numbers), "call_gone", value=one.agent_id)
        unit.take_out(StandbyCall, numbers[0])
        if fixed is not None:
            unit.weeks.remove_pin(week.id, fixed)
        unit.note(label, _told(one))


def _told(one: StandbyCall) -> dict[str, str]:
    return {"agent": one.agent_id, "post": one.post}
